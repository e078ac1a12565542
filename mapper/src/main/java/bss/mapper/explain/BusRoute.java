package bss.mapper.explain;

import bss.mapper.extract.Extraction;
import bss.mapper.extract.L1Nets;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.CrossbarSwitchOnHicann;
import bss.spec.coord.Direction;
import bss.spec.coord.HRepeaterOnHicann;
import bss.spec.coord.SendingRepeaterOnHicann;
import bss.spec.coord.SynapseDriverOnHicann;
import bss.spec.coord.SynapseSwitchOnHicann;
import bss.spec.coord.VRepeaterOnHicann;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The way of a sender's events to the input of a synapse driver, segment by segment, as repeaters and switches are
/// set.
///
/// Nodes are those of [L1Nets]. Only nodes that carry the sender's events are walked, so the shortest way found is one
/// that the events take. Source of the wiring: halco:src/halco/hicann/v2/l1.cpp.
final class BusRoute {

    private static final int START = -1;

    private final WaferConfiguration configuration;
    private final L1Nets nets;
    private final int sender;
    private final Map<Integer, Integer> before = new HashMap<>();
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    private BusRoute(WaferConfiguration configuration, L1Nets nets, int sender) {
        this.configuration = configuration;
        this.nets = nets;
        this.sender = sender;
    }

    /// One line for each step from the sending repeater to the driver's input; empty if there is no way.
    static List<String> words(WaferConfiguration configuration, Extraction extraction, int hicann, int driver) {
        int end = L1Nets.driverNode(hicann, driver);
        int sender = extraction.nets().carriedBy(end);
        if (sender == L1Nets.SILENT) {
            return List.of();
        }
        return new BusRoute(configuration, extraction.nets(), sender).find(end);
    }

    private List<String> find(int end) {
        int hicann = sender / MergerTopology.DNC_MERGERS;
        int hline = MergerTopology.hlineOfDnc(sender % MergerTopology.DNC_MERGERS);
        RepeaterConfig repeater = chip(hicann).horizontalRepeater(hline);
        int own = L1Topology.hline(hicann, hline);
        if (repeater.towardsEastOrSouth()) {
            reach(own, START);
        }
        int west = L1Topology.across(own, Direction.WEST);
        if (repeater.towardsWestOrNorth() && west >= 0) {
            reach(west, START);
        }
        while (!queue.isEmpty() && !before.containsKey(end)) {
            expand(queue.remove());
        }
        List<String> words = new ArrayList<>();
        for (int node = end; before.containsKey(node); node = before.get(node)) {
            int from = before.get(node);
            words.add(from == START ? start(hicann, node) : step(from, node));
        }
        Collections.reverse(words);
        return words;
    }

    private void reach(int node, int from) {
        if (nets.carriedBy(node) == sender && before.putIfAbsent(node, from) == null) {
            queue.add(node);
        }
    }

    private void expand(int node) {
        if (isDriver(node)) {
            expandDriver(node);
            return;
        }
        int hicann = L1Topology.hicannOfLine(node);
        int number = L1Topology.lineOnHicann(node);
        if (L1Topology.isHLine(number)) {
            for (int vline : L1Topology.vlinesOf(number)) {
                if (chip(hicann).crossbarSwitch(CrossbarSwitchOnHicann.index(number, vline))) {
                    reach(L1Topology.vline(hicann, vline), node);
                }
            }
        } else {
            int vline = number - L1Topology.HLINES;
            for (int hline : L1Topology.hlinesOf(vline)) {
                if (chip(hicann).crossbarSwitch(CrossbarSwitchOnHicann.index(hline, vline))) {
                    reach(L1Topology.hline(hicann, hline), node);
                }
            }
            for (int row : L1Topology.rowsOf(vline)) {
                int target = L1Topology.synapseSwitchTargetHicann(hicann, vline, row);
                if (target >= 0 && closed(hicann, vline, row)) {
                    reach(L1Nets.driverNode(target, row), node);
                }
            }
        }
        for (Direction direction : Direction.values()) {
            int far = L1Topology.across(node, direction);
            if (far >= 0 && forwards(node, far, direction)) {
                reach(far, node);
            }
        }
    }

    /// A driver's input joins all lines that closed switches lead into it.
    private void expandDriver(int node) {
        int hicann = hicannOfDriver(node);
        int driver = driverOf(node);
        int side = L1Topology.driverSide(driver);
        int[] chips = {hicann, WaferTopology.neighbour(hicann, side == 0 ? Direction.WEST : Direction.EAST)};
        int[] sides = {side, 1 - side};
        for (int c = 0; c < chips.length; c++) {
            if (chips[c] >= 0) {
                for (int vline : L1Topology.vlinesOfRow(sides[c], driver)) {
                    if (closed(chips[c], vline, driver)) {
                        reach(L1Topology.vline(chips[c], vline), node);
                    }
                }
            }
        }
    }

    private boolean closed(int hicann, int vline, int row) {
        return chip(hicann).synapseSwitch(SynapseSwitchOnHicann.index(vline, row));
    }

    /// Whether the repeater between two segments brings events from `line` on to `far`.
    private boolean forwards(int line, int far, Direction direction) {
        int at = repeaterLine(line, far, direction);
        int number = L1Topology.lineOnHicann(at);
        HicannConfiguration chip = chip(L1Topology.hicannOfLine(at));
        RepeaterConfig repeater = L1Topology.isHLine(number)
                ? chip.horizontalRepeater(number)
                : chip.verticalRepeater(number - L1Topology.HLINES);
        boolean eastOrSouth = direction == Direction.EAST || direction == Direction.SOUTH;
        return eastOrSouth ? repeater.forwardsEastOrSouth() : repeater.forwardsWestOrNorth();
    }

    /// That of two neighbouring segments whose own repeater is between them.
    private static int repeaterLine(int line, int far, Direction direction) {
        int number = L1Topology.lineOnHicann(line);
        Direction own = L1Topology.isHLine(number)
                ? L1Topology.hRepeaterDirection(number)
                : L1Topology.vRepeaterDirection(number - L1Topology.HLINES);
        return own == direction ? line : far;
    }

    private static String start(int hicann, int line) {
        int number = L1Topology.lineOnHicann(line);
        boolean east = L1Topology.hicannOfLine(line) == hicann;
        int own = east ? number : L1Topology.hEast(number);
        return "HICANN %d %s -> %s"
                .formatted(hicann, SendingRepeaterOnHicann.of(MergerTopology.sendingRepeaterOfHLine(own)), name(line));
    }

    private static String step(int from, int to) {
        return "%s -> %s by %s".formatted(name(from), name(to), joint(from, to));
    }

    private static String joint(int from, int to) {
        if (isDriver(from)) {
            return joint(to, from);
        }
        int hicann = L1Topology.hicannOfLine(from);
        int number = L1Topology.lineOnHicann(from);
        if (isDriver(to)) {
            int target = hicannOfDriver(to);
            String where = target == hicann
                    ? ""
                    : ", HICANN %d's neighbour in the %s"
                            .formatted(target, L1Topology.driverSide(driverOf(to)) == 0 ? "west" : "east");
            return "%s of HICANN %d%s"
                    .formatted(new SynapseSwitchOnHicann(number - L1Topology.HLINES, driverOf(to)), hicann, where);
        }
        int other = L1Topology.lineOnHicann(to);
        if (L1Topology.hicannOfLine(to) == hicann) {
            return new CrossbarSwitchOnHicann(Math.min(number, other), Math.max(number, other) - L1Topology.HLINES)
                    .toString();
        }
        Direction direction = Arrays.stream(Direction.values())
                .filter(d -> L1Topology.across(from, d) == to)
                .findFirst()
                .orElseThrow();
        int at = repeaterLine(from, to, direction);
        int line = L1Topology.lineOnHicann(at);
        return "%s of HICANN %d"
                .formatted(
                        L1Topology.isHLine(line)
                                ? HRepeaterOnHicann.of(line)
                                : VRepeaterOnHicann.of(line - L1Topology.HLINES),
                        L1Topology.hicannOfLine(at));
    }

    private static String name(int node) {
        if (isDriver(node)) {
            return "HICANN %d %s".formatted(hicannOfDriver(node), SynapseDriverOnHicann.of(driverOf(node)));
        }
        int number = L1Topology.lineOnHicann(node);
        return "HICANN %d %s"
                .formatted(
                        L1Topology.hicannOfLine(node),
                        L1Topology.isHLine(number) ? "HLine " + number : "VLine " + (number - L1Topology.HLINES));
    }

    private static boolean isDriver(int node) {
        return node >= L1Topology.LINES_ON_WAFER;
    }

    private static int hicannOfDriver(int node) {
        return (node - L1Topology.LINES_ON_WAFER) / L1Topology.DRIVERS;
    }

    private static int driverOf(int node) {
        return (node - L1Topology.LINES_ON_WAFER) % L1Topology.DRIVERS;
    }

    private HicannConfiguration chip(int hicann) {
        return configuration.hicann(hicann).orElse(HicannConfiguration.RESET);
    }
}
