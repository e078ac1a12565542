package bss.tools.cli;

import bss.mapper.network.Network;
import bss.proto.link.LinkClient;
import bss.spec.backend.WaferBackend;
import bss.spec.mapping.Mapping;
import bss.spec.translate.CalibrationIdentity;
import bss.tools.calibration.CalibrationChoice;
import bss.tools.compare.Comparison;
import bss.tools.result.PopulationDistortion;
import bss.tools.result.RasterFile;
import bss.tools.result.ResultFile;
import bss.tools.result.RunResult;
import bss.tools.result.StatsFile;
import bss.tools.run.HardwareRun;
import bss.tools.run.ReferenceRun;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// `bss-run`: runs a network, or a mapping, on the emulated wafer or in the reference simulator.
@Command(
        name = "bss-run",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        subcommands = {
            BenchCommand.class,
            CalibrateCommand.class,
            ServeCommand.class,
            UsersCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            StatusCommand.class,
            WatchCommand.class,
            FetchCommand.class,
            CancelCommand.class,
            DeleteCommand.class,
            QuotaCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            RestoreCommand.class
        },
        description = "Runs a network on an emulated BrainScaleS-1 wafer; a network file is mapped first.",
        footer = {
            "",
            "Examples:",
            "  bss-run examples/synfire-chain.json --duration 300 -o synfire.h5",
            "  bss-run balanced.bssmap --duration 1000 --compare realised -o balanced.h5",
            "  bss-run balanced.bssmap --duration 1000 --hardware 127.0.0.1:4700 -o balanced.h5",
            "  bss-run submit balanced.json --duration 1000 --server 127.0.0.1:4800 --watch --fetch -o balanced.h5",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 3 more lost than allowed, 130 interrupted"
        })
public final class RunCommand implements Callable<Integer> {

    /// Engines that a network can run on.
    enum Engine {
        EMULATOR,
        REFERENCE
    }

    /// What to compare the emulator with.
    enum Other {
        REFERENCE,
        REALISED
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NETWORK|MAPPING",
            description = "network file (JSON) or mapping (.bssmap)")
    @SuppressWarnings("NullAway.Init")
    private Path input;

    @Option(names = "--duration", paramLabel = "MS", description = "biological time in ms")
    private double durationMs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "RESULT.h5",
            description = "result file to write (HDF5, SONATA layout)")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(names = "--engine", defaultValue = "emulator", description = "emulator (default) or reference (float64)")
    @SuppressWarnings("NullAway.Init")
    private Engine engine;

    @Option(
            names = "--compare",
            description = "reference or realised: run the reference too, of the network as written or as the hardware"
                    + " realises it, and report the distortion")
    private @Nullable Other compare;

    @Mixin
    private SiliconOptions silicon = new SiliconOptions();

    @Mixin
    private HardwareOptions hardware = new HardwareOptions();

    @Option(names = "--trial", paramLabel = "N", defaultValue = "1", description = "write of the analog parameters (1)")
    private int trial;

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "1", description = "runs that many trials (1)")
    private int repeat;

    @Option(names = "--stats", paramLabel = "FILE.json", description = "losses of each stage, times")
    private @Nullable Path stats;

    @Option(names = "--raster", paramLabel = "FILE.svg", description = "picture of the spikes")
    private @Nullable Path raster;

    @Mixin
    private MapOptions map = new MapOptions();

    public static void main(String[] args) {
        Commands.main(new RunCommand(), args);
    }

    @Override
    public Integer call() throws Exception {
        requireArguments();
        check();
        try (OutputFiles files = new OutputFiles()) {
            files.keep(input);
            return run(files);
        } catch (UncheckedIOException e) {
            // the probe's calls know no other way to say that the wire is gone
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    /// Subcommands need none of these, so picocli must not ask for them.
    private void requireArguments() {
        ParseResult given = spec.commandLine().getParseResult();
        List<String> missing = new ArrayList<>();
        for (String option : List.of("--duration", "--output")) {
            if (!given.hasMatchedOption(option)) {
                missing.add("'%s=%s'".formatted(option, spec.findOption(option).paramLabel()));
            }
        }
        String kind = missing.size() == 1 ? "option" : "options";
        if (!given.hasMatchedPositional(0)) {
            missing.add("'NETWORK|MAPPING'");
            kind = missing.size() == 1 ? "parameter" : "options and parameters";
        }
        if (!missing.isEmpty()) {
            throw Failure.usage(
                    "Missing required %s: %s; see bss-run --help".formatted(kind, String.join(", ", missing)));
        }
    }

    private int run(OutputFiles files) throws Exception {
        if (!hardware.isGiven()) {
            return run(files, silicon.wafer(), silicon.seed());
        }
        try (LinkClient wafer = hardware.connect()) {
            return run(files, wafer, wafer.waferSeed());
        }
    }

    private int run(OutputFiles files, WaferBackend wafer, Optional<Long> waferSeed) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<OutputFile> results = results(files);
        Optional<OutputFile> statsFile = Optional.ofNullable(stats).map(p -> files.add("--stats", p));
        Optional<OutputFile> rasterFile = Optional.ofNullable(raster).map(p -> files.add("--raster", p));
        map.check(files);
        Inputs.Loaded loaded = Inputs.networkOrMapping(input);
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr());

        Optional<Mapping> mapping = loaded.mapping();
        boolean needsMapping = engine == Engine.EMULATOR;
        if (mapping.isEmpty() && needsMapping) {
            map.calibration().ifPresent(c -> requireSameWafer("--calibration", c, wafer, waferSeed));
            mapping = Optional.of(
                    map.map(input.toString(), loaded.network(), progress, out).mapping());
        } else {
            map.refuseIfUsed("options of mapping need a network that is mapped in this run");
        }
        if (engine == Engine.EMULATOR) {
            OnWafer.require(input.toString(), loaded.network());
            mapping.flatMap(Mapping::calibration)
                    .ifPresent(c -> requireSameWafer(input.toString(), c.identity(), wafer, waferSeed));
            if (wafer.capabilities().silicon().equals("typical")) {
                if (mapping.flatMap(Mapping::calibration).isEmpty()) {
                    uncalibrated(waferSeed);
                }
            }
        }

        List<RunResult> trials = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (int t = 0; t < repeat; t++) {
            long start = System.nanoTime();
            trials.add(
                    engine == Engine.REFERENCE
                            ? ReferenceRun.run(loaded.network(), mapping, durationMs, progress)
                            : new HardwareRun(wafer, mapping.orElseThrow(), loaded.network(), waferSeed)
                                    .run(durationMs, trial + t, progress));
            seconds.add((System.nanoTime() - start) * 1e-9);
        }
        List<PopulationDistortion> distortions = distortions(loaded.network(), mapping, trials.getFirst(), progress);
        progress.done();

        for (int t = 0; t < repeat; t++) {
            RunResult trialResult = trials.get(t);
            results.get(t).write(to -> ResultFile.write(trialResult, to));
        }
        double speedup = mapping.map(Mapping::speedup).orElse(1.0);
        statsFile.ifPresent(f -> f.write(to -> StatsFile.write(to, trials, seconds, speedup, distortions)));
        rasterFile.ifPresent(f -> f.write(to -> RasterFile.write(trials.getFirst(), to)));
        files.commit();
        RunSummary.print(trials.getFirst(), out);
        if (repeat > 1) {
            RunSummary.printSpread(trials, out);
        }
        if (compare != null) {
            RunSummary.print(compare == Other.REALISED ? "as realised" : "as written", distortions, out);
        }
        out.printf(
                "%.0f ms of biology in %.2f s; spikes and traces in %s%n",
                durationMs, seconds.stream().mapToDouble(s -> s).sum(), output);
        return 0;
    }

    private void check() {
        if (!(durationMs > 0 && durationMs <= 1e9)) {
            throw Failure.usage("--duration is %s ms, must be above 0 and at most 1e9".formatted(durationMs));
        }
        if (silicon.isTypical() && engine == Engine.REFERENCE) {
            throw Failure.usage("--silicon typical is the emulator's, leave out --engine reference");
        }
        if (hardware.isGiven() && engine == Engine.REFERENCE) {
            throw Failure.usage("--hardware names a wafer, leave out --engine reference");
        }
        hardware.check();
        if (hardware.isGiven()) {
            silicon.refuse("--hardware");
        }
        silicon.check();
        if (trial < 1 || repeat < 1) {
            throw Failure.usage("--trial %d, --repeat %d: each must be at least 1".formatted(trial, repeat));
        }
        if (compare != null && engine == Engine.REFERENCE) {
            throw Failure.usage("--compare compares the emulator, leave out --engine reference");
        }
        if (engine == Engine.REFERENCE && repeat > 1) {
            throw Failure.usage("--repeat %d: the reference is the same in every trial".formatted(repeat));
        }
    }

    private void requireSameWafer(String what, CalibrationIdentity of, WaferBackend wafer, Optional<Long> waferSeed) {
        Optional<String> other = CalibrationChoice.otherWafer(of, wafer.capabilities(), waferSeed);
        if (other.isPresent()) {
            throw Failure.usage("%s: %s".formatted(what, other.get()));
        }
    }

    private void uncalibrated(Optional<Long> waferSeed) {
        spec.commandLine().getErr().println("WARNING: " + CalibrationChoice.uncalibrated(waferSeed.orElse(0L)));
    }

    private List<PopulationDistortion> distortions(
            Network network, Optional<Mapping> mapping, RunResult run, ProgressBar progress) {
        if (compare == null) {
            return List.of();
        }
        Optional<Mapping> of = compare == Other.REALISED ? mapping : Optional.empty();
        return Comparison.of(run, ReferenceRun.run(network, of, durationMs, progress));
    }

    /// The first trial under the given name, trial n of the others under `name-trialN`.
    private List<OutputFile> results(OutputFiles files) {
        List<OutputFile> results = new ArrayList<>();
        for (int t = 0; t < repeat; t++) {
            results.add(files.add("--output", t == 0 ? output : sibling(output, "-trial" + (trial + t))));
        }
        return results;
    }

    private static Path sibling(Path file, String suffix) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String renamed = dot <= 0 ? name + suffix : name.substring(0, dot) + suffix + name.substring(dot);
        return file.resolveSibling(renamed);
    }
}
