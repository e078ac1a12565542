package bss.tools.reference;

import java.util.Objects;

/// Synapses with common plasticity, in columns: entry `i` joins `pre(i)` to neuron `post(i)`.
public final class Projection {

    private final Origin origin;
    private final Receptor receptor;
    private final Plasticity plasticity;
    private final int[] pre;
    private final int[] post;
    private final double[] weight;
    private final double[] delayMs;

    /// What the presynaptic indices count.
    public enum Origin {
        /// Neurons of the model.
        NEURONS,
        /// Spike sources of the model.
        SOURCES
    }

    /// Keeps copies of the columns, which have one entry per synapse.
    ///
    /// @param pre neuron or source indices, as `origin` says
    /// @param post neuron indices
    /// @param weight in uS, or nA for current-based targets
    /// @param delayMs 0 or above; above 0 if `origin` is NEURONS or the plasticity is STDP
    public Projection(
            Origin origin,
            Receptor receptor,
            Plasticity plasticity,
            int[] pre,
            int[] post,
            double[] weight,
            double[] delayMs) {
        if (post.length != pre.length || weight.length != pre.length || delayMs.length != pre.length) {
            throw new IllegalArgumentException(
                    "columns pre, post, weight, delay have %d, %d, %d, %d entries, must agree"
                            .formatted(pre.length, post.length, weight.length, delayMs.length));
        }
        this.origin = Objects.requireNonNull(origin);
        this.receptor = Objects.requireNonNull(receptor);
        this.plasticity = Objects.requireNonNull(plasticity);
        this.pre = pre.clone();
        this.post = post.clone();
        this.weight = weight.clone();
        this.delayMs = delayMs.clone();
        boolean positive = origin == Origin.NEURONS || plasticity instanceof Plasticity.SpikePairStdp;
        for (int i = 0; i < pre.length; i++) {
            if (!Double.isFinite(weight[i])) {
                throw new IllegalArgumentException(
                        "weight of synapse %d is %s, must be finite".formatted(i, weight[i]));
            }
            if (!(delayMs[i] >= 0 && delayMs[i] < Double.POSITIVE_INFINITY) || (positive && delayMs[i] == 0)) {
                throw new IllegalArgumentException("delay of synapse %d is %s ms, must be %s"
                        .formatted(i, delayMs[i], positive ? "above 0" : "0 or above"));
            }
        }
    }

    public int size() {
        return pre.length;
    }

    public Origin origin() {
        return origin;
    }

    public Receptor receptor() {
        return receptor;
    }

    public Plasticity plasticity() {
        return plasticity;
    }

    public int pre(int synapse) {
        return pre[synapse];
    }

    public int post(int synapse) {
        return post[synapse];
    }

    public double weight(int synapse) {
        return weight[synapse];
    }

    public double delayMs(int synapse) {
        return delayMs[synapse];
    }
}
