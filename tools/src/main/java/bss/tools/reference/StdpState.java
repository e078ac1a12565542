package bss.tools.reference;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The weight and traces of one pair-based STDP synapse; rule and sign of times at
/// [Plasticity.SpikePairStdp].
///
/// Postsynaptic spikes are read late, at the next presynaptic one: nothing uses the weight in between.
/// Presynaptic spikes wait from when they are sent to when they reach the membrane: by then all that came
/// to the synapse before them is known.
final class StdpState extends PlasticState {

    private Plasticity.SpikePairStdp rule;
    private double delayMs;
    private final SpikeLog.Train post;
    private double weight;
    private double preTrace;
    private double preTraceMs;
    private double postTrace;
    private double postTraceMs;
    private int postRead;
    /// When presynaptic spikes under way are at the synapse.
    private double[] under = new double[2];
    /// What they transmit, if that was decided before they are at the membrane, else NaN.
    private double[] decided = new double[2];

    private int first;
    private int end;
    private @Nullable StdpState kept;

    StdpState(Plasticity.SpikePairStdp rule, double weight, double delayMs, SpikeLog.Train post) {
        this.rule = rule;
        this.weight = weight;
        this.delayMs = delayMs;
        this.post = post;
    }

    /// Takes in a presynaptic spike of `timeMs`; they come in the order of time.
    void send(double timeMs) {
        if (end == under.length) {
            int waiting = end - first;
            under = Arrays.copyOfRange(under, first, first + Math.max(2, 2 * waiting));
            decided = Arrays.copyOfRange(decided, first, first + under.length);
            first = 0;
            end = waiting;
        }
        decided[end] = Double.NaN;
        under[end++] = timeMs + (1 - rule.dendriticFraction()) * delayMs;
    }

    /// What the first spike under way transmits, now that it is at the membrane.
    double transmit() {
        int spike = first++;
        return Double.isNaN(decided[spike]) ? transmit(under[spike]) : decided[spike];
    }

    /// All postsynaptic spikes that are at the synapse up to `timeMs` must be known.
    private double transmit(double timeMs) {
        // arrivals at the very time of this spike pair with earlier ones only, on both sides
        double at = Math.max(timeMs, preTraceMs);
        double depression = readPostsynaptic(at);
        weight = clip(weight - rule.aMinus() * rule.wMax() * depression);
        preTrace = 1 + preTrace * StrictMath.exp((preTraceMs - at) / rule.tauPlusMs());
        preTraceMs = at;
        return weight;
    }

    /// The weight at `timeMs`, with what is at the synapse by then.
    ///
    /// @param preMs presynaptic spikes up to `timeMs` that were not sent yet
    double weightAt(double timeMs, double[] preMs) {
        StdpState state = copy();
        for (double t : preMs) {
            state.send(t);
        }
        state.settle(timeMs);
        return state.weight;
    }

    /// Takes in all that is at the synapse by `timeMs`.
    private void settle(double timeMs) {
        for (int i = first; i < end; i++) {
            if (under[i] <= timeMs && Double.isNaN(decided[i])) {
                decided[i] = transmit(under[i]);
            }
        }
        readPostsynaptic(timeMs);
    }

    /// What was saved, else this.
    StdpState before() {
        return isSaved() && kept != null ? kept : this;
    }

    /// Takes another rule and delay at `timeMs`; the weight and the traces stay.
    void change(Plasticity newRule, double newDelayMs, double timeMs) {
        settle(timeMs);
        rule = (Plasticity.SpikePairStdp) newRule;
        delayMs = newDelayMs;
    }

    void setWeight(double written) {
        weight = written;
    }

    /// Takes in postsynaptic arrivals up to `timeMs` and returns their trace just before it.
    private double readPostsynaptic(double timeMs) {
        double atTime = 0;
        double back = rule.dendriticFraction() * delayMs;
        while (postRead < post.size() && post.get(postRead) + back <= timeMs) {
            double arrivalMs = post.get(postRead++) + back;
            // a shortened delay must not bring a spike before one that has been
            arrivalMs = Math.max(arrivalMs, Math.max(preTraceMs, postTraceMs));
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

    @Override
    void keep() {
        kept = copy();
    }

    @Override
    void bringBack() {
        if (kept != null) {
            take(kept);
            kept = null;
        }
    }

    private StdpState copy() {
        StdpState copy = new StdpState(rule, weight, delayMs, post);
        copy.take(this);
        return copy;
    }

    private void take(StdpState from) {
        weight = from.weight;
        preTrace = from.preTrace;
        preTraceMs = from.preTraceMs;
        postTrace = from.postTrace;
        postTraceMs = from.postTraceMs;
        postRead = from.postRead;
        under = from.under.clone();
        decided = from.decided.clone();
        first = from.first;
        end = from.end;
    }
}
