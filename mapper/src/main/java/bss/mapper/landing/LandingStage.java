package bss.mapper.landing;

import bss.mapper.problem.WaferResources;
import bss.mapper.route.LandingReach;
import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.DriverAllocation.Chain;
import bss.mapper.stage.DriverAllocation.Refused;
import bss.mapper.stage.Routing;
import bss.mapper.stage.Routing.Landing;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Gives landings their drivers, chip by chip: each chip is a problem of its own, see [DriverProblem].
public final class LandingStage {

    private static final int CHIPS = 384;

    private final ChipSynapses synapses;
    private final Buses buses;
    private final WaferResources wafer;
    private final int chainLength;
    private final List<List<BusLanding>> landings = new ArrayList<>();

    /// What CP-SAT may spend.
    ///
    /// @param chips on which it is asked: those where the bound leaves most to gain
    /// @param each deterministic work for each of them, about seconds
    public record Work(int chips, double each) {

        public static final Work NONE = new Work(0, 0);
    }

    private record BusLanding(int bus, Landing landing) {}

    /// What a chip came to.
    ///
    /// @param bound no choice of drivers and rows realises more with these landings
    /// @param shortage by group of drivers (side * 8 + group): synapses lost for want of drivers at its landings
    record Chip(List<Chain> chains, List<Refused> refused, long realised, long bound, List<Double> shortage) {}

    /// The allocation, and what it promises.
    ///
    /// @param realised synapses, if no single circuit is defect
    /// @param bound no choice of drivers and rows realises more with this routing
    /// @param prices by group of drivers of the wafer: what landings there should cost more
    public record Result(DriverAllocation drivers, long realised, long bound, List<Double> prices) {}

    private LandingStage(ChipSynapses synapses, Buses buses, Routing routing, WaferResources wafer, int chainLength) {
        this.synapses = synapses;
        this.buses = buses;
        this.wafer = wafer;
        this.chainLength = chainLength;
        for (int h = 0; h < CHIPS; h++) {
            landings.add(new ArrayList<>());
        }
        for (int b = 0; b < routing.routes().size(); b++) {
            for (Landing landing : routing.routes().get(b).landings()) {
                landings.get(landing.target()).add(new BusLanding(b, landing));
            }
        }
    }

    /// Allocates drivers.
    ///
    /// @param work what CP-SAT may spend
    public static Result run(
            ChipSynapses synapses, Buses buses, Routing routing, WaferResources wafer, int chainLength, Work work) {
        LandingStage stage = new LandingStage(synapses, buses, routing, wafer, chainLength);
        @Nullable
        Chip[] chips = IntStream.range(0, CHIPS)
                .parallel()
                .mapToObj(h -> stage.synapses.count(h) == 0 ? null : stage.chip(h, 0))
                .toArray(Chip[]::new);
        int[] open = IntStream.range(0, CHIPS)
                .boxed()
                .filter(h -> gap(chips[h]) > 0)
                .sorted(Comparator.<Integer>comparingLong(h -> -gap(chips[h])).thenComparingInt(h -> h))
                .limit(work.chips())
                .mapToInt(h -> h)
                .toArray();
        Chip[] better = IntStream.of(open)
                .parallel()
                .mapToObj(h -> stage.chip(h, work.each()))
                .toArray(Chip[]::new);
        for (int i = 0; i < open.length; i++) {
            chips[open[i]] = better[i];
        }
        List<Chain> chains = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        List<Double> prices = new ArrayList<>();
        long realised = 0;
        long bound = 0;
        for (Chip chip : chips) {
            if (chip == null) {
                prices.addAll(Collections.nCopies(2 * LandingReach.GROUPS, 0.0));
                continue;
            }
            chains.addAll(chip.chains());
            refused.addAll(chip.refused());
            prices.addAll(chip.shortage());
            realised += chip.realised();
            bound += chip.bound();
        }
        return new Result(new DriverAllocation(chains, refused), realised, bound, prices);
    }

    /// No choice of drivers and rows realises more synapses with a routing, whoever made it.
    public static long bound(
            ChipSynapses synapses, Buses buses, Routing routing, WaferResources wafer, int chainLength) {
        LandingStage stage = new LandingStage(synapses, buses, routing, wafer, chainLength);
        return IntStream.range(0, CHIPS)
                .parallel()
                .filter(h -> synapses.count(h) > 0)
                .mapToLong(stage::bound)
                .sum();
    }

    private long bound(int h) {
        // one landing may serve several classes of plasticity: a bound must not keep them apart
        ChipDemand demand = ChipDemand.merged(synapses, h);
        Landed landed = landed(demand, h);
        return problem(h, landed, Demands.bounds(demand, landed.most())).bound();
    }

    /// The landings of a chip that bring synapses.
    ///
    /// @param landing position among the landings of the chip
    /// @param arrival by landing
    /// @param most drivers that an arrival can get
    private record Landed(List<Integer> landing, List<Integer> arrival, int most) {}

    private Landed landed(ChipDemand demand, int h) {
        List<BusLanding> here = landings.get(h);
        int[] count = new int[demand.arrivals()];
        List<Integer> landing = new ArrayList<>();
        List<Integer> arrival = new ArrayList<>();
        for (int l = 0; l < here.size(); l++) {
            int a = firstArrival(demand, here.get(l).bus(), count);
            if (a >= 0) {
                count[a]++;
                landing.add(l);
                arrival.add(a);
            }
        }
        int most = Arrays.stream(count).max().orElse(0) * chainLength;
        return new Landed(landing, arrival, Math.clamp(most, 1, DriverProblem.SLOTS));
    }

    private DriverProblem problem(int h, Landed landed, int[][] gains) {
        boolean[] usable = new boolean[DriverProblem.SLOTS];
        for (int d = 0; d < usable.length; d++) {
            usable[DriverProblem.slot(d)] = wafer.defects().driverUsable(h, d);
        }
        int[] arrival = landed.arrival().stream().mapToInt(a -> a).toArray();
        int[][] primaries = landed.landing().stream()
                .map(l -> Arrays.stream(LandingReach.of(landings.get(h).get(l).landing(), wafer.defects()))
                        .map(DriverProblem::slot)
                        .sorted()
                        .toArray())
                .toArray(int[][]::new);
        return new DriverProblem(usable, chainLength, gains, arrival, primaries);
    }

    private static long gap(@Nullable Chip chip) {
        return chip == null ? 0 : chip.bound() - chip.realised();
    }

    private Chip chip(int h, double effort) {
        ChipDemand demand = ChipDemand.of(synapses, h);
        Landed landed = landed(demand, h);
        DriverProblem problem = problem(h, landed, Demands.gains(demand, landed.most()));
        DriverSolver.Answer answer = DriverZones.solve(
                problem,
                landed.arrival().stream().map(demand::stp).toList(),
                synapses.table().classes(),
                effort);
        // with odd columns the rows of the gains are good, not the best: the bound must not rest on them
        long bound = demand.uniform() && demand.classes() == 1 ? answer.bound() : bound(h);
        return result(demand, landed, problem, answer, bound);
    }

    /// The arrival of a bus with fewest landings so far; a bus has several if its synapses differ in their
    /// class of plasticity.
    private static int firstArrival(ChipDemand demand, int bus, int[] count) {
        int best = -1;
        for (int stp = 0; stp < demand.classes(); stp++) {
            int a = demand.arrival(bus, stp);
            if (a >= 0 && (best < 0 || count[a] < count[best])) {
                best = a;
            }
        }
        return best;
    }

    private Chip result(
            ChipDemand demand, Landed landed, DriverProblem problem, DriverSolver.Answer answer, long bound) {
        int[] drivers = new int[demand.arrivals()];
        for (int u = 0; u < landed.landing().size(); u++) {
            drivers[landed.arrival().get(u)] += answer.solution().length(u);
        }
        int[] wanted = IntStream.range(0, drivers.length)
                .map(a -> wanted(demand, a, problem))
                .toArray();
        List<Chain> chains = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        Double[] shortage = new Double[2 * LandingReach.GROUPS];
        Arrays.fill(shortage, 0.0);
        for (int u = 0; u < landed.landing().size(); u++) {
            BusLanding at = landings.get(demand.chip()).get(landed.landing().get(u));
            int a = landed.arrival().get(u);
            int length = answer.solution().length(u);
            int from = answer.solution().from(u);
            if (length > 0) {
                List<Integer> run = IntStream.range(from, from + length)
                        .map(DriverProblem::driver)
                        .sorted()
                        .boxed()
                        .toList();
                int primary = DriverProblem.driver(problem.primary(u, from, length));
                chains.add(new Chain(at.bus(), at.landing(), demand.stp(a), primary, run, wanted[a]));
            } else {
                refused.add(new Refused(at.bus(), at.landing(), refusal(at, problem.primaries(u).length)));
            }
            if (length < chainLength) {
                boolean own = at.landing().hicann() == at.landing().target();
                int group = LandingReach.side(own, at.landing().vline()) * LandingReach.GROUPS
                        + LandingReach.group(own, at.landing().vline());
                shortage[group] += problem.gain(a, drivers[a] + 1) - problem.gain(a, drivers[a]);
            }
        }
        chains.sort(Comparator.comparingInt(Chain::bus)
                .thenComparingInt(c -> c.drivers().getFirst()));
        return new Chip(chains, refused, answer.value(), bound, List.of(shortage));
    }

    /// Drivers that would realise everything, more than its landings can have if need be.
    private static int wanted(ChipDemand demand, int arrival, DriverProblem problem) {
        int most = problem.most(arrival);
        int all = demand.total(arrival);
        return problem.gain(arrival, most) == all ? most : HalfRows.ofDrivers(demand, arrival, all).length - 1;
    }

    private Loss refusal(BusLanding at, int primaries) {
        boolean own = at.landing().hicann() == at.landing().target();
        String side = LandingReach.side(own, at.landing().vline()) == 0 ? "left" : "right";
        return new Loss(
                primaries == 0 ? LossCause.DEFECT : LossCause.SYNAPSE_DRIVER,
                "drivers of %s on HICANN %d %s: none of the %d within reach of VLine %d of HICANN %d is %s"
                        .formatted(
                                buses.name(at.bus()),
                                at.landing().target(),
                                side,
                                LandingReach.PER_GROUP,
                                at.landing().vline(),
                                at.landing().hicann(),
                                primaries == 0 ? "without defect" : "free"));
    }

    /// Drivers that a chip has, defects left out.
    public static int usableDrivers(WaferResources wafer, int hicann) {
        int n = 0;
        for (int d = 0; d < L1Topology.DRIVERS; d++) {
            n += wafer.defects().driverUsable(hicann, d) ? 1 : 0;
        }
        return n;
    }
}
