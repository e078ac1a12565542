package bss.mapper.partition.hyper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Networks of which a good division is known, their vertices shuffled.
class DivisionTest {

    private static final class Planted {
        private final String name;
        private final int perPart;
        private final List<int[]> nets;
        private final int[] part;

        private Planted(String name, int perPart, List<int[]> nets, int[] part) {
            this.name = name;
            this.perPart = perPart;
            this.nets = nets;
            this.part = part;
        }
    }

    @Test
    void plantedPartsAreFoundInShuffledNetworks() {
        for (int seed = 0; seed < 5; seed++) {
            for (Planted planted : List.of(cliques(seed), grid(seed), synfire(seed))) {
                int n = planted.part.length;
                int parts = Math.ceilDiv(n, planted.perPart);
                int[] name = Toy.shuffled(n, new Random(seed));
                List<int[]> nets = Toy.renamed(planted.nets, name);
                Hypergraph graph = Toy.graph(Toy.alike(n, 1), nets);
                int[] part = Division.of(graph, Rules.weight(n, planted.perPart), parts, seed);
                int[] inOrder = new int[n];
                Arrays.setAll(inOrder, v -> v / planted.perPart);
                long found = Toy.naive(nets, part);
                long known = Toy.naive(planted.nets, planted.part);
                long shuffled = Toy.naive(nets, inOrder);
                String what = "%s, seed %d: %d found, %d planted, %d shuffled"
                        .formatted(planted.name, seed, found, known, shuffled);
                System.out.println(what);
                assertTrue(found <= 1.1 * known, what);
                assertTrue(2 * found < shuffled, what);
                assertEquals(found, graph.connectivity(part, n), what);
                int[] held = new int[n];
                for (int p : part) {
                    assertTrue(++held[p] <= planted.perPart, what);
                }
            }
        }
    }

    private static Planted cliques(int seed) {
        Random random = new Random(seed);
        int cliques = 3 + random.nextInt(20);
        int size = 20 + random.nextInt(40);
        List<int[]> nets = new ArrayList<>();
        int[] part = new int[cliques * size];
        for (int v = 0; v < part.length; v++) {
            int first = v / size * size;
            part[v] = v / size;
            int[] net = new int[size + 1];
            Arrays.setAll(net, i -> first + i);
            net[size] = random.nextInt(part.length);
            nets.add(net);
        }
        return new Planted("cliques", size, nets, part);
    }

    /// Everyone reaches the neighbours on a torus; parts are squares.
    private static Planted grid(int seed) {
        int across = 4 + seed % 3;
        int edge = 6 + seed % 2 * 2;
        int width = across * edge;
        List<int[]> nets = new ArrayList<>();
        int[] part = new int[width * width];
        for (int v = 0; v < part.length; v++) {
            int x = v % width;
            int y = v / width;
            part[v] = y / edge * across + x / edge;
            int[] net = new int[9];
            for (int i = 0; i < 9; i++) {
                net[i] = (y + i / 3 + width - 1) % width * width + (x + i % 3 + width - 1) % width;
            }
            nets.add(net);
        }
        return new Planted("grid", edge * edge, nets, part);
    }

    /// Groups in a ring; everyone reaches most of the next group. A group and its sources meet two parts.
    private static Planted synfire(int seed) {
        Random random = new Random(seed);
        int groups = 12 + 5 * seed;
        int size = 50;
        List<int[]> nets = new ArrayList<>();
        int[] part = new int[groups * size];
        for (int v = 0; v < part.length; v++) {
            part[v] = v / size;
            int next = (v / size + 1) % groups * size;
            int[] net = new int[31];
            Arrays.setAll(net, i -> next + random.nextInt(size));
            net[30] = v;
            nets.add(net);
        }
        return new Planted("synfire", size, nets, part);
    }

    @Test
    void theSameSeedGivesTheSameParts() {
        Planted planted = synfire(3);
        int n = planted.part.length;
        Hypergraph graph = Toy.graph(Toy.alike(n, 1), planted.nets);
        int[] once = Division.of(graph, Rules.weight(n, 50), n / 50, 7);
        assertArrayEquals(once, Division.of(graph, Rules.weight(n, 50), n / 50, 7));
    }

    @Test
    void verticesOfDifferentKindsShareNoBlockOfAPart() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int n = 200 + random.nextInt(200);
            byte[] kind = new byte[n];
            int[] begin = new int[n + 1];
            for (int v = 0; v < n; v++) {
                kind[v] = (byte) random.nextInt(3);
                begin[v + 1] = 4 * (v + 1);
            }
            Hypergraph graph = Hypergraph.of(
                    Toy.alike(n, 1), kind, begin, random.ints(4L * n, 0, n).toArray());
            int[] part = Division.of(graph, new Rules(32, Toy.alike(n, 1), 4, 8), Math.ceilDiv(n, 26), seed);
            int[][] held = new int[n][4];
            for (int v = 0; v < n; v++) {
                held[part[v]][kind[v]]++;
            }
            for (int[] of : held) {
                int blocks = Arrays.stream(of).map(k -> Math.ceilDiv(k, 4)).sum();
                assertTrue(blocks <= 8, "seed %d: %s".formatted(seed, Arrays.toString(of)));
            }
        }
    }
}
