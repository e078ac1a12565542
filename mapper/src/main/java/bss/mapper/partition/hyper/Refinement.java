package bss.mapper.partition.hyper;

import java.util.Arrays;

/// Moves vertices between two sides so that the weight of the nets that meet both falls: Fiduccia and Mattheyses,
/// A linear-time heuristic for improving network partitions (DAC 1982).
///
/// A pass moves every vertex at most once, the best first, also where that costs something, and goes back to the
/// best state that it met. Fitting into the sides comes before the cut.
final class Refinement {

    /// A pass ends after so many moves without a better state, or a part of the vertices.
    private static final int PATIENCE = 100;

    private static final int PATIENT_PART = 12;

    /// A pass that takes less of the cut is the last one.
    private static final double LITTLE = 0.01;

    /// Vertices looked at for one that is not too heavy.
    private static final int LOOKED_AT = 16;

    private final Hypergraph graph;
    private final byte[] side;
    private final long[] capacity;
    private final long[] weight = new long[2];
    private final int[] count;
    private final int[] gain;
    private final GainBuckets[] buckets;
    private final int[] moved;
    private int moves;
    private long cut;

    /// Takes over sides; they are changed in place.
    ///
    /// @param capacity of the two sides
    Refinement(Hypergraph graph, byte[] side, long[] capacity) {
        this.graph = graph;
        this.side = side;
        this.capacity = capacity;
        count = new int[2 * graph.nets()];
        gain = new int[graph.vertices()];
        moved = new int[graph.vertices()];
        int most = 0;
        for (int v = 0; v < side.length; v++) {
            weight[side[v]] += graph.weight(v);
            int sum = 0;
            for (int k = graph.firstNet(v); k < graph.firstNet(v + 1); k++) {
                sum += graph.netWeight(graph.net(k));
            }
            most = Math.max(most, sum);
        }
        buckets = new GainBuckets[] {new GainBuckets(gain, most), new GainBuckets(gain, most)};
        for (int net = 0; net < graph.nets(); net++) {
            for (int i = graph.firstPin(net); i < graph.firstPin(net + 1); i++) {
                count[2 * net + side[graph.pin(i)]]++;
            }
            cut += count[2 * net] > 0 && count[2 * net + 1] > 0 ? graph.netWeight(net) : 0;
        }
    }

    /// Weight of the nets that meet both sides.
    long cut() {
        return cut;
    }

    /// Weight beyond the capacities.
    long excess() {
        return Math.max(0, weight[0] - capacity[0]) + Math.max(0, weight[1] - capacity[1]);
    }

    /// Grows side 0, which is empty, from a vertex: always the one whose move cuts least.
    void grow(int seed, long target) {
        begin();
        int next = seed;
        while (next != GainBuckets.NONE && weight[0] < target) {
            move(next);
            next = light(1);
        }
    }

    /// Refines until a pass finds little.
    void refine(int mostPasses) {
        for (int pass = 0; pass < mostPasses; pass++) {
            long excessBefore = excess();
            long cutBefore = cut;
            pass();
            if (excess() == excessBefore && cutBefore - cut <= LITTLE * cutBefore) {
                return;
            }
        }
    }

    private void pass() {
        begin();
        long bestExcess = excess();
        long bestCut = cut;
        int best = 0;
        int patience = PATIENCE + graph.vertices() / PATIENT_PART;
        int next = choose();
        while (next != GainBuckets.NONE && (moves - best <= patience || bestExcess > 0)) {
            move(next);
            long excess = excess();
            if (excess < bestExcess || (excess == bestExcess && cut < bestCut)) {
                bestExcess = excess;
                bestCut = cut;
                best = moves;
            }
            next = choose();
        }
        while (moves > best) {
            undo(moved[--moves]);
        }
        cut = bestCut;
    }

    /// Computes all gains; every vertex is free to move.
    private void begin() {
        moves = 0;
        Arrays.fill(gain, 0);
        buckets[0].clear();
        buckets[1].clear();
        for (int net = 0; net < graph.nets(); net++) {
            int in0 = count[2 * net];
            int in1 = count[2 * net + 1];
            boolean whole = in0 == 0 || in1 == 0;
            if (!whole && in0 > 1 && in1 > 1) {
                continue;
            }
            for (int i = graph.firstPin(net); i < graph.firstPin(net + 1); i++) {
                int v = graph.pin(i);
                if (whole) {
                    gain[v] -= graph.netWeight(net);
                } else if (count[2 * net + side[v]] == 1) {
                    gain[v] += graph.netWeight(net);
                }
            }
        }
        for (int v = side.length - 1; v >= 0; v--) {
            buckets[side[v]].add(v);
        }
    }

    /// The best move that helps the balance or does not hurt it by more than a vertex.
    private int choose() {
        long over0 = weight[0] - capacity[0];
        long over1 = weight[1] - capacity[1];
        if (over0 > 0 || over1 > 0) {
            return light(over0 >= over1 ? 0 : 1);
        }
        int from0 = light(0);
        int from1 = light(1);
        if (from0 == GainBuckets.NONE || from1 == GainBuckets.NONE) {
            return Math.max(from0, from1);
        }
        if (gain[from0] != gain[from1]) {
            return gain[from0] > gain[from1] ? from0 : from1;
        }
        return over0 >= over1 ? from0 : from1;
    }

    /// The best vertex of a side for which the other one has room, or nearly.
    private int light(int from) {
        int v = buckets[from].first();
        for (int i = 0; i < LOOKED_AT && v != GainBuckets.NONE; i++) {
            if (weight[1 - from] + graph.weight(v) <= capacity[1 - from] + graph.heaviest()) {
                return v;
            }
            v = buckets[from].after(v);
        }
        return GainBuckets.NONE;
    }

    private void move(int v) {
        int from = side[v];
        int to = 1 - from;
        cut -= gain[v];
        buckets[from].remove(v);
        moved[moves++] = v;
        for (int k = graph.firstNet(v); k < graph.firstNet(v + 1); k++) {
            int net = graph.net(k);
            int there = count[2 * net + to]++;
            int here = --count[2 * net + from];
            int w = graph.netWeight(net);
            if (there == 0) {
                changeAll(net, w);
            } else if (there == 1) {
                changeOnly(net, to, -w, v);
            }
            if (here == 0) {
                changeAll(net, -w);
            } else if (here == 1) {
                changeOnly(net, from, w, v);
            }
        }
        side[v] = (byte) to;
        weight[from] -= graph.weight(v);
        weight[to] += graph.weight(v);
    }

    private void changeAll(int net, int by) {
        for (int i = graph.firstPin(net); i < graph.firstPin(net + 1); i++) {
            int u = graph.pin(i);
            buckets[side[u]].change(u, by);
        }
    }

    /// Changes the gain of the only other vertex that a net has on a side.
    private void changeOnly(int net, int on, int by, int except) {
        for (int i = graph.firstPin(net); i < graph.firstPin(net + 1); i++) {
            int u = graph.pin(i);
            if (side[u] == on && u != except) {
                buckets[on].change(u, by);
                return;
            }
        }
    }

    private void undo(int v) {
        int from = side[v];
        for (int k = graph.firstNet(v); k < graph.firstNet(v + 1); k++) {
            count[2 * graph.net(k) + from]--;
            count[2 * graph.net(k) + 1 - from]++;
        }
        weight[from] -= graph.weight(v);
        weight[1 - from] += graph.weight(v);
        side[v] = (byte) (1 - from);
    }
}
