package bss.mapper.partition;

import bss.mapper.TestNetworks;
import bss.mapper.network.Connector;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import java.util.ArrayList;
import java.util.List;

/// Networks in which it is known what kinds of synapses each population makes.
final class KindsToy {

    private static final Synapse SYNAPSE = Synapse.fixed(0.005, 1);

    private KindsToy() {}

    /// Populations of neurons of these sizes and kinds (1 excitatory, 2 inhibitory, 3 both, 0 none); they project
    /// to one more neuron behind them.
    static Network neurons(List<Integer> sizes, List<Integer> kinds) {
        List<Population> populations = new ArrayList<>();
        List<Projection> projections = new ArrayList<>();
        for (int p = 0; p < sizes.size(); p++) {
            populations.add(TestNetworks.neurons("n" + p, sizes.get(p)));
            for (int bit = 1; bit <= 2; bit++) {
                if ((kinds.get(p) & bit) != 0) {
                    projections.add(projection(p, sizes.size(), bit == 1, 1));
                }
            }
        }
        populations.add(TestNetworks.neurons("target", 1));
        return TestNetworks.network(populations, projections.toArray(Projection[]::new));
    }

    static Projection projection(int source, int target, boolean excitatory, double p) {
        return Projection.of(
                "%d to %d %s".formatted(source, target, excitatory ? "+" : "-"),
                source,
                target,
                excitatory ? Receptor.EXCITATORY : Receptor.INHIBITORY,
                new Connector.FixedProbability(p, true),
                SYNAPSE);
    }
}
