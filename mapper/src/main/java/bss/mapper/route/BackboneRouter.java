package bss.mapper.route;

import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.mapper.stage.Routing.Route;
import bss.mapper.stage.Routing.Unreached;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Routes all buses one after the other, each once: lines that one has used are gone for the others.
///
/// A bus goes to the chips on which one of its cells has a synapse, and ends on a VLine of that very chip. The HLines
/// of the sending repeaters in use are kept for their own buses. All projections count the same, so that the order is
/// that of the buses. The rules are those of marocco/routing/L1Routing.cpp with the backbone router.
public final class BackboneRouter {

    private final WaferResources wafer;
    private final Buses buses;
    private final boolean[] taken = new boolean[L1Topology.LINES_ON_WAFER];
    private final VLineUsage usage = new VLineUsage();
    private final L1Graph graph;
    private final BusTree tree;

    /// Searches on wafers with fewer restrictions, made when first needed.
    private final SortedMap<LossCause, BackboneSearch> counterfactual = new TreeMap<>();

    private BackboneRouter(Buses buses, WaferResources wafer) {
        this.wafer = wafer;
        this.buses = buses;
        graph = new L1Graph(wafer);
        tree = new BusTree(graph, taken);
    }

    /// Routes all buses.
    public static Routing route(MappingProblem problem, Placement placement, Buses buses, WaferResources wafer) {
        return new BackboneRouter(buses, wafer).route(targets(problem, placement, buses));
    }

    /// The chips, by bus, with a synapse of one of the bus's cells.
    static List<SortedSet<Integer>> targets(MappingProblem problem, Placement placement, Buses buses) {
        List<SortedSet<Integer>> targets = new ArrayList<>();
        for (int[] cells : buses.cellsByBus()) {
            SortedSet<Integer> chips = new TreeSet<>();
            boolean[] seen = new boolean[HicannOnWafer.COUNT];
            for (int cell : cells) {
                problem.forEachOutgoing(cell, (_, _, target) -> {
                    if (placement.placed(target) && !seen[placement.hicann(target)]) {
                        seen[placement.hicann(target)] = true;
                        chips.add(placement.hicann(target));
                    }
                });
            }
            targets.add(chips);
        }
        return targets;
    }

    private Routing route(List<SortedSet<Integer>> targets) {
        for (int bus = 0; bus < buses.count(); bus++) {
            if (!targets.get(bus).isEmpty()) {
                taken[source(bus)] = true;
            }
        }
        BackboneSearch search = new BackboneSearch(graph, tree, usage);
        List<Route> routes = new ArrayList<>();
        List<Unreached> unreached = new ArrayList<>();
        for (int bus = 0; bus < buses.count(); bus++) {
            SortedMap<Integer, Integer> landings = search.run(source(bus), targets.get(bus));
            if (landings.size() < targets.get(bus).size()) {
                explain(bus, targets.get(bus), landings, search, unreached);
            }
            if (landings.isEmpty()) {
                routes.add(Route.NOWHERE);
                continue;
            }
            Route route = RouteBuilder.build(tree, source(bus), landings);
            route.lines().forEach(line -> taken[line] = true);
            landings.values().forEach(usage::add);
            routes.add(route);
        }
        return new Routing(routes, unreached);
    }

    private int source(int bus) {
        return L1Topology.hline(buses.hicann(bus), MergerTopology.hlineOfDnc(buses.dncMerger(bus)));
    }

    /// Says for each chip that is not reached what was in the way: a defect or a chip that is not allowed if the same
    /// search gets there without it, else the lines that other buses have taken.
    private void explain(
            int bus,
            SortedSet<Integer> targets,
            SortedMap<Integer, Integer> landings,
            BackboneSearch search,
            List<Unreached> unreached) {
        SortedMap<Integer, Integer> withoutDefects = wafer.defects().isEmpty()
                ? landings
                : search(LossCause.DEFECT, wafer.withoutDefects()).run(source(bus), targets);
        SortedMap<Integer, Integer> withAllChips = wafer.restricted()
                ? search(LossCause.USER_LIMIT, wafer.withoutRestriction()).run(source(bus), targets)
                : landings;
        for (int target : targets) {
            if (!landings.containsKey(target)) {
                String lines = !graph.canSend(source(bus))
                        ? "sending repeater and its HLine"
                        : search.columnWaits(target)
                                ? "HLines from HICANN %d to the column of HICANN %d"
                                        .formatted(buses.hicann(bus), target)
                                : "VLines to HICANN %d in its column".formatted(target);
                LossCause cause = withoutDefects.containsKey(target)
                        ? LossCause.DEFECT
                        : withAllChips.containsKey(target) ? LossCause.USER_LIMIT : LossCause.L1_ROUTE;
                unreached.add(new Unreached(
                        bus, target, new Loss(cause, "%s for %s".formatted(lines, buses.name(bus)))));
            }
        }
    }

    private BackboneSearch search(LossCause lifted, WaferResources resources) {
        return counterfactual.computeIfAbsent(lifted, _ -> {
            L1Graph whole = new L1Graph(resources);
            return new BackboneSearch(whole, new BusTree(whole, taken), usage);
        });
    }
}
