package bss.mapper.network;

import java.util.Arrays;
import java.util.Optional;

/// Listed connections: source and target cell of each, counted within the projection's views, and optionally the
/// weight (uS) and delay (ms) of each.
public final class PairList {

    private final int[] sources;
    private final int[] targets;
    private final Optional<DoubleSeries> weights;
    private final Optional<DoubleSeries> delays;

    public PairList(int[] sources, int[] targets, Optional<DoubleSeries> weights, Optional<DoubleSeries> delays) {
        if (sources.length != targets.length
                || (weights.isPresent() && weights.get().size() != sources.length)
                || (delays.isPresent() && delays.get().size() != sources.length)) {
            throw new IllegalArgumentException("the columns of a pair list must have one length");
        }
        this.sources = sources.clone();
        this.targets = targets.clone();
        this.weights = weights;
        this.delays = delays;
    }

    public int size() {
        return sources.length;
    }

    public int source(int pair) {
        return sources[pair];
    }

    public int target(int pair) {
        return targets[pair];
    }

    public Optional<DoubleSeries> weights() {
        return weights;
    }

    public Optional<DoubleSeries> delays() {
        return delays;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PairList that
                && Arrays.equals(sources, that.sources)
                && Arrays.equals(targets, that.targets)
                && weights.equals(that.weights)
                && delays.equals(that.delays);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(sources) + Arrays.hashCode(targets);
    }

    @Override
    public String toString() {
        return sources.length + " pairs";
    }
}
