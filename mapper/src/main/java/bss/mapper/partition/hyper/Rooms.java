package bss.mapper.partition.hyper;

/// How full parts are.
final class Rooms {

    private static final int NONE = -1;

    private final Hypergraph graph;
    private final Rules rules;
    private final long[] weight;
    private final long[] byKind;

    /// Empty parts.
    Rooms(Hypergraph graph, Rules rules, int parts) {
        this.graph = graph;
        this.rules = rules;
        weight = new long[parts];
        byKind = new long[parts * Rules.KINDS];
    }

    void add(int vertex, int part) {
        weight[part] += graph.weight(vertex);
        byKind[part * Rules.KINDS + graph.kind(vertex)] += rules.blockWeight(vertex);
    }

    void remove(int vertex, int part) {
        weight[part] -= graph.weight(vertex);
        byKind[part * Rules.KINDS + graph.kind(vertex)] -= rules.blockWeight(vertex);
    }

    boolean fits(int part) {
        return excess(part, NONE, NONE) <= 0;
    }

    /// Whether a part fits with one more vertex.
    boolean takes(int part, int vertex) {
        return excess(part, vertex, NONE) <= 0;
    }

    /// Whether a part fits with one vertex instead of another one.
    boolean swaps(int part, int in, int out) {
        return excess(part, in, out) <= 0;
    }

    /// What of a kind is to go so that a part fits: the least that frees a block, or anything if the weight alone
    /// is too much. -1: the part has nothing of the kind.
    long surplus(int part, int kind) {
        long all = byKind[part * Rules.KINDS + kind];
        if (all == 0) {
            return -1;
        }
        return weight[part] > rules.capacity() ? 0 : (all - 1) % rules.block();
    }

    boolean heavy(int part) {
        return weight[part] > rules.capacity();
    }

    private long excess(int part, int in, int out) {
        long sum = weight[part] - rules.capacity();
        sum += in == NONE ? 0 : graph.weight(in);
        sum -= out == NONE ? 0 : graph.weight(out);
        if (sum > 0) {
            return sum;
        }
        long blocks = 0;
        for (int kind = 0; kind < Rules.KINDS; kind++) {
            long all = byKind[part * Rules.KINDS + kind];
            all += in != NONE && graph.kind(in) == kind ? rules.blockWeight(in) : 0;
            all -= out != NONE && graph.kind(out) == kind ? rules.blockWeight(out) : 0;
            blocks += Math.ceilDiv(all, (long) rules.block());
        }
        return blocks - rules.blocks();
    }
}
