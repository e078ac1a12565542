package bss.hil.loop;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From which cell to which the synapses of a projection lead, in the order of the mapping. A mapping names places
/// alone: who has its network knows the cells. Immutable.
public final class SynapseEnds {

    private static final int[] NONE = {};

    private final int[] sources;
    private final int[] targets;
    private volatile @Nullable Map<Long, int[]> byPair;

    /// @param sources by synapse: index in the projection's source population
    /// @param targets by synapse: index in its target population
    public SynapseEnds(int[] sources, int[] targets) {
        if (sources.length != targets.length) {
            throw new IllegalArgumentException(
                    "%d sources but %d targets, must be as many".formatted(sources.length, targets.length));
        }
        this.sources = sources.clone();
        this.targets = targets.clone();
    }

    public int count() {
        return sources.length;
    }

    public int source(int synapse) {
        return sources[synapse];
    }

    public int target(int synapse) {
        return targets[synapse];
    }

    /// The synapses from one cell to another, ascending: none, one, or several.
    public int[] between(int source, int target) {
        Map<Long, int[]> index = byPair;
        if (index == null) {
            index = index();
            byPair = index;
        }
        return index.getOrDefault(key(source, target), NONE).clone();
    }

    private Map<Long, int[]> index() {
        Map<Long, int[]> index = new HashMap<>();
        for (int s = 0; s < sources.length; s++) {
            index.merge(key(sources[s], targets[s]), new int[] {s}, SynapseEnds::joined);
        }
        return index;
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = new int[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static long key(int source, int target) {
        return (long) source << 32 | target;
    }
}
