package bss.mapper.optimise;

import bss.mapper.landing.AddressGroups;
import bss.mapper.landing.AddressSearch;
import bss.mapper.landing.ChipDemand;
import bss.mapper.landing.ChipSynapses;
import bss.mapper.landing.Demands;
import bss.mapper.landing.DriverShares;
import bss.mapper.landing.LandingStage;
import bss.mapper.landing.RowStage;
import bss.mapper.landing.Wiring;
import bss.mapper.merge.BusAssignment;
import bss.mapper.network.PlacementRequest;
import bss.mapper.partition.NeuronKinds;
import bss.mapper.partition.PlanSearch.Scored;
import bss.mapper.place.InputSites;
import bss.mapper.place.Settler;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.route.NegotiatedRouter;
import bss.mapper.rows.RowAssignment;
import bss.mapper.site.SiteChooser;
import bss.mapper.site.Traffic;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.mapper.synapses.SynapseTable;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Turns a plan into a mapping: sites, columns, inputs, addresses, routes, drivers, rows.
final class Realiser {

    private static final int CHIPS = 384;
    /// What CP-SAT may spend at the end: on so many chips so much deterministic work, about seconds, each.
    private static final LandingStage.Work POLISH = new LandingStage.Work(24, 1);
    /// Landings that an arrival may ask for.
    private static final int MOST_LANDINGS = 6;
    /// Routing is done again with the prices of the driver stage as long as that gains and lines are not the
    /// problem, at most so often.
    private static final int MOST_REROUTES = 3;
    /// Of the synapses that are worth another routing, for want of drivers.
    private static final double WORTH_REROUTING = 2e-5;

    private final MappingProblem problem;
    private final SynapseTable table;
    private final WaferResources wafer;
    private final NeuronKinds kinds;
    private final Limits limits;
    private final BooleanSupplier stop;
    private final Phases phases;
    private double fraction;

    /// @param usable chips that may hold neurons
    /// @param busHz rate that a bus may carry, biological
    record Limits(List<Integer> usable, int chainLength, double speedup, double busHz, long seed) {}

    Realiser(
            MappingProblem problem,
            SynapseTable table,
            WaferResources wafer,
            NeuronKinds kinds,
            Limits limits,
            BooleanSupplier stop,
            Phases phases) {
        this.problem = problem;
        this.table = table;
        this.wafer = wafer;
        this.kinds = kinds;
        this.limits = limits;
        this.stop = stop;
        this.phases = phases;
    }

    /// @param asked what is kept as it is; its chips come first in the plan
    /// @param done part of the mapping that is done, 0 to 1
    Outcome realise(Scored scored, Asked asked, double done) throws MappingException, InterruptedException {
        fraction = done;
        phases.begin("place", fraction);
        Traffic traffic = Traffic.of(table, scored.plan());
        int[] pinned = new int[scored.plan().chips().size()];
        Arrays.fill(pinned, -1);
        for (int c = 0; c < asked.sites().size(); c++) {
            pinned[c] = asked.sites().get(c);
        }
        BusAssignment assignment = new BusAssignment(problem, wafer);
        asked.inputs().forEach(bus -> assignment.tree(bus.hicann()).input(bus.dncMerger()));
        int[] sites = SiteChooser.choose(traffic, limits.usable(), pinned, limits.seed());
        Settler.Settled settled = Settler.settle(
                problem,
                wafer,
                assignment,
                scored.plan(),
                sites,
                asked.placement(),
                SiteChooser.order(limits.usable()),
                kinds,
                limits.busHz(),
                scored.choice().buses());
        phases.begin("merge", fraction);
        Settler.enter(assignment, settled.buses());
        List<Settler.Bus> all = new ArrayList<>(settled.buses());
        all.addAll(asked.inputs());
        all.addAll(InputSites.place(
                problem,
                wafer,
                assignment,
                inputs(scored, asked, settled.placement()),
                asked.inputs(),
                limits.speedup(),
                InputSites.planeLoad(all)));
        byte[] msb = new byte[problem.cells()];
        for (Settler.Bus bus : all) {
            AddressGroups.deal(bus.cells(), AddressGroups.fewest(bus.cells().size()), msb);
        }
        improveAddresses(all, msb, settled.placement());
        Buses buses = send(assignment, all, msb, settled.placement());
        return route(settled.placement(), buses);
    }

    /// Input buses of the plan with the chips that their synapses lie on now.
    private List<InputSites.Input> inputs(Scored scored, Asked asked, Placement placement) {
        List<Integer> anywhere = IntStream.range(0, CHIPS).boxed().toList();
        List<InputSites.Input> inputs = new ArrayList<>();
        List<List<Integer>> free = scored.plan()
                .inputs()
                .subList(0, scored.plan().inputs().size() - asked.inputs().size());
        for (List<Integer> cells : free) {
            boolean[] hit = new boolean[CHIPS];
            for (int cell : cells) {
                problem.forEachOutgoing(cell, (_, _, target) -> {
                    if (placement.placed(target)) {
                        hit[placement.hicann(target)] = true;
                    }
                });
            }
            PlacementRequest request =
                    problem.population(problem.populationOf(cells.getFirst())).placement();
            inputs.add(new InputSites.Input(
                    cells,
                    request.restricted()
                            ? Arrays.stream(request.allowedHicanns()).boxed().toList()
                            : anywhere,
                    IntStream.range(0, CHIPS).filter(h -> hit[h]).boxed().toList()));
        }
        return inputs;
    }

    private Buses send(BusAssignment assignment, List<Settler.Bus> buses, byte[] msb, Placement placement) {
        for (Settler.Bus bus : buses) {
            int[] used = new int[AddressGroups.GROUPS];
            for (int cell : bus.cells()) {
                int group = msb[cell];
                assignment.send(cell, bus.hicann(), bus.dncMerger(), AddressGroups.addresses(group)[used[group]++]);
            }
        }
        for (int cell = 0; cell < problem.cells(); cell++) {
            if (!problem.external(cell) && !placement.placed(cell)) {
                assignment.unsent(
                        cell,
                        new Loss(
                                LossCause.NEURON_UNPLACED,
                                "denmems for neurons of size %d".formatted(placement.size(cell))));
            }
        }
        return assignment.buses();
    }

    private Outcome route(Placement placement, Buses buses) throws InterruptedException {
        Wiring wiring = Wiring.of(placement, buses);
        ChipSynapses synapses = ChipSynapses.of(table, wiring);
        List<NegotiatedRouter.Request> requests = requests(synapses, buses);
        double[] prices = new double[0];
        Outcome best = null;
        for (int round = 0; round <= MOST_REROUTES; round++) {
            phases.begin("route", fraction);
            Routing routing = NegotiatedRouter.route(requests, buses, wafer, prices, stop);
            LandingStage.Result drivers =
                    LandingStage.run(synapses, buses, routing, wafer, limits.chainLength(), LandingStage.Work.NONE);
            RowAssignment rows = RowStage.run(synapses, placement, buses, routing, drivers.drivers(), wafer);
            Outcome now =
                    Outcome.of(placement, buses, routing, drivers.drivers(), rows, table.size() - drivers.bound());
            boolean better = best == null || now.lost() < best.lost();
            best = better ? now : best;
            double shortage = drivers.prices().stream().mapToDouble(p -> p).sum();
            boolean crowded = routing.unreached().size() > requests.size();
            if (!better || crowded || shortage < WORTH_REROUTING * table.size() || stop.getAsBoolean()) {
                break;
            }
            prices = raise(prices, drivers.prices());
        }
        if (best == null) {
            throw new IllegalStateException("no round of routing was made");
        }
        return best.lost() == 0 || stop.getAsBoolean() ? best : polish(best, synapses);
    }

    /// Lets CP-SAT improve the drivers of the chips where most could be gained.
    private Outcome polish(Outcome found, ChipSynapses synapses) {
        LandingStage.Result drivers =
                LandingStage.run(synapses, found.buses(), found.routing(), wafer, limits.chainLength(), POLISH);
        RowAssignment rows =
                RowStage.run(synapses, found.placement(), found.buses(), found.routing(), drivers.drivers(), wafer);
        Outcome polished = Outcome.of(
                found.placement(),
                found.buses(),
                found.routing(),
                drivers.drivers(),
                rows,
                table.size() - drivers.bound());
        return polished.lost() < found.lost() || polished.routedBound() > found.routedBound() ? polished : found;
    }

    private static double[] raise(double[] prices, List<Double> shortage) {
        double[] raised = prices.length == 0 ? new double[shortage.size()] : prices.clone();
        double most = shortage.stream().mapToDouble(s -> s).max().orElse(1);
        for (int g = 0; g < raised.length; g++) {
            raised[g] += most > 0 ? 2 * shortage.get(g) / most : 0;
        }
        return raised;
    }

    /// Groups addresses for the drivers that each bus would get if it landed everywhere.
    private void improveAddresses(List<Settler.Bus> buses, byte[] msb, Placement placement) {
        int[] busOf = new int[problem.cells()];
        Arrays.fill(busOf, Wiring.NONE);
        for (int b = 0; b < buses.size(); b++) {
            for (int cell : buses.get(b).cells()) {
                busOf[cell] = b;
            }
        }
        Wiring wiring = Wiring.of(placement, buses.size(), busOf, msb);
        byte[] drivers = new byte[buses.size() * CHIPS];
        for (Share share : shares(ChipSynapses.of(table, wiring))) {
            int at = share.bus() * CHIPS + share.chip();
            drivers[at] = (byte) Math.min(Byte.MAX_VALUE, drivers[at] + share.drivers());
        }
        AddressSearch.run(
                problem, wiring, buses.stream().map(Settler.Bus::cells).toList(), drivers, msb);
    }

    /// The drivers that an arrival should get, and the synapses that they realise.
    private record Share(int bus, int chip, int drivers, int synapses) {}

    /// The best shares of the drivers of every chip, by chip, then arrival.
    private List<Share> shares(ChipSynapses synapses) {
        return IntStream.range(0, CHIPS)
                .parallel()
                .filter(h -> synapses.count(h) > 0)
                .mapToObj(h -> {
                    ChipDemand demand = ChipDemand.of(synapses, h);
                    int[][] gains = Demands.gains(demand, limits.chainLength() * MOST_LANDINGS);
                    DriverShares best = DriverShares.anywhere(
                            gains, limits.chainLength() * MOST_LANDINGS, LandingStage.usableDrivers(wafer, h));
                    List<Share> here = new ArrayList<>();
                    for (int a = 0; a < gains.length; a++) {
                        int drivers = best.drivers(a);
                        here.add(new Share(demand.bus(a), h, drivers, gains[a][drivers]));
                    }
                    return here;
                })
                .flatMap(List::stream)
                .toList();
    }

    /// What each bus asks for: at each chip so many landings as its best share of the drivers needs.
    private List<NegotiatedRouter.Request> requests(ChipSynapses synapses, Buses buses) {
        List<List<NegotiatedRouter.Target>> byBus = new ArrayList<>();
        for (int b = 0; b < buses.count(); b++) {
            byBus.add(new ArrayList<>());
        }
        for (Share share : shares(synapses)) {
            int landings = Math.ceilDiv(share.drivers(), limits.chainLength());
            if (landings > 0) {
                byBus.get(share.bus())
                        .add(new NegotiatedRouter.Target(
                                share.chip(), landings, share.synapses(), (double) share.drivers() / landings));
            }
        }
        List<NegotiatedRouter.Request> requests = new ArrayList<>();
        for (int b = 0; b < byBus.size(); b++) {
            if (!byBus.get(b).isEmpty()) {
                requests.add(new NegotiatedRouter.Request(b, merged(byBus.get(b))));
            }
        }
        return requests;
    }

    /// Arrivals of one bus at one chip that differ in their class of plasticity need landings of their own.
    private static List<NegotiatedRouter.Target> merged(List<NegotiatedRouter.Target> targets) {
        List<NegotiatedRouter.Target> merged = new ArrayList<>();
        targets.sort(Comparator.comparingInt(NegotiatedRouter.Target::hicann));
        for (NegotiatedRouter.Target t : targets) {
            if (!merged.isEmpty() && merged.getLast().hicann() == t.hicann()) {
                NegotiatedRouter.Target last = merged.removeLast();
                merged.add(new NegotiatedRouter.Target(
                        t.hicann(),
                        last.landings() + t.landings(),
                        last.synapses() + t.synapses(),
                        Math.max(last.drivers(), t.drivers())));
            } else {
                merged.add(t);
            }
        }
        return merged;
    }
}
