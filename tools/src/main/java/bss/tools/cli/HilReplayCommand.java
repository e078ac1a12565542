package bss.tools.cli;

import bss.hil.run.Replay;
import bss.hil.run.ReplayResult;
import bss.hil.wire.Transcript;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-hil replay`: plays what passed in a test again.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = {
            "Plays a transcript of bss-hil --report against an endpoint, and tells the first answer that differs.",
            "Tokens are not in transcripts: those of the options are shown in their place."
        },
        footer = {
            "",
            "Examples:",
            "  bss-hil replay hil/transcripts/C17.bsshil",
            "  bss-hil replay hil/transcripts/C17.bsshil --hardware 127.0.0.1:4700 --token-file token",
            "  bss-hil replay hil/transcripts/C17.bsshil --print",
            "",
            "Exit codes: 0 all answers are as recorded, 1 one differs, 2 wrong use, 130 interrupted"
        })
final class HilReplayCommand implements Callable<Integer> {

    private static final Logger WIRE = Logger.getLogger("bss.proto.link");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "TRANSCRIPT", description = "file of DIR/transcripts")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--print", description = "prints what passed, a frame on a line; plays nothing")
    private boolean print;

    @Mixin
    private EndpointOptions endpoint = new EndpointOptions();

    @Override
    public Integer call() throws Exception {
        endpoint.check();
        PrintWriter out = spec.commandLine().getOut();
        Transcript transcript;
        try {
            transcript = Transcript.read(file);
        } catch (IOException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
        if (print) {
            transcript.lines().forEach(out::println);
            return 0;
        }
        WIRE.setLevel(Level.WARNING);
        Interruption.leaves("the transcript was not played to its end");
        ReplayResult result;
        try (EndpointOptions.Open open = endpoint.open()) {
            result = Replay.play(transcript, open.endpoint());
        } catch (IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
        result.notes().forEach(out::println);
        out.println("%d connections, %d frames sent, %d answers compared: %s"
                .formatted(
                        result.connections(),
                        result.sent(),
                        result.compared(),
                        result.difference().isPresent() ? "one differs" : "all as recorded"));
        result.difference().ifPresent(out::println);
        return result.difference().isEmpty() ? 0 : Failure.FAILED;
    }
}
