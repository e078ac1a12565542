package bss.mapper.partition;

import bss.mapper.TestNetworks;
import bss.mapper.network.Connector;
import bss.mapper.network.Network;
import bss.mapper.network.PairList;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// One population in which groups form a ring, its neurons in a random order.
final class RingToy {

    private RingToy() {}

    /// Every neuron reaches some of the next group; one in five of a group inhibits if asked.
    static Network ring(int groups, int size, int targets, boolean inhibition, Random random) {
        int n = groups * size;
        int[] name = new int[n];
        for (int i = 0; i < n; i++) {
            int at = random.nextInt(i + 1);
            name[i] = name[at];
            name[at] = i;
        }
        List<List<int[]>> pairs = List.of(new ArrayList<>(), new ArrayList<>());
        for (int v = 0; v < n; v++) {
            int next = (v / size + 1) % groups * size;
            for (int i = 0; i < targets; i++) {
                pairs.get(inhibition && v % 5 == 0 ? 1 : 0).add(new int[] {name[v], name[next + random.nextInt(size)]});
            }
        }
        return TestNetworks.network(
                List.of(TestNetworks.neurons("ring", n)),
                projection(pairs.getFirst(), Receptor.EXCITATORY),
                projection(pairs.getLast(), Receptor.INHIBITORY));
    }

    private static Projection projection(List<int[]> pairs, Receptor receptor) {
        PairList list = new PairList(
                pairs.stream().mapToInt(p -> p[0]).toArray(),
                pairs.stream().mapToInt(p -> p[1]).toArray(),
                Optional.empty(),
                Optional.empty());
        return Projection.of(receptor.name(), 0, 0, receptor, new Connector.FromList(list), Synapse.fixed(0.005, 1));
    }
}
