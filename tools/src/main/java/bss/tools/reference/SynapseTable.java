package bss.tools.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// All synapses by presynaptic index: neurons first, then sources. Rows are in the order of projections.
final class SynapseTable {

    private final int[] start;
    private final int[] key; // 2 target + receptor
    private final double[] weight;
    private final double[] delayMs;
    private final int[] plastic; // -1 fixed, 2 i short-term state i, 2 i + 1 STDP state i
    private final ShortTerm[] shortTerm;
    private final StdpState[] stdp;
    private final int[][] place; // by projection and synapse
    private final double longestWindowMs;
    private double windowMs;
    private double maxDelayMs;
    private boolean journaling;
    private final List<PlasticState> touched = new ArrayList<>();

    SynapseTable(ReferenceModel m, SpikeLog log, double longestWindowMs) {
        this.longestWindowMs = longestWindowMs;
        start = new int[m.neurons() + m.sources() + 1];
        int shortTerms = 0;
        int stdps = 0;
        for (Projection projection : m.projections()) {
            int offset = offset(m, projection);
            for (int i = 0; i < projection.size(); i++) {
                start[offset + projection.pre(i) + 1]++;
            }
            switch (projection.plasticity()) {
                case Plasticity.Fixed _ -> {}
                case Plasticity.TsodyksMarkram _, Plasticity.DriverShortTerm _ -> shortTerms += projection.size();
                case Plasticity.SpikePairStdp _ -> stdps += projection.size();
            }
        }
        Arrays.parallelPrefix(start, Integer::sum);
        int size = start[start.length - 1];
        key = new int[size];
        weight = new double[size];
        delayMs = new double[size];
        plastic = new int[size];
        shortTerm = new ShortTerm[shortTerms];
        stdp = new StdpState[stdps];
        place = new int[m.projections().size()][];
        fill(m, log);
        measure(m);
    }

    private void fill(ReferenceModel m, SpikeLog log) {
        int[] next = start.clone();
        int shortTerms = 0;
        int stdps = 0;
        for (int p = 0; p < place.length; p++) {
            Projection projection = m.projections().get(p);
            int offset = offset(m, projection);
            NeuronParameter tau = projection.receptor() == Receptor.EXCITATORY
                    ? NeuronParameter.TAU_SYN_E
                    : NeuronParameter.TAU_SYN_I;
            place[p] = new int[projection.size()];
            for (int i = 0; i < projection.size(); i++) {
                int at = next[offset + projection.pre(i)]++;
                int post = projection.post(i);
                place[p][i] = at;
                key[at] = 2 * post + projection.receptor().ordinal();
                weight[at] = projection.weight(i);
                delayMs[at] = projection.delayMs(i);
                switch (projection.plasticity(i)) {
                    case Plasticity.Fixed _ -> plastic[at] = -1;
                    case Plasticity.TsodyksMarkram rule -> {
                        shortTerm[shortTerms] = new ShortTermState(rule, m.value(tau, post), weight[at]);
                        plastic[at] = 2 * shortTerms++;
                    }
                    case Plasticity.DriverShortTerm rule -> {
                        shortTerm[shortTerms] = new DriverState(rule, weight[at]);
                        plastic[at] = 2 * shortTerms++;
                    }
                    case Plasticity.SpikePairStdp rule -> {
                        stdp[stdps] = new StdpState(rule, weight[at], delayMs[at], log.train(post));
                        plastic[at] = 2 * stdps++ + 1;
                    }
                }
            }
        }
    }

    private static int offset(ReferenceModel m, Projection projection) {
        return projection.origin() == Projection.Origin.NEURONS ? 0 : m.neurons();
    }

    private void measure(ReferenceModel m) {
        windowMs = longestWindowMs;
        maxDelayMs = 0;
        for (Projection projection : m.projections()) {
            boolean bounding = projection.origin() == Projection.Origin.NEURONS;
            for (int i = 0; i < projection.size(); i++) {
                maxDelayMs = Math.max(maxDelayMs, projection.delayMs(i));
                windowMs = bounding ? Math.min(windowMs, projection.delayMs(i)) : windowMs;
            }
        }
    }

    /// Time in which no neuron can affect another: the shortest delay between neurons, at most the
    /// longest window asked for.
    double windowMs() {
        return windowMs;
    }

    double maxDelayMs() {
        return maxDelayMs;
    }

    /// Takes weights, delays and rules of a projection of another model of the same synapses at `timeMs`.
    /// Evolved weights stay unless `written`.
    void change(ReferenceModel m, int p, boolean written, double timeMs) {
        Projection projection = m.projections().get(p);
        for (int i = 0; i < projection.size(); i++) {
            int at = place[p][i];
            weight[at] = projection.weight(i);
            delayMs[at] = projection.delayMs(i);
            if (plastic[at] >= 0 && (plastic[at] & 1) == 0) {
                shortTerm[plastic[at] >> 1].change(projection.plasticity(i), weight[at]);
            } else if (plastic[at] >= 0) {
                StdpState state = stdp[plastic[at] >> 1];
                state.change(projection.plasticity(i), delayMs[at], timeMs);
                if (written) {
                    state.setWeight(weight[at]);
                }
            }
        }
        measure(m);
    }

    /// Sends the spike of presynaptic index `pre` down its synapses.
    ///
    /// @param earliest first window the queue still accepts
    void dispatch(int pre, double timeMs, EventQueue queue, long earliest) {
        for (int s = start[pre]; s < start[pre + 1]; s++) {
            int p = plastic[s];
            double arrivalMs = timeMs + delayMs[s];
            if (p < 0) {
                queue.add(key[s] >> 1, key[s] & 1, arrivalMs, weight[s], earliest);
            } else if ((p & 1) == 0) {
                touch(shortTerm[p >> 1]);
                queue.add(key[s] >> 1, key[s] & 1, arrivalMs, shortTerm[p >> 1].transmit(timeMs), earliest);
            } else {
                touch(stdp[p >> 1]);
                stdp[p >> 1].send(timeMs);
                queue.add(key[s] >> 1, EventQueue.PLASTIC, arrivalMs, s, earliest);
            }
        }
    }

    /// What an event of kind [EventQueue#PLASTIC] with value `synapse` adds, now that it has come.
    double arrive(int synapse) {
        StdpState state = stdp[plastic[synapse] >> 1];
        touch(state);
        return state.transmit();
    }

    /// What a synapse acts on.
    Receptor receptor(int synapse) {
        return (key[synapse] & 1) == Receptor.EXCITATORY.ordinal() ? Receptor.EXCITATORY : Receptor.INHIBITORY;
    }

    /// State of a synapse with STDP, as it was when the journal began.
    StdpState before(int projection, int synapse) {
        return stdp[plastic[place[projection][synapse]] >> 1].before();
    }

    /// Remembers the states of synapses from now on, or no longer.
    void journal(boolean on) {
        touched.forEach(PlasticState::forget);
        touched.clear();
        journaling = on;
    }

    /// Brings all states back to when the journal began, and goes on with it.
    void restore() {
        touched.forEach(PlasticState::restore);
        touched.clear();
    }

    private void touch(PlasticState state) {
        if (journaling && !state.isSaved()) {
            state.save();
            touched.add(state);
        }
    }
}
