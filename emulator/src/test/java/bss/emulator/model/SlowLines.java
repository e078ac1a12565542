package bss.emulator.model;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Where the events of a sending repeater go, and over how many chips.
///
/// Nodes are line segments (their number on the wafer) and, above those, driver inputs (chip * 224 + row).
final class SlowLines {

    /// A synapse driver that an event reaches.
    ///
    /// @param chips chips that hold a segment of the way, the source and the driver's, each once
    record Arrival(int hicann, int driver, int chips) {}

    private static final int DRIVER = L1Topology.LINES_ON_WAFER;

    private final WaferConfiguration wafer;

    SlowLines(WaferConfiguration wafer) {
        this.wafer = wafer;
    }

    // ---- bits

    private boolean bit(int hicann, Function<HicannConfiguration, Boolean> of) {
        return wafer.hicann(hicann).map(of).orElse(false);
    }

    private RepeaterConfig repeater(int segment) {
        int line = L1Topology.lineOnHicann(segment);
        return wafer.hicann(L1Topology.hicannOfLine(segment))
                .map(c -> L1Topology.isHLine(line)
                        ? c.horizontalRepeater(line)
                        : c.verticalRepeater(line - L1Topology.HLINES))
                .orElse(RepeaterConfig.IDLE);
    }

    private static Direction ownBorder(int segment) {
        int line = L1Topology.lineOnHicann(segment);
        return L1Topology.isHLine(line)
                ? L1Topology.hRepeaterDirection(line)
                : L1Topology.vRepeaterDirection(line - L1Topology.HLINES);
    }

    private static boolean westOrNorth(Direction direction) {
        return direction == Direction.WEST || direction == Direction.NORTH;
    }

    /// Whether the own repeater of a segment takes from it and drives the one beyond the border.
    private boolean drivesOut(int segment) {
        RepeaterConfig r = repeater(segment);
        return westOrNorth(ownBorder(segment)) ? r.forwardsWestOrNorth() : r.forwardsEastOrSouth();
    }

    /// Whether it takes from beyond the border and drives its own segment.
    private boolean drivesIn(int segment) {
        RepeaterConfig r = repeater(segment);
        return westOrNorth(ownBorder(segment)) ? r.forwardsEastOrSouth() : r.forwardsWestOrNorth();
    }

    private static Direction opposite(Direction d) {
        return switch (d) {
            case EAST -> Direction.WEST;
            case WEST -> Direction.EAST;
            case NORTH -> Direction.SOUTH;
            case SOUTH -> Direction.NORTH;
        };
    }

    /// Whether the sender of this HLine segment is in mode OUTPUT towards that side.
    private boolean sends(int segment, boolean west) {
        int line = L1Topology.lineOnHicann(segment);
        RepeaterConfig r = repeater(segment);
        return line < L1Topology.HLINES
                && line % 8 == 6
                && r.mode() == RepeaterConfig.Mode.OUTPUT
                && (west ? r.towardsWestOrNorth() : r.towardsEastOrSouth());
    }

    // ---- nets

    private static int chipOf(int node) {
        return node < DRIVER ? L1Topology.hicannOfLine(node) : (node - DRIVER) / L1Topology.DRIVERS;
    }

    private List<Integer> joined(int node) {
        List<Integer> found = new ArrayList<>();
        int h = chipOf(node);
        if (node >= DRIVER) {
            int row = (node - DRIVER) % L1Topology.DRIVERS;
            for (int chip :
                    new int[] {h, WaferTopology.neighbour(h, Direction.WEST), WaferTopology.neighbour(h, Direction.EAST)
                    }) {
                for (int side = 0; chip >= 0 && side < 2; side++) {
                    for (int v : L1Topology.vlinesOfRow(side, row)) {
                        if (L1Topology.synapseSwitchTargetHicann(chip, v, row) == h
                                && bit(chip, c -> c.synapseSwitch(L1Topology.synapseSwitchIndex(v, row)))) {
                            found.add(L1Topology.vline(chip, v));
                        }
                    }
                }
            }
            return found;
        }
        int line = L1Topology.lineOnHicann(node);
        if (L1Topology.isHLine(line)) {
            for (int v : L1Topology.vlinesOf(line)) {
                if (bit(h, c -> c.crossbarSwitch(L1Topology.crossbarIndex(line, v)))) {
                    found.add(L1Topology.vline(h, v));
                }
            }
            return found;
        }
        int v = line - L1Topology.HLINES;
        for (int hline : L1Topology.hlinesOf(v)) {
            if (bit(h, c -> c.crossbarSwitch(L1Topology.crossbarIndex(hline, v)))) {
                found.add(L1Topology.hline(h, hline));
            }
        }
        for (int row : L1Topology.rowsOf(v)) {
            int target = L1Topology.synapseSwitchTargetHicann(h, v, row);
            if (target >= 0 && bit(h, c -> c.synapseSwitch(L1Topology.synapseSwitchIndex(v, row)))) {
                found.add(DRIVER + target * L1Topology.DRIVERS + row);
            }
        }
        return found;
    }

    /// The net of a node, and at each of its nodes the chips on the way there, each once.
    private Map<Integer, Set<Integer>> net(int entry, Set<Integer> before) {
        Map<Integer, Set<Integer>> net = new TreeMap<>();
        net.put(entry, with(before, chipOf(entry)));
        ArrayDeque<Integer> next = new ArrayDeque<>(List.of(entry));
        while (!next.isEmpty()) {
            int node = next.remove();
            Set<Integer> passed = net.getOrDefault(node, Set.of());
            for (int other : joined(node)) {
                // a driver's input is no segment: its chip counts where the way ends there
                Set<Integer> there = other < DRIVER ? with(passed, chipOf(other)) : passed;
                Set<Integer> known = net.get(other);
                if (known == null || there.size() < known.size()) {
                    net.put(other, there);
                    next.add(other);
                }
            }
        }
        return net;
    }

    private static Set<Integer> with(Set<Integer> chips, int chip) {
        Set<Integer> more = new TreeSet<>(chips);
        more.add(chip);
        return more;
    }

    private int drivers(int segment) {
        int count = 0;
        Direction own = ownBorder(segment);
        if (L1Topology.across(segment, own) >= 0 && drivesIn(segment)) {
            count++;
        }
        int beyond = L1Topology.across(segment, opposite(own));
        if (beyond >= 0 && drivesOut(beyond)) {
            count++;
        }
        if (sends(segment, false)) {
            count++;
        }
        int east = L1Topology.across(segment, Direction.EAST);
        if (east >= 0 && sends(east, true)) {
            count++;
        }
        return count;
    }

    private boolean carries(Map<Integer, Set<Integer>> net) {
        return net.keySet().stream()
                        .filter(node -> node < DRIVER)
                        .mapToInt(this::drivers)
                        .sum()
                == 1;
    }

    // ---- events

    /// The segments that a DNC merger's sender drives.
    private List<Integer> entries(int hicann, int dncMerger) {
        int segment = L1Topology.hline(hicann, MergerTopology.hlineOfDnc(dncMerger));
        List<Integer> entries = new ArrayList<>();
        if (sends(segment, false)) {
            entries.add(segment);
        }
        int west = L1Topology.across(segment, Direction.WEST);
        if (west >= 0 && sends(segment, true)) {
            entries.add(west);
        }
        return entries;
    }

    /// Whether any line carries what this DNC merger's sender sends.
    boolean carried(int hicann, int dncMerger) {
        return entries(hicann, dncMerger).stream().anyMatch(segment -> carries(net(segment, Set.of())));
    }

    /// The enabled drivers that its events reach.
    List<Arrival> reach(int hicann, int dncMerger) {
        List<Arrival> reached = new ArrayList<>();
        entries(hicann, dncMerger).forEach(segment -> follow(segment, Set.of(hicann), reached));
        return reached;
    }

    private void follow(int entry, Set<Integer> before, List<Arrival> reached) {
        Map<Integer, Set<Integer>> net = net(entry, before);
        if (!carries(net)) {
            return;
        }
        net.forEach((node, passed) -> {
            if (node >= DRIVER) {
                int chips = with(passed, chipOf(node)).size();
                enter(chipOf(node), (node - DRIVER) % L1Topology.DRIVERS, chips, reached);
                return;
            }
            int out = L1Topology.across(node, ownBorder(node));
            if (out >= 0 && drivesOut(node)) {
                follow(out, passed, reached);
            }
            int beyond = L1Topology.across(node, opposite(ownBorder(node)));
            if (beyond >= 0 && drivesIn(beyond)) {
                follow(beyond, passed, reached);
            }
        });
    }

    private void enter(int hicann, int driver, int chips, List<Arrival> reached) {
        if (!bit(hicann, c -> c.synapseDriver(driver).locin())) {
            return;
        }
        HicannConfiguration chip = wafer.hicann(hicann).orElseThrow();
        TreeSet<Integer> run = new TreeSet<>();
        join(chip, driver, run);
        if (run.stream().filter(y -> chip.synapseDriver(y).locin()).count() > 1) {
            return;
        }
        for (int y : run) {
            if (chip.synapseDriver(y).enable()) {
                reached.add(new Arrival(hicann, y, chips));
            }
        }
    }

    private static void join(HicannConfiguration chip, int driver, Set<Integer> run) {
        if (driver < 0 || !run.add(driver)) {
            return;
        }
        if (chip.synapseDriver(driver).connectNeighbor()) {
            join(chip, L1Topology.outerNeighbour(driver), run);
        }
        int inner = L1Topology.innerNeighbour(driver);
        if (inner >= 0 && chip.synapseDriver(inner).connectNeighbor()) {
            join(chip, inner, run);
        }
    }
}
