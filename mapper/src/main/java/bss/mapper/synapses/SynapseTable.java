package bss.mapper.synapses;

import bss.mapper.problem.MappingProblem;
import java.util.Arrays;

/// All synapses of a network as columns, numbered through in the order of the projections and their connectors.
///
/// Cells are numbered through all populations. `side` is the synaptic input of a projection: 0 left (excitatory),
/// 1 right (inhibitory); `stp` its short-term plasticity: 0 none, 1 facilitation, 2 depression.
public final class SynapseTable {

    public static final int STP_OFF = 0;
    public static final int STP_FACILITATION = 1;
    public static final int STP_DEPRESSION = 2;

    private final int[] first;
    private final int[] source;
    private final int[] target;
    private final byte[] side;
    private final byte[] stp;

    /// The columns are not copied and must not change.
    ///
    /// @param first synapse of each projection, and behind the last one the number of all synapses
    /// @param source cell by synapse
    /// @param target cell by synapse
    /// @param side by projection
    /// @param stp by projection
    public SynapseTable(int[] first, int[] source, int[] target, byte[] side, byte[] stp) {
        int projections = first.length - 1;
        if (source.length != target.length
                || first[projections] != source.length
                || side.length != projections
                || stp.length != projections) {
            throw new IllegalArgumentException(
                    "columns of %d projections and %d synapses differ in length".formatted(projections, source.length));
        }
        this.first = first;
        this.source = source;
        this.target = target;
        this.side = side;
        this.stp = stp;
    }

    /// The synapses of a problem. Plasticity is not configured yet, so that it does not separate drivers.
    public static SynapseTable of(MappingProblem problem) {
        int projections = problem.projections();
        int[] first = new int[projections + 1];
        int[] source = new int[problem.synapses()];
        int[] target = new int[problem.synapses()];
        byte[] side = new byte[projections];
        for (int p = 0; p < projections; p++) {
            first[p + 1] = problem.firstSynapse(p + 1);
            for (int s = first[p]; s < first[p + 1]; s++) {
                source[s] = problem.sourceCell(p, s - first[p]);
                target[s] = problem.targetCell(p, s - first[p]);
            }
            side[p] = (byte)
                    switch (problem.receptor(p)) {
                        case EXCITATORY -> 0;
                        case INHIBITORY -> 1;
                    };
        }
        return new SynapseTable(first, source, target, side, new byte[projections]);
    }

    public int projections() {
        return side.length;
    }

    public int size() {
        return source.length;
    }

    /// The first synapse of a projection; that of projection [#projections] is the number of synapses.
    public int first(int projection) {
        return first[projection];
    }

    public int source(int synapse) {
        return source[synapse];
    }

    public int target(int synapse) {
        return target[synapse];
    }

    public int side(int projection) {
        return side[projection];
    }

    public int stp(int projection) {
        return stp[projection];
    }

    /// The projection of a synapse.
    public int projection(int synapse) {
        int at = Arrays.binarySearch(first, synapse);
        if (at < 0) {
            return -at - 2;
        }
        while (first[at + 1] == synapse) {
            at++; // projections without synapses begin at the same number
        }
        return at;
    }

    /// Synapses onto each cell.
    public int[] inDegrees(int cells) {
        int[] degree = new int[cells];
        for (int cell : target) {
            degree[cell]++;
        }
        return degree;
    }
}
