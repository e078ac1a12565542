package bss.tools.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.random.KeyedRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceSimulatorTest {

    private static final int NEURONS = 30;

    /// A small chaotic network with every kind of synapse and current.
    private static ReferenceModel network() {
        KeyedRandom random = KeyedRandom.of(11, 4);
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_COND_EXP, NEURONS / 2);
        b.neurons(NeuronKind.EIF_COND_EXP_ISFA_ISTA, NEURONS - NEURONS / 2);
        List<Plasticity> rules = List.of(
                Plasticity.FIXED,
                new Plasticity.TsodyksMarkram(0.5, 100, 30),
                new Plasticity.SpikePairStdp(20, 20, 0.01, 0.012, 0, 0.05));
        for (Plasticity rule : rules) {
            int size = 100;
            int[] pre = new int[size];
            int[] post = new int[size];
            double[] weight = new double[size];
            double[] delay = new double[size];
            for (int i = 0; i < size; i++) {
                pre[i] = random.nextInt(NEURONS);
                post[i] = random.nextInt(NEURONS);
                weight[i] = 0.02;
                delay[i] = 0.237 + 3 * random.nextDouble();
            }
            b.projection(
                    new Projection(Projection.Origin.NEURONS, Receptor.EXCITATORY, rule, pre, post, weight, delay));
        }
        b.inject(new CurrentSource.Noisy(0.6, 0.4, 0.5, 3, 150, 9), 0, 3, 20);
        b.inject(new CurrentSource.Ac(0.5, 0.8, 20, 0, 10, 180), 5, 25);
        b.setAll(NeuronParameter.I_OFFSET, 0, NEURONS, 0.74);
        b.record(Recordable.V, 0, 29).record(Recordable.GSYN_EXC, 29);
        return b.build();
    }

    @Test
    void aRunInPiecesIsTheRunInOne() {
        ReferenceModel model = network();
        ReferenceResult whole = ReferenceSimulator.run(model, 200, t -> {});
        ReferenceSimulator pieces = new ReferenceSimulator(model);
        double[] durations = {0, 0.1, 33.3, 66.6, 99, 1};
        double end = 0;
        for (double d : durations) {
            pieces.run(d, t -> {});
            end += d;
            ReferenceResult part = pieces.result();
            assertEquals(end, part.durationMs());
        }
        assertEquals(200, end);
        ReferenceResult joined = pieces.result();
        int spikes = 0;
        for (int n = 0; n < NEURONS; n++) {
            assertArrayEquals(whole.spikesMs(n), joined.spikesMs(n), "neuron " + n);
            spikes += whole.spikesMs(n).length;
        }
        assertTrue(spikes > 100, "too quiet: " + spikes);
        assertArrayEquals(whole.trace(Recordable.V, 29), joined.trace(Recordable.V, 29));
        assertArrayEquals(whole.trace(Recordable.GSYN_EXC, 29), joined.trace(Recordable.GSYN_EXC, 29));
        assertArrayEquals(whole.weights(2), joined.weights(2));
        assertEquals(2001, whole.trace(Recordable.V, 0).length);
    }

    @Test
    void aShorterRunIsThePrefix() {
        ReferenceModel model = network();
        ReferenceResult whole = ReferenceSimulator.run(model, 120, t -> {});
        ReferenceResult part = ReferenceSimulator.run(model, 55.55, t -> {});
        for (int n = 0; n < NEURONS; n++) {
            List<Double> expected = new ArrayList<>();
            for (double t : whole.spikesMs(n)) {
                if (t <= 55.55) {
                    expected.add(t);
                }
            }
            assertArrayEquals(
                    expected.stream().mapToDouble(Double::doubleValue).toArray(), part.spikesMs(n), "neuron " + n);
        }
        assertEquals(556, part.trace(Recordable.V, 0).length);
    }

    @Test
    void spikesTravelExactlyTheirDelay() {
        for (double delay : new double[] {0.004, 0.1, 1, 7.77}) {
            ReferenceModel.Builder b = ReferenceModel.builder();
            b.neurons(NeuronKind.IF_COND_EXP, 2);
            b.set(NeuronParameter.I_OFFSET, 0, 1.5);
            b.projection(new Projection(
                    Projection.Origin.NEURONS,
                    Receptor.INHIBITORY,
                    Plasticity.FIXED,
                    new int[] {0},
                    new int[] {1},
                    new double[] {0.01},
                    new double[] {delay}));
            b.record(Recordable.GSYN_INH, 1).samplingIntervalMs(25);
            ReferenceResult result = ReferenceSimulator.run(b.build(), 25, t -> {});
            double spike = 20 * Math.log(2);
            assertEquals(spike, result.spikesMs(0)[0], 1e-7);
            double since = 25 - result.spikesMs(0)[0] - delay;
            assertEquals(0.01 * Math.exp(-since / 5), result.trace(Recordable.GSYN_INH, 1)[1], 1e-14, "delay " + delay);
        }
    }

    /// An extra pair of silent neurons with a tiny delay cuts time into windows of 0.01 ms instead of 0.24.
    @Test
    void windowsDoNotShowInTheResult() {
        ReferenceModel.Builder coarse = ReferenceModel.builder();
        ReferenceModel.Builder fine = ReferenceModel.builder();
        for (ReferenceModel.Builder b : List.of(coarse, fine)) {
            b.neurons(NeuronKind.IF_COND_EXP, 4);
            b.setAll(NeuronParameter.I_OFFSET, 0, 4, 0.8).set(NeuronParameter.I_OFFSET, 3, 0);
            b.projection(new Projection(
                    Projection.Origin.NEURONS,
                    Receptor.EXCITATORY,
                    Plasticity.FIXED,
                    new int[] {0, 1, 2, 0},
                    new int[] {1, 2, 0, 2},
                    new double[] {0.01, 0.012, 0.009, 0.02},
                    new double[] {0.24, 1.1, 2.7, 900}));
        }
        fine.projection(new Projection(
                Projection.Origin.NEURONS,
                Receptor.EXCITATORY,
                Plasticity.FIXED,
                new int[] {3},
                new int[] {3},
                new double[] {0},
                new double[] {0.01}));
        ReferenceResult a = ReferenceSimulator.run(coarse.build(), 1500, t -> {});
        ReferenceResult b = ReferenceSimulator.run(fine.build(), 1500, t -> {});
        for (int n = 0; n < 3; n++) {
            assertTrue(a.spikesMs(n).length > 20);
            assertArrayEquals(a.spikesMs(n), b.spikesMs(n), 1e-5, "neuron " + n);
        }
    }

    @Test
    void progressRisesToTheDuration() {
        List<Double> told = new ArrayList<>();
        ReferenceSimulator.run(network(), 45.5, told::add);
        assertEquals(45.5, told.getLast());
        assertTrue(told.size() >= 4 && told.size() <= 6, "calls: " + told);
        for (int i = 1; i < told.size(); i++) {
            assertTrue(told.get(i) > told.get(i - 1), "calls: " + told);
        }
    }

    @Test
    void impossibleModelsAreRefusedWithTheValue() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_COND_EXP, 1);
        b.set(NeuronParameter.TAU_M, 0, -3);
        var tau = assertThrows(IllegalArgumentException.class, b::build);
        assertEquals("tau_m of neuron 0 is -3.0 ms, must be above 0", tau.getMessage());
        b.set(NeuronParameter.TAU_M, 0, 20).set(NeuronParameter.V_RESET, 0, -50);
        assertThrows(IllegalArgumentException.class, b::build);
        b.set(NeuronParameter.V_RESET, 0, -70);
        int[] index = {0};
        int[] far = {1};
        double[] one = {1};
        double[] zero = {0};
        assertThrows(
                IllegalArgumentException.class,
                () -> new Projection(
                        Projection.Origin.NEURONS, Receptor.EXCITATORY, Plasticity.FIXED, index, index, one, zero));
        b.projection(
                new Projection(Projection.Origin.NEURONS, Receptor.EXCITATORY, Plasticity.FIXED, index, far, one, one));
        var range = assertThrows(IllegalArgumentException.class, b::build);
        assertEquals("post of synapse 0 in projection 0 is 1, must be 0 to 0", range.getMessage());
        assertThrows(IllegalArgumentException.class, () -> b.source(-1));
        assertThrows(IllegalArgumentException.class, () -> NeuronKind.ofPynnName("HH_cond_exp"));
    }
}
