package bss.mapper;

import bss.mapper.check.CheckOptions;
import bss.mapper.check.CheckReport;
import bss.mapper.check.LegalityChecker;
import bss.mapper.check.Violation;
import bss.mapper.drivers.DriverAllocator;
import bss.mapper.landing.ChipSynapses;
import bss.mapper.landing.LandingStage;
import bss.mapper.landing.Wiring;
import bss.mapper.merge.BusAssignment;
import bss.mapper.merge.MergerRouter;
import bss.mapper.network.Network;
import bss.mapper.network.connect.Connections;
import bss.mapper.optimise.Optimiser;
import bss.mapper.optimise.Outcome;
import bss.mapper.parameters.ParameterResult;
import bss.mapper.parameters.ParameterStage;
import bss.mapper.place.InputPlacer;
import bss.mapper.place.NeuronPlacer;
import bss.mapper.plasticity.DriverClasses;
import bss.mapper.plasticity.PlasticClasses;
import bss.mapper.problem.FrozenPlaces;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.report.MappingReport;
import bss.mapper.report.ReportBuilder;
import bss.mapper.route.BackboneRouter;
import bss.mapper.rows.RowAssignment;
import bss.mapper.rows.SynapseAssigner;
import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.mapper.synapses.Arrivals;
import bss.mapper.synapses.SynapseTable;
import bss.mapper.verify.Request;
import bss.mapper.write.ConfigurationWriter;
import bss.mapper.write.MappingWriter;
import bss.mapper.write.StageResults;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.spec.translate.ParameterTranslation;
import bss.spec.translate.TranslationOptions;
import bss.spec.translate.VoltageWindow;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Maps a network onto a wafer: the stages one after the other, each with the results of those before it.
///
/// The same network, defects, options and translation give the same mapping, on every machine.
public final class Mapper {

    /// The part of the time limit that may go into making plans before the first is carried out.
    private static final double PLANNING_SHARE = 0.3;

    private final ParameterTranslation translation;
    private final Defects defects;
    private final MapperOptions options;
    private final MapperProgress progress;

    /// @param translation of biological parameters to floating-gate codes
    /// @param defects components that must not be used
    /// @param progress hears of every stage, on the thread that maps
    public Mapper(ParameterTranslation translation, Defects defects, MapperOptions options, MapperProgress progress) {
        this.translation = translation;
        this.defects = defects;
        this.options = options;
        this.progress = progress;
    }

    /// Maps a network.
    ///
    /// @throws MappingException if something asked for by hand cannot be met, or more is clipped than allowed
    /// @throws InterruptedException if the thread is interrupted; asked between stages
    public MapperResult map(Network network) throws MappingException, InterruptedException {
        StageClock clock = new StageClock(progress);
        Deadline deadline = new Deadline(options.timeLimitSeconds());
        WaferResources wafer = WaferResources.of(defects, options.allowed());

        clock.begin("expand", 0);
        MappingProblem problem = MappingProblem.of(network);
        PlasticClasses plasticity = PlasticClasses.of(problem, options.speedup());
        SynapseTable table = SynapseTable.of(problem, plasticity);

        Outcome outcome = options.strategy() == Strategy.GREEDY
                ? greedy(problem, table, wafer, clock)
                : optimised(problem, table, wafer, clock, deadline);
        StageResults stages = translate(problem, outcome, TranslationOptions.DEFAULTS, clock);
        MappingReport.Bounds bounds =
                ReportBuilder.bounds(stages, table, wafer, options.neuronSize(), outcome.routedBound());
        return finish(stages, outcome, wafer, bounds, deadline.stopped() ? "time_limit" : "converged", clock);
    }

    /// Translates other values of the same network anew and leaves everything in its place: cells, buses, routes and
    /// synapses, and the voltage window, so that what runs can go on with the new bits.
    ///
    /// @param network with the cells, connections and plasticity that `laid` was made of; parameters, weights and
    ///     currents may differ
    /// @param laid a mapping with these defects and options
    /// @throws MappingException if more is clipped than allowed, or a current cannot be had
    public MapperResult translate(Network network, MapperResult laid) throws MappingException, InterruptedException {
        StageClock clock = new StageClock(progress);
        WaferResources wafer = WaferResources.of(defects, options.allowed());
        clock.begin("expand", 0);
        MappingProblem problem = MappingProblem.of(network);
        TranslationOptions window = TranslationOptions.DEFAULTS.withWindow(
                new VoltageWindow(laid.mapping().alpha(), laid.mapping().shiftVolt()));
        StageResults stages = translate(problem, laid.layout(), window, clock);
        return finish(
                stages,
                laid.layout(),
                wafer,
                laid.report().bounds(),
                laid.report().stoppedBy(),
                clock);
    }

    private StageResults translate(
            MappingProblem problem, Outcome outcome, TranslationOptions translated, StageClock clock)
            throws MappingException, InterruptedException {
        clock.begin("parameters", 0.7);
        ParameterResult parameters = new ParameterStage(problem, outcome.placement(), outcome.drivers(), outcome.rows())
                .run(translation, translated.withSpeedup(options.speedup()), options.seed());
        refuseClipping(parameters);
        return new StageResults(
                problem,
                outcome.placement(),
                outcome.buses(),
                outcome.routing(),
                outcome.drivers(),
                outcome.rows(),
                parameters);
    }

    private MapperResult finish(
            StageResults stages,
            Outcome outcome,
            WaferResources wafer,
            MappingReport.Bounds bounds,
            String stoppedBy,
            StageClock clock)
            throws InterruptedException {
        WaferConfiguration configuration = ConfigurationWriter.write(stages);
        Mapping mapping =
                MappingWriter.write(stages, configuration, options.strategy().key(), options.seed());

        clock.begin("check", 0.9);
        check(mapping, stages.problem());
        MappingReport report = ReportBuilder.build(
                stages, configuration, wafer, bounds, options.strategy().key(), options.seed(), stoppedBy, clock.end());
        var plan = stages.parameters().plan();
        return new MapperResult(mapping, report, plan.notices(), plan.clipped(), outcome);
    }

    /// The rules of marocco, each stage once.
    private Outcome greedy(MappingProblem problem, SynapseTable table, WaferResources wafer, StageClock clock)
            throws MappingException, InterruptedException {
        clock.begin("place", 0.15);
        FrozenPlaces frozen = frozen(problem);
        Placement placement = NeuronPlacer.place(problem, wafer, options.neuronSize(), frozen);

        clock.begin("merge", 0.2);
        BusAssignment assignment = MergerRouter.route(problem, placement, wafer, frozen);
        InputPlacer.place(problem, placement, wafer, assignment, options.speedup(), frozen);
        Buses buses = assignment.buses();

        clock.begin("route", 0.3);
        Routing routing = BackboneRouter.route(problem, placement, buses, wafer);

        clock.begin("drivers", 0.5);
        Arrivals arrivals = Arrivals.of(table, placement, buses, routing);
        DriverAllocation drivers =
                DriverAllocator.allocate(table, placement, buses, arrivals, defects, options.chainLength());
        RowAssignment rows =
                SynapseAssigner.assign(table, placement, buses, arrivals, drivers, defects, options.chainLength());
        ChipSynapses synapses = ChipSynapses.of(table, Wiring.of(placement, buses));
        long realisable = LandingStage.bound(synapses, buses, routing, wafer, options.chainLength());
        return Outcome.of(placement, buses, routing, drivers, rows, table.size() - realisable);
    }

    /// The search; where it still loses synapses, never more than the rules of marocco lose. These do not
    /// know STDP: they mix rows of plastic and other synapses, so that hardly any could change; networks
    /// with STDP keep the search's result.
    private Outcome optimised(
            MappingProblem problem, SynapseTable table, WaferResources wafer, StageClock clock, Deadline deadline)
            throws MappingException, InterruptedException {
        Outcome found = Optimiser.run(
                problem,
                table,
                wafer,
                new Optimiser.Options(
                        options.neuronSize(),
                        options.chainLength(),
                        options.speedup(),
                        options.seed(),
                        frozen(problem)),
                () -> deadline.passed(PLANNING_SHARE),
                () -> deadline.passed(1),
                clock);
        if (found.lost() == 0 || table.classes().updated() != DriverClasses.NONE) {
            return found;
        }
        Outcome greedy = greedy(problem, table, wafer, clock);
        return greedy.lost() < found.lost() ? greedy : found;
    }

    private FrozenPlaces frozen(MappingProblem problem) throws MappingException {
        if (options.freeze().isEmpty()) {
            return FrozenPlaces.none();
        }
        Freeze freeze = options.freeze().get();
        return FrozenPlaces.of(problem, freeze.mapping(), freeze.populations());
    }

    private void refuseClipping(ParameterResult parameters) throws MappingException {
        int clipped = parameters.plan().clipped();
        if (options.maxClip().isPresent() && clipped > options.maxClip().getAsInt()) {
            throw new MappingException("%d values of neurons are clipped, must be at most %d"
                    .formatted(clipped, options.maxClip().getAsInt()));
        }
    }

    /// The independent checker: an illegal mapping is a fault of this program and never leaves it.
    private void check(Mapping mapping, MappingProblem problem) {
        List<Connections> drawn = IntStream.range(0, problem.projections())
                .mapToObj(problem::connections)
                .toList();
        CheckOptions checkOptions = new CheckOptions(options.chainLength(), problem::rateHz, 1);
        CheckReport report =
                LegalityChecker.check(mapping, Request.of(problem.network(), drawn), defects, checkOptions);
        if (!report.legal()) {
            throw new IllegalStateException("the mapping breaks the rules of the hardware, please report this: "
                    + report.violations().stream()
                            .limit(5)
                            .map(Violation::toString)
                            .collect(Collectors.joining("; ")));
        }
    }
}
