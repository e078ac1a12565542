package bss.mapper.partition.hyper;

import java.util.Arrays;

/// Improves a division into many parts by moves and swaps of single vertices on the exact number of parts that each
/// net meets (the k-way refinement of Karypis and Kumar: Multilevel k-way hypergraph partitioning, DAC 1999), and
/// makes parts fit that do not.
final class PartMoves {

    /// Pins times parts that are looked at before the last pass.
    private static final long MOST_WORK = 500_000_000L;

    private static final long MOST_COUNTS = 64_000_000L;
    private static final int MOST_PARTS = 4096;
    private static final int PASSES = 8;
    private static final int NONE = -1;

    private final Hypergraph graph;
    private final int[] part;
    private final int parts;
    private final Rooms rooms;
    private final short[] count;
    private final int[] missing;
    private final int[] wish;
    private final int[] wishGain;
    private long work;

    private PartMoves(Hypergraph graph, Rules rules, int[] part, int parts) {
        this.graph = graph;
        this.part = part;
        this.parts = parts;
        rooms = new Rooms(graph, rules, parts);
        count = new short[graph.nets() * parts];
        missing = new int[parts];
        wish = new int[parts * parts];
        wishGain = new int[parts * parts];
        for (int v = 0; v < part.length; v++) {
            rooms.add(v, part[v]);
            tally(v, part[v], 1);
        }
    }

    /// Improves parts in place, unless there are too many to try.
    ///
    /// @param parts that may be used; those beyond the ones in use only for what does not fit otherwise
    static void improve(Hypergraph graph, Rules rules, int[] part, int parts, long seed) {
        if ((long) graph.nets() * parts > MOST_COUNTS || parts > MOST_PARTS || parts < 2) {
            return;
        }
        PartMoves moves = new PartMoves(graph, rules, part, parts);
        for (int p = 0; p < parts; p++) {
            moves.makeFit(p);
        }
        int[] order = Coarsening.shuffled(graph.vertices(), seed);
        for (int pass = 0; pass < PASSES && moves.work < MOST_WORK && moves.pass(order); pass++) {
            // each pass moves what it can
        }
    }

    private void tally(int v, int p, int by) {
        for (int k = graph.firstNet(v); k < graph.firstNet(v + 1); k++) {
            count[graph.net(k) * parts + p] += (short) by;
        }
    }

    private void move(int v, int to) {
        tally(v, part[v], -1);
        rooms.remove(v, part[v]);
        tally(v, to, 1);
        rooms.add(v, to);
        part[v] = to;
    }

    /// Weight of the nets that leave the part of a vertex when it goes.
    private int leave(int v) {
        int sum = 0;
        for (int k = graph.firstNet(v); k < graph.firstNet(v + 1); k++) {
            sum += count[graph.net(k) * parts + part[v]] == 1 ? graph.netWeight(graph.net(k)) : 0;
        }
        return sum;
    }

    private int gain(int v, int to) {
        int sum = leave(v);
        for (int k = graph.firstNet(v); k < graph.firstNet(v + 1); k++) {
            sum -= count[graph.net(k) * parts + to] == 0 ? graph.netWeight(graph.net(k)) : 0;
        }
        return sum;
    }

    /// Weight of the nets of a vertex that do not meet each part.
    private void look(int v) {
        Arrays.fill(missing, 0);
        for (int k = graph.firstNet(v); k < graph.firstNet(v + 1); k++) {
            int base = graph.net(k) * parts;
            int w = graph.netWeight(graph.net(k));
            for (int p = 0; p < parts; p++) {
                missing[p] += count[base + p] == 0 ? w : 0;
            }
        }
        work += (long) (graph.firstNet(v + 1) - graph.firstNet(v)) * parts;
    }

    private boolean pass(int[] order) {
        Arrays.fill(wish, NONE);
        boolean moved = false;
        for (int v : order) {
            int leave = leave(v);
            if (leave > 0 && work < MOST_WORK) {
                look(v);
                moved |= better(v, leave);
            }
        }
        return moved;
    }

    private boolean better(int v, int leave) {
        int from = part[v];
        int best = NONE;
        int wanted = NONE;
        for (int p = 0; p < parts; p++) {
            if (p == from) {
                continue;
            }
            if (wanted == NONE || missing[p] < missing[wanted]) {
                wanted = p;
            }
            if (missing[p] < (best == NONE ? leave : missing[best]) && rooms.takes(p, v)) {
                best = p;
            }
        }
        if (best != NONE) {
            move(v, best);
            return true;
        }
        return wanted != NONE && (swap(v, wanted, leave - missing[wanted]) || wishFor(v, wanted, leave));
    }

    /// Swaps a vertex with the one that would like to come from where it wants to go.
    private boolean swap(int v, int to, int gain) {
        int from = part[v];
        int other = wish[to * parts + from];
        if (other == NONE || part[other] != to || !rooms.swaps(to, v, other) || !rooms.swaps(from, other, v)) {
            return false;
        }
        move(v, to);
        if (gain + gain(other, from) > 0) {
            move(other, from);
            return true;
        }
        move(v, from);
        return false;
    }

    /// Remembers where a vertex wants to go; moves nothing.
    private boolean wishFor(int v, int to, int leave) {
        int at = part[v] * parts + to;
        int gain = leave - missing[to];
        if (wish[at] == NONE || part[wish[at]] != part[v] || gain > wishGain[at]) {
            wish[at] = v;
            wishGain[at] = gain;
        }
        return false;
    }

    /// Moves what costs least out of a part until it fits, if others have room.
    private void makeFit(int p) {
        while (!rooms.fits(p)) {
            int v = leaver(p);
            if (v == NONE) {
                return;
            }
            look(v);
            int best = NONE;
            for (int q = 0; q < parts; q++) {
                if (q != p && rooms.takes(q, v) && (best == NONE || missing[q] < missing[best])) {
                    best = q;
                }
            }
            if (best == NONE) {
                return;
            }
            move(v, best);
        }
    }

    /// Of the kind of which least has to go, the vertex that costs least.
    private int leaver(int p) {
        int of = NONE;
        for (int kind = 0; kind < Rules.KINDS; kind++) {
            long surplus = rooms.surplus(p, kind);
            if (surplus >= 0 && (of == NONE || surplus < rooms.surplus(p, of))) {
                of = kind;
            }
        }
        int best = NONE;
        int bestGain = 0;
        for (int v = 0; v < part.length; v++) {
            if (part[v] == p && (graph.kind(v) == of || rooms.heavy(p))) {
                int gain = leave(v);
                if (best == NONE || gain > bestGain) {
                    best = v;
                    bestGain = gain;
                }
            }
        }
        return best;
    }
}
