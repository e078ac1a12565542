package bss.tools.result;

import java.util.Arrays;

/// The weights of a projection with STDP before and after a run, in columns, in the order of its connector.
/// Immutable.
public final class WeightTable {

    private final String projection;
    private final int[] sources;
    private final int[] targets;
    private final double[] initial;
    private final double[] last;

    /// @param projection label
    /// @param sources index in the source population
    /// @param targets index in the target population
    /// @param initial weight at the start in uS, NaN for a synapse that was lost
    /// @param last weight at the end in uS, NaN for a synapse that was lost
    public WeightTable(String projection, int[] sources, int[] targets, double[] initial, double[] last) {
        int n = sources.length;
        if (targets.length != n || initial.length != n || last.length != n) {
            throw new IllegalArgumentException("columns of projection '%s' differ in length".formatted(projection));
        }
        this.projection = projection;
        this.sources = sources.clone();
        this.targets = targets.clone();
        this.initial = initial.clone();
        this.last = last.clone();
    }

    public String projection() {
        return projection;
    }

    /// Synapses, lost ones included.
    public int size() {
        return sources.length;
    }

    public int[] sources() {
        return sources.clone();
    }

    public int[] targets() {
        return targets.clone();
    }

    public double[] initial() {
        return initial.clone();
    }

    /// Weights at the end of the run.
    public double[] last() {
        return last.clone();
    }

    /// Synapses that were not lost.
    public long realised() {
        return Arrays.stream(initial).filter(w -> !Double.isNaN(w)).count();
    }

    /// Synapses whose weight is another one at the end.
    public long changed() {
        long changed = 0;
        for (int i = 0; i < initial.length; i++) {
            changed += !Double.isNaN(initial[i]) && initial[i] != last[i] ? 1 : 0;
        }
        return changed;
    }
}
