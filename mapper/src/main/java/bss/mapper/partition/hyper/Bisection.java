package bss.mapper.partition.hyper;

import bss.spec.random.KeyedRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Divides a hypergraph into two sides by levels: coarsened, divided, and refined at every level on the way back
/// (Karypis, Aggarwal, Kumar, Shekhar: Multilevel hypergraph partitioning, DAC 1997).
public final class Bisection {

    /// Vertices that are few enough to divide.
    private static final int COARSEST = 80;

    /// A level that keeps more of the vertices, or of the pins, is not worth it.
    private static final double LEAST_SHRINKING = 0.95;

    private static final int MOST_TRIES = 16;
    private static final int PASSES = 6;
    private static final int PASSES_OF_TRY = 2;

    /// Pins of all tries together, beyond one in three of the finest level.
    private static final int PINS_OF_TRIES = 60_000;

    private Bisection() {}

    /// Side 0 or 1 of each vertex.
    ///
    /// @param capacity weights that the sides hold; exceeded only if nothing else was found
    public static byte[] of(Hypergraph graph, long[] capacity, long seed) {
        List<Hypergraph> levels = new ArrayList<>();
        List<int[]> maps = new ArrayList<>();
        levels.add(graph);
        long mostWeight = Math.max(graph.heaviest(), 3 * graph.weight() / (2 * COARSEST));
        while (levels.getLast().vertices() > COARSEST) {
            Hypergraph fine = levels.getLast();
            int[] map = Coarsening.match(fine, mostWeight, KeyedRandom.key(seed, levels.size()));
            Hypergraph coarse = fine.contract(map, 1 + Arrays.stream(map).max().orElse(0));
            if (coarse.vertices() > LEAST_SHRINKING * fine.vertices()
                    || coarse.pins() > LEAST_SHRINKING * fine.pins()) {
                break;
            }
            levels.add(coarse);
            maps.add(map);
        }
        Hypergraph coarsest = levels.getLast();
        int tries = (PINS_OF_TRIES + graph.pins() / 3) / Math.max(1, coarsest.pins());
        byte[] side = initial(
                coarsest,
                wide(coarsest, graph, capacity),
                share(graph, capacity),
                Math.clamp(tries, 1, MOST_TRIES),
                seed);
        for (int level = levels.size() - 2; level >= 0; level--) {
            byte[] fine = new byte[levels.get(level).vertices()];
            int[] map = maps.get(level);
            for (int v = 0; v < fine.length; v++) {
                fine[v] = side[map[v]];
            }
            side = fine;
            new Refinement(levels.get(level), side, wide(levels.get(level), graph, capacity)).refine(PASSES);
        }
        return side;
    }

    /// Coarse vertices may exceed a capacity by one of them: finer levels put that right.
    private static long[] wide(Hypergraph level, Hypergraph finest, long[] capacity) {
        long more = level.vertices() == finest.vertices() ? 0 : level.heaviest();
        return new long[] {capacity[0] + more, capacity[1] + more};
    }

    /// The weight that side 0 should have.
    private static long share(Hypergraph graph, long[] capacity) {
        return Math.round((double) graph.weight() * capacity[0] / (capacity[0] + capacity[1]));
    }

    /// The best of some divisions that are grown from vertices drawn by the seed.
    private static byte[] initial(Hypergraph graph, long[] capacity, long target, int tries, long seed) {
        if (graph.vertices() == 0) {
            return new byte[0];
        }
        KeyedRandom random = KeyedRandom.of(seed);
        byte[] best = new byte[0];
        long bestExcess = 0;
        long bestCut = 0;
        for (int t = 0; t < tries; t++) {
            byte[] side = new byte[graph.vertices()];
            Arrays.fill(side, (byte) 1);
            Refinement refinement = new Refinement(graph, side, capacity);
            refinement.grow(random.nextInt(side.length), target);
            refinement.refine(PASSES_OF_TRY);
            if (best.length == 0
                    || refinement.excess() < bestExcess
                    || (refinement.excess() == bestExcess && refinement.cut() < bestCut)) {
                best = side;
                bestExcess = refinement.excess();
                bestCut = refinement.cut();
            }
        }
        new Refinement(graph, best, capacity).refine(PASSES);
        return best;
    }
}
