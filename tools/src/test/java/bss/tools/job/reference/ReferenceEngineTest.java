package bss.tools.job.reference;

import static bss.tools.job.ColumnBytes.f64;
import static bss.tools.job.ColumnBytes.i32;
import static bss.tools.job.reference.Jobs.SILENT;
import static bss.tools.job.reference.Jobs.all;
import static bss.tools.job.reference.Jobs.array;
import static bss.tools.job.reference.Jobs.each;
import static bss.tools.job.reference.Jobs.neurons;
import static bss.tools.job.reference.Jobs.one;
import static bss.tools.job.reference.Jobs.recording;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.CellType;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Value;
import bss.tools.job.JobException;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.ChangedParameter;
import bss.tools.job.v1.ChangedRecordings;
import bss.tools.job.v1.ChangedSynapses;
import bss.tools.job.v1.ChangedTrains;
import bss.tools.job.v1.CurrentList;
import bss.tools.job.v1.DcCurrent;
import bss.tools.job.v1.JobCurrent;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.NoisyCurrent;
import bss.tools.job.v1.Reset;
import bss.tools.job.v1.StdpParameters;
import bss.tools.job.v1.StepCurrent;
import bss.tools.job.v1.TsodyksMarkramColumns;
import bss.tools.job.v1.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest {

    /// PyNN's f(I) check: neurons fire once, at a time that the membrane equation gives in closed form.
    @Test
    void aConstantCurrentFiresAtTheTimeOfTheClosedForm() throws Exception {
        int n = 83;
        double[] amplitudes = new double[n];
        JobNetwork.Builder network = JobNetwork.newBuilder().setTimestepMs(0.01);
        network.addPopulations(neurons("n", "IF_curr_exp", n)
                .putParameters("tau_m", all(20))
                .putParameters("v_rest", all(0))
                .putParameters("v_reset", all(0))
                .putParameters("tau_refrac", all(100))
                .putParameters("v_thresh", all(10))
                .putParameters("cm", all(1)));
        for (int i = 0; i < n; i++) {
            amplitudes[i] = 0.5 + (double) i / n;
            network.addCurrents(JobCurrent.newBuilder()
                    .setTarget(0)
                    .setCells(i32(i))
                    .setDc(DcCurrent.newBuilder()
                            .setAmplitude(amplitudes[i])
                            .setStart(25)
                            .setStop(125)));
        }
        ReferenceEngine engine = Jobs.build(network);
        engine.advance(150, SILENT);
        double[] spikes = Jobs.spikes(engine, 0);
        assertEquals(n - 1, spikes.length);
        for (int i = 1; i < n; i++) {
            double drive = 20 * amplitudes[i];
            assertEquals(25 + 20 * Math.log(drive / (drive - 10)), spikes[i - 1], 1e-6, "cell " + i);
        }
    }

    @Test
    void samplesLieOnTheGridHoweverTheRunIsCut() throws Exception {
        for (double interval : new double[] {0.1, 0.3, 1}) {
            ReferenceEngine engine = Jobs.build(JobNetwork.newBuilder()
                    .addPopulations(neurons("n", "IF_cond_exp", 2)
                            .putParameters("i_offset", each(0.1, 0.2))
                            .addRecordings(recording("v", interval))));
            double now = 0;
            for (int k = 1; k <= 40; k++) {
                now = k * 0.3; // 0.3, 0.6, 0.8999999999999999, ...
                engine.advance(now, SILENT);
                double[] v = Jobs.trace(engine, 0, "v", "sample");
                int count = (int) Math.floor(now / interval + 1e-6) + 1;
                assertEquals(2 * count, v.length, "interval %s, until %s".formatted(interval, now));
            }
            double[] v = Jobs.trace(engine, 0, "v", "sample");
            for (int k = 0; k < v.length; k++) {
                double drive = 20 * (k % 2 == 0 ? 0.1 : 0.2);
                double expected = -65 + drive * (1 - Math.exp(-(k / 2) * interval / 20));
                assertEquals(expected, v[k], 1e-7, "sample " + k);
            }
            assertArrayEquals(new double[] {0}, Jobs.trace(engine, 0, "v", "begin"));
        }
    }

    @Test
    void poissonSourcesPlayTheTrainsOfTheMapper() throws Exception {
        long seed = 77;
        ReferenceEngine engine = Jobs.build(JobNetwork.newBuilder()
                .setSeed(seed)
                .addPopulations(neurons("n", "IF_cond_exp", 1))
                .addPopulations(neurons("p", "SpikeSourcePoisson", 3)
                        .putParameters("rate", all(150))
                        .putParameters("start", all(12))
                        .putParameters("duration", all(200))));
        engine.advance(100, SILENT);
        engine.advance(300, SILENT);
        Network network = new Network(
                "",
                seed,
                List.of(
                        Population.of("n", 1, CellType.IfCondExp.of(Map.of())),
                        Population.of(
                                "p",
                                3,
                                CellType.SpikeSourcePoisson.of(Map.of(
                                        "rate", Value.of(150), "start", Value.of(12), "duration", Value.of(200))))),
                List.of(),
                List.of());
        double[] expected = {};
        for (int cell = 0; cell < 3; cell++) {
            double[] train = new ResolvedNetwork(network).spikeTimesMs(1, cell, 300);
            expected = Arrays.copyOf(expected, expected.length + train.length);
            System.arraycopy(train, 0, expected, expected.length - train.length, train.length);
        }
        assertTrue(expected.length > 60);
        assertArrayEquals(expected, Jobs.spikes(engine, 1));
    }

    @Test
    void aResetRepeatsTheRunToTheLastBit() throws Exception {
        ReferenceEngine engine = Jobs.build(driven());
        engine.advance(80, SILENT);
        double[] v = Jobs.trace(engine, 0, "v", "sample");
        double[] input = Jobs.spikes(engine, 1);
        assertTrue(Jobs.spikes(engine, 0).length > 0);
        for (double cut : new double[] {80, 33.3, 0.05}) {
            engine.reset(Reset.getDefaultInstance(), SILENT);
            assertEquals(0, engine.nowMs());
            assertEquals(0, Jobs.spikes(engine, 0).length);
            engine.advance(cut, SILENT);
            engine.advance(80, SILENT);
            assertArrayEquals(v, Jobs.trace(engine, 0, "v", "sample"));
            assertArrayEquals(input, Jobs.spikes(engine, 1));
        }
    }

    @Test
    void whatIsWrittenStaysWrittenAfterAReset() throws Exception {
        ReferenceEngine changed = Jobs.build(driven());
        changed.advance(20, SILENT);
        changed.change(
                Change.newBuilder()
                        .addParameters(parameter(0, "tau_m", all(15)))
                        .addParameters(parameter(1, "rate", all(400)))
                        .addSynapses(
                                ChangedSynapses.newBuilder().setProjection(0).setWeight(all(0.03)))
                        .addInitialValues(parameter(0, "v", all(-61)))
                        .build(),
                SILENT);
        changed.advance(30, SILENT);
        changed.reset(Reset.getDefaultInstance(), SILENT);
        changed.advance(80, SILENT);
        JobNetwork.Builder written = driven();
        written.getPopulationsBuilder(0).putParameters("tau_m", all(15)).putInitialValues("v", all(-61));
        written.getPopulationsBuilder(1).putParameters("rate", all(400));
        written.getProjectionsBuilder(0).setWeight(all(0.03));
        ReferenceEngine fresh = Jobs.build(written);
        fresh.advance(80, SILENT);
        assertArrayEquals(Jobs.trace(fresh, 0, "v", "sample"), Jobs.trace(changed, 0, "v", "sample"));
        assertArrayEquals(Jobs.spikes(fresh, 1), Jobs.spikes(changed, 1));
    }

    /// Before the first run a change is as if it had been built so.
    @Test
    void aChangeAtTimeZeroIsPartOfTheBeginning() throws Exception {
        ReferenceEngine engine = Jobs.build(JobNetwork.newBuilder()
                .addPopulations(neurons("n", "IF_cond_exp", 1).addRecordings(recording("v", 0.1))));
        engine.advance(0, SILENT);
        assertArrayEquals(new double[] {-65}, Jobs.trace(engine, 0, "v", "sample"));
        engine.change(
                Change.newBuilder()
                        .addParameters(parameter(0, "v_rest", all(-70)))
                        .build(),
                SILENT);
        engine.advance(0, SILENT);
        assertArrayEquals(new double[] {-70}, Jobs.trace(engine, 0, "v", "sample"));
        engine.change(
                Change.newBuilder()
                        .addInitialValues(parameter(0, "v", all(-62)))
                        .build(),
                SILENT);
        engine.advance(10, SILENT);
        double[] v = Jobs.trace(engine, 0, "v", "sample");
        for (int k = 0; k < v.length; k++) {
            assertEquals(-70 + 8 * Math.exp(-k * 0.1 / 20), v[k], 1e-7, "sample " + k);
        }
    }

    @Test
    void currentsStateAndSpikesChangeBetweenRuns() throws Exception {
        ReferenceEngine engine = Jobs.build(JobNetwork.newBuilder()
                .addPopulations(neurons("n", "IF_cond_exp", 2).addRecordings(recording("v", 0.1)))
                .addPopulations(array("s", 5, 25))
                .addProjections(one("p", 1, 0, 0, 1))
                .addCurrents(dc(0, 0.2, 10, 1000)));
        engine.advance(20, SILENT);
        engine.change(
                Change.newBuilder()
                        .setCurrents(CurrentList.newBuilder()
                                .addCurrents(JobCurrent.newBuilder()
                                        .setTarget(0)
                                        .setCells(i32(1))
                                        .setStep(StepCurrent.newBuilder()
                                                .setTimes(f64(0, 20, 30))
                                                .setAmplitudes(f64(0.7, 0.4, 0)))))
                        .addInitialValues(ChangedParameter.newBuilder()
                                .setPopulation(0)
                                .setName("v")
                                .setCells(i32(1))
                                .setValues(all(-68)))
                        .addTrains(ChangedTrains.newBuilder().setPopulation(1).setTrains(Jobs.trains(3, 20, 22.5, 28)))
                        .build(),
                SILENT);
        engine.advance(40, SILENT);
        assertArrayEquals(new double[] {5, 20, 22.5, 28}, Jobs.spikes(engine, 1));
        double[] v = Jobs.trace(engine, 0, "v", "sample");
        assertEquals(2 * 401, v.length);
        double ten = 4 * (1 - Math.exp(-0.5));
        for (int k = 0; k <= 400; k++) {
            double t = 0.1 * k;
            double first = t < 10 ? 0 : t < 20 ? 4 * (1 - Math.exp((10 - t) / 20)) : ten * Math.exp((20 - t) / 20);
            assertEquals(-65 + first, v[2 * k], 1e-7, "cell 0, sample " + k);
            double second = t <= 20
                    ? 0
                    : t < 30 ? 8 - 11 * Math.exp((20 - t) / 20) : (8 - 11 * Math.exp(-0.5)) * Math.exp((30 - t) / 20);
            assertEquals(-65 + second, v[2 * k + 1], 1e-7, "cell 1, sample " + k);
        }
        engine.reset(Reset.getDefaultInstance(), SILENT);
        engine.advance(40, SILENT);
        assertArrayEquals(new double[] {3, 20, 22.5, 28}, Jobs.spikes(engine, 1));
    }

    @Test
    void aRateThatChangesActsFromThenOnAlone() throws Exception {
        JobNetwork.Builder network = JobNetwork.newBuilder()
                .setSeed(5)
                .addPopulations(neurons("p", "SpikeSourcePoisson", 40).putParameters("rate", all(20)));
        ReferenceEngine engine = Jobs.build(network);
        ReferenceEngine steady = Jobs.build(network);
        engine.advance(5000, SILENT);
        engine.change(
                Change.newBuilder().addParameters(parameter(0, "rate", all(80))).build(), SILENT);
        engine.advance(10_000, SILENT);
        steady.advance(5000, SILENT);
        double[] spikes = Jobs.spikes(engine, 0);
        double[] early = Arrays.stream(spikes).filter(t -> t <= 5000).toArray();
        assertArrayEquals(Jobs.spikes(steady, 0), early);
        // 40 cells for 5 s at 20 Hz and at 80 Hz: five standard deviations of a Poisson count
        assertEquals(4000, early.length, 5 * Math.sqrt(4000));
        assertEquals(16_000, spikes.length - early.length, 5 * Math.sqrt(16_000));
    }

    @Test
    void recordingsCanBeAddedAndTakenBetweenRuns() throws Exception {
        ReferenceEngine engine = Jobs.build(JobNetwork.newBuilder()
                .addPopulations(neurons("n", "EIF_cond_exp_isfa_ista", 3)
                        .putInitialValues("w", each(0.1, 0.2, 0.3))
                        .addRecordings(recording("w", 0.5, 1))));
        engine.advance(2, SILENT);
        engine.change(
                Change.newBuilder()
                        .addRecordings(ChangedRecordings.newBuilder()
                                .addRecordings(recording("w", 0.5, 0, 1))
                                .addRecordings(recording("gsyn_exc", 1)))
                        .build(),
                SILENT);
        engine.advance(4, SILENT);
        double[] w = Jobs.trace(engine, 0, "w", "sample");
        assertEquals(18, w.length);
        for (int k = 0; k < 9; k++) {
            assertEquals(k < 4, Double.isNaN(w[2 * k]), "sample " + k);
            assertTrue(w[2 * k + 1] > 0.15, "sample " + k);
        }
        assertArrayEquals(new double[] {2}, Jobs.trace(engine, 0, "gsyn_exc", "begin"));
        assertArrayEquals(new double[9], Jobs.trace(engine, 0, "gsyn_exc", "sample"));
        engine.change(
                Change.newBuilder()
                        .addRecordings(ChangedRecordings.newBuilder().addRecordings(recording("gsyn_exc", 1)))
                        .build(),
                SILENT);
        JobException gone = assertThrows(JobException.class, () -> Jobs.trace(engine, 0, "w", "sample"));
        assertEquals("population 'n': w is not recorded", gone.getMessage());
    }

    @Test
    void shortTermParametersMayDifferBySynapse() throws Exception {
        double[] u = {0.1, 0.5, 0.5};
        double[] recovery = {100, 400, 100};
        JobNetwork.Builder together = JobNetwork.newBuilder()
                .addPopulations(neurons("n", "IF_cond_exp", 3).addRecordings(recording("gsyn_exc", 0.1)))
                .addPopulations(array("s", 2, 9, 11, 30));
        JobNetwork.Builder apart = together.clone();
        together.addProjections(one("p", 1, 0, 0.01, 1)
                .setPre(i32(0, 0, 0))
                .setPost(i32(0, 1, 2))
                .setTsodyksMarkram(TsodyksMarkramColumns.newBuilder()
                        .setU(each(u))
                        .setTauRec(each(recovery))
                        .setTauFacil(all(50))));
        for (int i = 0; i < 3; i++) {
            apart.addProjections(one("p" + i, 1, 0, 0.01, 1)
                    .setPost(i32(i))
                    .setTsodyksMarkram(TsodyksMarkramColumns.newBuilder()
                            .setU(all(u[i]))
                            .setTauRec(all(recovery[i]))
                            .setTauFacil(all(50))));
        }
        ReferenceEngine a = Jobs.build(together);
        ReferenceEngine b = Jobs.build(apart);
        a.advance(50, SILENT);
        b.advance(50, SILENT);
        double[] g = Jobs.trace(a, 0, "gsyn_exc", "sample");
        assertArrayEquals(Jobs.trace(b, 0, "gsyn_exc", "sample"), g);
        // each first spike releases U of all resources
        for (int i = 0; i < 3; i++) {
            assertEquals(0.01 * u[i] * Math.exp(-1.0 / 5), g[3 * 40 + i], 1e-12, "cell " + i);
        }
    }

    @Test
    void evolvedWeightsAreReadBesideTheWrittenOnes() throws Exception {
        StdpParameters rule = StdpParameters.newBuilder()
                .setTauPlus(20)
                .setTauMinus(20)
                .setAPlus(0.1)
                .setAMinus(0.1)
                .setWMax(0.02)
                .setDendriticDelayFraction(1)
                .build();
        ReferenceEngine engine = Jobs.build(JobNetwork.newBuilder()
                .addPopulations(neurons("n", "IF_curr_exp", 1).putParameters("i_offset", all(1)))
                .addPopulations(array("s", 25))
                .addProjections(one("p", 1, 0, 0.01, 2).setStdp(rule)));
        engine.advance(27, SILENT);
        assertArrayEquals(new double[] {0.01}, Jobs.weights(engine, 0, "evolved_weight"));
        engine.advance(31, SILENT);
        double fired = 20 * Math.log(4);
        assertEquals(fired, Jobs.spikes(engine, 0)[0], 0.05); // the synapse brings it forward
        double at = Jobs.spikes(engine, 0)[0] + 2;
        assertArrayEquals(
                new double[] {0.01 + 0.1 * 0.02 * Math.exp((25 - at) / 20)},
                Jobs.weights(engine, 0, "evolved_weight"),
                1e-12);
        assertArrayEquals(new double[] {0.01}, Jobs.weights(engine, 0, "weight"));
        assertArrayEquals(new double[] {2}, Jobs.weights(engine, 0, "realised_delay"));
        engine.change(
                Change.newBuilder()
                        .addSynapses(
                                ChangedSynapses.newBuilder().setProjection(0).setDelay(all(1)))
                        .build(),
                SILENT);
        assertEquals(0.01 + 0.1 * 0.02 * Math.exp((25 - at) / 20), Jobs.weights(engine, 0, "evolved_weight")[0], 1e-12);
        engine.change(
                Change.newBuilder()
                        .addSynapses(
                                ChangedSynapses.newBuilder().setProjection(0).setWeight(all(0.015)))
                        .build(),
                SILENT);
        assertArrayEquals(new double[] {0.015}, Jobs.weights(engine, 0, "evolved_weight"));
    }

    @Test
    void whatMakesNoSenseIsRefusedByNameAndValue() throws Exception {
        refused(
                "population 'n': IF_curr_exp has no parameter 'tau', must be one of cm, tau_m, v_rest, v_reset,"
                        + " v_thresh, tau_refrac, tau_syn_E, tau_syn_I, i_offset",
                JobNetwork.newBuilder()
                        .addPopulations(neurons("n", "IF_curr_exp", 1).putParameters("tau", all(1))));
        refused(
                "tau_m of neuron 3 is -1.0 ms, must be above 0 (cell 1 of population 'm')",
                JobNetwork.newBuilder()
                        .addPopulations(neurons("n", "IF_cond_exp", 2))
                        .addPopulations(neurons("m", "IF_cond_exp", 2).putParameters("tau_m", each(1, -1))));
        refused(
                "population 'n': no cell type 'HH_cond_exp' in the reference, known are IF_cond_exp, IF_cond_alpha,"
                        + " IF_curr_exp, IF_curr_alpha, EIF_cond_exp_isfa_ista, EIF_cond_alpha_isfa_ista,"
                        + " SpikeSourceArray, SpikeSourcePoisson",
                JobNetwork.newBuilder().addPopulations(neurons("n", "HH_cond_exp", 1)));
        refused(
                "projection 'p': weight of connection 0 is 0.1 nA, must not be positive",
                JobNetwork.newBuilder()
                        .addPopulations(neurons("n", "IF_curr_exp", 1))
                        .addProjections(one("p", 0, 0, 0.1, 1).setReceptor("inhibitory")));
        refused(
                "projection 'p': delay of synapse 0 is 0.0 ms, must be above 0",
                JobNetwork.newBuilder()
                        .addPopulations(neurons("n", "IF_curr_exp", 1))
                        .addProjections(one("p", 0, 0, 0.1, 0)));
        ReferenceEngine engine = Jobs.build(driven());
        engine.advance(10, SILENT);
        JobException past = assertThrows(JobException.class, () -> engine.advance(9, SILENT));
        assertEquals("cannot advance to 9.0 ms, it is 10.0 ms", past.getMessage());
    }

    private static void refused(String message, JobNetwork.Builder network) throws Exception {
        JobException e = assertThrows(JobException.class, () -> Jobs.build(network));
        assertEquals(message, e.getMessage());
    }

    /// A neuron that Poisson spikes and noise drive to fire.
    private static JobNetwork.Builder driven() {
        return JobNetwork.newBuilder()
                .setSeed(4)
                .addPopulations(neurons("n", "IF_cond_exp", 1).addRecordings(recording("v", 0.1)))
                .addPopulations(neurons("s", "SpikeSourcePoisson", 1).putParameters("rate", all(300)))
                .addProjections(one("p", 1, 0, 0.05, 0.7))
                .addCurrents(JobCurrent.newBuilder()
                        .setTarget(0)
                        .setNoisy(NoisyCurrent.newBuilder()
                                .setMean(0.3)
                                .setStdev(0.2)
                                .setStop(60)
                                .setDt(0.5)));
    }

    private static JobCurrent dc(int cell, double amplitude, double start, double stop) {
        return JobCurrent.newBuilder()
                .setTarget(0)
                .setCells(i32(cell))
                .setDc(DcCurrent.newBuilder()
                        .setAmplitude(amplitude)
                        .setStart(start)
                        .setStop(stop))
                .build();
    }

    private static ChangedParameter parameter(int population, String name, Values values) {
        return ChangedParameter.newBuilder()
                .setPopulation(population)
                .setName(name)
                .setValues(values)
                .build();
    }
}
