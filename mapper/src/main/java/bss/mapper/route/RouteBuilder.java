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
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/// Turns the tree of a bus into switches and repeaters, without the branches that lead to no target.
final class RouteBuilder {

    private static final int CROSSBAR_SWITCHES = 512;

    private RouteBuilder() {}

    /// Where a bus is to land: for this chip, on this VLine of the wafer.
    record Landed(int target, int line) {}

    /// The route of the bus that starts at HLine `source`, with one landing on each target itself.
    ///
    /// @param landings VLine by target chip, not empty
    static Route build(BusTree tree, int source, SortedMap<Integer, Integer> landings) {
        return build(
                tree::before,
                source,
                landings.entrySet().stream()
                        .map(e -> new Landed(e.getKey(), e.getValue()))
                        .toList());
    }

    /// The route of the bus that starts at HLine `source`.
    ///
    /// @param before the line before each of the tree
    /// @param landings in their order in the route, not empty
    static Route build(IntUnaryOperator before, int source, List<Landed> landings) {
        TreeSet<Integer> lines = new TreeSet<>();
        List<Landing> landed = new ArrayList<>();
        for (Landed landing : landings) {
            BitSet chips = new BitSet();
            for (int line = landing.line(); line != source; line = before.applyAsInt(line)) {
                lines.add(line);
                chips.set(L1Topology.hicannOfLine(line));
            }
            chips.set(L1Topology.hicannOfLine(source));
            chips.set(landing.target());
            landed.add(new Landing(
                    landing.target(),
                    L1Topology.hicannOfLine(landing.line()),
                    L1Topology.lineOnHicann(landing.line()) - L1Topology.HLINES,
                    chips.cardinality()));
        }
        List<Integer> crossbar = new ArrayList<>();
        List<Repeater> repeaters = new ArrayList<>();
        boolean sendsWest = false;
        boolean sendsEast = false;
        for (int line : lines) {
            int from = before.applyAsInt(line);
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
