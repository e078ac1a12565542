package bss.mapper.partition.hyper;

import bss.spec.random.KeyedRandom;
import java.util.Arrays;

/// Divides a hypergraph into parts that fit, so that nets meet few parts each (connectivity minus one): bisected
/// again and again, nets that are cut going on in both sides, then improved by moves between all parts.
public final class Division {

    /// One part in so many is kept for what does not fit elsewhere.
    private static final int SPARE = 16;

    private static final long MOVES = -1;

    private final int[] part;
    private final long capacity;
    private final long seed;

    private Division(int vertices, long capacity, long seed) {
        part = new int[vertices];
        this.capacity = capacity;
        this.seed = seed;
    }

    /// The part of each vertex; parts with numbers near each other belong together.
    ///
    /// @param parts that should do
    public static int[] of(Hypergraph graph, Rules rules, int parts, long seed) {
        Division division = new Division(graph.vertices(), rules.capacity(), seed);
        int[] vertices = new int[graph.vertices()];
        Arrays.setAll(vertices, v -> v);
        division.divide(graph, vertices, 0, parts);
        PartMoves.improve(
                graph, rules, division.part, parts + Math.ceilDiv(parts, SPARE), KeyedRandom.key(seed, MOVES));
        return division.part;
    }

    private void divide(Hypergraph graph, int[] vertices, int first, int parts) {
        if (parts <= 1) {
            for (int v : vertices) {
                part[v] = first;
            }
            return;
        }
        int left = (parts + 1) / 2;
        long[] capacities = {left * capacity, (parts - left) * capacity};
        byte[] side = Bisection.of(graph, capacities, KeyedRandom.key(seed, first, parts));
        for (int s = 0; s < 2; s++) {
            int[] map = new int[vertices.length];
            int[] inside = new int[vertices.length];
            int n = 0;
            for (int v = 0; v < map.length; v++) {
                map[v] = side[v] == s ? n : -1;
                if (side[v] == s) {
                    inside[n++] = vertices[v];
                }
            }
            divide(graph.contract(map, n), Arrays.copyOf(inside, n), first + s * left, s == 0 ? left : parts - left);
        }
    }
}
