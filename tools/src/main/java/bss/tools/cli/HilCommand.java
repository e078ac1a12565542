package bss.tools.cli;

import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.report.Reports;
import bss.hil.report.TerminalTable;
import bss.hil.run.RunPlan;
import bss.hil.run.RunResult;
import bss.hil.run.Runner;
import bss.hil.suite.Suite;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bss-hil`: tests whether what is behind the wire does what the protocol promises.
@Command(
        name = "bss-hil",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        subcommands = {HilReplayCommand.class, HilLoopCommand.class},
        description = "Tests whether a wafer behind the wire does what the protocol and the machine promise.",
        footer = {
            "",
            "Examples:",
            "  bss-hil",
            "  bss-hil --profile full --report hil --silicon typical --wafer-seed 3",
            "  bss-hil --hardware 127.0.0.1:4700 --parts F0,F3-5 --report hil",
            "  bss-hil --only A09,C24 --seed 7 --report hil",
            "  bss-hil replay hil/transcripts/A09.bsshil --hardware 127.0.0.1:4700",
            "",
            "Exit codes: 0 no test failed, 1 one did or went wrong, 2 wrong use, 130 interrupted"
        })
public final class HilCommand implements Callable<Integer> {

    /// The log of the wire, kept so that its level stays.
    private static final Logger WIRE = Logger.getLogger("bss.proto.link");

    private static final int FPGAS = 48;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--profile",
            defaultValue = "smoke",
            description = "smoke (default): 12 tests, a minute; full: all, a quarter of an hour; soak: an hour for each"
                    + " of those that find what is rare")
    @SuppressWarnings("NullAway.Init")
    private Profile profile;

    @Option(
            names = "--parts",
            paramLabel = "LIST",
            defaultValue = "F0,F1",
            description = "FPGAs with their reticles, e.g. F0,F3-5 (F0,F1); tests of sessions and leases use all, the"
                    + " others the first")
    @SuppressWarnings("NullAway.Init")
    private String parts;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "folder for report.html, report.json, junit.xml and transcripts")
    private @Nullable Path report;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of all random numbers (1)")
    private long seed;

    @Option(names = "--only", paramLabel = "IDS", description = "these tests alone, e.g. A09,C24")
    private @Nullable String only;

    @Option(
            names = "--tolerances",
            paramLabel = "FILE.json",
            description = "limits in place of those of the kind of endpoint")
    private @Nullable Path tolerances;

    @Option(names = "--list", description = "shows the tests, runs none")
    private boolean list;

    @Mixin
    private EndpointOptions endpoint = new EndpointOptions();

    public static void main(String[] args) {
        Commands.main(new HilCommand(), args);
    }

    @Override
    public Integer call() throws Exception {
        endpoint.check();
        List<ConformanceTest> tests = tests();
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            tests.forEach(t -> print(out, t.card()));
            return 0;
        }
        List<Integer> fpgas = fpgas();
        if (report != null) {
            requireFolder(report);
        }
        // refusals are what tests ask for
        WIRE.setLevel(Level.WARNING);
        Interruption.leaves("no report was written");
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        TerminalTable table = new TerminalTable(out, spec.commandLine().getErr(), terminal);
        RunResult result;
        try (EndpointOptions.Open open = endpoint.open()) {
            RunPlan plan = new RunPlan(
                    open.endpoint(),
                    profile,
                    fpgas,
                    seed,
                    Optional.ofNullable(tolerances),
                    Optional.ofNullable(report).map(r -> r.resolve(Reports.TRANSCRIPTS)));
            result = runner(plan, table).run(tests);
        } catch (UncheckedIOException | IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
        table.summary(result);
        if (report != null) {
            write(result, report);
            out.println("report in %s".formatted(report.resolve(Reports.HTML)));
        }
        return result.isGood() ? 0 : Failure.FAILED;
    }

    private static Runner runner(RunPlan plan, TerminalTable table) {
        try {
            return new Runner(plan, table);
        } catch (IOException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static void write(RunResult result, Path folder) {
        try {
            Reports.write(result, folder);
        } catch (IOException e) {
            throw Failure.failed("the report in %s could not be written: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static void requireFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw Failure.usage("--report %s cannot be a folder: %s".formatted(folder, e));
        }
        if (!Files.isWritable(folder)) {
            throw Failure.usage("--report %s cannot be written: no permission".formatted(folder));
        }
    }

    private List<ConformanceTest> tests() {
        if (only == null) {
            return Suite.of(profile);
        }
        Set<String> wanted =
                new TreeSet<>(Arrays.asList(only.toUpperCase(Locale.ROOT).split(",", -1)));
        List<ConformanceTest> chosen = new ArrayList<>();
        for (ConformanceTest test : Suite.all()) {
            if (wanted.remove(test.card().id())) {
                chosen.add(test);
            }
        }
        if (!wanted.isEmpty()) {
            throw Failure.usage("--only has '%s', must be ids of --list, e.g. A09,C24"
                    .formatted(wanted.iterator().next()));
        }
        return chosen;
    }

    private List<Integer> fpgas() {
        try {
            return IndexRange.parse(parts.replaceAll("\\b[Ff](?=[0-9])", ""), "FPGA", FPGAS);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--parts %s".formatted(e.getMessage()));
        }
    }

    private static void print(PrintWriter out, Card card) {
        out.println("%s  %-14s  %-42s  %-15s  %4d s  %s"
                .formatted(
                        card.id(),
                        card.layer().name().toLowerCase(Locale.ROOT),
                        card.title(),
                        names(card.profiles()),
                        card.limit().toSeconds(),
                        needs(card)));
    }

    private static String needs(Card card) {
        String needs = names(card.needs()).replace('_', ' ');
        String gates = card.writesFloatingGates() ? "writes floating gates" : "";
        return needs.isEmpty() || gates.isEmpty() ? needs + gates : needs + ", " + gates;
    }

    private static String names(Set<? extends Enum<?>> set) {
        return set.stream().sorted().map(e -> e.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }
}
