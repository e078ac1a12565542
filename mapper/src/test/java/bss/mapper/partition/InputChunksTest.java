package bss.mapper.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.TestNetworks;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.problem.MappingProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class InputChunksTest {

    @Test
    void sourcesShareBusesOfTheirPopulationAndKindWithinSizeAndRate() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Population> populations = new ArrayList<>(List.of(TestNetworks.neurons("n", 3)));
            List<Projection> projections = new ArrayList<>();
            for (int p = 1; p <= 1 + random.nextInt(4); p++) {
                int rate = random.nextInt(5) == 0 ? 2000 : random.nextInt(200);
                populations.add(TestNetworks.poisson("s" + p, 1 + random.nextInt(200), rate));
                for (boolean excitatory : new boolean[] {true, false}) {
                    double probability = random.nextInt(3) == 0 ? 1 : random.nextDouble();
                    if (random.nextInt(3) > 0) {
                        projections.add(KindsToy.projection(p, 0, excitatory, probability));
                    }
                }
            }
            MappingProblem problem =
                    MappingProblem.of(TestNetworks.network(populations, projections.toArray(Projection[]::new)));
            int most = 1 + random.nextInt(70);
            double mostHz = 1000;
            // some sources have a place already
            int every = seed % 2 == 0 ? 1 << 30 : 2 + random.nextInt(5);
            IntPredicate free = cell -> cell % every != 1;
            List<List<Integer>> chunks = InputChunks.of(problem, NeuronKinds.of(problem), free, most, mostHz);
            check(problem, chunks, free, Math.min(most, 59), mostHz, "seed " + seed);
        }
    }

    private static void check(
            MappingProblem problem,
            List<List<Integer>> chunks,
            IntPredicate free,
            int most,
            double mostHz,
            String context) {
        Set<Integer> seen = new HashSet<>();
        int[][] chunksOf = new int[problem.populations()][4];
        int[][] largest = new int[problem.populations()][4];
        int[][] cellsOf = new int[problem.populations()][4];
        for (List<Integer> chunk : chunks) {
            String what = context + ": " + chunk;
            double rate = 0;
            int population = problem.populationOf(chunk.getFirst());
            int kind = kind(problem, chunk.getFirst());
            for (int cell : chunk) {
                assertTrue(seen.add(cell), what);
                assertEquals(population, problem.populationOf(cell), what);
                assertEquals(kind, kind(problem, cell), what);
                rate += problem.rateHz(cell);
            }
            assertTrue(chunk.size() <= most, what);
            assertTrue(rate <= mostHz || chunk.size() == 1, what);
            chunksOf[population][kind]++;
            largest[population][kind] = Math.max(largest[population][kind], chunk.size());
        }
        for (int cell = 0; cell < problem.cells(); cell++) {
            boolean plays = free.test(cell) && problem.external(cell) && kind(problem, cell) != 0;
            assertEquals(plays, seen.contains(cell), context + ": cell " + cell);
            cellsOf[problem.populationOf(cell)][kind(problem, cell)] += plays ? 1 : 0;
        }
        for (int p = 0; p < problem.populations(); p++) {
            for (int kind = 1; kind < 4; kind++) {
                int cells = cellsOf[p][kind];
                int fewest = Math.ceilDiv(cells, most);
                boolean slow = problem.rateHz(problem.firstCell(p)) * Math.ceilDiv(cells, Math.max(1, fewest)) < mostHz;
                if (slow) {
                    assertEquals(fewest, chunksOf[p][kind], context + ": population " + p);
                }
                assertTrue(largest[p][kind] <= Math.ceilDiv(cells, Math.max(1, fewest)), context);
            }
        }
    }

    /// 1: it makes excitatory synapses, 2: inhibitory ones, 3: both.
    private static int kind(MappingProblem problem, int cell) {
        int[] kind = new int[1];
        problem.forEachOutgoing(
                cell, (p, _, _) -> kind[0] |= problem.receptor(p).ordinal() == 0 ? 1 : 2);
        return kind[0];
    }
}
