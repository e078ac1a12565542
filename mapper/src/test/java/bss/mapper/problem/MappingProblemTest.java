package bss.mapper.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bss.mapper.TestNetworks;
import bss.mapper.network.Network;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.spec.defects.Defects;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MappingProblemTest {

    private record Entry(int projection, int synapse, int target) {}

    @Test
    void synapsesByCellAreThoseOfTheProjections() {
        for (int seed = 0; seed < 20; seed++) {
            Network network = TestNetworks.random(new Random(seed));
            MappingProblem problem = MappingProblem.of(network);
            Map<Integer, List<Entry>> bySource = new HashMap<>();
            int[] inputs = new int[problem.cells()];
            int all = 0;
            for (int p = 0; p < network.projections().size(); p++) {
                Projection projection = network.projections().get(p);
                Connections connections = Expansion.expand(network, p);
                assertEquals(all, problem.firstSynapse(p));
                for (int s = 0; s < connections.size(); s++) {
                    int source = connections.source(s) + sizeBefore(network, projection.source());
                    int target = connections.target(s) + sizeBefore(network, projection.target());
                    bySource.computeIfAbsent(source, _ -> new ArrayList<>()).add(new Entry(p, s, target));
                    inputs[target]++;
                    all++;
                }
            }
            assertEquals(all, problem.synapses(), "seed " + seed);
            for (int cell = 0; cell < problem.cells(); cell++) {
                List<Entry> seen = new ArrayList<>();
                problem.forEachOutgoing(cell, (p, s, t) -> seen.add(new Entry(p, s, t)));
                assertEquals(bySource.getOrDefault(cell, List.of()), seen, "seed " + seed + ", cell " + cell);
                assertEquals(seen.size(), problem.outDegree(cell));
                assertEquals(inputs[cell], problem.inDegree(cell));
                assertEquals(inputs[cell], problem.inDegree(cell, Receptor.EXCITATORY));
            }
        }
    }

    private static int sizeBefore(Network network, int population) {
        return network.populations().subList(0, population).stream()
                .mapToInt(p -> p.size())
                .sum();
    }

    @Test
    void cellsKnowTheirPopulationAndRate() {
        MappingProblem problem = MappingProblem.of(
                TestNetworks.network(List.of(TestNetworks.neurons("n", 3), TestNetworks.poisson("s", 2, 40))));
        assertEquals("s[1]", problem.name(4));
        assertEquals(1, problem.populationOf(3));
        assertEquals(0, problem.offset(3));
        assertEquals(10, problem.rateHz(0));
        assertEquals(40, problem.rateHz(4));
    }

    @Test
    void chipsOutsideTheWaferAreRefused() {
        BitSet chips = new BitSet();
        chips.set(384);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> WaferResources.of(Defects.NONE, chips));
        assertEquals("HICANN 384 does not exist, must be below 384", e.getMessage());
    }
}
