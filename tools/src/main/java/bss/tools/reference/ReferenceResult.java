package bss.tools.reference;

import java.util.Arrays;

/// What a reference simulation has produced from time 0 up to and including its duration.
public final class ReferenceResult {

    private final ReferenceModel model;
    private final double durationMs;
    private final double[][] spikes;
    private final double[][][] traces; // by recordable and neuron; empty if not recorded
    private final SpikeLog log;

    ReferenceResult(ReferenceModel model, double durationMs, double[][] spikes, double[][][] traces, SpikeLog log) {
        this.model = model;
        this.durationMs = durationMs;
        this.spikes = spikes;
        this.traces = traces;
        this.log = log;
    }

    public double durationMs() {
        return durationMs;
    }

    public int neurons() {
        return spikes.length;
    }

    /// Spike times of a neuron in ms, ascending, off any grid.
    public double[] spikesMs(int neuron) {
        return spikes[neuron].clone();
    }

    /// Samples at 0, 1, 2, ... times the model's sampling interval, the last at or before the duration.
    /// A sample at the time of an event shows the state after it.
    public double[] trace(Recordable variable, int neuron) {
        double[] trace = traces[variable.ordinal()][neuron];
        if (trace.length == 0) {
            throw new IllegalArgumentException("%s of neuron %d was not recorded".formatted(variable, neuron));
        }
        return trace.clone();
    }

    /// Weights at the end in the projection's order; those of the model unless it has STDP.
    public double[] weights(int projection) {
        Projection of = model.projections().get(projection);
        double[] weights = new double[of.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = of.plasticity() instanceof Plasticity.SpikePairStdp rule
                    ? StdpState.replay(
                            rule, of.weight(i), of.delayMs(i), presynaptic(of, i), log.train(of.post(i)), durationMs)
                    : of.weight(i);
        }
        return weights;
    }

    private double[] presynaptic(Projection of, int synapse) {
        int pre = of.pre(synapse);
        return switch (of.origin()) {
            case NEURONS -> spikes[pre];
            case SOURCES ->
                Arrays.stream(model.sourceSpikesMs(pre))
                        .takeWhile(t -> t <= durationMs)
                        .toArray();
        };
    }
}
