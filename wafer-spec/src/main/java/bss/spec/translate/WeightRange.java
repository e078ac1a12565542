package bss.spec.translate;

/// The smallest and largest weight that arrives at one receptor of a neuron in uS; 0, 0 if none does.
public record WeightRange(double minMicrosiemens, double maxMicrosiemens) {

    /// No synapse.
    public static final WeightRange NONE = new WeightRange(0, 0);

    public WeightRange {
        if (!(minMicrosiemens >= 0
                && minMicrosiemens <= maxMicrosiemens
                && maxMicrosiemens < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weights are %s..%s uS, must ascend from 0".formatted(minMicrosiemens, maxMicrosiemens));
        }
    }

    /// Whether there is nothing to realise.
    public boolean isEmpty() {
        return maxMicrosiemens == 0;
    }
}
