package bss.tools.job.wafer;

import static bss.tools.job.ColumnBytes.i32;
import static bss.tools.job.wafer.Jobs.all;
import static bss.tools.job.wafer.Jobs.each;
import static bss.tools.job.wafer.Jobs.neurons;
import static bss.tools.job.wafer.Jobs.projection;
import static bss.tools.job.wafer.Jobs.recording;
import static bss.tools.job.wafer.Jobs.spikes;
import static bss.tools.job.wafer.Jobs.synapses;
import static bss.tools.job.wafer.Jobs.trace;
import static bss.tools.job.wafer.Jobs.trains;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.mapper.network.Cells;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Variable;
import bss.tools.job.JobException;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.ChangedParameter;
import bss.tools.job.v1.ChangedSynapses;
import bss.tools.job.v1.ChangedTrains;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Reset;
import bss.tools.job.v1.StdpParameters;
import bss.tools.result.RunResult;
import bss.tools.result.SpikeTable;
import bss.tools.result.Trace;
import bss.tools.run.HardwareRun;
import bss.tools.run.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaferEngineTest {

    /// Poisson sources onto neurons that drive each other.
    private static JobNetwork random(long seed) {
        Random draw = new Random(seed);
        int sources = 6;
        int cells = 8;
        int[] pre = IntStream.range(0, 30).map(_ -> draw.nextInt(sources)).toArray();
        int[] post = IntStream.range(0, 30).map(_ -> draw.nextInt(cells)).toArray();
        double[] weights = draw.doubles(30, 0.005, 0.03).toArray();
        return JobNetwork.newBuilder()
                .setName("random")
                .setSeed(seed)
                .addPopulations(JobPopulation.newBuilder()
                        .setLabel("in")
                        .setSize(sources)
                        .setCellType("SpikeSourcePoisson")
                        .putParameters(
                                "rate", each(draw.doubles(sources, 20, 120).toArray())))
                .addPopulations(neurons("out", cells)
                        .putInitialValues(
                                "v", each(draw.doubles(cells, -65, -56).toArray()))
                        .addRecordings(recording("v", 0.1))
                        .addRecordings(recording("gsyn_exc", 0.5, 1, 3)))
                .addProjections(projection("drive", 0, 1, pre, post, each(weights)))
                .addProjections(projection("loop", 1, 1, new int[] {0, 1, 2}, new int[] {4, 5, 6}, all(0.01)))
                .build();
    }

    private static WaferEngine built(JobNetwork network) throws Exception {
        WaferEngine engine = new WaferEngine(Jobs.GREEDY);
        engine.build(Jobs.build(network), new Jobs.Ear());
        return engine;
    }

    @Test
    void spikesAndTracesAreThoseOfBssRun() throws Exception {
        JobNetwork job = random(11);
        JobMapping mapping = JobMapping.map(Jobs.build(job), Jobs.GREEDY, new Jobs.Ear());
        List<Population> recording = new ArrayList<>(mapping.network().populations());
        recording.set(1, recording.get(1).recording(Set.of(Variable.SPIKES, Variable.V), Cells.all()));
        Network network = new Network(
                mapping.network().name(),
                mapping.network().seed(),
                recording,
                mapping.network().projections(),
                List.of());
        RunResult run = new HardwareRun(EmulatedWafer.ideal(), mapping.mapping(), network).run(200, 1, Progress.SILENT);
        try (WaferEngine engine = built(job)) {
            engine.advance(200, new Jobs.Ear());
            for (int p = 0; p < 2; p++) {
                List<String> expected = new ArrayList<>();
                SpikeTable table = run.spikes().get(p);
                for (int c = 0; c < table.cells(); c++) {
                    for (double t : table.byCell()[c]) {
                        expected.add(c + "@" + t);
                    }
                }
                assertEquals(expected, spikes(engine, p));
                assertTrue(expected.size() > 10);
            }
            double[] sample = trace(engine, 1, "v");
            Trace v = run.traces().getFirst();
            for (int c = 0; c < 8; c++) {
                for (int k = 0; k < v.samples().get(c).length; k++) {
                    assertEquals(v.samples().get(c)[k], sample[k * 8 + c]);
                }
            }
        }
    }

    @Test
    void aRunInStepsWithFetchesBetweenIsOneRun() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            JobNetwork job = random(seed);
            try (WaferEngine once = built(job);
                    WaferEngine steps = built(job)) {
                once.advance(300, new Jobs.Ear());
                Random draw = new Random(seed);
                double t = 0;
                while (t < 300) {
                    t = Math.min(300, t + draw.nextDouble(0.01, 70));
                    steps.advance(t, new Jobs.Ear());
                    if (draw.nextBoolean()) {
                        var _ = spikes(steps, 1);
                        var _ = trace(steps, 1, "v");
                    }
                }
                assertEquals(spikes(once, 0), spikes(steps, 0), "seed " + seed);
                assertEquals(spikes(once, 1), spikes(steps, 1), "seed " + seed);
                assertArrayEquals(trace(once, 1, "v"), trace(steps, 1, "v"), "seed " + seed);
                assertArrayEquals(trace(once, 1, "gsyn_exc"), trace(steps, 1, "gsyn_exc"), "seed " + seed);
            }
        }
    }

    @Test
    void whatChangesNothingChangesNothingWhereverItComes() throws Exception {
        for (long seed = 1; seed < 2; seed++) {
            JobNetwork job = random(seed);
            try (WaferEngine once = built(job);
                    WaferEngine changed = built(job)) {
                once.advance(200, new Jobs.Ear());
                Random draw = new Random(seed);
                double first = draw.nextDouble(10, 100);
                changed.advance(first, new Jobs.Ear());
                changed.change(sameWeights(job), new Jobs.Ear());
                changed.advance(150, new Jobs.Ear());
                // looks ahead, so that the next change runs again
                var _ = spikes(changed, 1);
                Jobs.Ear ear = new Jobs.Ear();
                changed.change(sameWeights(job), ear);
                assertEquals(
                        1,
                        ear.notices.stream()
                                .filter(n -> n.contains("again from 0"))
                                .count());
                changed.advance(200, new Jobs.Ear());
                assertEquals(spikes(once, 1), spikes(changed, 1), "seed " + seed);
                assertArrayEquals(trace(once, 1, "v"), trace(changed, 1, "v"), "seed " + seed);
            }
        }
    }

    private static Change sameWeights(JobNetwork job) {
        return Change.newBuilder()
                .addSynapses(ChangedSynapses.newBuilder()
                        .setProjection(0)
                        .setWeight(job.getProjections(0).getWeight()))
                .addParameters(ChangedParameter.newBuilder()
                        .setPopulation(0)
                        .setName("rate")
                        .setValues(job.getPopulations(0).getParametersMap().get("rate")))
                .build();
    }

    private static JobNetwork relay(double[]... times) {
        int n = times.length;
        int[] each = IntStream.range(0, n).toArray();
        return JobNetwork.newBuilder()
                .setName("relay")
                .setSeed(1)
                .addPopulations(JobPopulation.newBuilder()
                        .setLabel("in")
                        .setSize(n)
                        .setCellType("SpikeSourceArray")
                        .setSpikeTrains(trains(times)))
                .addPopulations(neurons("out", n).addRecordings(recording("v", 0.1)))
                .addProjections(projection("p", 0, 1, each, each, all(0.004)))
                .build();
    }

    @Test
    void aTrainThatChangesOnTheWayIsTheOldBeforeAndTheNewAfter() throws Exception {
        double[] before = {10, 30, 49.9, 50.2, 90};
        double[] after = {20, 50.1, 51, 70};
        try (WaferEngine once = built(relay(new double[][] {{10, 30, 49.9, 50.1, 51, 70}, {5, 60}}));
                WaferEngine changed = built(relay(new double[][] {before, {5, 60}}))) {
            once.advance(100, new Jobs.Ear());
            for (boolean fetch : new boolean[] {false, true}) {
                changed.advance(50, new Jobs.Ear());
                if (fetch) {
                    var _ = spikes(changed, 1);
                }
                changed.change(trainsOf(0, after), new Jobs.Ear());
                changed.advance(100, new Jobs.Ear());
                assertEquals(spikes(once, 0), spikes(changed, 0));
                assertArrayEquals(trace(once, 1, "v"), trace(changed, 1, "v"));
                changed.change(trainsOf(0, before), new Jobs.Ear());
                changed.reset(Reset.getDefaultInstance(), new Jobs.Ear());
            }
        }
    }

    private static Change trainsOf(int cell, double[] train) {
        return Change.newBuilder()
                .addTrains(ChangedTrains.newBuilder()
                        .setPopulation(0)
                        .setCells(i32(cell))
                        .setTrains(trains(train)))
                .build();
    }

    @Test
    void aResetBeginsAnew() throws Exception {
        try (WaferEngine engine = built(random(5))) {
            engine.advance(120, new Jobs.Ear());
            List<String> first = spikes(engine, 1);
            double[] v = trace(engine, 1, "v");
            engine.reset(Reset.getDefaultInstance(), new Jobs.Ear());
            assertEquals(0, engine.nowMs());
            assertEquals(List.of(), spikes(engine, 1));
            engine.advance(120, new Jobs.Ear());
            assertEquals(first, spikes(engine, 1));
            assertArrayEquals(v, trace(engine, 1, "v"));
        }
    }

    @Test
    void anotherWeightGivesAnotherHeightFromThenOn() throws Exception {
        try (WaferEngine engine = built(relay(new double[][] {{20, 120}, {20, 120}}))) {
            engine.advance(100, new Jobs.Ear());
            double[] first = synapses(engine, 0, "realised_weight");
            engine.change(
                    Change.newBuilder()
                            .addSynapses(ChangedSynapses.newBuilder()
                                    .setProjection(0)
                                    .setWeight(each(0.001, 0.004)))
                            .build(),
                    new Jobs.Ear());
            engine.advance(200, new Jobs.Ear());
            double[] v = trace(engine, 1, "v");
            double[] early = heights(v, 0, 1000);
            double[] late = heights(v, 1000, 2000);
            double[] then = synapses(engine, 0, "realised_weight");
            assertEquals(0.25, then[0] / first[0], 0.05);
            assertEquals(1, then[1] / first[1], 0.05);
            // conductances are small: heights are nearly proportional to weights
            assertEquals(then[0] / first[0], late[0] / early[0], 0.02);
            assertEquals(then[1] / first[1], late[1] / early[1], 0.02);
            assertArrayEquals(new double[] {0.001, 0.004}, synapses(engine, 0, "weight"));
        }
    }

    private static double[] heights(double[] v, int from, int to) {
        double[] height = new double[2];
        for (int c = 0; c < 2; c++) {
            // 1 ms before the spike, where the membrane rests where the hardware has it
            double rest = v[2 * (from + 190) + c];
            for (int k = from + 190; k < to; k++) {
                height[c] = Math.max(height[c], v[2 * k + c] - rest);
            }
        }
        return height;
    }

    @Test
    void aColumnOfParametersArrivesAtItsCells() throws Exception {
        double[] rest = {-70, -68, -66, -64, -62, -60};
        double[] rates = {0, 20, 50, 100, 200, 400};
        JobNetwork job = JobNetwork.newBuilder()
                .setSeed(3)
                .addPopulations(JobPopulation.newBuilder()
                        .setLabel("in")
                        .setSize(6)
                        .setCellType("SpikeSourcePoisson")
                        .putParameters("rate", each(rates)))
                .addPopulations(
                        neurons("out", 6).putParameters("v_rest", each(rest)).addRecordings(recording("v", 1)))
                .build();
        try (WaferEngine engine = built(job)) {
            engine.advance(1000, new Jobs.Ear());
            int[] counts = new int[6];
            for (String spike : spikes(engine, 0)) {
                counts[Integer.parseInt(spike.substring(0, spike.indexOf('@')))]++;
            }
            double[] v = trace(engine, 1, "v");
            for (int c = 0; c < 6; c++) {
                assertEquals(rates[c], counts[c], 5 * Math.sqrt(rates[c]) + 1e-9);
                assertEquals(rest[c], v[999 * 6 + c], 0.3);
            }
            engine.change(
                    Change.newBuilder()
                            .addParameters(ChangedParameter.newBuilder()
                                    .setPopulation(1)
                                    .setName("v_rest")
                                    .setCells(i32(4))
                                    .setValues(all(-69)))
                            .build(),
                    new Jobs.Ear());
            engine.advance(1500, new Jobs.Ear());
            v = trace(engine, 1, "v");
            assertEquals(-69, v[1499 * 6 + 4], 0.3);
            assertEquals(-60, v[1499 * 6 + 5], 0.3);
        }
    }

    private static JobNetwork plastic() {
        double[] before = IntStream.range(0, 60).mapToDouble(k -> 10 + 20 * k).toArray();
        JobNetwork relay = relay(new double[][] {before, before});
        return relay.toBuilder()
                .setProjections(
                        0,
                        relay.getProjections(0).toBuilder()
                                .setWeight(all(0.03))
                                .setStdp(StdpParameters.newBuilder()
                                        .setTauPlus(20)
                                        .setTauMinus(20)
                                        .setAPlus(0.1)
                                        .setAMinus(0.01)
                                        .setWMin(0)
                                        .setWMax(0.06)))
                .build();
    }

    @Test
    void evolvedWeightsStayUnlessAChangeNamesThem() throws Exception {
        try (WaferEngine engine = built(plastic())) {
            double[] first = synapses(engine, 0, "evolved_weight");
            engine.advance(800, new Jobs.Ear());
            double[] evolved = synapses(engine, 0, "evolved_weight");
            assertFalse(Arrays.equals(first, evolved));
            engine.change(
                    Change.newBuilder()
                            .addParameters(ChangedParameter.newBuilder()
                                    .setPopulation(1)
                                    .setName("tau_refrac")
                                    .setValues(all(3)))
                            .build(),
                    new Jobs.Ear());
            assertArrayEquals(evolved, synapses(engine, 0, "evolved_weight"), 1e-9);
            engine.change(
                    Change.newBuilder()
                            .addSynapses(ChangedSynapses.newBuilder()
                                    .setProjection(0)
                                    .setWeight(all(0.03)))
                            .build(),
                    new Jobs.Ear());
            assertArrayEquals(first, synapses(engine, 0, "evolved_weight"), 1e-3);
            JobException mid = assertThrows(
                    JobException.class,
                    () -> engine.change(
                            Change.newBuilder()
                                    .addSynapses(ChangedSynapses.newBuilder()
                                            .setProjection(0)
                                            .setStdp(StdpParameters.newBuilder()
                                                    .setTauPlus(10)
                                                    .setTauMinus(10)
                                                    .setWMax(0.06)))
                                    .build(),
                            new Jobs.Ear()));
            assertTrue(String.valueOf(mid.getMessage()).contains("at time 0 only"), mid.getMessage());
            engine.end();
            assertEquals(2, synapses(engine, 0, "evolved_weight").length);
        }
    }

    @Test
    void aRunOnTypicalSiliconInStepsIsOneRun() throws Exception {
        Options typical = Jobs.GREEDY.toBuilder()
                .setSilicon("typical")
                .setWaferSeed(3)
                .addAllHicanns(List.of(100))
                .build();
        JobNetwork job = random(4).toBuilder()
                .setPopulations(
                        1,
                        random(4).getPopulations(1).toBuilder()
                                .clearRecordings()
                                .clearInitialValues()
                                .addRecordings(recording("v", 0.2, 2, 5)))
                .build();
        try (WaferEngine once = new WaferEngine(typical);
                WaferEngine steps = new WaferEngine(typical)) {
            Jobs.Ear ear = new Jobs.Ear();
            once.build(Jobs.build(job), ear);
            assertTrue(ear.notices.stream().anyMatch(n -> n.contains("UNCALIBRATED")), ear.notices.toString());
            steps.build(Jobs.build(job), ear);
            once.advance(250, ear);
            for (double t : new double[] {33, 100, 133, 250}) {
                steps.advance(t, ear);
                var _ = trace(steps, 1, "v");
            }
            assertEquals(spikes(once, 1), spikes(steps, 1));
            assertArrayEquals(trace(once, 1, "v"), trace(steps, 1, "v"));
            assertEquals(2 * 1250, trace(once, 1, "v").length);
            JobNetwork third = job.toBuilder()
                    .setPopulations(
                            1,
                            job.getPopulations(1).toBuilder()
                                    .clearRecordings()
                                    .addRecordings(recording("v", 0.2, 2, 5, 7)))
                    .build();
            try (WaferEngine refused = new WaferEngine(typical)) {
                JobException e =
                        assertThrows(JobException.class, () -> refused.build(Jobs.build(third), new Jobs.Ear()));
                assertTrue(
                        String.valueOf(e.getMessage()).contains("out[2] (HICANN 100), out[5] (HICANN 100), out[7]"),
                        e.getMessage());
                assertTrue(String.valueOf(e.getMessage()).contains("12 ADC channels"), e.getMessage());
            }
        }
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        JobNetwork good = random(1);
        refused(
                good.toBuilder()
                        .setPopulations(1, good.getPopulations(1).toBuilder().setCellType("Izhikevich")),
                "population 'out': cell_type is 'Izhikevich'",
                "quadratic term");
        refused(
                good.toBuilder()
                        .setPopulations(1, good.getPopulations(1).toBuilder().putParameters("tau_mm", all(1))),
                "population 'out': no parameter 'tau_mm'",
                "tau_m,");
        refused(
                good.toBuilder()
                        .setPopulations(1, good.getPopulations(1).toBuilder().putParameters("tau_m", each(1, 2, 3))),
                "population 'out', tau_m: 3 values, must be 8");
        refused(
                good.toBuilder()
                        .setPopulations(
                                1,
                                good.getPopulations(1).toBuilder()
                                        .putParameters("tau_m", each(1, 2, 3, 4, 0, 6, 7, 8))),
                "population 'out', tau_m: value 4 is 0.0, must be above 0");
        refused(
                good.toBuilder()
                        .setProjections(0, good.getProjections(0).toBuilder().setWeight(all(-1))),
                "projection 'drive', weight: value 0 is -1.0, must be at least 0");
        refused(
                good.toBuilder()
                        .setProjections(1, good.getProjections(1).toBuilder().setPost(i32(1, 2, 8))),
                "projection 'loop', post: cell 2 is 8, must be 0 to 7");
        refused(
                good.toBuilder()
                        .setProjections(1, good.getProjections(1).toBuilder().setReceptor("nmda")),
                "projection 'loop': receptor is 'nmda', must be excitatory or inhibitory");
        refused(
                good.toBuilder()
                        .setPopulations(1, good.getPopulations(1).toBuilder().addRecordings(recording("w", 1))),
                "population 'out', recordings: no variable 'w' of IF_cond_exp");
        refused(
                good.toBuilder()
                        .setPopulations(1, good.getPopulations(1).toBuilder().setLabel("in")),
                "population label 'in' is used twice");
    }

    private static void refused(JobNetwork.Builder network, String... parts) {
        JobException e = assertThrows(JobException.class, () -> built(network.build()));
        for (String part : parts) {
            assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
        }
    }

    @Test
    void mappingAloneCannotRun() throws Exception {
        Options map = Jobs.GREEDY.toBuilder().setEngine(Options.Engine.MAP).build();
        try (WaferEngine engine = new WaferEngine(map)) {
            assertEquals(8, engine.build(Jobs.build(random(1)), new Jobs.Ear()).getNeuronsPlaced());
            JobException e = assertThrows(JobException.class, () -> engine.advance(10, new Jobs.Ear()));
            assertTrue(String.valueOf(e.getMessage()).contains("MAP"), e.getMessage());
        }
    }

    @Test
    void shortTermColumnsSplitAProjectionAndKeepTheOrder() throws Exception {
        JobNetwork relay = relay(new double[][] {{10}, {10}, {10}, {10}});
        JobNetwork job = relay.toBuilder()
                .setProjections(
                        0,
                        relay.getProjections(0).toBuilder()
                                .setWeight(each(0.001, 0.002, 0.003, 0.004))
                                .setTsodyksMarkram(bss.tools.job.v1.TsodyksMarkramColumns.newBuilder()
                                        .setU(each(0.5, 0.3, 0.5, 0.3))
                                        .setTauRec(all(100))
                                        .setTauFacil(all(0))))
                .build();
        WaferNetwork network = WaferNetwork.of(job);
        assertEquals(2, network.network().projections().size());
        assertArrayEquals(
                new int[] {0, 2}, network.projections().getFirst().members().get(0));
        try (WaferEngine engine = built(job)) {
            assertArrayEquals(new double[] {0.001, 0.002, 0.003, 0.004}, synapses(engine, 0, "weight"));
            double[] realised = synapses(engine, 0, "realised_weight");
            double[] u = {0.5, 0.3, 0.5, 0.3};
            for (int i = 0; i < 4; i++) {
                // what the first spike delivers
                assertEquals(1, realised[i] / (u[i] * 0.001 * (i + 1)), 0.2);
            }
        }
    }
}
