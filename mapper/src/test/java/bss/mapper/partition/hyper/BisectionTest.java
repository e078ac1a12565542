package bss.mapper.partition.hyper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BisectionTest {

    @Test
    void smallHypergraphsAreCutAsWellAsPossible() {
        int best = 0;
        int cases = 300;
        for (int seed = 0; seed < cases; seed++) {
            Random random = new Random(seed);
            int[] weight = weights(random);
            List<int[]> nets = nets(weight.length, random);
            long[] capacity = capacity(weight, random);
            long optimum = optimum(weight, nets, capacity);
            int[] part = parts(Bisection.of(Toy.graph(weight, nets), capacity, seed));
            if (optimum == Long.MAX_VALUE) {
                best++; // nothing fits
                continue;
            }
            assertTrue(fits(weight, part, capacity), "seed " + seed);
            long found = Toy.naive(nets, part);
            assertTrue(found >= optimum, "seed " + seed);
            best += found == optimum ? 1 : 0;
        }
        System.out.printf("bisections that reach the optimum: %d of %d%n", best, cases);
        assertTrue(best >= 0.9 * cases, best + " of " + cases);
    }

    private static int[] weights(Random random) {
        int[] weight = new int[2 + random.nextInt(9)];
        int most = random.nextBoolean() ? 1 : 3;
        for (int v = 0; v < weight.length; v++) {
            weight[v] = 1 + random.nextInt(most);
        }
        return weight;
    }

    private static List<int[]> nets(int vertices, Random random) {
        List<int[]> nets = new ArrayList<>();
        for (int e = random.nextInt(20); e >= 0; e--) {
            nets.add(random.ints(1 + random.nextInt(4), 0, vertices).toArray());
        }
        return nets;
    }

    private static long[] capacity(int[] weight, Random random) {
        long sum = 0;
        for (int w : weight) {
            sum += w;
        }
        long half = (sum + 1) / 2 + random.nextInt(3);
        return new long[] {half, half};
    }

    private static long optimum(int[] weight, List<int[]> nets, long[] capacity) {
        long best = Long.MAX_VALUE;
        for (int set = 0; set < 1 << weight.length; set++) {
            int[] part = new int[weight.length];
            for (int v = 0; v < part.length; v++) {
                part[v] = set >> v & 1;
            }
            if (fits(weight, part, capacity)) {
                best = Math.min(best, Toy.naive(nets, part));
            }
        }
        return best;
    }

    private static boolean fits(int[] weight, int[] part, long[] capacity) {
        long[] sum = new long[2];
        for (int v = 0; v < part.length; v++) {
            sum[part[v]] += weight[v];
        }
        return sum[0] <= capacity[0] && sum[1] <= capacity[1];
    }

    private static int[] parts(byte[] side) {
        int[] part = new int[side.length];
        for (int v = 0; v < part.length; v++) {
            part[v] = side[v];
        }
        return part;
    }

    @Test
    void whatRefinementReportsIsWhatARecountFindsAndNeverWorseThanBefore() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(seed % 2 == 0 ? 10 : 400);
            List<int[]> nets = new ArrayList<>();
            for (int e = 0; e < 2 * n; e++) {
                nets.add(random.ints(1 + random.nextInt(6), 0, n).toArray());
            }
            byte[] side = new byte[n];
            for (int v = 0; v < n; v++) {
                side[v] = (byte) random.nextInt(2);
            }
            long before = Toy.naive(nets, parts(side));
            Refinement refinement = new Refinement(Toy.graph(Toy.alike(n, 1), nets), side, new long[] {n, n - n / 4});
            long excess = refinement.excess();
            assertEquals(before, refinement.cut(), "seed " + seed);
            refinement.refine(5);
            assertEquals(Toy.naive(nets, parts(side)), refinement.cut(), "seed " + seed);
            assertTrue(refinement.excess() <= excess, "seed " + seed);
            assertTrue(refinement.cut() <= before || refinement.excess() < excess, "seed " + seed);
        }
    }

    @Test
    void repeatedPinsAndNetsOfAHypergraphAreAddedUp() {
        List<int[]> nets = List.of(
                new int[] {0, 1}, new int[] {1, 0, 1}, new int[] {2, 2}, new int[] {3}, new int[] {}, new int[] {3, 2});
        Hypergraph graph = Toy.graph(Toy.alike(4, 1), nets);
        assertEquals(2, graph.nets());
        assertEquals(4, graph.pins());
        assertArrayEquals(new int[] {2, 1}, new int[] {graph.netWeight(0), graph.netWeight(1)});
        assertEquals(2, graph.connectivity(new int[] {0, 1, 1, 1}, 2));
    }
}
