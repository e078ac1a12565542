package bss.tools.reference;

/// The weight and traces of one pair-based STDP synapse; rule and sign of times at [Plasticity.SpikePairStdp].
///
/// Postsynaptic spikes are read late, at the next presynaptic one: nothing uses the weight in between.
final class StdpState {

    private final Plasticity.SpikePairStdp rule;
    private final double delayMs;
    private final SpikeLog.Train post;
    private double weight;
    private double preTrace;
    private double preTraceMs;
    private double postTrace;
    private double postTraceMs;
    private int postRead;

    StdpState(Plasticity.SpikePairStdp rule, double weight, double delayMs, SpikeLog.Train post) {
        this.rule = rule;
        this.weight = weight;
        this.delayMs = delayMs;
        this.post = post;
    }

    /// What a presynaptic spike at `timeMs` transmits; all postsynaptic spikes up to `timeMs - delay` must be
    /// known.
    double transmit(double timeMs) {
        // arrivals at the very time of this spike pair with earlier ones only, on both sides
        double depression = readPostsynaptic(timeMs);
        weight = clip(weight - rule.aMinus() * rule.wMax() * depression);
        preTrace = 1 + preTrace * StrictMath.exp((preTraceMs - timeMs) / rule.tauPlusMs());
        preTraceMs = timeMs;
        return weight;
    }

    /// The weight at `timeMs`, by going through all spikes up to then once more: a running state may be ahead.
    ///
    /// @param weight the weight at time 0
    /// @param preMs presynaptic spikes up to and including `timeMs`
    static double replay(
            Plasticity.SpikePairStdp rule,
            double weight,
            double delayMs,
            double[] preMs,
            SpikeLog.Train post,
            double timeMs) {
        StdpState state = new StdpState(rule, weight, delayMs, post);
        for (double t : preMs) {
            state.transmit(t);
        }
        state.readPostsynaptic(timeMs);
        return state.weight;
    }

    /// Takes in postsynaptic arrivals up to `timeMs` and returns their trace just before it.
    private double readPostsynaptic(double timeMs) {
        double atTime = 0;
        while (postRead < post.size() && post.get(postRead) + delayMs <= timeMs) {
            double arrivalMs = post.get(postRead++) + delayMs;
            double pre = arrivalMs == preTraceMs
                    ? preTrace - 1 // the spike that came at the same time does not count
                    : preTrace * StrictMath.exp((preTraceMs - arrivalMs) / rule.tauPlusMs());
            weight = clip(weight + rule.aPlus() * rule.wMax() * Math.max(pre, 0));
            postTrace = 1 + postTrace * StrictMath.exp((postTraceMs - arrivalMs) / rule.tauMinusMs());
            postTraceMs = arrivalMs;
            if (arrivalMs == timeMs) {
                atTime++;
            }
        }
        return postTrace * StrictMath.exp((postTraceMs - timeMs) / rule.tauMinusMs()) - atTime;
    }

    private double clip(double w) {
        return Math.max(rule.wMin(), Math.min(rule.wMax(), w));
    }
}
