package bss.tools.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Synapses with one kind of plasticity, in columns: entry `i` joins `pre(i)` to neuron `post(i)`.
public final class Projection {

    private final Origin origin;
    private final Receptor receptor;
    private final Plasticity[] plasticity;
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
        this(origin, receptor, List.of(plasticity), pre, post, weight, delayMs);
    }

    /// Keeps copies of the columns, each synapse with a rule of its own.
    ///
    /// @param plasticity of one kind; one for all, or one per synapse
    public Projection(
            Origin origin,
            Receptor receptor,
            List<? extends Plasticity> plasticity,
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
        this.plasticity = plasticity.toArray(Plasticity[]::new);
        this.pre = pre.clone();
        this.post = post.clone();
        this.weight = weight.clone();
        this.delayMs = delayMs.clone();
        checkKinds();
        boolean positive = origin == Origin.NEURONS || plasticity() instanceof Plasticity.SpikePairStdp;
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

    /// That of the first synapse; all are of its kind.
    public Plasticity plasticity() {
        return plasticity[0];
    }

    public Plasticity plasticity(int synapse) {
        return plasticity.length == 1 ? plasticity[0] : plasticity[synapse];
    }

    /// The same synapses with other values.
    public Projection with(List<? extends Plasticity> rules, double[] weights, double[] delaysMs) {
        return new Projection(origin, receptor, rules, pre, post, weights, delaysMs);
    }

    /// Its plasticity: one for all, or one per synapse.
    public List<Plasticity> rules() {
        return List.of(plasticity);
    }

    public double[] weights() {
        return weight.clone();
    }

    public double[] delaysMs() {
        return delayMs.clone();
    }

    private void checkKinds() {
        if (plasticity.length != 1 && (plasticity.length != pre.length || pre.length == 0)) {
            throw new IllegalArgumentException("%d rules of plasticity for %d synapses, must be 1 or as many"
                    .formatted(plasticity.length, pre.length));
        }
        if (Arrays.stream(plasticity).anyMatch(rule -> rule.getClass() != plasticity[0].getClass())) {
            throw new IllegalArgumentException("plasticity of a projection must be of one kind");
        }
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
