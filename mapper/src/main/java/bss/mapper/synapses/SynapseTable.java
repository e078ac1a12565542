package bss.mapper.synapses;

import bss.mapper.plasticity.DriverClasses;
import bss.mapper.plasticity.PlasticClasses;
import bss.mapper.problem.MappingProblem;
import bss.spec.translate.TranslationOptions;
import java.util.Arrays;

/// All synapses of a network as columns, numbered through in the order of the projections and their
/// connectors.
///
/// Cells are numbered through all populations. `side` is the synaptic input of a projection: 0 left
/// (excitatory), 1 right (inhibitory); `stp` its class of plasticity, see [PlasticClasses]: a driver has
/// synapses of one class.
public final class SynapseTable {

    private final int[] first;
    private final int[] source;
    private final int[] target;
    private final byte[] side;
    private final byte[] stp;
    private final DriverClasses classes;

    /// A table whose classes ask for drivers of their own and nothing else.
    ///
    /// @param first synapse of each projection, and behind the last one the number of all synapses
    /// @param source cell by synapse
    /// @param target cell by synapse
    /// @param side by projection
    /// @param stp by projection
    public SynapseTable(int[] first, int[] source, int[] target, byte[] side, byte[] stp) {
        this(first, source, target, side, stp, DriverClasses.plain(1 + most(stp)));
    }

    /// The columns are not copied and must not change.
    ///
    /// @param first synapse of each projection, and behind the last one the number of all synapses
    /// @param source cell by synapse
    /// @param target cell by synapse
    /// @param side by projection
    /// @param stp by projection
    /// @param classes that `stp` counts
    public SynapseTable(int[] first, int[] source, int[] target, byte[] side, byte[] stp, DriverClasses classes) {
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
        this.classes = classes;
        if (most(stp) >= classes.count()) {
            throw new IllegalArgumentException(
                    "class %d of plasticity, must be below %d".formatted(most(stp), classes.count()));
        }
    }

    private static int most(byte[] classes) {
        int most = 0;
        for (byte c : classes) {
            most = Math.max(most, c);
        }
        return most;
    }

    /// The synapses of a problem at the usual speed-up.
    public static SynapseTable of(MappingProblem problem) {
        return of(problem, PlasticClasses.of(problem, TranslationOptions.DEFAULTS.speedup()));
    }

    /// The synapses of a problem with their classes.
    public static SynapseTable of(MappingProblem problem, PlasticClasses plasticity) {
        int projections = problem.projections();
        int[] first = new int[projections + 1];
        int[] source = new int[problem.synapses()];
        int[] target = new int[problem.synapses()];
        byte[] side = new byte[projections];
        byte[] stp = new byte[projections];
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
            stp[p] = (byte) plasticity.of(p);
        }
        return new SynapseTable(first, source, target, side, stp, plasticity.drivers());
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

    /// The class of plasticity of a projection, 0 is none.
    public int stp(int projection) {
        return stp[projection];
    }

    /// What the classes of plasticity ask of the drivers.
    public DriverClasses classes() {
        return classes;
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
