package bss.mapper.route;

import bss.mapper.stage.Routing.Landing;
import bss.mapper.stage.Routing.Repeater;
import bss.mapper.stage.Routing.Route;
import bss.spec.config.RepeaterConfig;
import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.GraphTests;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm.SingleSourcePaths;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.alg.util.UnionFind;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;

/// What routes do to the wires of a wafer: lines joined by switches are one net, each repeater drives one net.
///
/// Knows the routes as bits only (which switches are closed and how repeaters are set), not how they were found.
final class RouteModel {

    /// A node for the sender of each bus, below all lines.
    private static final int SENDER = -1;

    private final UnionFind<Integer> nets = new UnionFind<>(new HashSet<>());
    private final Set<Integer> known = new HashSet<>();
    private final Map<Integer, List<Drive>> drivesOfNet = new HashMap<>();
    private final List<Drive> drives = new ArrayList<>();
    final List<String> errors = new ArrayList<>();

    /// A repeater that takes what `from` carries, or a sender, and drives `to`.
    private record Drive(int bus, int from, int to) {}

    RouteModel(List<Route> routes) {
        for (int bus = 0; bus < routes.size(); bus++) {
            for (int s : routes.get(bus).crossbar()) {
                int hline = L1Topology.hline(s / 512, L1Topology.crossbarHLine(s % 512));
                int vline = L1Topology.vline(s / 512, L1Topology.crossbarVLine(s % 512));
                add(hline);
                add(vline);
                nets.union(hline, vline);
            }
            for (Repeater repeater : routes.get(bus).repeaters()) {
                drives.addAll(drives(bus, repeater));
            }
        }
        Map<Integer, Drive> driver = new HashMap<>();
        for (Drive drive : drives) {
            add(drive.to());
            if (drive.from() != SENDER) {
                add(drive.from());
            }
        }
        for (Drive drive : drives) {
            if (driver.put(nets.find(drive.to()), drive) != null) {
                errors.add("two drivers at line " + drive.to());
            }
            if (drive.from() != SENDER) {
                drivesOfNet
                        .computeIfAbsent(nets.find(drive.from()), _ -> new ArrayList<>())
                        .add(drive);
            }
            if (drive.from() != SENDER && nets.inSameSet(drive.from(), drive.to())) {
                errors.add("repeater drives its own input at line " + drive.to());
            }
        }
    }

    private void add(int line) {
        if (known.add(line)) {
            nets.addElement(line);
        }
    }

    private List<Drive> drives(int bus, Repeater repeater) {
        int line = L1Topology.line(repeater.hicann(), repeater.line());
        boolean horizontal = repeater.line() < 64;
        Direction border = horizontal
                ? (repeater.line() % 2 == 0 ? Direction.WEST : Direction.EAST)
                : (repeater.line() - 64 < 128) == (repeater.line() % 2 == 1) ? Direction.NORTH : Direction.SOUTH;
        int far = L1Topology.across(line, border);
        RepeaterConfig config = repeater.config();
        List<Drive> result = new ArrayList<>();
        if (config.mode() == RepeaterConfig.Mode.OUTPUT) {
            if (!horizontal || repeater.line() % 8 != 6) {
                errors.add("output on a repeater that does not send: " + repeater);
            }
            if (config.towardsEastOrSouth()) {
                result.add(new Drive(bus, SENDER, line));
            }
            if (config.towardsWestOrNorth()) {
                result.add(new Drive(bus, SENDER, far));
            }
        } else if (config.forwardsEastOrSouth() || config.forwardsWestOrNorth()) {
            boolean outwards = config.forwardsEastOrSouth() == (border == Direction.EAST || border == Direction.SOUTH);
            result.add(outwards ? new Drive(bus, line, far) : new Drive(bus, far, line));
        } else {
            errors.add("repeater without direction: " + repeater);
        }
        if (result.isEmpty() || result.stream().anyMatch(d -> d.to() < 0)) {
            errors.add("repeater into nothing: " + repeater);
        }
        return result;
    }

    /// Checks one route: its lines are a tree from the sender, events reach all of them, and landings count their way.
    void check(int bus, Route route, int hicann, int dncMerger) {
        Graph<Integer, DefaultEdge> tree = new SimpleGraph<>(DefaultEdge.class);
        tree.addVertex(SENDER);
        route.lines().forEach(tree::addVertex);
        Set<Integer> reachedNets = new HashSet<>();
        for (Drive drive : drives) {
            if (drive.bus() == bus) {
                if (!tree.containsVertex(drive.from()) || !tree.containsVertex(drive.to())) {
                    errors.add("bus " + bus + " uses lines that it does not list");
                    return;
                }
                tree.addEdge(drive.from(), drive.to());
            }
        }
        for (int s : route.crossbar()) {
            tree.addEdge(
                    L1Topology.hline(s / 512, L1Topology.crossbarHLine(s % 512)),
                    L1Topology.vline(s / 512, L1Topology.crossbarVLine(s % 512)));
        }
        if (!GraphTests.isTree(tree)) {
            errors.add("lines of bus " + bus + " are no tree");
            return;
        }
        long senders = route.repeaters().stream()
                .filter(r -> r.config().mode() == RepeaterConfig.Mode.OUTPUT)
                .filter(r -> r.hicann() == hicann && r.line() == 62 - 8 * dncMerger)
                .count();
        if (senders != 1) {
            errors.add("bus " + bus + " has " + senders + " sending repeaters");
        }
        Deque<Drive> active = new ArrayDeque<>(drives.stream()
                .filter(d -> d.bus() == bus && d.from() == SENDER)
                .toList());
        while (!active.isEmpty()) {
            int net = nets.find(active.remove().to());
            if (reachedNets.add(net)) {
                active.addAll(drivesOfNet.getOrDefault(net, List.of()));
            }
        }
        for (int line : route.lines()) {
            if (!reachedNets.contains(nets.find(line))) {
                errors.add("bus " + bus + " does not reach its line " + line);
            }
        }
        SingleSourcePaths<Integer, DefaultEdge> paths = new BFSShortestPath<>(tree).getPaths(SENDER);
        for (Landing landing : route.landings()) {
            int line = L1Topology.vline(landing.hicann(), landing.vline());
            Set<Integer> chips = new HashSet<>(List.of(hicann, landing.target()));
            for (int step : paths.getPath(line).getVertexList()) {
                if (step != SENDER) {
                    chips.add(L1Topology.hicannOfLine(step));
                }
            }
            if (chips.size() != landing.chips()) {
                errors.add("bus " + bus + " counts " + landing.chips() + " chips, must be " + chips.size());
            }
            int distance = Math.abs(WaferTopology.x(hicann) - WaferTopology.x(landing.target()))
                    + Math.abs(WaferTopology.y(hicann) - WaferTopology.y(landing.target()));
            if (landing.chips() < distance + 1) {
                errors.add("bus " + bus + " jumps to HICANN " + landing.target());
            }
        }
    }
}
