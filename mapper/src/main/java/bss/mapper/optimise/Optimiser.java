package bss.mapper.optimise;

import bss.mapper.landing.LandingStage;
import bss.mapper.partition.Forecast;
import bss.mapper.partition.NeuronKinds;
import bss.mapper.partition.PlanSearch;
import bss.mapper.partition.PlanSearch.Scored;
import bss.mapper.place.InputRates;
import bss.mapper.problem.FrozenPlaces;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Placement;
import bss.mapper.synapses.SynapseTable;
import bss.spec.coord.HicannOnWafer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Searches for the mapping that loses fewest synapses: plans by their forecast, the best of them carried out
/// until one keeps what the forecasts of the others promise.
public final class Optimiser {

    /// Plans that are carried out without one that is better than those before.
    private static final int PATIENCE = 3;

    private static final double ALIKE = 0.04;

    private final MappingProblem problem;
    private final SynapseTable table;
    private final WaferResources wafer;
    private final Options options;
    private final BooleanSupplier planning;
    private final BooleanSupplier stop;
    private final Phases phases;

    /// Options of the search.
    ///
    /// @param neuronSize denmems of every neuron; empty: chosen
    /// @param frozen places that are kept
    public record Options(OptionalInt neuronSize, int chainLength, double speedup, long seed, FrozenPlaces frozen) {}

    private Optimiser(
            MappingProblem problem,
            SynapseTable table,
            WaferResources wafer,
            Options options,
            BooleanSupplier planning,
            BooleanSupplier stop,
            Phases phases) {
        this.problem = problem;
        this.table = table;
        this.wafer = wafer;
        this.options = options;
        this.planning = planning;
        this.stop = stop;
        this.phases = phases;
    }

    /// Maps as well as it can.
    ///
    /// @param planning whether no further plans should be tried
    /// @param stop asked often; when it holds, the best mapping so far is returned, one being finished first
    /// @param phases hears what the search is at
    public static Outcome run(
            MappingProblem problem,
            SynapseTable table,
            WaferResources wafer,
            Options options,
            BooleanSupplier planning,
            BooleanSupplier stop,
            Phases phases)
            throws MappingException, InterruptedException {
        return new Optimiser(problem, table, wafer, options, planning, stop, phases).search();
    }

    private Outcome search() throws MappingException, InterruptedException {
        NeuronKinds kinds = NeuronKinds.of(problem);
        List<Integer> usable = IntStream.range(0, HicannOnWafer.COUNT)
                .filter(wafer::spikes)
                .boxed()
                .toList();
        int drivers = (int) usable.stream()
                .mapToInt(h -> LandingStage.usableDrivers(wafer, h))
                .average()
                .orElse(0);
        double linkHz = InputRates.HICANN_HZ / options.speedup();
        phases.begin("place", 0.1);
        Asked asked = Asked.of(problem, wafer, options.neuronSize(), options.frozen(), kinds, linkHz);
        PlanSearch.Frame frame = new PlanSearch.Frame(
                options.neuronSize(),
                asked.sizes(),
                units(asked.placement()),
                asked.chips(),
                asked.heldInputs(),
                usable.size() - asked.sites().size(),
                options.chainLength(),
                drivers,
                linkHz,
                linkHz);
        List<Scored> plans = distinct(PlanSearch.run(problem, table, kinds, frame, planning));
        Realiser realiser = new Realiser(
                problem,
                table,
                wafer,
                kinds,
                new Realiser.Limits(usable, options.chainLength(), options.speedup(), linkHz, options.seed()),
                stop,
                phases);
        Outcome best = null;
        List<Scored> tried = new ArrayList<>();
        int since = 0;
        for (int i = 0; i < plans.size() && since < PATIENCE; i++) {
            Scored plan = plans.get(i);
            if (best != null && (stop.getAsBoolean() || plan.forecast().lost() >= best.lost())) {
                break;
            }
            if (tried.stream().anyMatch(t -> alike(t.forecast(), plan.forecast()))) {
                continue;
            }
            tried.add(plan);
            since++;
            Outcome outcome = realiser.realise(plan, asked, 0.65 - 0.5 / (1 + i));
            if (best == null || outcome.lost() < best.lost()) {
                best = outcome;
                since = 0;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no plan was made");
        }
        return best;
    }

    /// The neurons of each population that have no place yet.
    private List<List<Integer>> units(Placement kept) {
        List<List<Integer>> units = new ArrayList<>();
        for (int p = 0; p < problem.populations(); p++) {
            if (!problem.population(p).cell().isSource()) {
                units.add(IntStream.range(problem.firstCell(p), problem.firstCell(p + 1))
                        .filter(cell -> !kept.placed(cell))
                        .boxed()
                        .toList());
            }
        }
        return units;
    }

    /// Whether two plans would meet the same difficulties: as many chips and landings, within a few per cent.
    private static boolean alike(Forecast a, Forecast b) {
        return Math.abs(a.chips() - b.chips()) <= ALIKE * a.chips()
                && Math.abs(a.landings() - b.landings()) <= ALIKE * a.landings();
    }

    private static List<Scored> distinct(List<Scored> plans) {
        List<Scored> distinct = new ArrayList<>();
        for (Scored plan : plans) {
            if (distinct.stream().noneMatch(d -> d.plan() == plan.plan())) {
                distinct.add(plan);
            }
        }
        return distinct;
    }
}
