package bss.mapper.network.connect;

import java.util.Arrays;

/// The synapses of one projection as columns: source cell, target cell, weight and delay of synapse `i`.
///
/// Cells are indices in their populations. A weight or delay that all synapses share is held once.
public final class Connections {

    private final int[] sources;
    private final int[] targets;
    private final double[] weights;
    private final double[] delays;

    /// Columns of `sources.length` entries; `weights` and `delays` have as many, or one for all.
    Connections(int[] sources, int[] targets, double[] weights, double[] delays) {
        this.sources = sources;
        this.targets = targets;
        this.weights = weights;
        this.delays = delays;
    }

    public int size() {
        return sources.length;
    }

    public int source(int synapse) {
        return sources[synapse];
    }

    public int target(int synapse) {
        return targets[synapse];
    }

    /// The weight in uS.
    public double weight(int synapse) {
        return weights[weights.length == 1 ? 0 : synapse];
    }

    /// The delay in ms.
    public double delayMs(int synapse) {
        return delays[delays.length == 1 ? 0 : synapse];
    }

    /// The source column itself, not to be written to.
    public int[] sources() {
        return sources;
    }

    /// The target column itself, not to be written to.
    public int[] targets() {
        return targets;
    }

    /// The largest weight in uS, 0 without synapses.
    public double maxWeight() {
        return size() == 0 ? 0 : Arrays.stream(weights).max().orElse(0);
    }
}
