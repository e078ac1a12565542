package bss.mapper.route;

import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Routing;
import bss.mapper.stage.Routing.Route;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Routes all buses at once by negotiated congestion: lines may first be shared, at a price that rises until
/// every bus has found lines of its own or no round brings fewer conflicts. Then each line that is still shared
/// goes to the bus with most synapses behind it, and the others look for what is left.
///
/// A bus may land on VLines of the target chip and of its neighbours to the west and east, and several times. The
/// result
/// is legal whenever it stops.
///
/// Source: L. McMurchie and C. Ebeling, PathFinder (FPGA 1995); trees grow as in VPR.
public final class NegotiatedRouter {

    private static final int MOST_ROUNDS = 60;
    private static final int PATIENCE = 8;
    /// A round is worth while if it solves more than one conflict in so many.
    private static final int WORTHWHILE = 40;

    private static final double FIRST_PRESSURE = 0.5;
    private static final double PRESSURE_GROWTH = 1.5;
    private static final double MOST_PRESSURE = 1000;
    private static final double HISTORY = 0.4;

    private final WaferResources wafer;
    private final Buses buses;
    private final BooleanSupplier stop;
    private final L1Graph graph;
    private final Congestion congestion;
    private final TreeSearch search;
    private final int[] groupSize = new int[HicannOnWafer.COUNT * 2 * LandingReach.GROUPS];
    private final List<Net> nets = new ArrayList<>();

    /// A chip with synapses for a bus.
    ///
    /// @param landings how many there should be, at least 1
    /// @param synapses that the chip is worth
    /// @param drivers that each landing would like to feed
    public record Target(int hicann, int landings, long synapses, double drivers) {}

    /// What a bus asks for.
    public record Request(int bus, List<Target> targets) {

        public Request {
            targets = List.copyOf(targets);
        }
    }

    private NegotiatedRouter(Buses buses, WaferResources wafer, double[] prices, BooleanSupplier stop) {
        this.wafer = wafer;
        this.buses = buses;
        this.stop = stop;
        graph = new L1Graph(wafer);
        int[] usable = new int[2 * HicannOnWafer.COUNT];
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            for (int d = 0; d < L1Topology.DRIVERS; d++) {
                if (wafer.defects().driverUsable(h, d)) {
                    int side = L1Topology.driverSide(d);
                    usable[2 * h + side]++;
                    int place = L1Topology.driverIndexOnQuadrant(d) % LandingReach.GROUPS;
                    int group = L1Topology.driverHalf(d) == 0 ? place : LandingReach.GROUPS - 1 - place;
                    groupSize[Congestion.group(h, side, group)]++;
                }
            }
        }
        congestion = new Congestion(usable);
        for (int g = 0; g < prices.length; g++) {
            congestion.raise(g, prices[g]);
        }
        search = new TreeSearch(graph, congestion);
    }

    /// Routes what is asked for.
    ///
    /// @param prices by group of drivers (chip * 16 + side * 8 + group): what a landing there costs more;
    ///     empty: nothing
    /// @param stop asked between rounds; the best legal result so far is then completed
    public static Routing route(
            List<Request> requests, Buses buses, WaferResources wafer, double[] prices, BooleanSupplier stop) {
        return new NegotiatedRouter(buses, wafer, prices, stop).route(requests);
    }

    private Routing route(List<Request> requests) {
        for (Request request : requests) {
            int source = L1Topology.hline(
                    buses.hicann(request.bus()), MergerTopology.hlineOfDnc(buses.dncMerger(request.bus())));
            if (!graph.canSend(source)) {
                nets.add(new Net(request.bus(), source, new int[0], new int[0], new long[0], new double[0]));
            } else {
                nets.add(net(request, source));
                congestion.use(source, 1);
            }
        }
        negotiate();
        legalise();
        complete();
        return result(requests);
    }

    /// Targets near the sender's column first, in a column those near its row: so trunks grow outwards.
    private static Net net(Request request, int source) {
        int at = L1Topology.hicannOfLine(source);
        List<Target> order = new ArrayList<>(request.targets());
        order.sort(Comparator.<Target>comparingInt(t -> Math.abs(WaferTopology.x(t.hicann()) - WaferTopology.x(at)))
                .thenComparingInt(t -> Math.abs(WaferTopology.y(t.hicann()) - WaferTopology.y(at)))
                .thenComparingInt(Target::hicann));
        return new Net(
                request.bus(),
                source,
                order.stream().mapToInt(Target::hicann).toArray(),
                order.stream().mapToInt(Target::landings).toArray(),
                order.stream().mapToLong(Target::synapses).toArray(),
                order.stream().mapToDouble(Target::drivers).toArray());
    }

    private void negotiate() {
        double pressure = FIRST_PRESSURE;
        long best = Long.MAX_VALUE;
        int since = 0;
        for (int round = 0; round < MOST_ROUNDS && since < PATIENCE && !(round > 0 && stop.getAsBoolean()); round++) {
            congestion.pressure(pressure);
            for (Net net : nets) {
                if (round == 0 || contested(net)) {
                    search.count(net, -1);
                    search.drop();
                    net.clear();
                    search.take(net);
                    grow(net);
                }
            }
            long conflicts = conflicts();
            if (conflicts == 0) {
                return;
            }
            // many conflicts that hardly get fewer are more than the lines can hold
            since = conflicts < best - best / WORTHWHILE ? 0 : since + 1;
            best = Math.min(best, conflicts);
            congestion.remember(HISTORY);
            raiseFullGroups();
            pressure = Math.min(MOST_PRESSURE, pressure * PRESSURE_GROWTH);
        }
    }

    /// One landing for each target, then the second ones, and so on.
    private void grow(Net net) {
        int most = Arrays.stream(net.wanted).max().orElse(0);
        for (int landing = 1; landing <= most; landing++) {
            for (int t = 0; t < net.targets.length; t++) {
                if (net.wanted[t] >= landing) {
                    search.reach(t);
                }
            }
        }
    }

    private boolean contested(Net net) {
        for (int i = 0; i < net.lines(); i++) {
            if (congestion.users(net.line(i)) > 1) {
                return true;
            }
        }
        for (int i = 0; i < net.landings(); i++) {
            int group = groupOf(net, i);
            if (congestion.landings(group) > groupSize[group]) {
                return true;
            }
        }
        return false;
    }

    private static int groupOf(Net net, int landing) {
        int target = net.targets[net.landingTarget(landing)];
        int line = net.landingLine(landing);
        boolean own = L1Topology.hicannOfLine(line) == target;
        int vline = L1Topology.lineOnHicann(line) - L1Topology.HLINES;
        return Congestion.group(target, LandingReach.side(own, vline), LandingReach.group(own, vline));
    }

    private long conflicts() {
        long n = 0;
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            n += Math.max(0, congestion.users(line) - 1);
        }
        for (int g = 0; g < groupSize.length; g++) {
            n += Math.max(0, congestion.landings(g) - groupSize[g]);
        }
        return n;
    }

    private void raiseFullGroups() {
        for (int g = 0; g < groupSize.length; g++) {
            if (congestion.landings(g) > groupSize[g]) {
                congestion.raise(g, HISTORY * (congestion.landings(g) - groupSize[g]));
            }
        }
    }

    /// Leaves every shared line to the bus with most synapses behind it.
    private void legalise() {
        List<Map<Integer, Integer>> before = new ArrayList<>();
        List<Map<Integer, Long>> worth = new ArrayList<>();
        for (Net net : nets) {
            before.add(before(net));
            worth.add(worth(net, before.getLast()));
        }
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            if (congestion.users(line) <= 1) {
                continue;
            }
            int winner = -1;
            long most = -1;
            for (int n = 0; n < nets.size(); n++) {
                long here = nets.get(n).source == line
                        ? Long.MAX_VALUE
                        : worth.get(n).getOrDefault(line, -1L);
                if (here > most) {
                    most = here;
                    winner = n;
                }
            }
            for (int n = 0; n < nets.size(); n++) {
                if (n != winner && before.get(n).containsKey(line)) {
                    cut(nets.get(n), before.get(n), line);
                    before.set(n, before(nets.get(n)));
                    worth.set(n, worth(nets.get(n), before.get(n)));
                }
            }
        }
    }

    private static Map<Integer, Integer> before(Net net) {
        Map<Integer, Integer> before = new HashMap<>();
        for (int i = 0; i < net.lines(); i++) {
            before.put(net.line(i), net.before(i));
        }
        return before;
    }

    /// Synapses behind each line of a net.
    private static Map<Integer, Long> worth(Net net, Map<Integer, Integer> before) {
        Map<Integer, Long> worth = new HashMap<>();
        for (int i = 0; i < net.landings(); i++) {
            int at = net.landingLine(i);
            while (at != net.source) {
                worth.merge(at, net.synapses[net.landingTarget(i)], Long::sum);
                at = before.getOrDefault(at, net.source);
            }
        }
        return worth;
    }

    private static boolean passes(Net net, Map<Integer, Integer> before, int landing, int line) {
        int at = net.landingLine(landing);
        while (at != net.source && at != line) {
            at = before.getOrDefault(at, net.source);
        }
        return at == line;
    }

    private void cut(Net net, Map<Integer, Integer> before, int line) {
        boolean[] keep = new boolean[net.landings()];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = !passes(net, before, i, line);
        }
        search.drop();
        search.count(net, -1);
        net.prune(keep);
        search.count(net, 1);
    }

    /// Gives targets without landing what is left of the lines, those with most synapses first.
    private void complete() {
        congestion.hard(true);
        record Missing(int net, int target, long synapses) {}
        List<Missing> missing = new ArrayList<>();
        for (int n = 0; n < nets.size(); n++) {
            Net net = nets.get(n);
            for (int t = 0; t < net.targets.length; t++) {
                for (int k = net.landed(t); k < net.wanted[t]; k++) {
                    missing.add(new Missing(n, t, net.synapses[t] / (k + 1)));
                }
            }
        }
        missing.sort(Comparator.comparingLong(Missing::synapses).reversed());
        for (Missing m : missing) {
            search.take(nets.get(m.net()));
            search.reach(m.target());
        }
    }

    private Routing result(List<Request> requests) {
        List<Route> routes = new ArrayList<>();
        for (int b = 0; b < buses.count(); b++) {
            routes.add(Route.NOWHERE);
        }
        List<Routing.Unreached> unreached = new ArrayList<>();
        Unreachable reasons = new Unreachable(wafer, buses, graph, congestion);
        for (int n = 0; n < nets.size(); n++) {
            Net net = nets.get(n);
            for (Target wish : requests.get(n).targets()) {
                int target = wish.hicann();
                int t = IntStream.range(0, net.targets.length)
                        .filter(k -> net.targets[k] == target)
                        .findFirst()
                        .orElse(-1);
                if (t < 0 || net.landed(t) == 0) {
                    unreached.add(new Routing.Unreached(net.bus, target, reasons.of(net, target)));
                }
            }
            if (net.landings() > 0) {
                Map<Integer, Integer> before = before(net);
                List<RouteBuilder.Landed> landed = new ArrayList<>();
                for (int i = 0; i < net.landings(); i++) {
                    landed.add(new RouteBuilder.Landed(net.targets[net.landingTarget(i)], net.landingLine(i)));
                }
                landed.sort(Comparator.comparingInt(RouteBuilder.Landed::target)
                        .thenComparingInt(RouteBuilder.Landed::line));
                routes.set(net.bus, RouteBuilder.build(before::get, net.source, landed));
            }
        }
        return new Routing(routes, unreached);
    }
}
