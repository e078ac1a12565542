package bss.emulator.build;

import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Follows L1 lines straight from the rules of docs/machine.md: recursion over wires, formulas written out again.
///
/// Wires are HICANN * 320 + line (HLines 0 to 63, then VLines), driver inputs 1,000,000 + HICANN * 224 + row.
final class LineTracer {

    private static final int DRIVER = 1_000_000;

    /// The end of a segment: the segment behind the repeater there, or -1.
    record End(int far, boolean westOrNorth) {}

    private final WaferConfiguration wafer;

    LineTracer(WaferConfiguration wafer) {
        this.wafer = wafer;
    }

    // ---- wiring

    private static int chip(int h, int dx, int dy) {
        return WaferTopology.hicann(WaferTopology.x(h) + dx, WaferTopology.y(h) + dy);
    }

    private static End end(int h, int line, boolean westOrNorth) {
        int step = westOrNorth ? -1 : 1;
        boolean horizontal = line < 64;
        int next = horizontal ? chip(h, step, 0) : chip(h, 0, step);
        int far;
        if (horizontal) {
            far = Math.floorMod(line + 2 * step, 64);
        } else {
            int v = line - 64;
            int half = v / 128 * 128;
            // north is +2 in the left half, -2 in the right one
            int shift = (v < 128) == westOrNorth ? 2 : -2;
            far = 64 + half + Math.floorMod(v - half + shift, 128);
        }
        return new End(next < 0 ? -1 : next * 320 + far, westOrNorth);
    }

    /// Even HLines and the VLines that are odd on the left or even on the right have their repeater west or north.
    private static boolean ownIsWestOrNorth(int line) {
        if (line < 64) {
            return line % 2 == 0;
        }
        int v = line - 64;
        return (v < 128) == (v % 2 == 1);
    }

    static End ownEnd(int h, int line) {
        return end(h, line, ownIsWestOrNorth(line));
    }

    static End otherEnd(int h, int line) {
        return end(h, line, !ownIsWestOrNorth(line));
    }

    static int crossbarVLine(int s) {
        int h = s / 8;
        int k = s % 8;
        return k < 4 ? 31 - h / 2 + 32 * k : 128 + h / 2 + 32 * (k - 4);
    }

    static List<Integer> crossbarSwitches(int v) {
        List<Integer> found = new ArrayList<>();
        for (int s = 0; s < 512; s++) {
            if (crossbarVLine(s) == v) {
                found.add(s);
            }
        }
        return found;
    }

    private static boolean exists(int v, int y) {
        int a = v % 32 / 4;
        int b = y % 16 / 2;
        return (v < 128) != (y >= 112) ? a == b : a == 7 - b;
    }

    private static int synapseSwitch(int v, int y) {
        int position = 0;
        for (int other = v / 128 * 128; other < v; other++) {
            position += exists(other, y) ? 1 : 0;
        }
        return (v / 128 * 224 + y) * 16 + position;
    }

    static List<Integer> synapseSwitches(int v) {
        List<Integer> found = new ArrayList<>();
        for (int y = 0; y < 224; y++) {
            if (exists(v, y)) {
                found.add(synapseSwitch(v, y));
            }
        }
        return found;
    }

    /// Left drivers have odd rows in the top half and even ones in the bottom half.
    private static boolean isLeft(int y) {
        return (y < 112) == (y % 2 == 1);
    }

    private static int driverOf(int h, int v, int y) {
        boolean leftLine = v < 128;
        int target = leftLine == isLeft(y) ? h : chip(h, leftLine ? -1 : 1, 0);
        return target < 0 ? -1 : DRIVER + target * 224 + y;
    }

    // ---- bits

    private boolean bit(int h, Component component, int index) {
        return wafer.hicann(h).map(c -> c.word(component, index) != 0).orElse(false);
    }

    private RepeaterConfig repeater(int wire) {
        int line = wire % 320;
        Component component = line < 64 ? Component.HORIZONTAL_REPEATER : Component.VERTICAL_REPEATER;
        int word = wafer.hicann(wire / 320)
                .map(c -> c.word(component, line < 64 ? line : line - 64))
                .orElse(0);
        return RepeaterConfig.fromBits(word);
    }

    // ---- nets

    private void flood(int wire, Set<Integer> net) {
        if (!net.add(wire)) {
            return;
        }
        if (wire >= DRIVER) {
            int h = (wire - DRIVER) / 224;
            int y = (wire - DRIVER) % 224;
            for (int dx = -1; dx <= 1; dx++) {
                int from = chip(h, dx, 0);
                for (int v = 0; from >= 0 && v < 256; v++) {
                    if (exists(v, y)
                            && driverOf(from, v, y) == wire
                            && bit(from, Component.SYNAPSE_SWITCH, synapseSwitch(v, y))) {
                        flood(from * 320 + 64 + v, net);
                    }
                }
            }
            return;
        }
        int h = wire / 320;
        int line = wire % 320;
        for (int s = 0; s < 512; s++) {
            if (bit(h, Component.CROSSBAR_SWITCH, s)) {
                if (line == s / 8) {
                    flood(h * 320 + 64 + crossbarVLine(s), net);
                } else if (line == 64 + crossbarVLine(s)) {
                    flood(h * 320 + s / 8, net);
                }
            }
        }
        for (int y = 0; line >= 64 && y < 224; y++) {
            if (exists(line - 64, y)
                    && driverOf(h, line - 64, y) >= 0
                    && bit(h, Component.SYNAPSE_SWITCH, synapseSwitch(line - 64, y))) {
                flood(driverOf(h, line - 64, y), net);
            }
        }
    }

    private Set<Integer> net(int wire) {
        Set<Integer> net = new TreeSet<>();
        flood(wire, net);
        return net;
    }

    /// What drives this segment, one name each.
    private List<String> driving(int wire) {
        List<String> found = new ArrayList<>();
        int h = wire / 320;
        int line = wire % 320;
        for (End end : List.of(ownEnd(h, line), otherEnd(h, line))) {
            boolean own = end.westOrNorth() == ownIsWestOrNorth(line);
            if (end.far() >= 0) {
                RepeaterConfig r = repeater(own ? wire : end.far());
                // towards this segment: away from that end
                if (end.westOrNorth() ? r.forwardsEastOrSouth() : r.forwardsWestOrNorth()) {
                    found.add("repeater to " + wire + " from " + end.far());
                }
            }
        }
        if (line < 64 && line % 8 == 6 && sendsTo(wire, false)) {
            found.add("sender " + wire);
        }
        End east = end(h, line, false);
        if (line < 64 && east.far() >= 0 && east.far() % 320 % 8 == 6 && sendsTo(east.far(), true)) {
            found.add("sender " + east.far() + " to the west");
        }
        return found;
    }

    private boolean sendsTo(int wire, boolean west) {
        RepeaterConfig r = repeater(wire);
        return r.mode() == RepeaterConfig.Mode.OUTPUT && (west ? r.towardsWestOrNorth() : r.towardsEastOrSouth());
    }

    private boolean carries(Set<Integer> net) {
        int drivers = 0;
        for (int wire : net) {
            drivers += wire < DRIVER ? driving(wire).size() : 0;
        }
        return drivers == 1;
    }

    // ---- events

    private List<Integer> entries(int h, int d) {
        int wire = h * 320 + 62 - 8 * d;
        List<Integer> found = new ArrayList<>();
        if (sendsTo(wire, false)) {
            found.add(wire);
        }
        int west = end(h, wire % 320, true).far();
        if (sendsTo(wire, true) && west >= 0) {
            found.add(west);
        }
        return found;
    }

    boolean carried(int h, int d) {
        return entries(h, d).stream().anyMatch(wire -> carries(net(wire)));
    }

    /// Drivers that the events of a DNC merger reach, as `hicann/row`.
    Set<String> reach(int h, int d) {
        Set<String> reached = new TreeSet<>();
        for (int wire : entries(h, d)) {
            follow(wire, reached);
        }
        return reached;
    }

    private void follow(int entry, Set<String> reached) {
        Set<Integer> net = net(entry);
        if (!carries(net)) {
            return;
        }
        for (int wire : net) {
            if (wire >= DRIVER) {
                enter((wire - DRIVER) / 224, (wire - DRIVER) % 224, reached);
                continue;
            }
            int line = wire % 320;
            for (End end : List.of(ownEnd(wire / 320, line), otherEnd(wire / 320, line))) {
                boolean own = end.westOrNorth() == ownIsWestOrNorth(line);
                if (end.far() >= 0) {
                    RepeaterConfig r = repeater(own ? wire : end.far());
                    if (end.westOrNorth() ? r.forwardsWestOrNorth() : r.forwardsEastOrSouth()) {
                        follow(end.far(), reached);
                    }
                }
            }
        }
    }

    private void enter(int h, int y, Set<String> reached) {
        if (wafer.hicann(h).isEmpty() || !wafer.hicann(h).get().synapseDriver(y).locin()) {
            return;
        }
        Set<Integer> run = new TreeSet<>();
        walk(wafer.hicann(h).get(), y, run);
        long inputs = run.stream()
                .filter(k -> wafer.hicann(h).get().synapseDriver(k).locin())
                .count();
        if (inputs == 1) {
            run.forEach(k -> reached.add(h + "/" + k));
        }
    }

    private static void walk(HicannConfiguration chip, int y, Set<Integer> run) {
        boolean top = y < 112;
        if (y < 0 || y >= 224 || !run.add(y)) {
            return;
        }
        int outer = top ? y - 2 : y + 2;
        if (outer >= 0 && outer < 224 && chip.synapseDriver(y).connectNeighbor()) {
            walk(chip, outer, run);
        }
        int inner = top ? y + 2 : y - 2;
        if (inner < 112 == top && chip.synapseDriver(inner).connectNeighbor()) {
            walk(chip, inner, run);
        }
    }
}
