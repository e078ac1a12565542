package bss.mapper.network.generate;

import bss.mapper.network.Connector;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import java.util.ArrayList;
import java.util.List;

/// The cortical column of Potjans and Diesmann (2014), scaled.
///
/// Sizes and probabilities: their tables 4 and 5. A population has `int(N * scale)` neurons. A pair of populations
/// has `round(K * scale * n_target)` synapses drawn with replacement and kept when drawn twice, with
/// `K = ln(1 - p) / ln(1 - 1 / (N_target * N_source)) / N_target` and `n_target` the scaled size
/// (brainscales-benchmarks: mapping/networks/column). Pairs with no synapse get no projection; no external input.
final class Column {

    private static final String[] LABELS = {"23e", "23i", "4e", "4i", "5e", "5i", "6e", "6i"};
    private static final int[] SIZES = {20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948};

    /// Rows are targets, columns sources.
    private static final double[][] PROBABILITY = {
        {0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0, 0.0076, 0},
        {0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0, 0.0042, 0},
        {0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0},
        {0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0, 0.1057, 0},
        {0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0},
        {0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0},
        {0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252},
        {0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443},
    };

    private Column() {}

    static Network generate(double scale, long seed) {
        List<Population> populations = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            int size = (int) (SIZES[i] * scale);
            if (size < 1) {
                throw new IllegalArgumentException(
                        "scale is %s, must leave a neuron in each population, at least 0.001".formatted(scale));
            }
            populations.add(Population.of(LABELS[i], size, Parts.neuron()));
        }
        List<Projection> projections = new ArrayList<>();
        for (int target = 0; target < SIZES.length; target++) {
            for (int source = 0; source < SIZES.length; source++) {
                int n = synapses(target, source, scale, populations.get(target).size());
                if (n > 0) {
                    projections.add(Projection.of(
                            LABELS[source] + "->" + LABELS[target],
                            source,
                            target,
                            source % 2 == 0 ? Receptor.EXCITATORY : Receptor.INHIBITORY,
                            new Connector.FixedTotalNumber(n, true, true),
                            Parts.synapse()));
                }
            }
        }
        return new Network("column", seed, populations, projections, List.of());
    }

    private static int synapses(int target, int source, double scale, int scaledTarget) {
        double pairs = (double) SIZES[target] * SIZES[source];
        double indegree =
                StrictMath.log(1 - PROBABILITY[target][source]) / StrictMath.log(1 - 1 / pairs) / SIZES[target];
        return (int) StrictMath.rint(indegree * scale * scaledTarget);
    }
}
