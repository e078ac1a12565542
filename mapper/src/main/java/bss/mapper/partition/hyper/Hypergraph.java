package bss.mapper.partition.hyper;

import java.util.Arrays;

/// Vertices with weights and kinds, and nets (hyperedges) with weights, each a set of at least two vertices; both
/// directions as rows of flat arrays. Immutable; arrays are not copied.
public final class Hypergraph {

    private final int[] weight;
    private final byte[] kind;
    private final int[] netBegin;
    private final int[] pins;
    private final int[] netWeight;
    private final int[] vertexBegin;
    private final int[] incident;
    private final long total;
    private final int heaviest;

    private Hypergraph(int[] weight, byte[] kind, int[] netBegin, int[] pins, int[] netWeight) {
        this.weight = weight;
        this.kind = kind;
        this.netBegin = netBegin;
        this.pins = pins;
        this.netWeight = netWeight;
        vertexBegin = new int[weight.length + 1];
        for (int pin : pins) {
            vertexBegin[pin + 1]++;
        }
        long sum = 0;
        int most = 0;
        for (int v = 0; v < weight.length; v++) {
            vertexBegin[v + 1] += vertexBegin[v];
            sum += weight[v];
            most = Math.max(most, weight[v]);
        }
        total = sum;
        heaviest = most;
        incident = new int[pins.length];
        int[] next = Arrays.copyOf(vertexBegin, weight.length);
        for (int net : bySize()) {
            for (int i = netBegin[net]; i < netBegin[net + 1]; i++) {
                incident[next[pins[i]]++] = net;
            }
        }
    }

    /// Makes one; pins that a net has twice, nets of less than two vertices and repeated nets are taken out.
    ///
    /// @param weight by vertex
    /// @param kind by vertex, a bit set; vertices of different kinds other than 0 do not like to be together
    /// @param netBegin first pin of each net, and behind the last one the number of pins
    /// @param pins vertices of all nets
    public static Hypergraph of(int[] weight, byte[] kind, int[] netBegin, int[] pins) {
        int[] ones = new int[netBegin.length - 1];
        Arrays.fill(ones, 1);
        int[] same = new int[weight.length];
        Arrays.setAll(same, v -> v);
        return contract(weight, kind, netBegin, pins, ones, same, weight.length);
    }

    /// What is left when vertices are drawn together.
    ///
    /// @param map new vertex by vertex; -1: the vertex is left out, and nets keep the rest of their pins
    /// @param vertices how many new ones there are
    public Hypergraph contract(int[] map, int vertices) {
        return contract(weight, kind, netBegin, pins, netWeight, map, vertices);
    }

    private static Hypergraph contract(
            int[] weight, byte[] kind, int[] netBegin, int[] pins, int[] netWeight, int[] map, int vertices) {
        int[] newWeight = new int[vertices];
        byte[] newKind = new byte[vertices];
        for (int v = 0; v < map.length; v++) {
            if (map[v] >= 0) {
                newWeight[map[v]] += weight[v];
                newKind[map[v]] |= kind[v];
            }
        }
        NetBuilder nets = new NetBuilder(vertices, netWeight.length, pins.length);
        for (int net = 0; net < netWeight.length; net++) {
            for (int i = netBegin[net]; i < netBegin[net + 1]; i++) {
                if (map[pins[i]] >= 0) {
                    nets.pin(map[pins[i]]);
                }
            }
            nets.close(netWeight[net]);
        }
        return new Hypergraph(newWeight, newKind, nets.begin(), nets.pins(), nets.weights());
    }

    private int[] bySize() {
        int most = 0;
        for (int net = 0; net < nets(); net++) {
            most = Math.max(most, size(net));
        }
        int[] next = new int[most + 2];
        for (int net = 0; net < nets(); net++) {
            next[size(net) + 1]++;
        }
        for (int s = 0; s <= most; s++) {
            next[s + 1] += next[s];
        }
        int[] order = new int[nets()];
        for (int net = 0; net < nets(); net++) {
            order[next[size(net)]++] = net;
        }
        return order;
    }

    public int vertices() {
        return weight.length;
    }

    public int nets() {
        return netWeight.length;
    }

    /// Pins of all nets.
    public int pins() {
        return pins.length;
    }

    public int weight(int vertex) {
        return weight[vertex];
    }

    /// The sum of the weights of all vertices.
    public long weight() {
        return total;
    }

    /// The largest weight of a vertex.
    public int heaviest() {
        return heaviest;
    }

    public int kind(int vertex) {
        return kind[vertex];
    }

    public int netWeight(int net) {
        return netWeight[net];
    }

    /// Vertices of a net.
    public int size(int net) {
        return netBegin[net + 1] - netBegin[net];
    }

    /// Number of the first pin of a net; that of the net after the last is the number of pins.
    public int firstPin(int net) {
        return netBegin[net];
    }

    /// The vertex of a pin.
    public int pin(int pin) {
        return pins[pin];
    }

    /// Place of the first net of a vertex in the list of [#net].
    public int firstNet(int vertex) {
        return vertexBegin[vertex];
    }

    /// The net at a place; those of a vertex come in the order of their sizes.
    public int net(int place) {
        return incident[place];
    }

    /// Whether two vertices may share a coarse vertex.
    public boolean alike(int a, int b) {
        return kind[a] == 0 || kind[b] == 0 || kind[a] == kind[b];
    }

    /// The sum over all nets of their weight times the number of parts that they meet beyond the first.
    public long connectivity(int[] part, int parts) {
        int[] seen = new int[parts];
        long sum = 0;
        for (int net = 0; net < nets(); net++) {
            int met = 0;
            for (int i = netBegin[net]; i < netBegin[net + 1]; i++) {
                int p = part[pins[i]];
                if (seen[p] != net + 1) {
                    seen[p] = net + 1;
                    met++;
                }
            }
            sum += (long) netWeight[net] * (met - 1);
        }
        return sum;
    }
}
