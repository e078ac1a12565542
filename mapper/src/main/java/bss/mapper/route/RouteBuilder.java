package bss.mapper.route;

import bss.mapper.stage.Routing.Landing;
import bss.mapper.stage.Routing.Repeater;
import bss.mapper.stage.Routing.Route;
import bss.spec.config.RepeaterConfig;
import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/// Turns the tree of a bus into switches and repeaters, without the branches that lead to no target.
final class RouteBuilder {

    private static final int CROSSBAR_SWITCHES = 512;

    private RouteBuilder() {}

    /// The route of the bus that starts at HLine `source`.
    ///
    /// @param landings VLine by target chip, not empty
    static Route build(BusTree tree, int source, SortedMap<Integer, Integer> landings) {
        TreeSet<Integer> lines = new TreeSet<>();
        List<Landing> landed = new ArrayList<>();
        for (Map.Entry<Integer, Integer> landing : landings.entrySet()) {
            BitSet chips = new BitSet();
            int line = landing.getValue();
            for (; line != source; line = tree.before(line)) {
                lines.add(line);
                chips.set(L1Topology.hicannOfLine(line));
            }
            chips.set(L1Topology.hicannOfLine(source));
            int vline = L1Topology.lineOnHicann(landing.getValue()) - L1Topology.HLINES;
            landed.add(new Landing(landing.getKey(), landing.getKey(), vline, chips.cardinality()));
        }
        List<Integer> crossbar = new ArrayList<>();
        List<Repeater> repeaters = new ArrayList<>();
        boolean sendsWest = false;
        boolean sendsEast = false;
        for (int line : lines) {
            int from = tree.before(line);
            if (L1Topology.hicannOfLine(from) == L1Topology.hicannOfLine(line)) {
                crossbar.add(crossbarSwitch(from, line));
                sendsEast |= from == source;
            } else if (from == source && direction(from, line) == Direction.WEST) {
                sendsWest = true;
            } else {
                repeaters.add(repeater(from, line));
                sendsEast |= from == source;
            }
        }
        // towards the west the sending repeater drives the neighbour's line and leaves its own alone
        if (sendsEast) {
            lines.add(source);
        }
        repeaters.add(new Repeater(
                L1Topology.hicannOfLine(source),
                L1Topology.lineOnHicann(source),
                new RepeaterConfig(RepeaterConfig.Mode.OUTPUT, sendsWest, sendsEast)));
        repeaters.sort(Comparator.comparingInt(Repeater::hicann).thenComparingInt(Repeater::line));
        crossbar.sort(null);
        return new Route(List.copyOf(lines), crossbar, repeaters, landed);
    }

    private static int crossbarSwitch(int a, int b) {
        int hline = L1Topology.lineOnHicann(L1Graph.isHorizontal(a) ? a : b);
        int vline = L1Topology.lineOnHicann(L1Graph.isHorizontal(a) ? b : a) - L1Topology.HLINES;
        return CROSSBAR_SWITCHES * L1Topology.hicannOfLine(a) + L1Topology.crossbarIndex(hline, vline);
    }

    private static Repeater repeater(int from, int to) {
        Direction direction = direction(from, to);
        int line = L1Graph.repeaterLine(from, to, direction);
        boolean eastOrSouth = direction == Direction.EAST || direction == Direction.SOUTH;
        return new Repeater(
                L1Topology.hicannOfLine(line),
                L1Topology.lineOnHicann(line),
                eastOrSouth ? RepeaterConfig.FORWARD_EAST_OR_SOUTH : RepeaterConfig.FORWARD_WEST_OR_NORTH);
    }

    private static Direction direction(int from, int to) {
        int dx = WaferTopology.x(L1Topology.hicannOfLine(to)) - WaferTopology.x(L1Topology.hicannOfLine(from));
        int dy = WaferTopology.y(L1Topology.hicannOfLine(to)) - WaferTopology.y(L1Topology.hicannOfLine(from));
        for (Direction direction : Direction.all()) {
            if (direction.dx() == dx && direction.dy() == dy) {
                return direction;
            }
        }
        throw new IllegalStateException("lines %d and %d are not on neighbouring chips".formatted(from, to));
    }
}
