package bss.tools.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.random.KeyedRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// Changes between runs, against small steps that know nothing of windows.
class ChangesTest {

    private static final int NEURONS = 3;
    private static final double END_MS = 60;

    private static final List<NeuronParameter> CHANGED = List.of(
            NeuronParameter.TAU_M,
            NeuronParameter.CM,
            NeuronParameter.V_THRESH,
            NeuronParameter.TAU_SYN_E,
            NeuronParameter.I_OFFSET,
            NeuronParameter.TAU_REFRAC,
            NeuronParameter.E_REV_I);

    /// One change: at its time, the state variable is set last.
    private record Change(double timeMs, ReferenceModel next, int neuron, double v) {}

    private static ReferenceModel.Builder network(KeyedRandom random) {
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_COND_EXP, NEURONS);
        for (int n = 0; n < NEURONS; n++) {
            b.set(NeuronParameter.I_OFFSET, n, 0.9 + 0.2 * n).set(NeuronParameter.TAU_REFRAC, n, 1.5);
        }
        b.source(times(random));
        b.projection(new Projection(
                Projection.Origin.SOURCES,
                Receptor.EXCITATORY,
                Plasticity.FIXED,
                new int[] {0, 0},
                new int[] {0, 1},
                new double[] {0.02, 0.01},
                new double[] {0.7, 2.3}));
        b.projection(new Projection(
                Projection.Origin.NEURONS,
                Receptor.INHIBITORY,
                Plasticity.FIXED,
                new int[] {0, 1, 2},
                new int[] {2, 0, 1},
                new double[] {0.01, 0.02, 0.03},
                new double[] {0.9, 1.7, 3.1}));
        b.inject(new CurrentSource.Step(new double[] {5, 31}, new double[] {0.3, -0.2}), 0);
        b.record(Recordable.V, 0, 1, 2).record(Recordable.GSYN_EXC, 0.5, 0);
        return b;
    }

    private static double[] times(KeyedRandom random) {
        double[] times = new double[12];
        double t = 0;
        for (int i = 0; i < times.length; i++) {
            t += 5 * random.nextExponential();
            times[i] = t;
        }
        return times;
    }

    private static List<Change> changes(KeyedRandom random, ReferenceModel.Builder b) {
        List<Change> changes = new ArrayList<>();
        double t = 0;
        while (true) {
            t += 1 + 9 * random.nextDouble();
            if (t >= END_MS) {
                return changes;
            }
            NeuronParameter parameter = CHANGED.get(random.nextInt(CHANGED.size()));
            int n = random.nextInt(NEURONS);
            double factor = 0.95 + 0.1 * random.nextDouble();
            b.set(parameter, n, b.value(parameter, n) * factor);
            int p = random.nextInt(2);
            Projection before = b.projection(p);
            double[] weights = before.weights();
            double[] delays = before.delaysMs();
            weights[random.nextInt(weights.length)] *= 0.5 + random.nextDouble();
            delays[random.nextInt(delays.length)] *= 0.5 + random.nextDouble();
            b.replace(p, before.with(before.rules(), weights, delays));
            if (random.nextInt(3) == 0) {
                double[] other = times(random);
                b.train(0, k -> k < other.length ? other[k] : Double.POSITIVE_INFINITY);
            }
            if (random.nextInt(3) == 0) {
                b.withoutCurrents();
                b.inject(new CurrentSource.Dc(random.nextDouble() - 0.5, 10 * random.nextDouble(), 50), 0, 2);
                b.inject(new CurrentSource.Ac(0.3, 0.1, 40, 30, 20, 45), 1);
            }
            changes.add(new Change(t, b.build(), random.nextInt(NEURONS), -65 + 10 * random.nextDouble()));
        }
    }

    @RepeatedTest(12)
    void changesActFromTheirTimeOn(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        KeyedRandom random = KeyedRandom.of(seed, 31);
        ReferenceModel.Builder b = network(random);
        ReferenceModel first = b.build();
        List<Change> changes = changes(random, b);
        ReferenceSimulator simulator = new ReferenceSimulator(first);
        SmallSteps oracle = new SmallSteps(first);
        for (Change change : changes) {
            simulator.runUntil(change.timeMs, t -> {});
            ReferenceResult before = simulator.result();
            simulator.change(change.next, Set.of(0, 1));
            simulator.set(Recordable.V, change.neuron, change.v);
            for (int n = 0; n < NEURONS; n++) {
                assertArrayEquals(before.spikesMs(n), simulator.spikesMs(n), "seed " + seed);
                assertArrayEquals(before.trace(Recordable.V, n), simulator.trace(Recordable.V, n), "seed " + seed);
            }
            oracle.runUntil(change.timeMs);
            oracle.model = change.next;
            oracle.v[change.neuron] = change.v;
        }
        simulator.runUntil(END_MS, t -> {});
        oracle.runUntil(END_MS);
        int spikes = 0;
        for (int n = 0; n < NEURONS; n++) {
            String where = "seed %d, neuron %d".formatted(seed, n);
            assertArrayEquals(oracle.spikes(n), simulator.spikesMs(n), 0.02, where);
            spikes += simulator.spikesMs(n).length;
            assertEquals(601, simulator.trace(Recordable.V, n).length, where);
            double last = simulator.trace(Recordable.V, n)[600];
            assertEquals(oracle.v[n], last, 0.05, where);
        }
        assertTrue(spikes >= 3, "seed " + seed);
        assertEquals(121, simulator.trace(Recordable.GSYN_EXC, 0).length);
    }

    /// A change that changes nothing is not seen, apart from the rounding of a cut step.
    @RepeatedTest(4)
    void aChangeOfNothingIsNotSeen(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        KeyedRandom random = KeyedRandom.of(seed, 32);
        ReferenceModel model = network(random).build();
        ReferenceResult whole = ReferenceSimulator.run(model, END_MS, t -> {});
        ReferenceSimulator cut = new ReferenceSimulator(model);
        for (double t = 0; t < END_MS; t += 3 * random.nextDouble()) {
            cut.runUntil(t, x -> {});
            cut.change(model, Set.of());
        }
        cut.runUntil(END_MS, t -> {});
        for (int n = 0; n < NEURONS; n++) {
            assertArrayEquals(whole.spikesMs(n), cut.spikesMs(n), 1e-4, "seed " + seed);
            assertArrayEquals(
                    whole.trace(Recordable.V, n), cut.trace(Recordable.V, n), 1e-3, "seed %d, %d".formatted(seed, n));
        }
    }

    @Test
    void spikesUnderWayKeepTheirWeightAndDelay() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_COND_EXP, 1);
        b.source(10, 20);
        Projection before = new Projection(
                Projection.Origin.SOURCES,
                Receptor.EXCITATORY,
                Plasticity.FIXED,
                new int[] {0},
                new int[] {0},
                new double[] {0.01},
                new double[] {8});
        b.projection(before);
        b.record(Recordable.GSYN_EXC, 0);
        ReferenceSimulator simulator = new ReferenceSimulator(b.build());
        simulator.runUntil(10.05, t -> {});
        b.replace(0, before.with(before.rules(), new double[] {0.03}, new double[] {0.3}));
        simulator.change(b.build(), Set.of(0));
        simulator.runUntil(30, t -> {});
        double[] g = simulator.trace(Recordable.GSYN_EXC, 0);
        for (int k = 0; k < g.length; k++) {
            double t = 0.1 * k + 1e-9;
            double expected = t > 18 ? 0.01 * Math.exp(-(t - 18) / 5) : 0;
            expected += t > 20.3 ? 0.03 * Math.exp(-(t - 20.3) / 5) : 0;
            assertEquals(expected, g[k], 1e-9, "sample " + k);
        }
    }

    @Test
    void recordingsBeginAndEndWithoutTheOthersSeeingIt() {
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_COND_EXP, 2);
        b.setAll(NeuronParameter.I_OFFSET, 0, 2, 0.5);
        b.record(Recordable.V, 0.1, 0);
        ReferenceSimulator simulator = new ReferenceSimulator(b.build());
        simulator.runUntil(10.05, t -> {});
        b.record(Recordable.V, 0.5, 1);
        simulator.change(b.build(), Set.of());
        simulator.runUntil(20, t -> {});
        assertEquals(201, simulator.trace(Recordable.V, 0).length);
        assertEquals(10.5, simulator.traceBeginMs(Recordable.V, 1));
        double[] later = simulator.trace(Recordable.V, 1);
        assertEquals(20, later.length);
        for (int k = 0; k < later.length; k++) {
            assertEquals(-65 + 10 * (1 - Math.exp(-(10.5 + 0.5 * k) / 20)), later[k], 1e-7, "sample " + k);
        }
        b.withoutRecordings(0, 1);
        simulator.change(b.build(), Set.of());
        assertEquals(0, simulator.trace(Recordable.V, 0).length);
        assertEquals(20, simulator.trace(Recordable.V, 1).length);
    }

    /// Sums over all pairs of spikes, for every division of the delay, at every cut.
    @RepeatedTest(6)
    void weightsAreTheSumOverAllPairsAtAnyTimeAndAfterChanges(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        KeyedRandom random = KeyedRandom.of(seed, 33);
        double fraction = repetition.getCurrentRepetition() % 3 / 2.0;
        double delay = 0.3 + 4 * random.nextDouble();
        var rule = new Plasticity.SpikePairStdp(15, 25, 0.011, 0.009, 0, 1, fraction);
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.IF_CURR_EXP, 2);
        b.set(NeuronParameter.I_OFFSET, 0, 1.7).set(NeuronParameter.I_OFFSET, 1, 1.4);
        double[] pre = times(random);
        b.source(pre);
        for (Projection.Origin origin : Projection.Origin.values()) {
            b.projection(new Projection(
                    origin, Receptor.EXCITATORY, rule, new int[] {0}, new int[] {1}, new double[] {0.4}, new double[] {
                        delay
                    }));
        }
        ReferenceModel model = b.build();
        ReferenceSimulator simulator = new ReferenceSimulator(model);
        double[] changes = {0, 0};
        double[] weight = {0.4, 0.4};
        for (double t = 0; t < END_MS; t += 2 * random.nextDouble()) {
            simulator.runUntil(t, x -> {});
            double[][] trains = {simulator.spikesMs(0), pre};
            for (int p = 0; p < 2; p++) {
                double expected = weight[p]
                        + pairs(trains[p], simulator.spikesMs(1), rule, delay, t)
                        - pairs(trains[p], simulator.spikesMs(1), rule, delay, changes[p]);
                assertEquals(expected, simulator.weights(p)[0], 1e-12, "seed %d at %s ms".formatted(seed, t));
            }
            int p = random.nextInt(6);
            if (p < 2) {
                simulator.change(model, Set.of());
            } else if (p < 4) {
                Projection of = b.projection(p - 2);
                b.replace(p - 2, of.with(of.rules(), new double[] {0.5}, of.delaysMs()));
                simulator.change(b.build(), Set.of(p - 2));
                changes[p - 2] = t;
                weight[p - 2] = 0.5;
            }
        }
        assertTrue(simulator.spikesMs(1).length > 3, "seed " + seed);
    }

    private static double pairs(
            double[] pre, double[] post, Plasticity.SpikePairStdp rule, double delay, double untilMs) {
        double sum = 0;
        for (double a : pre) {
            for (double b : post) {
                double at = a + (1 - rule.dendriticFraction()) * delay;
                double back = b + rule.dendriticFraction() * delay;
                if (at <= untilMs && back <= untilMs && at != back) {
                    sum += back > at ? 0.011 * Math.exp((at - back) / 15) : -0.009 * Math.exp((back - at) / 25);
                }
            }
        }
        return sum;
    }

    /// Midpoint rule in steps of 1/2000 ms; every spike is kept with the time at which it acts.
    private static final class SmallSteps {

        private static final int PER_MS = 2000;

        private ReferenceModel model;
        private final double[] v = {-65, -65, -65};
        private final double[][] g = new double[NEURONS][2];
        private final double[] held = {-1, -1, -1};
        private final List<List<Double>> fired = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        private final List<double[]> underWay = new ArrayList<>();
        private int step;

        SmallSteps(ReferenceModel model) {
            this.model = model;
        }

        double[] spikes(int n) {
            return fired.get(n).stream().mapToDouble(Double::doubleValue).toArray();
        }

        void runUntil(double endMs) {
            for (; step < endMs * PER_MS; step++) {
                double t = (double) step / PER_MS;
                double next = (step + 1.0) / PER_MS;
                for (int k = 0; model.train(0).timeMs(k) < next; k++) {
                    if (model.train(0).timeMs(k) >= t) {
                        send(0, Projection.Origin.SOURCES, model.train(0).timeMs(k));
                    }
                }
                for (double[] spike : underWay) {
                    if (spike[0] >= t && spike[0] < next) {
                        g[(int) spike[1]][(int) spike[2]] += spike[3];
                    }
                }
                underWay.removeIf(spike -> spike[0] < next);
                for (int n = 0; n < NEURONS; n++) {
                    advance(n, t, 1.0 / PER_MS);
                }
            }
        }

        private void advance(int n, double t, double h) {
            double e = Math.exp(-0.5 * h / model.value(NeuronParameter.TAU_SYN_E, n));
            double i = Math.exp(-0.5 * h / model.value(NeuronParameter.TAU_SYN_I, n));
            g[n][0] *= e;
            g[n][1] *= i;
            if (t >= held[n]) {
                double middle = v[n] + 0.5 * h * slope(n, v[n], t);
                v[n] += h * slope(n, middle, t + 0.5 * h);
            }
            g[n][0] *= e;
            g[n][1] *= i;
            if (v[n] >= model.value(NeuronParameter.V_THRESH, n)) {
                fired.get(n).add(t + h);
                held[n] = t + h + model.value(NeuronParameter.TAU_REFRAC, n);
                v[n] = model.value(NeuronParameter.V_RESET, n);
                send(n, Projection.Origin.NEURONS, t + h);
            }
        }

        private double slope(int n, double at, double t) {
            double current = model.value(NeuronParameter.I_OFFSET, n);
            for (ReferenceModel.Injection injection : model.injections()) {
                if (injection.neurons().contains(n)) {
                    current += switch (injection.source()) {
                        case CurrentSource.Dc dc -> t >= dc.startMs() && t < dc.stopMs() ? dc.amplitudeNa() : 0;
                        case CurrentSource.Step _ -> t >= 31 ? -0.2 : t >= 5 ? 0.3 : 0;
                        case CurrentSource.Ac ac ->
                            t >= ac.startMs() && t < ac.stopMs()
                                    ? 0.1 + 0.3 * Math.sin(2 * Math.PI * 0.04 * (t - 20) + Math.PI / 6)
                                    : 0;
                        case CurrentSource.Noisy _ -> throw new AssertionError("no noise here");
                    };
                }
            }
            double c = model.value(NeuronParameter.CM, n);
            return (model.value(NeuronParameter.V_REST, n) - at) / model.value(NeuronParameter.TAU_M, n)
                    + (g[n][0] * (model.value(NeuronParameter.E_REV_E, n) - at)
                                    + g[n][1] * (model.value(NeuronParameter.E_REV_I, n) - at)
                                    + current)
                            / c;
        }

        private void send(int pre, Projection.Origin origin, double t) {
            for (Projection p : model.projections()) {
                for (int s = 0; s < p.size(); s++) {
                    if (p.origin() == origin && p.pre(s) == pre) {
                        underWay.add(new double[] {
                            t + p.delayMs(s), p.post(s), p.receptor().ordinal(), p.weight(s)
                        });
                    }
                }
            }
        }
    }
}
