package bss.emulator.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Single steps from states and parameters up to the edges of their ranges.
class ScalarKernelTest {

    /// Index of lane 0.
    private static final int I = CircuitState.BASE;

    private static final double H = CircuitState.STEP_SECOND;

    private static double at(SplittableRandom random, double low, double high) {
        return switch (random.nextInt(6)) {
            case 0 -> low;
            case 1 -> high;
            default -> low + (high - low) * random.nextDouble();
        };
    }

    private static double logarithmic(SplittableRandom random, double low, double high) {
        return low * Math.pow(high / low, at(random, 0, 1));
    }

    static CircuitParameters parameters(SplittableRandom random) {
        double c = logarithmic(random, 0.16e-12, 140e-12);
        double tauW = logarithmic(random, 0.511e-6, 50e-6);
        double kW = -Math.expm1(-H / tauW);
        return new CircuitParameters(
                c,
                c / logarithmic(random, 43e-9, 500e-6),
                at(random, 0, 1.8),
                at(random, 0, 1.8),
                at(random, 0, 1.8),
                logarithmic(random, 16e-9, 2e-6),
                logarithmic(random, 16e-9, 2e-6),
                logarithmic(random, 0.71e-3, 45e-3),
                at(random, 0, 2.5),
                at(random, 0, 1.8),
                at(random, 0, 1.8),
                at(random, -0.99, 0.99) * 0x1p-9 / kW * c / H,
                tauW,
                at(random, -0.239, 0.239) * c / H,
                random.nextInt(4) == 0 ? 0 : logarithmic(random, 1e-9, 2e-6),
                random.nextInt(4) > 0);
    }

    static void randomise(CircuitState s, int lane, SplittableRandom random) {
        int i = CircuitState.BASE + lane;
        s.v[i] = (int) at(random, 0, FixedPoint.V_RAIL);
        if (random.nextBoolean()) {
            // near the upswing, where most goes on
            double deltaT = s.dQ[i] / (double) (1L << (25 - s.shift[i]));
            s.v[i] = FixedPoint.clampV((long) (s.vTp[i] - (random.nextDouble() * 8 - 1) * deltaT * 0x1p30));
        }
        s.w[i] = (int) (at(random, -1, 1) * (random.nextBoolean() ? FixedPoint.W_RAIL : 1 << 20));
        s.gExc[i] = conductance(random);
        s.gInh[i] = conductance(random);
        s.inExc[i] = conductance(random);
        s.inInh[i] = conductance(random);
        s.refractory[i] = random.nextInt(8) == 0 ? random.nextInt(4) : 0;
        s.rare[i * CircuitState.RARE + CircuitState.RELEASE] = random.nextInt(1 << 30);
        s.current[i] = (int) at(random, -3.0 / 16 * 0x1p31, 3.0 / 16 * 0x1p31);
    }

    private static int conductance(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> Integer.MAX_VALUE;
            case 2 -> (1 << 23) - random.nextInt(3);
            case 3 -> random.nextInt(Integer.MAX_VALUE);
            default -> random.nextInt(1 << random.nextInt(1, 24));
        };
    }

    @Test
    void aStepIsThatOfTheDefinitionUpToTheEdgesOfEveryRange() {
        long seed = 20_260_101;
        SplittableRandom random = new SplittableRandom(seed);
        CircuitState s = new CircuitState(1);
        SpikeBuffer out = new SpikeBuffer(1);
        ScalarKernel kernel = new ScalarKernel();
        int spikes = 0;
        int free = 0;
        int fast = 0;
        for (int trial = 0; trial < 300_000; trial++) {
            s.set(0, parameters(random));
            randomise(s, 0, random);
            if (s.dQ[I] == 0 && random.nextBoolean()) {
                s.aW[I] = 0;
            }
            ExactStep exact = new ExactStep(s, I);
            String where = "seed %d, trial %d".formatted(seed, trial);
            int v = s.v[I];
            out.clear();
            int count = kernel.step(s, 0, 1, trial, out);
            assertEquals(count, out.count());
            assertTrue(s.v[I] >= 0 && s.v[I] <= FixedPoint.V_RAIL, where);
            assertTrue(Math.abs(s.w[I]) <= FixedPoint.W_RAIL, where);
            assertEquals(exact.g1 * 0x1p27, s.gExc[I], 1.01, where);
            assertEquals(exact.g2 * 0x1p27, s.gInh[I], 1.01, where);
            if (exact.held) {
                assertEquals(v, s.v[I], where);
                assertEquals(0, count, where);
                continue;
            }
            if (exact.released) {
                assertTrue(count == 1 || s.refractory[I] == 0, where);
                continue;
            }
            if (exact.fast) {
                double middle = exact.middle(s, I);
                // an exponential term or adaptation acts besides, and the spike leaves another V
                if ((s.dQ[I] | s.aW[I]) == 0 && count == 0 && Math.abs(middle - s.vSpike[I] * 0x1p-30) > 1e-3) {
                    assertEquals(middle, s.v[I] * 0x1p-30, 2e-2, where);
                    fast++;
                }
                continue;
            }
            double deltaT = s.dQ[I] / (double) (1L << (25 - s.shift[I]));
            double tolerance = 16 * 0x1p-30
                    + 2e-5 * Math.abs(exact.slope)
                    + (exact.z < 1
                            ? 1e-4 * deltaT * exact.z / (1 - exact.z)
                                    + 2e-5 * Math.abs(exact.slope) * exact.z / (1 - exact.z)
                            : 2);
            double margin = exact.v2 - s.vSpike[I] * 0x1p-30;
            if (Math.abs(margin) > tolerance && Math.abs(exact.z - 1) > 1e-3) {
                assertEquals(exact.fires ? 1 : 0, count, where);
            }
            if (count == 1) {
                spikes++;
                assertTrue(out.time(0) >= -8192 && out.time(0) <= 16384, where);
            } else {
                free++;
                assertEquals(Math.min(exact.v2, ExactStep.RAIL), s.v[I] * 0x1p-30, tolerance, where);
                double w = Math.max(-FixedPoint.W_RAIL, Math.min(FixedPoint.W_RAIL, exact.w * 0x1p33));
                assertEquals(w, s.w[I], 2 + tolerance * Math.abs((double) s.aW[I]) * 0x1p-7, where);
            }
        }
        assertTrue(
                spikes > 10_000 && free > 10_000 && fast > 100,
                spikes + " spikes, " + free + " steps without, " + fast + " in parts");
    }

    @Test
    void lanesDoNotDependOnEachOtherNorOnThePartition() {
        int lanes = 300;
        SplittableRandom random = new SplittableRandom(5);
        CircuitState whole = new CircuitState(lanes);
        CircuitState parts = new CircuitState(lanes);
        for (int i = 0; i < lanes; i++) {
            SplittableRandom fork = random.split();
            CircuitParameters p = parameters(fork);
            long seed = fork.nextLong();
            whole.set(i, p);
            parts.set(i, p);
            randomise(whole, i, new SplittableRandom(seed));
            randomise(parts, i, new SplittableRandom(seed));
        }
        ScalarKernel kernel = new ScalarKernel();
        SpikeBuffer expected = new SpikeBuffer(lanes);
        SpikeBuffer actual = new SpikeBuffer(0);
        int spikes = 0;
        for (int step = 0; step < 500; step++) {
            expected.clear();
            actual.clear();
            spikes += kernel.step(whole, 0, lanes, step, expected);
            kernel.step(parts, 0, 1, step, actual);
            kernel.step(parts, 1, 1, step, actual);
            kernel.step(parts, 1, 130, step, actual);
            kernel.step(parts, 130, lanes, step, actual);
            assertEquals(expected.count(), actual.count());
            for (int k = 0; k < expected.count(); k++) {
                assertEquals(expected.lane(k), actual.lane(k));
                assertEquals(expected.time(k), actual.time(k));
                assertTrue(k == 0 || expected.lane(k) > expected.lane(k - 1));
            }
            assertArrayEquals(whole.v, parts.v);
            assertArrayEquals(whole.w, parts.w);
            assertArrayEquals(whole.gExc, parts.gExc);
            assertArrayEquals(whole.refractory, parts.refractory);
        }
        assertTrue(spikes > 1000);
    }
}
