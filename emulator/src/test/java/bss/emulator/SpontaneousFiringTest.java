package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.backend.Lease;
import bss.spec.backend.WaferProbe;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// AdEx circuits of an uncalibrated wafer fire without input, as often as the published and assumed spreads say: rates
/// of the emulator against those of circuits drawn here and integrated in double precision.
///
/// The model here knows the spreads as numbers (docs/silicon.md), the transfers as polynomials (calibtic:
/// src/HMF/NeuronCalibration.cpp) and the equations; of the emulator it uses nothing.
class SpontaneousFiringTest {

    private static final long SEED = 5;
    private static final int CHIPS = 8;
    private static final int CHIP_STEP = 31;
    private static final int CIRCUITS = CHIPS * NeuronTopology.DENMEMS;

    private static final double C = 2.16456e-12;
    private static final double STEP = 2e-9;
    private static final double CYCLE = 8e-9;
    /// Twice 10 us: the first for what the beginning leaves behind, the second is counted.
    private static final int CYCLES = 1250;

    /// Near V_exp, so that circuits whose reset lies above it begin to burst.
    private static final double START = 0.84;

    private static final int E_L = 446; // 0.784 V
    private static final int V_RESET_CLOSE = 466; // 0.82 V
    private static final int V_RESET_DEEP = 398; // 0.7 V
    private static final int V_EXP = 483; // 0.85 V
    private static final int V_T = 517; // 0.91 V
    private static final int I_REXP = 261; // 6 mV
    private static final int I_GL = 80; // 2 us
    private static final int I_GLADAPT = 24; // 0.22 uS
    private static final int I_RADAPT = 107; // 12 us
    private static final int I_FIRE = 140; // 6.5 nA
    private static final int I_PL = 33; // 0.5 us

    // ---- circuits as the documents have them

    private static double level(int code, Random random) {
        return 0.035 + 0.91 * 1.8 / 1023 * code + 2e-3 * random.nextGaussian();
    }

    private static double potential(int code, double sigma, double bend, Random random) {
        return level(code, random) + sigma * random.nextGaussian() + bend * Math.sin(2 * Math.PI * random.nextDouble());
    }

    /// The quantity, within the domain of its transfer, whose code is what the cell holds; times a lognormal gain.
    private static double current(
            int code, double sigma, double least, double most, DoubleUnaryOperator toCode, Random random) {
        double held = level(code, random) * 1023 / 1.8;
        boolean rising = toCode.applyAsDouble(most) > toCode.applyAsDouble(least);
        double low = least;
        double high = most;
        for (int k = 0; k < 60; k++) {
            double middle = (low + high) / 2;
            if (toCode.applyAsDouble(middle) < held == rising) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low * Math.exp(sigma * random.nextGaussian());
    }

    /// One circuit in SI units.
    private record Adex(
            double tauM,
            double eL,
            double vT,
            double vExp,
            double vReset,
            double deltaT,
            double a,
            double tauW,
            double b,
            double tauRefrac) {

        static Adex draw(double vReset, Random random) {
            boolean always = random.nextDouble() < 0.005;
            return new Adex(
                    current(
                            I_GL,
                            0.35,
                            0.541e-6,
                            48.2e-6,
                            x -> 3.88526104127e-5 / x + 4.59779147464e-10 / (x * x),
                            random),
                    potential(E_L, 20e-3, 8e-3, random),
                    always ? 0 : potential(V_T, 13e-3, 5e-3, random),
                    potential(V_EXP, 30e-3, 8e-3, random),
                    vReset + 5e-3 * random.nextGaussian(),
                    current(I_REXP, 0.4, 1.21e-3, 13.5e-3, x -> -38.5688 + 27164.6 * x + 3.7804e6 * x * x, random),
                    current(
                            I_GLADAPT,
                            0.4,
                            2.537e-9,
                            4.958e-6,
                            x -> -0.2701 + 1.06392e8 * x + 2.01736e13 * x * x,
                            random),
                    current(
                            I_RADAPT,
                            0.4,
                            2.93e-6,
                            35.4e-6,
                            x -> 1 / (-1.222e-3 + 782.014 * x + 1.07527e7 * x * x),
                            random),
                    current(I_FIRE, 0.4, 0.0324e-9, 69.26e-9, x -> 22.4037 + 1.8414e10 * x - 5.7288e16 * x * x, random),
                    current(I_PL, 0.6, 15e-9, 1.73e-6, x -> (1 / x + 1.4e6) / 1.05e5, random));
        }

        private double slope(double v, double w) {
            double top = Math.min(v, vT + 0.05);
            return (eL - v + deltaT * Math.exp(Math.min((top - vExp) / deltaT, 20))) / tauM - w / C;
        }

        /// Spikes in the second half, from `v` on (Heun).
        int spikes(double start) {
            double v = start;
            double w = 0;
            double free = 0;
            int spikes = 0;
            int steps = (int) Math.round(2 * CYCLES * CYCLE / STEP);
            for (int n = 0; n < steps; n++) {
                boolean held = n * STEP < free;
                double v1 = held ? 0 : slope(v, w);
                double w1 = (a * (v - eL) - w) / tauW;
                double v2 = held ? 0 : slope(v + STEP * v1, w + STEP * w1);
                double w2 = (a * (v + STEP * v1 - eL) - w - STEP * w1) / tauW;
                v += STEP * (v1 + v2) / 2;
                w += STEP * (w1 + w2) / 2;
                if (!held && v >= vT) {
                    spikes += 2 * n >= steps ? 1 : 0;
                    v = vReset;
                    w += b;
                    free = (n + 1) * STEP + tauRefrac;
                }
            }
            return spikes;
        }
    }

    /// What circuits do without input.
    ///
    /// @param firing share of them that fires
    /// @param mean spikes of one in the mean
    private record Firing(double firing, double mean) {
        static Firing of(int[] spikes) {
            return new Firing(
                    (double) Arrays.stream(spikes).filter(n -> n > 0).count() / spikes.length,
                    (double) Arrays.stream(spikes).sum() / spikes.length);
        }
    }

    private static Firing expected(int vReset) {
        Random random = new Random(SEED);
        int[] spikes = new int[CIRCUITS];
        double reset = 0;
        for (int k = 0; k < CIRCUITS; k++) {
            if (k % 128 == 0) {
                reset = level(vReset, random) + 10e-3 * random.nextGaussian();
            }
            boolean dead = random.nextDouble() < 0.015;
            spikes[k] = dead ? 0 : Adex.draw(reset, random).spikes(START);
        }
        return Firing.of(spikes);
    }

    // ---- the emulator's

    private static Firing emulated(int vReset) throws Exception {
        TestWafer wafer = new TestWafer();
        for (int k = 0; k < CHIPS; k++) {
            TestChip chip = wafer.chip(CHIP_STEP * k);
            for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
                chip.neuron(d, d % 64)
                        .fg(d, NeuronParameter.E_L, E_L)
                        .fg(d, NeuronParameter.V_T, V_T)
                        .fg(d, NeuronParameter.V_EXP, V_EXP)
                        .fg(d, NeuronParameter.I_REXP, I_REXP)
                        .fg(d, NeuronParameter.I_GL, I_GL)
                        .fg(d, NeuronParameter.I_GLADAPT, I_GLADAPT)
                        .fg(d, NeuronParameter.I_RADAPT, I_RADAPT)
                        .fg(d, NeuronParameter.I_FIRE, I_FIRE)
                        .fg(d, NeuronParameter.I_PL, I_PL)
                        .fg(d, NeuronParameter.V_CONVOFFX, FloatingGates.MAX_CODE)
                        .fg(d, NeuronParameter.V_CONVOFFI, FloatingGates.MAX_CODE);
            }
            for (int block = 0; block < FloatingGates.BLOCKS; block++) {
                chip.bits.floatingGate(block, SharedParameter.V_RESET.row(block), 0, vReset);
            }
        }
        int[] spikes = new int[CIRCUITS];
        try (EmulatedSession session = (EmulatedSession)
                EmulatedWafer.typical(SEED, new EmulatorOptions(1, true)).open(Lease.wafer())) {
            session.configure(wafer.build(), TestWafer.ALL, 1);
            WaferProbe probe = session.probe().orElseThrow();
            for (int k = 0; k < CIRCUITS; k++) {
                probe.initialise(CHIP_STEP * (k / NeuronTopology.DENMEMS), k % NeuronTopology.DENMEMS, START, 0);
            }
            session.advance(CYCLES);
            session.machine()
                    .observe((hicann, denmem, clock, lag, address) ->
                            spikes[hicann / CHIP_STEP * NeuronTopology.DENMEMS + denmem]++);
            session.advance(2 * CYCLES);
        }
        return Firing.of(spikes);
    }

    @Test
    void circuitsWrittenCloseToThresholdFireByThemselvesAsOftenAsTheSpreadsSay() throws Exception {
        check(V_RESET_CLOSE, 2, 0.25);
    }

    @Test
    void aDeepResetEndsTheBurstsOfCircuitsThatAreResetAboveTheirThreshold() throws Exception {
        // half of the spikes left are those of a handful of comparators that always fire: no more can be said of them
        check(V_RESET_DEEP, 0, 1);
    }

    /// @param least spikes of a circuit in the mean; at most two more
    /// @param within deviation of the mean from the one expected, in 1
    private static void check(int vReset, double least, double within) throws Exception {
        Firing expected = expected(vReset);
        Firing emulated = emulated(vReset);
        String where = "seed %d, V_reset %d: %s, expected %s".formatted(SEED, vReset, emulated, expected);
        double share = expected.firing;
        // four sigma of the difference of two counts
        assertEquals(share, emulated.firing, 4 * Math.sqrt(2 * share * (1 - share) / CIRCUITS), where);
        assertTrue(emulated.mean > least && emulated.mean < least + 2, where);
        assertEquals(expected.mean, emulated.mean, within * expected.mean, where);
    }
}
