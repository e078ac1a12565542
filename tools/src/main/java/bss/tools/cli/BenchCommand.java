package bss.tools.cli;

import bss.tools.bench.Bench;
import bss.tools.bench.BenchFile;
import bss.tools.bench.BenchOptions;
import bss.tools.bench.BenchRow;
import bss.tools.bench.jobs.JobRows;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bss-run bench`: measures how fast this version is on this machine.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Measures the emulator and the mapper; let nothing else run meanwhile.",
        footer = {
            "",
            "Example: bss-run bench --json bench.json",
            "",
            "docs/emulator.md says what each row means.",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 130 interrupted"
        })
final class BenchCommand implements Callable<Integer> {

    private static final int DEFAULT_THREADS = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", paramLabel = "FILE", description = "the table with all samples, for programs")
    private @Nullable Path json;

    @Option(names = "--rows", paramLabel = "NAMES", split = ",", description = "only these rows (default: all)")
    private List<String> rows = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "worker threads of rows that do not say one thread (2, or 1 on a single core)")
    private @Nullable Integer threads;

    @Option(names = "--quick", description = "fewer and shorter samples")
    private boolean quick;

    @Option(
            names = "--jobs",
            description = "measure a shared server of jobs instead (docs/server.md); --rows names parts of it")
    private boolean jobs;

    @Option(names = "--scale", hidden = true, defaultValue = "1", description = "share of wafer and networks")
    private double scale;

    @Override
    public Integer call() throws Exception {
        if (jobs) {
            return ofJobs();
        }
        BenchOptions options;
        try {
            int cores = Runtime.getRuntime().availableProcessors();
            options = new BenchOptions(threads == null ? Math.min(DEFAULT_THREADS, cores) : threads, quick, scale);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e);
        }
        try (OutputFiles files = new OutputFiles()) {
            return run(options, files);
        }
    }

    private int run(BenchOptions options, OutputFiles files) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr());
        Optional<OutputFile> file = Optional.ofNullable(json).map(path -> files.add("--json", path));
        Bench bench = new Bench(options, progress);
        try {
            bench.requireKnown(rows);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e);
        }
        out.println(String.join(
                ", ", BenchFile.machine().values().stream().map(String::valueOf).toList()));
        out.printf(
                "%-36s %12s %12s  %-24s %9s %10s %7s%n",
                "row", "median", "least", "unit", "circuits", "events/s", "rate/Hz");
        List<BenchRow> measured = bench.run(rows, row -> {
            progress.done();
            print(row, out);
        });
        file.ifPresent(f -> f.write(to -> BenchFile.write(to, measured, options)));
        files.commit();
        return 0;
    }

    private int ofJobs() throws Exception {
        if (json != null || threads != null) {
            throw Failure.usage("--jobs takes --quick and --rows alone");
        }
        PrintWriter out = spec.commandLine().getOut();
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr());
        JobRows table = new JobRows(quick, progress);
        try {
            var _ = table.run(rows, row -> {
                progress.done();
                print(row, out);
            });
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e);
        }
        return 0;
    }

    private static void print(BenchRow row, PrintWriter out) {
        out.printf(
                "%-36s %12.4g %12.4g  %-24s %9d %10.3g %7.2f%n",
                row.name(), row.value(), row.min(), row.unit(), row.circuits(), row.eventsPerS(), row.rateHz());
        out.flush();
    }
}
