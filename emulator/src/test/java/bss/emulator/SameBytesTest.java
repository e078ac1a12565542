package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferProbe;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.QuadConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Neither the number of threads nor the kind of kernel changes anything that a run shows.
class SameBytesTest {

    private static final int NETWORKS = 20;
    private static final int[] THREADS = {1, 2, 3, 8};
    private static final long[] STOPS = {97, 180, 300};

    @Test
    void threadsAndKernelsChangeNothing() throws Exception {
        long traced = 0;
        long hits = 0;
        int fpgas = 0;
        for (long seed = 900; seed < 900 + NETWORKS; seed++) {
            RandomWafer random = new RandomWafer(seed, 4, 2);
            write(random);
            WaferConfiguration wafer = random.wafer.build();
            Pulses pulses = random.pulses(400, 0, 560);
            List<Object> reference = observe(wafer, pulses, random, new EmulatorOptions(1, false));
            for (int run = 1; run < 2 * THREADS.length; run++) {
                EmulatorOptions options = new EmulatorOptions(THREADS[run / 2], run % 2 == 1);
                assertSame("seed " + seed + ", " + options, reference, observe(wafer, pulses, random, options));
            }
            traced += ((List<?>) reference.get(0)).size();
            hits += ((List<?>) reference.get(3)).size();
            fpgas = Math.max(fpgas, (int)
                    random.chips.stream().map(WaferTopology::fpga).distinct().count());
        }
        assertTrue(traced > 1000 && hits > 5000 && fpgas > 1, traced + " " + hits + " " + fpgas);
    }

    private static void assertSame(String where, List<Object> expected, List<Object> actual) {
        if (expected.hashCode() == actual.hashCode() && expected.equals(actual)) {
            return;
        }
        for (int part = 0; part < expected.size(); part++) {
            List<?> a = (List<?>) expected.get(part);
            List<?> b = (List<?>) actual.get(part);
            for (int k = 0; k < Math.min(a.size(), b.size()); k++) {
                assertEquals(a.get(k), b.get(k), where + ": part " + part + ", entry " + k);
            }
            assertEquals(a.size(), b.size(), where + ": part " + part);
        }
    }

    /// Trace, counters, samples, synaptic inputs, read-back.
    private static List<Object> observe(
            WaferConfiguration wafer, Pulses pulses, RandomWafer random, EmulatorOptions options) throws Exception {
        List<Object> trace = new ArrayList<>();
        List<Object> counters = new ArrayList<>();
        List<Object> samples = new ArrayList<>();
        List<Object> inputs = new ArrayList<>();
        List<Object> read = new ArrayList<>();
        try (EmulatedSession session =
                (EmulatedSession) EmulatedWafer.ideal(options).open(Lease.wafer())) {
            session.configure(wafer, TestWafer.ALL, 1);
            WaferProbe probe = session.probe().orElseThrow();
            probe.recordSynapticInputs(true);
            for (int h : random.chips) {
                probe.watch(h, h % 512, WaferProbe.Variable.MEMBRANE, 3);
                probe.watch(h, 20, WaferProbe.Variable.ADAPTATION, 7);
                probe.watch(h, 300, WaferProbe.Variable.CONDUCTANCE_LEFT, 5);
            }
            session.play(pulses);
            for (long stop : STOPS) {
                session.advance(stop);
                Pulses part = session.takeTrace();
                for (int k = 0; k < part.count(); k++) {
                    trace.add(List.of(part.tick(k), part.address(k)));
                }
                counters.add(session.counters());
                samples.addAll(probe.takeSamples());
                inputs.addAll(probe.takeSynapticInputs());
                read.add(session.readBack());
            }
        }
        return List.of(trace, counters, samples, inputs, read);
    }

    // ---- everything on

    static void write(RandomWafer random) {
        random.generators(0.4, 0.3, true);
        random.tree();
        random.dncMergers(0.4, 0.3);
        random.neurons(40, false);
        random.routes(6, 3);
        random.links(0.4, 0.4);
        random.timestamps(0.5);
        random.flips(20);
        for (int h : random.chips) {
            circuits(random, random.wafer.chip(h));
        }
        if (TestFeatures.PLASTICITY) {
            random.shortTerm();
            random.longTerm();
        }
    }

    /// Joined, exponential and stimulated circuits among the single ones.
    private static void circuits(RandomWafer random, TestChip chip) {
        for (int k = 0; k < 20; k++) {
            int quad = random.random.nextInt(128);
            chip.bits.quad(quad, QuadConfig.fromBits(random.random.nextInt(16)));
            for (int denmem : new int[] {2 * quad, 2 * quad + 1, 256 + 2 * quad, 257 + 2 * quad}) {
                if (random.chance(0.5)) {
                    exponential(random, chip, denmem);
                }
            }
        }
        for (int block = 0; block < 4; block++) {
            chip.bits.currentStimulus(
                    block,
                    new CurrentStimulusConfig(
                            random.random.ints(129, 0, 60).toArray(),
                            random.random.nextInt(3),
                            random.random.nextBoolean()));
        }
    }

    private static void exponential(RandomWafer random, TestChip chip, int denmem) {
        chip.bits.denmem(
                denmem,
                new DenmemConfig(
                        random.random.nextInt(64),
                        random.chance(0.7),
                        random.chance(0.7),
                        NeuronTopology.y(denmem) == 0 && random.chance(0.2),
                        false,
                        random.chance(0.5)));
        chip.fg(denmem, NeuronParameter.V_EXP, 480 + random.random.nextInt(80))
                .fg(denmem, NeuronParameter.I_REXP, 60 + random.random.nextInt(900))
                .fg(denmem, NeuronParameter.I_BEXP, 900)
                .fg(denmem, NeuronParameter.V_T, 600 + random.random.nextInt(100))
                .fg(denmem, NeuronParameter.I_GLADAPT, random.random.nextInt(300))
                .fg(denmem, NeuronParameter.I_FIRE, random.random.nextInt(500))
                .fg(denmem, NeuronParameter.I_RADAPT, 40 + random.random.nextInt(700))
                .fg(denmem, NeuronParameter.E_L, 400 + random.random.nextInt(300));
    }
}
