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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Routes all buses at once by negotiated congestion: lines may first be shared, at a price that rises until
/// every bus has found lines of its own or no round brings fewer conflicts. Then each line that is still shared
/// goes to the bus with most synapses behind it, and the others look for what is left. Planes that still lack
/// landings are tried again in other orders.
///
/// A bus may land on VLines of the target chip and of its neighbours to the west and east, and several times. The
/// result is legal whenever it stops.
///
/// Source: L. McMurchie and C. Ebeling, PathFinder (FPGA 1995); trees grow as in VPR.
public final class NegotiatedRouter {

    private final WaferResources wafer;
    private final Buses buses;
    private final L1Graph graph;
    private final Congestion congestion;
    private final Negotiation negotiation;
    private final Repair repair;
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
        graph = new L1Graph(wafer);
        int[] usable = new int[2 * HicannOnWafer.COUNT];
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            for (int d = 0; d < L1Topology.DRIVERS; d++) {
                if (wafer.defects().driverUsable(h, d)) {
                    usable[2 * h + L1Topology.driverSide(d)]++;
                }
            }
        }
        congestion = new Congestion(usable);
        for (int g = 0; g < prices.length; g++) {
            congestion.raise(g, prices[g]);
        }
        TreeSearch search = new TreeSearch(graph, congestion);
        negotiation = new Negotiation(wafer, congestion, search, stop);
        repair = new Repair(negotiation, congestion, search, stop);
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
        negotiation.solve(nets);
        repair.run(nets);
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
                Map<Integer, Integer> before = Negotiation.before(net);
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
