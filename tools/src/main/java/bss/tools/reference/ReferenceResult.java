package bss.tools.reference;

/// What a reference simulation has produced from time 0 up to and including its duration.
public final class ReferenceResult {

    private final double durationMs;
    private final double[][] spikes;
    private final double[][][] traces; // by recordable and neuron; empty if not recorded
    private final double[][] weights;

    private ReferenceResult(double durationMs, double[][] spikes, double[][][] traces, double[][] weights) {
        this.durationMs = durationMs;
        this.spikes = spikes;
        this.traces = traces;
        this.weights = weights;
    }

    static ReferenceResult of(ReferenceSimulator simulator, ReferenceModel model) {
        int neurons = model.neurons();
        double[][] spikes = new double[neurons][];
        double[][][] traces = new double[Recordable.values().length][neurons][];
        for (int n = 0; n < neurons; n++) {
            spikes[n] = simulator.spikesMs(n);
            for (Recordable variable : Recordable.values()) {
                traces[variable.ordinal()][n] = simulator.trace(variable, n);
            }
        }
        double[][] weights = new double[model.projections().size()][];
        for (int p = 0; p < weights.length; p++) {
            weights[p] = simulator.weights(p);
        }
        return new ReferenceResult(simulator.nowMs(), spikes, traces, weights);
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
        return weights[projection].clone();
    }
}
