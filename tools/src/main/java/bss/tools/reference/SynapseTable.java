package bss.tools.reference;

import java.util.Arrays;

/// All synapses by presynaptic index: neurons first, then sources. Rows are in the order of projections.
final class SynapseTable {

    private final int[] start;
    private final int[] key; // 2 target + receptor
    private final double[] weight;
    private final double[] delayMs;
    private final int[] plastic; // -1 fixed, 2 i short-term state i, 2 i + 1 STDP state i
    private final ShortTerm[] shortTerm;
    private final StdpState[] stdp;
    private final double windowMs;
    private final double maxDelayMs;

    SynapseTable(ReferenceModel m, SpikeLog log, double longestWindowMs) {
        int neurons = m.neurons();
        start = new int[neurons + m.sources() + 1];
        int shortTerms = 0;
        int stdps = 0;
        double shortest = longestWindowMs;
        double longest = 0;
        for (Projection projection : m.projections()) {
            int offset = projection.origin() == Projection.Origin.NEURONS ? 0 : neurons;
            boolean stdpRule = projection.plasticity() instanceof Plasticity.SpikePairStdp;
            boolean bounding = offset == 0 || stdpRule;
            for (int i = 0; i < projection.size(); i++) {
                start[offset + projection.pre(i) + 1]++;
                longest = Math.max(longest, projection.delayMs(i));
                if (bounding) {
                    shortest = Math.min(shortest, projection.delayMs(i));
                }
            }
            stdps += stdpRule ? projection.size() : 0;
            shortTerms += projection.plasticity() instanceof Plasticity.TsodyksMarkram
                            || projection.plasticity() instanceof Plasticity.DriverShortTerm
                    ? projection.size()
                    : 0;
        }
        windowMs = shortest;
        maxDelayMs = longest;
        Arrays.parallelPrefix(start, Integer::sum);
        int size = start[start.length - 1];
        key = new int[size];
        weight = new double[size];
        delayMs = new double[size];
        plastic = new int[size];
        shortTerm = new ShortTerm[shortTerms];
        stdp = new StdpState[stdps];
        int[] next = start.clone();
        shortTerms = 0;
        stdps = 0;
        for (Projection projection : m.projections()) {
            int offset = projection.origin() == Projection.Origin.NEURONS ? 0 : neurons;
            NeuronParameter tau = projection.receptor() == Receptor.EXCITATORY
                    ? NeuronParameter.TAU_SYN_E
                    : NeuronParameter.TAU_SYN_I;
            for (int i = 0; i < projection.size(); i++) {
                int at = next[offset + projection.pre(i)]++;
                int post = projection.post(i);
                key[at] = 2 * post + projection.receptor().ordinal();
                weight[at] = projection.weight(i);
                delayMs[at] = projection.delayMs(i);
                switch (projection.plasticity()) {
                    case Plasticity.Fixed fixed -> plastic[at] = -1;
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

    /// Time in which no neuron can affect another: the shortest delay between neurons (or of STDP), at most the
    /// longest window asked for.
    double windowMs() {
        return windowMs;
    }

    double maxDelayMs() {
        return maxDelayMs;
    }

    /// Sends the spike of presynaptic index `pre` down its synapses.
    ///
    /// @param earliest first window the queue still accepts
    void dispatch(int pre, double timeMs, EventQueue queue, long earliest) {
        for (int s = start[pre]; s < start[pre + 1]; s++) {
            int p = plastic[s];
            double x = p < 0
                    ? weight[s]
                    : (p & 1) == 0 ? shortTerm[p >> 1].transmit(timeMs) : stdp[p >> 1].transmit(timeMs);
            queue.add(key[s] >> 1, key[s] & 1, timeMs + delayMs[s], x, earliest);
        }
    }
}
