package bss.tools.cli;

import bss.calibration.measure.result.MeasuredCalibration;
import bss.emulator.EmulatedWafer;
import bss.proto.FormatException;
import bss.proto.link.LinkClient;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferBackend;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.tools.calibration.CalibrationFile;
import bss.tools.calibration.CalibrationHeader;
import bss.tools.calibration.CalibrationPlan;
import bss.tools.calibration.CalibrationRun;
import bss.tools.calibration.CalibrationSet;
import bss.tools.calibration.FinishedChips;
import bss.tools.calibration.WaferIdentity;
import bss.tools.calibration.report.CalibrationReport;
import bss.tools.calibration.synthetic.SyntheticCalibration;
import bss.tools.result.Version;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bss-run calibrate`: measures the circuits of a wafer.
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = {
            "Measures the circuits of a wafer, chip by chip, and writes what codes they need.",
            "A chip that is finished is kept beside FILE until all are: the same command goes on after an interruption."
        },
        footer = {
            "",
            "Examples:",
            "  bss-run calibrate --silicon typical --wafer-seed 3 --hicanns 88-95 -o wafer3.bsscal",
            "  bss-run calibrate --hardware 127.0.0.1:4700 --hicanns 88 --only lif -o wafer.bsscal",
            "  bss-run calibrate -o wafer.bsscal --report wafer.html",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 130 interrupted"
        })
final class CalibrateCommand implements Callable<Integer> {

    /// Which neurons the circuits are to be.
    enum Neurons {
        LIF,
        ADEX
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE.bsscal",
            description = "calibration file to write")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(
            names = "--hicanns",
            paramLabel = "LIST",
            description = "chips, e.g. 88,89,100-120 (default: all 384, which takes long)")
    private @Nullable String hicanns;

    @Option(
            names = "--denmems",
            paramLabel = "LIST",
            description = "circuits of each chip, 256 * row + column, e.g. 0-31,256-287 (default: all 512)")
    private @Nullable String denmems;

    @Option(
            names = "--drivers",
            paramLabel = "LIST",
            description = "synapse drivers of each chip whose rows are measured, 0 to 223 (default: all)")
    private @Nullable String drivers;

    @Option(
            names = "--only",
            defaultValue = "adex",
            description = "adex (default): all parameters; lif: without exponential and adaptation")
    @SuppressWarnings("NullAway.Init")
    private Neurons only;

    @Option(
            names = "--synthetic",
            description = "measures nothing: the truth of a typical wafer with the residuals that are published for"
                    + " calibrated chips, for studies of a whole wafer")
    private boolean synthetic;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = {
                "page about what was found",
                "with -o alone: about a calibration that exists, without measuring"
            })
    private @Nullable Path report;

    @Mixin
    private SiliconOptions silicon = new SiliconOptions();

    @Mixin
    private HardwareOptions hardware = new HardwareOptions();

    @Option(names = "--date", hidden = true, description = "what the file says (default: now)")
    private @Nullable Instant date;

    @Override
    public Integer call() throws Exception {
        if (report != null && namesFilesAlone() && Files.exists(output)) {
            return reportAgain(report);
        }
        hardware.check();
        if (hardware.isGiven()) {
            silicon.refuseSilicon("--hardware");
        }
        silicon.check();
        if (synthetic && !silicon.isTypical()) {
            throw Failure.usage("--synthetic needs --silicon typical: it is drawn around what that wafer is like");
        }
        try (OutputFiles files = new OutputFiles()) {
            OutputFile file = files.add("--output", output);
            Optional<OutputFile> page = Optional.ofNullable(report).map(to -> files.add("--report", to));
            if (!hardware.isGiven()) {
                // a session has one chip, for which one thread is best
                EmulatedWafer wafer = silicon.wafer(1);
                return run(files, file, page, wafer, silicon.seed());
            }
            try (LinkClient wafer = hardware.connect()) {
                return run(files, file, page, wafer, wafer.waferSeed());
            }
        }
    }

    /// Whether nothing is said about what to measure.
    private boolean namesFilesAlone() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .allMatch(o ->
                        o.longestName().equals("--output") || o.longestName().equals("--report"));
    }

    private int reportAgain(Path to) {
        try (OutputFiles files = new OutputFiles()) {
            files.keep(output);
            OutputFile page = files.add("--report", to);
            CalibrationSet set = CalibrationFile.read(output);
            page.write(file -> writeReport(set, file));
            files.commit();
        } catch (FormatException e) {
            throw Failure.usage(e);
        } catch (IOException e) {
            throw Failure.failed("%s could not be read: %s".formatted(output, e.getMessage()), e);
        }
        spec.commandLine().getOut().println("report on %s in %s, nothing was measured".formatted(output, to));
        return 0;
    }

    private static void writeReport(CalibrationSet set, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            CalibrationReport.write(set, out);
        }
    }

    private int run(
            OutputFiles files, OutputFile file, Optional<OutputFile> page, WaferBackend wafer, Optional<Long> seed)
            throws Exception {
        CalibrationPlan plan = plan(WaferIdentity.of(wafer.capabilities(), seed));
        FinishedChips finished = new FinishedChips(output, plan);
        PrintWriter err = spec.commandLine().getErr();
        if (hicanns == null && !synthetic) {
            err.println("all 384 chips are calibrated; --hicanns names those that a network needs");
        }
        Interruption.leaves("finished chips are kept in %s, the same command goes on".formatted(finished.folder()));
        CalibrationSummary summary =
                new CalibrationSummary(plan, spec.commandLine().getOut(), err);
        CalibrationRun work = seed.filter(_ -> synthetic)
                .map(s -> synthetic(s, plan, finished, summary))
                .orElseGet(() -> CalibrationRun.measuring(wafer, plan, finished, summary));
        MeasuredCalibration measured = run(wafer, work, finished, summary);
        CalibrationSet set = new CalibrationSet(
                new CalibrationHeader(
                        date == null ? Instant.now() : date, plan.wafer(), plan.software(), plan.synthetic()),
                measured);
        file.write(to -> CalibrationFile.write(set, to));
        page.ifPresent(p -> p.write(to -> writeReport(set, to)));
        files.commit();
        finished.remove();
        summary.print(set, output);
        set.warning().ifPresent(warning -> err.println("WARNING: " + warning));
        return 0;
    }

    private static CalibrationRun synthetic(
            long seed, CalibrationPlan plan, FinishedChips finished, CalibrationSummary summary) {
        SyntheticCalibration source = new SyntheticCalibration(seed);
        return CalibrationRun.of(
                plan, finished, summary, (hicann, _) -> source.chip(hicann, plan.denmems(), plan.without()));
    }

    private MeasuredCalibration run(
            WaferBackend wafer, CalibrationRun work, FinishedChips finished, CalibrationSummary summary)
            throws InterruptedException {
        try {
            MeasuredCalibration circuits = work.run(silicon.threads());
            return synthetic ? circuits : CalibrationRun.withLines(wafer, circuits, summary::lines);
        } catch (FormatException e) {
            throw Failure.usage(e);
        } catch (IOException e) {
            throw Failure.failed("%s cannot be used: %s".formatted(finished.folder(), e.getMessage()), e);
        } catch (BackendException e) {
            throw Failure.failed(
                    "%s; finished chips are kept in %s, the same command goes on"
                            .formatted(e.getMessage(), finished.folder()),
                    e);
        } finally {
            summary.end();
        }
    }

    private CalibrationPlan plan(WaferIdentity wafer) {
        return new CalibrationPlan(
                wafer,
                Version.current(),
                synthetic,
                parts("--hicanns", hicanns, "HICANN", HicannOnWafer.COUNT),
                parts("--denmems", denmems, "denmem", NeuronTopology.DENMEMS),
                parts("--drivers", drivers, "driver", L1Topology.DRIVERS),
                only == Neurons.ADEX);
    }

    private static List<Integer> parts(String option, @Nullable String text, String what, int count) {
        if (text == null) {
            return IntStream.range(0, count).boxed().toList();
        }
        try {
            return IndexRange.parse(text, what, count);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s: %s".formatted(option, e.getMessage()));
        }
    }
}
