package bss.mapper;

import bss.mapper.check.CheckOptions;
import bss.mapper.check.CheckReport;
import bss.mapper.check.LegalityChecker;
import bss.mapper.check.Violation;
import bss.mapper.drivers.DriverAllocator;
import bss.mapper.merge.BusAssignment;
import bss.mapper.merge.MergerRouter;
import bss.mapper.network.Network;
import bss.mapper.network.connect.Connections;
import bss.mapper.parameters.ParameterResult;
import bss.mapper.parameters.ParameterStage;
import bss.mapper.place.InputPlacer;
import bss.mapper.place.NeuronPlacer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Maps a network onto a wafer: the stages one after the other, each with the results of those before it.
///
/// The same network, defects, options and translation give the same mapping, on every machine.
public final class Mapper {

    static final String OPTIMISE_NOTICE =
            "strategy 'optimise' comes in a later version: mapped with 'greedy', the rules of marocco";

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
        List<String> notices = new ArrayList<>();
        if (options.strategy() == Strategy.OPTIMISE) {
            notices.add(OPTIMISE_NOTICE);
        }
        WaferResources wafer = WaferResources.of(defects, options.allowed());

        clock.begin("expand", 0);
        MappingProblem problem = MappingProblem.of(network);
        SynapseTable table = SynapseTable.of(problem);

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

        clock.begin("parameters", 0.7);
        ParameterResult parameters = new ParameterStage(problem, placement, buses, routing, rows)
                .run(translation, TranslationOptions.DEFAULTS.withSpeedup(options.speedup()), options.seed());
        refuseClipping(parameters);
        StageResults stages = new StageResults(problem, placement, buses, routing, drivers, rows, parameters);
        WaferConfiguration configuration = ConfigurationWriter.write(stages);
        Mapping mapping = MappingWriter.write(stages, configuration, Strategy.GREEDY.key(), options.seed());

        clock.begin("check", 0.9);
        check(mapping, problem);
        MappingReport.Bounds bounds = ReportBuilder.bounds(stages, table, wafer, options.neuronSize());
        MappingReport report = ReportBuilder.build(
                stages, configuration, wafer, bounds, Strategy.GREEDY.key(), options.seed(), clock.end());
        return new MapperResult(mapping, report, notices);
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
