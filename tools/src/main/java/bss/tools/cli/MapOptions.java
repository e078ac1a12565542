package bss.tools.cli;

import bss.calibration.IdealCalibration;
import bss.mapper.Freeze;
import bss.mapper.Mapper;
import bss.mapper.MapperOptions;
import bss.mapper.MapperResult;
import bss.mapper.Strategy;
import bss.mapper.defects.DefectsFile;
import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkFileException;
import bss.mapper.problem.MappingException;
import bss.mapper.report.ReportWriter;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.spec.translate.CalibrationIdentity;
import bss.spec.translate.ParameterTranslation;
import bss.tools.calibration.CalibrationChoice;
import bss.tools.calibration.CalibrationSet;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options of mapping, the same for `bss-map` and `bss-run`.
final class MapOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--strategy", description = "optimise (default), or greedy: marocco's rules of 2015")
    private @Nullable Strategy strategy;

    @Option(names = "--report", paramLabel = "FILE.json", description = "what was lost, clipped and used, for programs")
    private @Nullable Path report;

    @Mixin
    private PictureOptions pictures = new PictureOptions();

    @Option(names = "--defects", paramLabel = "FILE.json", description = "components not to use")
    private @Nullable Path defects;

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "measured calibration (.bsscal, default: the ideal one)")
    private @Nullable Path calibration;

    @Option(names = "--hicanns", paramLabel = "SPEC", description = "use only these chips, e.g. 0-383 or 88,89,100-120")
    private @Nullable String hicanns;

    @Option(
            names = "--neuron-size",
            paramLabel = "N",
            description = "denmems per neuron, even, 2..64 (default: from each neuron's in-degree)")
    private @Nullable Integer neuronSize;

    @Option(names = "--chain-length", paramLabel = "N", description = "synapse drivers in a chain, 1..56 (3)")
    private @Nullable Integer chainLength;

    @Option(names = "--seed", paramLabel = "N", description = "of the search's own draws (1)")
    private @Nullable Long seed;

    @Option(names = "--time-limit", paramLabel = "SECONDS", description = "for a search that improves its result (600)")
    private @Nullable Double timeLimit;

    @Option(names = "--max-loss", paramLabel = "FRACTION", description = "refuse above this loss: exit code 3 (1.0)")
    private @Nullable Double maxLoss;

    @Option(names = "--max-clip", paramLabel = "N", description = "refuse if more values are clipped (never)")
    private @Nullable Integer maxClip;

    @Option(names = "--speedup", paramLabel = "N", description = "hardware over biological speed, 1000..100000 (10000)")
    private @Nullable Double speedup;

    @Option(
            names = "--freeze",
            paramLabel = "OLD.bssmap",
            description = "keep cells where this older mapping has them, map the rest around them")
    private @Nullable Path freeze;

    @Option(
            names = "--freeze-populations",
            paramLabel = "LABELS",
            split = ",",
            description = "which ones, e.g. exc,inh (default: all that both networks have with the same size)")
    private @Nullable List<String> freezePopulations;

    private Optional<Freeze> frozen = Optional.empty();
    private Optional<CalibrationSet> set = Optional.empty();
    private Optional<OutputFile> reportFile = Optional.empty();

    /// Maps `network`, tells what was lost, and writes report and pictures if asked; after [#check(OutputFiles)].
    ///
    /// @param file where the network is from, for messages
    MapperResult map(String file, Network network, ProgressBar progress, PrintWriter out) throws InterruptedException {
        OnWafer.require(file, network);
        pictures.choice(network);
        MapperOptions options = options();
        if (frozen.isPresent()) {
            options = options.withFreeze(frozen.get());
        }
        Defects unusable = unusable();
        ParameterTranslation translation =
                set.<ParameterTranslation>map(CalibrationChoice::translation).orElseGet(IdealCalibration::new);
        set.ifPresent(s -> Calibrations.announce(s, spec.commandLine().getErr()));
        MapperResult result;
        try {
            result = new Mapper(translation, unusable, options, progress::at).map(network);
        } catch (MappingException e) {
            throw Failure.failed("%s: %s".formatted(file, e.getMessage()), e);
        }
        progress.done();
        result.notices().forEach(notice -> spec.commandLine().getErr().println(notice));
        MapSummary.print(result.report(), out);
        refuseLoss(file, result);
        reportFile.ifPresent(f -> f.write(to -> {
            try (OutputStream stream = Files.newOutputStream(to)) {
                ReportWriter.write(result.report(), stream);
            }
        }));
        pictures.write(result, network, unusable);
        return result;
    }

    /// The measured calibration that is asked for; after [#check(OutputFiles)].
    Optional<CalibrationIdentity> calibration() {
        return set.map(CalibrationChoice::identity);
    }

    /// Refuses at once what would fail after long work.
    void check(OutputFiles files) {
        options();
        if (defects != null) {
            files.keep(defects);
        }
        if (calibration != null) {
            files.keep(calibration);
            set = Optional.of(Calibrations.read(calibration));
        }
        if (freeze == null && freezePopulations != null) {
            throw Failure.usage("--freeze-populations %s: needs --freeze OLD.bssmap too"
                    .formatted(String.join(",", freezePopulations)));
        }
        if (freeze != null) {
            files.keep(freeze);
            frozen = Optional.of(frozen(freeze));
        }
        reportFile = Optional.ofNullable(report).map(path -> files.add("--report", path));
        pictures.check(files);
        unusable();
    }

    /// A mapping that was made before takes none of these options.
    ///
    /// @param reason why not, after the option's name
    void refuseIfUsed(String reason) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("--strategy", strategy);
        given.put("--report", report);
        given.putAll(pictures.given());
        given.put("--defects", defects);
        given.put("--calibration", calibration);
        given.put("--hicanns", hicanns);
        given.put("--neuron-size", neuronSize);
        given.put("--chain-length", chainLength);
        given.put("--seed", seed);
        given.put("--time-limit", timeLimit);
        given.put("--max-loss", maxLoss);
        given.put("--max-clip", maxClip);
        given.put("--speedup", speedup);
        given.put("--freeze", freeze);
        given.put("--freeze-populations", freezePopulations == null ? null : String.join(",", freezePopulations));
        given.forEach((option, value) -> {
            if (value != null) {
                throw Failure.usage("%s %s: %s".formatted(option, value, reason));
            }
        });
    }

    private void refuseLoss(String file, MapperResult result) {
        double loss = result.report().loss();
        if (maxLoss != null && loss > maxLoss) {
            throw Failure.lost("%s: %.4f of all synapses are lost, must be at most --max-loss %s; nothing was written"
                    .formatted(file, loss, maxLoss));
        }
    }

    private MapperOptions options() {
        if (maxLoss != null && !(maxLoss >= 0 && maxLoss <= 1)) {
            throw Failure.usage("--max-loss is %s, must be 0 to 1".formatted(maxLoss));
        }
        MapperOptions options = MapperOptions.DEFAULTS;
        options = with(options, "--strategy", strategy, MapperOptions::withStrategy);
        options = with(options, "--neuron-size", neuronSize, MapperOptions::withNeuronSize);
        options = with(options, "--chain-length", chainLength, MapperOptions::withChainLength);
        options = with(options, "--seed", seed, MapperOptions::withSeed);
        options = with(options, "--time-limit", timeLimit, MapperOptions::withTimeLimitSeconds);
        options = with(options, "--speedup", speedup, MapperOptions::withSpeedup);
        options = with(options, "--max-clip", maxClip, MapperOptions::withMaxClip);
        return with(options, "--hicanns", hicanns, (o, text) -> o.withHicanns(HicannRange.parse(text)));
    }

    private Freeze frozen(Path file) {
        Mapping old = Inputs.mapping(file);
        // refuses numbers that no mapper writes
        Inputs.networkOf(file, old);
        return new Freeze(old, freezePopulations == null ? Set.of() : new TreeSet<>(freezePopulations));
    }

    /// With a value that was given; refuses one that the mapper refuses, by the name of its option.
    static <T> MapperOptions with(
            MapperOptions options, String name, @Nullable T value, BiFunction<MapperOptions, T, MapperOptions> set) {
        if (value == null) {
            return options;
        }
        try {
            return set.apply(options, value);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s: %s".formatted(name, e.getMessage()));
        }
    }

    /// What is not usable by the defects file, by the calibration, or by both.
    private Defects unusable() {
        Defects found = set.map(s -> s.measured().defects()).orElse(Defects.NONE);
        if (defects == null) {
            return found;
        }
        try {
            return DefectsFile.read(defects).union(found);
        } catch (NetworkFileException e) {
            throw Failure.usage(e);
        }
    }
}
