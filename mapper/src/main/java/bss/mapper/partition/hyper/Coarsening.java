package bss.mapper.partition.hyper;

import bss.spec.random.KeyedRandom;
import java.util.Arrays;

/// Draws vertices together in pairs that share most nets: the heavy-edge matching of hMETIS (Karypis, Aggarwal,
/// Kumar, Shekhar: Multilevel hypergraph partitioning, DAC 1997), as used for spiking networks by Ronzani and
/// Silvano (arXiv 2601.16118). A net of n pins counts 1 / (n - 1) for each pair.
final class Coarsening {

    /// Larger nets say little about who belongs together.
    private static final int LARGEST_NET = 1000;

    /// Pins that are looked at for one vertex, the smallest nets first.
    private static final int MOST_PINS = 800;

    private final Hypergraph graph;
    private final long mostWeight;
    private final int[] mate;
    private final double[] rating;
    private final int[] touched;

    private Coarsening(Hypergraph graph, long mostWeight) {
        this.graph = graph;
        this.mostWeight = mostWeight;
        mate = new int[graph.vertices()];
        rating = new double[graph.vertices()];
        touched = new int[graph.vertices()];
        Arrays.fill(mate, -1);
    }

    /// Coarse vertex of each vertex, numbered without gaps by their first vertices.
    ///
    /// @param mostWeight of a coarse vertex
    static int[] match(Hypergraph graph, long mostWeight, long seed) {
        Coarsening coarsening = new Coarsening(graph, mostWeight);
        for (int v : shuffled(graph.vertices(), seed)) {
            if (coarsening.mate[v] < 0) {
                int best = coarsening.best(v);
                coarsening.mate[v] = best;
                coarsening.mate[best] = v;
            }
        }
        int[] map = new int[graph.vertices()];
        int next = 0;
        for (int v = 0; v < map.length; v++) {
            map[v] = coarsening.mate[v] < v ? map[coarsening.mate[v]] : next++;
        }
        return map;
    }

    /// The numbers from 0 in an order that a seed gives.
    static int[] shuffled(int n, long seed) {
        KeyedRandom random = KeyedRandom.of(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }

    /// The free vertex that shares most with one; itself if there is none.
    private int best(int v) {
        int found = 0;
        int looked = 0;
        for (int k = graph.firstNet(v); k < graph.firstNet(v + 1) && looked < MOST_PINS; k++) {
            int net = graph.net(k);
            int size = graph.size(net);
            if (size > LARGEST_NET) {
                break;
            }
            looked += size;
            double share = (double) graph.netWeight(net) / (size - 1);
            for (int i = graph.firstPin(net); i < graph.firstPin(net + 1); i++) {
                int u = graph.pin(i);
                if (mate[u] >= 0 || u == v || !fit(u, v)) {
                    continue;
                }
                if (rating[u] == 0) {
                    touched[found++] = u;
                }
                rating[u] += share;
            }
        }
        int best = v;
        for (int i = 0; i < found; i++) {
            int u = touched[i];
            if (best == v || rating[u] > rating[best] || (rating[u] == rating[best] && lighter(u, best))) {
                best = u;
            }
        }
        for (int i = 0; i < found; i++) {
            rating[touched[i]] = 0;
        }
        return best;
    }

    private boolean fit(int u, int v) {
        return (long) graph.weight(u) + graph.weight(v) <= mostWeight && graph.alike(u, v);
    }

    private boolean lighter(int a, int b) {
        return graph.weight(a) != graph.weight(b) ? graph.weight(a) < graph.weight(b) : a < b;
    }
}
