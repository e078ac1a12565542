package bss.emulator.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The vector kernels against their definition, from states and parameters up to the edges of every range.
class VectorKernelTest {

    private static final int LANE_STEPS = 1_500_000;

    private static CircuitParameters leaky(SplittableRandom random) {
        CircuitParameters p = ScalarKernelTest.parameters(random);
        return new CircuitParameters(
                p.capacitanceFarad(),
                p.gLSiemens(),
                p.eLVolt(),
                p.eSynxVolt(),
                p.eSyniVolt(),
                p.tauSynxSecond(),
                p.tauSyniSecond(),
                0,
                0,
                p.vTVolt(),
                p.vResetVolt(),
                0,
                p.tauWSecond(),
                0,
                p.tauRefracSecond(),
                false);
    }

    private static void configure(CircuitState s, int lane, boolean lif, SplittableRandom random) {
        s.set(lane, lif ? leaky(random) : ScalarKernelTest.parameters(random));
        ScalarKernelTest.randomise(s, lane, random);
        int i = CircuitState.BASE + lane;
        if (lif) {
            s.w[i] = 0;
        }
        if (random.nextInt(4) == 0) {
            s.refractory[i] = random.nextInt(1, 40);
        }
    }

    /// What arrives before a step: mostly nothing or little, sometimes far too much.
    private static void arrive(CircuitState a, CircuitState b, SplittableRandom random) {
        int lanes = a.lanes();
        int excBase = CircuitState.INPUT_BASE;
        for (int n = random.nextInt(1 + lanes / 4); n > 0; n--) {
            int lane = random.nextInt(lanes);
            int g = random.nextInt(16) == 0
                    ? random.nextInt(Integer.MAX_VALUE)
                    : random.nextInt(1 << random.nextInt(1, 21));
            Receptor receptor = random.nextBoolean() ? Receptor.EXCITATORY : Receptor.INHIBITORY;
            a.addInput(lane, receptor, g);
            int[] in = receptor == Receptor.EXCITATORY ? b.inputsExc() : b.inputsInh();
            in[excBase + lane] = FixedPoint.addSaturating(in[excBase + lane], g);
        }
    }

    static void assertSame(CircuitState expected, CircuitState actual, String where) {
        assertArrayEquals(expected.v, actual.v, where);
        assertArrayEquals(expected.w, actual.w, where);
        assertArrayEquals(expected.gExc, actual.gExc, where);
        assertArrayEquals(expected.gInh, actual.gInh, where);
        assertArrayEquals(expected.inExc, actual.inExc, where);
        assertArrayEquals(expected.inInh, actual.inInh, where);
        assertArrayEquals(expected.refractory, actual.refractory, where);
        assertArrayEquals(expected.rare, actual.rare, where);
    }

    static void assertSame(SpikeBuffer expected, SpikeBuffer actual, String where) {
        assertEquals(expected.count(), actual.count(), where);
        for (int k = 0; k < expected.count(); k++) {
            assertEquals(expected.lane(k), actual.lane(k), where);
            assertEquals(expected.time(k), actual.time(k), where);
        }
    }

    @ParameterizedTest(name = "leaky integrators only: {0}")
    @ValueSource(booleans = {false, true})
    void everyStateAndSpikeIsThatOfTheDefinition(boolean lif) {
        long seed = 20_260_204;
        SplittableRandom random = new SplittableRandom(seed);
        NeuronKernel scalar = Kernels.of(false).adex();
        NeuronKernel vector = lif ? Kernels.of(true).lif() : Kernels.of(true).adex();
        long done = 0;
        int spikes = 0;
        for (int trial = 0; done < LANE_STEPS; trial++) {
            int lanes = random.nextInt(1, 601);
            int from = random.nextInt(4) == 0 ? random.nextInt(lanes) : 0;
            int to = random.nextInt(4) == 0 ? random.nextInt(from, lanes + 1) : lanes;
            CircuitState expected = new CircuitState(lanes);
            CircuitState actual = new CircuitState(lanes);
            SplittableRandom copy = random.split();
            long setup = copy.nextLong();
            SplittableRandom one = new SplittableRandom(setup);
            SplittableRandom two = new SplittableRandom(setup);
            for (int lane = 0; lane < lanes; lane++) {
                configure(expected, lane, lif, one);
                configure(actual, lane, lif, two);
            }
            SpikeBuffer expectedSpikes = new SpikeBuffer(0);
            SpikeBuffer actualSpikes = new SpikeBuffer(0);
            long start = random.nextInt(1 << 20);
            for (int step = 0; step < 40; step++) {
                String where = "seed %d, trial %d, step %d".formatted(seed, trial, step);
                arrive(expected, actual, random);
                expectedSpikes.clear();
                actualSpikes.clear();
                int count = scalar.step(expected, from, to, start + step, expectedSpikes);
                assertEquals(count, vector.step(actual, from, to, start + step, actualSpikes), where);
                assertSame(expectedSpikes, actualSpikes, where);
                assertSame(expected, actual, where);
                spikes += count;
            }
            done += 40L * (to - from);
        }
        assertTrue(spikes > 10_000, spikes + " spikes");
    }
}
