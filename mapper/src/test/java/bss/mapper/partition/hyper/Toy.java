package bss.mapper.partition.hyper;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/// Hypergraphs for tests, as lists of nets.
final class Toy {

    private Toy() {}

    static Hypergraph graph(int[] weight, List<int[]> nets) {
        int[] begin = new int[nets.size() + 1];
        for (int e = 0; e < nets.size(); e++) {
            begin[e + 1] = begin[e] + nets.get(e).length;
        }
        int[] pins = nets.stream().flatMapToInt(Arrays::stream).toArray();
        return Hypergraph.of(weight, new byte[weight.length], begin, pins);
    }

    static int[] alike(int n, int weight) {
        int[] all = new int[n];
        Arrays.fill(all, weight);
        return all;
    }

    /// Numbers from 0 in a random order.
    static int[] shuffled(int n, Random random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }

    /// The nets with their vertices renamed.
    static List<int[]> renamed(List<int[]> nets, int[] name) {
        return nets.stream()
                .map(e -> Arrays.stream(e).map(v -> name[v]).toArray())
                .toList();
    }

    /// Parts that each net meets beyond the first, counted with sets.
    static long naive(List<int[]> nets, int[] part) {
        long sum = 0;
        for (int[] net : nets) {
            TreeSet<Integer> met = new TreeSet<>();
            for (int v : net) {
                met.add(part[v]);
            }
            sum += Math.max(0, met.size() - 1);
        }
        return sum;
    }
}
