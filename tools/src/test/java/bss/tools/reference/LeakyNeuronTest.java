package bss.tools.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Integrate-and-fire neurons against closed solutions. Default parameters: tau_m 20 ms, cm 1 nF, rest and reset
/// -65 mV, threshold -50 mV.
class LeakyNeuronTest {

    private static final double TAU_M = 20;

    private static Projection single(int pre, int post, double weight, double delayMs) {
        return new Projection(
                Projection.Origin.SOURCES,
                Receptor.EXCITATORY,
                Plasticity.FIXED,
                new int[] {pre},
                new int[] {post},
                new double[] {weight},
                new double[] {delayMs});
    }

    @Test
    void constantCurrentGivesTheLogarithmicInterval() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        int n = b.neurons(NeuronKind.IF_COND_EXP, 1);
        b.set(NeuronParameter.I_OFFSET, n, 1.5).set(NeuronParameter.TAU_REFRAC, n, 1.7);
        double[] spikes = ReferenceSimulator.run(b.build(), 200, t -> {}).spikesMs(n);
        // V tends to -65 + 1.5 nA * 20 MOhm = -35 mV: 30 mV above reset, 15 mV above threshold
        double rise = TAU_M * Math.log(2);
        assertEquals(12, spikes.length);
        for (int i = 0; i < spikes.length; i++) {
            assertEquals((i + 1) * rise + i * 1.7, spikes[i], 1e-7, "spike " + i);
        }
    }

    @Test
    void anInitialPotentialAboveThresholdSpikesAtOnce() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        int n = b.neurons(NeuronKind.IF_COND_EXP, 1);
        b.set(NeuronParameter.V, n, -49);
        assertArrayEquals(
                new double[] {0}, ReferenceSimulator.run(b.build(), 5, t -> {}).spikesMs(n));
    }

    @Test
    void aSynapticCurrentGivesTheDifferenceOfExponentials() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        int n = b.neurons(NeuronKind.IF_CURR_EXP, 1);
        b.projection(single(b.source(3.21), n, 0.4, 0.0137));
        b.record(Recordable.V, n).record(Recordable.GSYN_EXC, n);
        ReferenceResult result = ReferenceSimulator.run(b.build(), 60, t -> {});
        double[] v = result.trace(Recordable.V, n);
        double[] i = result.trace(Recordable.GSYN_EXC, n);
        assertEquals(601, v.length);
        for (int k = 0; k < v.length; k++) {
            double t = Math.max(k * 0.1 - 3.21 - 0.0137, 0);
            double expected = 0.4 * (Math.exp(-t / TAU_M) - Math.exp(-t / 5)) / (1 / 5.0 - 1 / TAU_M);
            assertEquals(-65 + expected, v[k], 1e-6, "sample " + k);
            assertEquals(t > 0 ? 0.4 * Math.exp(-t / 5) : 0, i[k], 1e-13, "sample " + k);
        }
    }

    @Test
    void anAlphaCurrentPeaksAtItsWeight() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        int n = b.neurons(NeuronKind.IF_CURR_ALPHA, 1);
        b.set(NeuronParameter.TAU_SYN_E, n, 5);
        b.projection(single(b.source(2.5), n, 0.3, 1));
        b.record(Recordable.V, n).record(Recordable.GSYN_EXC, n);
        ReferenceResult result = ReferenceSimulator.run(b.build(), 60, t -> {});
        double[] v = result.trace(Recordable.V, n);
        double[] i = result.trace(Recordable.GSYN_EXC, n);
        double d = 1 / 5.0 - 1 / TAU_M;
        for (int k = 0; k < v.length; k++) {
            double t = Math.max(k * 0.1 - 3.5, 0);
            assertEquals(0.3 * t / 5 * Math.exp(1 - t / 5), i[k], 1e-13, "sample " + k);
            // integral of s exp(-s d) over 0..t, times exp(-t/tau_m)
            double integral = (1 - (1 + d * t) * Math.exp(-d * t)) / (d * d);
            double expected = 0.3 * Math.E / 5 * integral * Math.exp(-t / TAU_M);
            assertEquals(-65 + expected, v[k], 1e-6, "sample " + k);
        }
        assertEquals(0.3, i[85], 1e-12);
    }

    @Test
    void currentsFlowFromStartToStopAndAddUp() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        int n = b.neurons(NeuronKind.IF_COND_EXP, 2);
        b.inject(new CurrentSource.Dc(0.2, 10.03, 30.07), n);
        b.inject(new CurrentSource.Step(new double[] {5.5, 20.25, 40}, new double[] {0.1, -0.3, 0}), n);
        b.record(Recordable.V, n, n + 1);
        ReferenceResult result = ReferenceSimulator.run(b.build(), 80, t -> {});
        double[] v = result.trace(Recordable.V, n);
        for (int k = 0; k < v.length; k++) {
            double t = k * 0.1;
            double expected = 0.2 * (rise(t - 10.03) - rise(t - 30.07))
                    + 0.1 * rise(t - 5.5)
                    - 0.4 * rise(t - 20.25)
                    + 0.3 * rise(t - 40);
            assertEquals(-65 + expected, v[k], 1e-6, "sample " + k);
            assertEquals(-65, result.trace(Recordable.V, n + 1)[k], 1e-11);
        }
    }

    private static double rise(double t) {
        return t > 0 ? TAU_M * (1 - Math.exp(-t / TAU_M)) : 0;
    }

    @Test
    void alternatingCurrentStartsWithItsPhase() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        int n = b.neurons(NeuronKind.IF_COND_EXP, 1);
        b.inject(new CurrentSource.Ac(0.5, 0.1, 40, 30, 12.34, 71.5), n);
        b.record(Recordable.V, n);
        double[] v = ReferenceSimulator.run(b.build(), 100, t -> {}).trace(Recordable.V, n);
        double omega = 2 * Math.PI * 0.04;
        double phase = Math.PI / 6;
        for (int k = 0; k < v.length; k++) {
            double now = k * 0.1;
            double t = Math.max(Math.min(now, 71.5) - 12.34, 0);
            // dV/dt = -V/tau + A sin(omega t + phase) from 0
            double scale = 0.5 / (1 / TAU_M / TAU_M + omega * omega);
            double particular = scale * (Math.sin(omega * t + phase) / TAU_M - omega * Math.cos(omega * t + phase));
            double atStart = scale * (Math.sin(phase) / TAU_M - omega * Math.cos(phase));
            double driven = particular - atStart * Math.exp(-t / TAU_M) + 0.1 * rise(t);
            double expected = driven * Math.exp(-Math.max(now - 71.5, 0) / TAU_M);
            assertEquals(-65 + expected, v[k], 2e-6, "sample " + k);
        }
    }

    @Test
    void noiseHasItsMeanAndDeviationAndRepeats() {
        CurrentSource noise = new CurrentSource.Noisy(0.3, 0.2, 1, 0.01, 4000.01, 17);
        double[] v = noiseResponse(noise);
        double sum = 0;
        double squares = 0;
        double lagged = 0;
        for (int k = 1; k <= 4000; k++) {
            double current = v[k] + 65; // 1 mV per nA: the membrane follows within 0.02 ms
            sum += current;
            squares += (current - 0.3) * (current - 0.3);
            lagged += (current - 0.3) * (v[k - 1] + 65 - 0.3);
        }
        assertEquals(0.3, sum / 4000, 4 * 0.2 / Math.sqrt(4000));
        assertEquals(0.04, squares / 4000, 4 * 0.04 * Math.sqrt(2 / 4000.0));
        assertEquals(0, lagged / 4000, 4 * 0.04 / Math.sqrt(4000));
        assertEquals(-65, v[0]);
        assertEquals(-65, v[4001], 1e-9);
        assertArrayEquals(v, noiseResponse(noise));
    }

    private static double[] noiseResponse(CurrentSource noise) {
        ReferenceModel.Builder b = ReferenceModel.builder();
        int n = b.neurons(NeuronKind.IF_COND_EXP, 1);
        b.set(NeuronParameter.CM, n, 0.02).set(NeuronParameter.TAU_M, n, 0.02);
        b.inject(noise, n).record(Recordable.V, n).samplingIntervalMs(1);
        return ReferenceSimulator.run(b.build(), 4010, t -> {}).trace(Recordable.V, n);
    }

    @Test
    void refractoryTimeHoldsOnlyThePotential() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        int n = b.neurons(NeuronKind.EIF_COND_EXP_ISFA_ISTA, 1);
        b.set(NeuronParameter.TAU_REFRAC, n, 20).set(NeuronParameter.V, n, -39);
        b.projection(single(b.source(3.3), n, 0.004, 0.5));
        b.record(Recordable.V, n).record(Recordable.W, n).record(Recordable.GSYN_EXC, n);
        b.set(NeuronParameter.V_RESET, n, -60.6);
        ReferenceResult result = ReferenceSimulator.run(b.build(), 25, t -> {});
        assertArrayEquals(new double[] {0}, result.spikesMs(n));
        double target = 0.004 * 10; // a (v_reset - v_rest) [nA]
        for (int k = 0; k < 200; k++) {
            double t = k * 0.1;
            assertEquals(-60.6, result.trace(Recordable.V, n)[k], "sample " + k);
            assertEquals(target + (0.0805 - target) * Math.exp(-t / 144), result.trace(Recordable.W, n)[k], 1e-13);
            double g = t >= 3.8 + 1e-9 ? 0.004 * Math.exp(-(t - 3.8) / 5) : 0;
            if (Math.abs(t - 3.8) > 1e-9) {
                assertEquals(g, result.trace(Recordable.GSYN_EXC, n)[k], 1e-13, "sample " + k);
            }
        }
        assertTrue(result.trace(Recordable.V, n)[202] != -60.6);
    }
}
