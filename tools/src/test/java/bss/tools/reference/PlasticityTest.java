package bss.tools.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.random.KeyedRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlasticityTest {

    private static Projection one(Plasticity plasticity, int source, double weight, double delayMs) {
        return new Projection(
                Projection.Origin.SOURCES,
                Receptor.EXCITATORY,
                plasticity,
                new int[] {source},
                new int[] {0},
                new double[] {weight},
                new double[] {delayMs});
    }

    /// What every spike added to the conductance, from samples taken `pastMs` after each arrival.
    private static double[] amplitudes(Plasticity rule, double tauSyn, double periodMs, double pastMs, int spikes) {
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_COND_EXP, 1);
        b.set(NeuronParameter.TAU_SYN_E, 0, tauSyn);
        double[] times = new double[spikes];
        for (int i = 0; i < spikes; i++) {
            times[i] = (i + 1) * periodMs - pastMs - 1;
        }
        b.projection(one(rule, b.source(times), 0.01, 1));
        b.record(Recordable.GSYN_EXC, 0).samplingIntervalMs(periodMs);
        double[] g = ReferenceSimulator.run(b.build(), (spikes + 0.5) * periodMs, t -> {})
                .trace(Recordable.GSYN_EXC, 0);
        double[] amplitudes = new double[spikes];
        for (int i = 0; i < spikes; i++) {
            amplitudes[i] = (g[i + 1] - g[i] * Math.exp(-periodMs / tauSyn)) * Math.exp(pastMs / tauSyn) / 0.01;
        }
        return amplitudes;
    }

    @Test
    void fastSynapsesFollowTheResourceRecursion() {
        // active resources are gone before the next spike, so z = 1 - x; corrections are of order
        // tau_psc/tau_rec
        double tauSyn = 0.01;
        double[] a = amplitudes(new Plasticity.TsodyksMarkram(0.3, 200, 0), tauSyn, 25, 0.02, 12);
        double x = 1;
        for (int i = 0; i < a.length; i++) {
            assertEquals(0.3 * x, a[i], 1e-4, "spike " + i);
            x = 1 - (1 - 0.7 * x) * Math.exp(-25.0 / 200);
        }
        double[] f = amplitudes(new Plasticity.TsodyksMarkram(0.05, 1, 500), tauSyn, 25, 0.02, 12);
        double u = 0;
        for (int i = 0; i < f.length; i++) {
            u = u * Math.exp(-25.0 / 500) + 0.05 * (1 - u * Math.exp(-25.0 / 500));
            assertEquals(u, f[i], 1e-6, "spike " + i);
        }
    }

    @Test
    void slowSynapsesFollowTheDifferentialEquations() {
        checkAgainstSmallSteps(5, 130, 60);
        checkAgainstSmallSteps(5, 5, 0);
        checkAgainstSmallSteps(8, 3, 20);
    }

    private static void checkAgainstSmallSteps(double tauSyn, double tauRec, double tauFacil) {
        double period = 7;
        double[] a = amplitudes(new Plasticity.TsodyksMarkram(0.4, tauRec, tauFacil), tauSyn, period, 1, 10);
        double x = 1;
        double y = 0;
        double u = 0;
        int steps = 20_000;
        double h = period / steps;
        for (int i = 0; i < a.length; i++) {
            u += 0.4 * (1 - u);
            assertEquals(u * x, a[i], 1e-6, "spike %d, tau_rec %s ms".formatted(i, tauRec));
            double released = u * x;
            x -= released;
            y += released;
            for (int s = 0; s < steps; s++) {
                // midpoint rule
                double xm = x + 0.5 * h * (1 - x - y) / tauRec;
                double ym = y - 0.5 * h * y / tauSyn;
                x += h * (1 - xm - ym) / tauRec;
                y -= h * ym / tauSyn;
            }
            u = tauFacil == 0 ? 0 : u * Math.exp(-period / tauFacil);
        }
    }

    @Test
    void pairStdpIsTheSumOverAllPairs() {
        for (long seed = 0; seed < 5; seed++) {
            KeyedRandom random = KeyedRandom.of(seed, 7);
            var rule = new Plasticity.SpikePairStdp(15, 25, 0.011, 0.009, 0, 1);
            double delay = 0.3 + 2 * random.nextDouble();
            ReferenceModel.Builder b = ReferenceModel.builder();
            b.neurons(NeuronKind.IF_CURR_EXP, 1);
            // a strong second input makes the neuron spike; the plastic one is too weak to matter
            double[] pre = poisson(random, 40, 12);
            double[] drive = poisson(random, 40, 12);
            int plastic = b.projection(one(rule, b.source(pre), 1e-9 + 0.5, delay));
            b.projection(one(Plasticity.FIXED, b.source(drive), 60, 0.1));
            b.set(NeuronParameter.TAU_SYN_E, 0, 0.1).set(NeuronParameter.CM, 0, 0.2);
            b.set(NeuronParameter.I_OFFSET, 0, 0);
            double end = 700;
            ReferenceResult result = ReferenceSimulator.run(b.build(), end, t -> {});
            double[] post = result.spikesMs(0);
            assertTrue(post.length > 20, "seed " + seed);
            double expected = 0.5 + 1e-9;
            for (double tPre : pre) {
                for (double tPost : post) {
                    double d = tPost + delay - tPre;
                    if (tPre <= end && tPost + delay <= end && d != 0) {
                        expected += d > 0 ? 0.011 * Math.exp(-d / 15) : -0.009 * Math.exp(d / 25);
                    }
                }
            }
            assertTrue(expected > 0 && expected < 1, "the sum must not be clipped: " + expected);
            assertEquals(expected, result.weights(plastic)[0], 1e-12, "seed " + seed);
        }
    }

    /// The simulation computes windows whole, so at the end it knows spikes that are still to come.
    @Test
    void weightsIgnoreWhatComesAfterTheEnd() {
        var rule = new Plasticity.SpikePairStdp(15, 25, 0.01, 0.01, 0, 1);
        double[] pre = poisson(KeyedRandom.of(4, 5), 30, 6);
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_COND_EXP, 1);
        b.set(NeuronParameter.I_OFFSET, 0, 2);
        int plastic = b.projection(one(rule, b.source(pre), 0.5, 1.5));
        b.set(NeuronParameter.E_REV_E, 0, -65);
        ReferenceSimulator simulator = new ReferenceSimulator(b.build());
        double end = 0;
        for (double next : pre) {
            simulator.run(Math.max(next - 0.001 - end, 0), t -> {});
            ReferenceResult result = simulator.result();
            end = result.durationMs();
            double expected = 0.5;
            for (double tPre : pre) {
                for (double tPost : result.spikesMs(0)) {
                    double d = tPost + 1.5 - tPre;
                    if (tPre <= end && tPost + 1.5 <= end) {
                        expected += d > 0 ? 0.01 * Math.exp(-d / 15) : -0.01 * Math.exp(d / 25);
                    }
                }
            }
            assertEquals(expected, result.weights(plastic)[0], 1e-13, "at " + end);
        }
    }

    @Test
    void everySpikeTransmitsTheWeightOfTheMoment() {
        KeyedRandom random = KeyedRandom.of(3, 8);
        var rule = new Plasticity.SpikePairStdp(15, 25, 0.3, 0.35, 0.1, 0.9);
        double delay = 1.25;
        double[] pre = poisson(random, 60, 8);
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_CURR_EXP, 1);
        b.set(NeuronParameter.I_OFFSET, 0, 2);
        int plastic = b.projection(one(rule, b.source(pre), 0.5, delay));
        b.record(Recordable.GSYN_EXC, 0).samplingIntervalMs(500);
        ReferenceResult result = ReferenceSimulator.run(b.build(), 500, t -> {});
        // all presynaptic and (delayed) postsynaptic spikes in the order of time, clipped after each
        List<double[]> spikes = new ArrayList<>();
        for (double t : pre) {
            spikes.add(new double[] {t, 0});
        }
        for (double t : result.spikesMs(0)) {
            spikes.add(new double[] {t + delay, 1});
        }
        spikes.sort((x, y) -> Double.compare(x[0], y[0]));
        double w = 0.5;
        double g = 0;
        int clipped = 0;
        for (int i = 0; i < spikes.size(); i++) {
            double t = spikes.get(i)[0];
            boolean isPost = spikes.get(i)[1] == 1;
            if (t > 500) {
                break;
            }
            for (int j = 0; j < i; j++) {
                boolean otherPost = spikes.get(j)[1] == 1;
                double d = t - spikes.get(j)[0];
                if (isPost && !otherPost) {
                    w += 0.3 * 0.9 * Math.exp(-d / 15);
                } else if (!isPost && otherPost) {
                    w -= 0.35 * 0.9 * Math.exp(-d / 25);
                }
            }
            clipped += w < 0.1 || w > 0.9 ? 1 : 0;
            w = Math.max(0.1, Math.min(0.9, w));
            if (!isPost && t + delay <= 500) {
                g += w * Math.exp(-(500 - t - delay) / 5);
            }
        }
        assertTrue(clipped > 5, "clipping must be exercised: " + clipped);
        assertEquals(w, result.weights(plastic)[0], 1e-12);
        assertEquals(g, result.trace(Recordable.GSYN_EXC, 0)[1], 1e-12);
    }

    @Test
    void coincidentSpikesDoNotCount() {
        var rule = new Plasticity.SpikePairStdp(20, 20, 0.1, 0.1, 0, 1);
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_COND_EXP, 1);
        b.set(NeuronParameter.V, 0, -40); // spikes at 0
        int both = b.projection(one(rule, b.source(2), 0.5, 2));
        int causal = b.projection(one(rule, b.source(1), 0.5, 2));
        int acausal = b.projection(one(rule, b.source(3), 0.5, 2));
        b.set(NeuronParameter.CM, 0, 1e6);
        ReferenceResult result = ReferenceSimulator.run(b.build(), 10, t -> {});
        assertEquals(1, result.spikesMs(0).length);
        assertEquals(0.5, result.weights(both)[0]);
        assertEquals(0.5 + 0.1 * Math.exp(-0.05), result.weights(causal)[0], 1e-15);
        assertEquals(0.5 - 0.1 * Math.exp(-0.05), result.weights(acausal)[0], 1e-15);
    }

    private static double[] poisson(KeyedRandom random, int spikes, double meanMs) {
        double[] times = new double[spikes];
        double t = 0;
        for (int i = 0; i < spikes; i++) {
            t += meanMs * random.nextExponential();
            times[i] = t;
        }
        return times;
    }
}
