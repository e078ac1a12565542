package bss.mapper.route;

import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.L1Topology;

/// How many buses land on each group of VLines that share their drivers: 16 lines and 14 drivers of a chip.
/// Source: marocco:marocco/routing/VLineUsage.cpp.
final class VLineUsage {

    private static final int LINES_PER_GROUP = 4;
    private static final int GROUPS_PER_SIDE = 8;
    private static final int CROWDED = 12;

    private final int[] landings = new int[HicannOnWafer.COUNT * 2 * GROUPS_PER_SIDE];

    void add(int line) {
        landings[group(line)]++;
    }

    /// What a landing counts when a VLine is chosen: less where many compete for the drivers.
    int score(int line) {
        return landings[group(line)] < CROWDED ? 3 : 2;
    }

    private static int group(int line) {
        int vline = L1Topology.lineOnHicann(line) - L1Topology.HLINES;
        int side = vline / (L1Topology.VLINES / 2);
        int onSide = vline / LINES_PER_GROUP % GROUPS_PER_SIDE;
        return (L1Topology.hicannOfLine(line) * 2 + side) * GROUPS_PER_SIDE + onSide;
    }
}
