package bss.emulator.build;

import bss.spec.config.WaferConfiguration;
import bss.spec.topology.L1Topology;
import java.util.Arrays;

/// Line segments and driver inputs of a wafer, joined by closed switches: union-find for the nets, adjacency lists for
/// the ways within them.
final class NodeGraph {

    private static final int SEGMENTS = L1Topology.LINES_ON_WAFER;

    /// Segments first ([L1Topology#line]), then `driver + 224 * hicann`.
    static final int NODES = SEGMENTS + WaferConfiguration.HICANNS * L1Topology.DRIVERS;

    private final int[] parent = new int[NODES];
    private final Ints from = new Ints();
    private final Ints to = new Ints();
    private final int[] firstEdge = new int[NODES + 1];
    private int[] neighbours = new int[0];

    /// Node before this one on the way of the present search, -1 if not reached.
    private final int[] previous = new int[NODES];

    private final Ints reached = new Ints();

    NodeGraph() {
        Arrays.setAll(parent, i -> i);
        Arrays.fill(previous, -1);
    }

    static int driverNode(int hicann, int driver) {
        return SEGMENTS + hicann * L1Topology.DRIVERS + driver;
    }

    static boolean isDriver(int node) {
        return node >= SEGMENTS;
    }

    static int hicann(int node) {
        return isDriver(node) ? (node - SEGMENTS) / L1Topology.DRIVERS : L1Topology.hicannOfLine(node);
    }

    static int driver(int node) {
        return (node - SEGMENTS) % L1Topology.DRIVERS;
    }

    void join(int a, int b) {
        from.add(a);
        to.add(b);
        parent[net(a)] = net(b);
    }

    /// Call after the last [#join].
    void complete() {
        for (int k = 0; k < from.size(); k++) {
            firstEdge[from.get(k) + 1]++;
            firstEdge[to.get(k) + 1]++;
        }
        for (int n = 0; n < NODES; n++) {
            firstEdge[n + 1] += firstEdge[n];
        }
        neighbours = new int[2 * from.size()];
        int[] filled = firstEdge.clone();
        for (int k = 0; k < from.size(); k++) {
            neighbours[filled[from.get(k)]++] = to.get(k);
            neighbours[filled[to.get(k)]++] = from.get(k);
        }
        for (int n = 0; n < NODES; n++) {
            Arrays.sort(neighbours, firstEdge[n], firstEdge[n + 1]);
        }
    }

    int net(int node) {
        int n = node;
        while (parent[n] != n) {
            parent[n] = parent[parent[n]];
            n = parent[n];
        }
        return n;
    }

    /// All nodes of the net of `entry` in the order of a breadth-first search; remembers the ways until the next one.
    int[] search(int entry) {
        for (int k = 0; k < reached.size(); k++) {
            previous[reached.get(k)] = -1;
        }
        reached.clear();
        reached.add(entry);
        previous[entry] = entry;
        for (int k = 0; k < reached.size(); k++) {
            int node = reached.get(k);
            for (int e = firstEdge[node]; e < firstEdge[node + 1]; e++) {
                if (previous[neighbours[e]] < 0) {
                    previous[neighbours[e]] = node;
                    reached.add(neighbours[e]);
                }
            }
        }
        return reached.toArray();
    }

    /// The different chips of `before`, of the segments from `entry` to `node`, and of `node`, in no special order.
    int[] chipsOnWay(int entry, int node, int[] before) {
        Ints chips = new Ints();
        for (int chip : before) {
            chips.add(chip);
        }
        addChip(chips, hicann(node));
        for (int n = node; n != entry; ) {
            n = previous[n];
            if (!isDriver(n)) {
                addChip(chips, hicann(n));
            }
        }
        return chips.toArray();
    }

    private static void addChip(Ints chips, int chip) {
        for (int k = 0; k < chips.size(); k++) {
            if (chips.get(k) == chip) {
                return;
            }
        }
        chips.add(chip);
    }
}
