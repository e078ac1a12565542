package bss.mapper.network;

/// The synapses of a projection.
///
/// @param weight in uS, not negative
/// @param delay in ms, above 0; the wafer has its own delays
public record Synapse(Plasticity plasticity, Value weight, Value delay) {

    public static final double DEFAULT_DELAY_MS = 1.0;

    public Synapse {
        if (weight instanceof Value.Constant constant) {
            Bound.NON_NEGATIVE.require("weight", constant.value());
        }
        if (delay instanceof Value.Constant constant) {
            Bound.POSITIVE.require("delay", constant.value());
        }
    }

    public static Synapse fixed(double weight, double delayMs) {
        return new Synapse(new Plasticity.Static(), Value.of(weight), Value.of(delayMs));
    }
}
