package bss.tools.cli;

import bss.hil.loop.NetworkLoop;
import bss.mapper.network.Network;
import bss.proto.link.LinkClient;
import bss.proto.link.LinkOptions;
import bss.spec.backend.WaferBackend;
import bss.spec.mapping.Mapping;
import bss.tools.calibration.CalibrationChoice;
import bss.tools.loop.LoopConversation;
import bss.tools.result.Version;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-hil loop`: a mapped network on a wafer, driven by a program through lines of JSON.
@Command(
        name = "loop",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Configures a mapping once, then changes weights or spikes, runs and reads back, again and again:"
                + " commands come as lines of JSON on the standard input, answers go as lines of JSON to the standard"
                + " output (docs/loop.md).",
        footer = {
            "",
            "Example:",
            "  bss-map examples/synfire-chain.json -o synfire.bssmap",
            "  printf '{\"do\":\"run\",\"duration\":100}\\n' | bss-hil loop synfire.bssmap",
            "",
            "Exit codes: 0 done, 1 the wafer failed, 2 wrong use, 130 interrupted"
        })
public final class HilLoopCommand implements Callable<Integer> {

    private static final String EMBEDDED = "embedded";

    private final InputStream in;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "MAPPING", description = "mapping (.bssmap), as bss-map writes it")
    @SuppressWarnings("NullAway.Init")
    private Path input;

    @Option(
            names = "--hardware",
            paramLabel = "HOST:PORT",
            description = "run on the wafer that bss-run serve (or an adapter) offers there;"
                    + " embedded (default): emulate one in this process")
    private String hardware = EMBEDDED;

    @Mixin
    private WireOptions wire = new WireOptions();

    @Mixin
    private SiliconOptions silicon = new SiliconOptions();

    @Option(names = "--trial", paramLabel = "N", defaultValue = "1", description = "write of the analog parameters (1)")
    private int trial;

    public HilLoopCommand() {
        this(System.in);
    }

    HilLoopCommand(InputStream in) {
        this.in = in;
    }

    public static void main(String[] args) {
        Commands.main(new HilLoopCommand(), args);
    }

    @Override
    public Integer call() throws Exception {
        boolean embedded = hardware.equals(EMBEDDED);
        wire.check(!embedded);
        if (!embedded) {
            silicon.refuse("--hardware");
            var _ = WireOptions.address(hardware);
        }
        silicon.check();
        if (trial < 1) {
            throw Failure.usage("--trial is %d, must be at least 1".formatted(trial));
        }
        Interruption.leaves("the loop ended");
        Inputs.Loaded loaded = Inputs.networkOrMapping(input);
        Mapping mapping = loaded.mapping()
                .orElseThrow(() -> Failure.usage(
                        "%s is a network, map it first: bss-map %s -o OUT.bssmap".formatted(input, input)));
        if (embedded) {
            return hold(silicon.wafer(), silicon.seed(), mapping, loaded.network());
        }
        LinkOptions options = LinkOptions.DEFAULT;
        try (LinkClient wafer = new LinkClient(
                WireOptions.address(hardware),
                wire.security(),
                new LinkOptions(options.connectMillis(), options.resumeMillis(), "bss-hil " + Version.current()))) {
            return hold(wafer, wafer.waferSeed(), mapping, loaded.network());
        }
    }

    private int hold(WaferBackend wafer, Optional<Long> waferSeed, Mapping mapping, Network network) throws Exception {
        mapping.calibration()
                .flatMap(c -> CalibrationChoice.otherWafer(c.identity(), wafer.capabilities(), waferSeed))
                .ifPresent(other -> {
                    throw Failure.usage("%s: %s".formatted(input, other));
                });
        if (wafer.capabilities().silicon().equals("typical")
                && mapping.calibration().isEmpty()) {
            spec.commandLine().getErr().println("WARNING: " + CalibrationChoice.uncalibrated(waferSeed.orElse(0L)));
        }
        if (mapping.configuration().usedHicanns().length == 0) {
            throw Failure.usage("%s uses no chip, there is nothing to run".formatted(input));
        }
        PrintWriter out = spec.commandLine().getOut();
        try (NetworkLoop loop = NetworkLoop.open(wafer, mapping, trial)) {
            new LoopConversation(loop, network, out)
                    .hold(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        }
        return 0;
    }
}
