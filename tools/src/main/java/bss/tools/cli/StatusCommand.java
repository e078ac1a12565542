package bss.tools.cli;

import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.StageProgress;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-run status`: all that a server says of a job.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Shows all that a server says of a job.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong use"})
final class StatusCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "of the job")
    @SuppressWarnings("NullAway.Init")
    private String job;

    @Option(names = "--user", paramLabel = "USER", defaultValue = "", description = "whose job (yours)")
    @SuppressWarnings("NullAway.Init")
    private String user;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() throws InterruptedException {
        return server.with(client -> {
            JobStatus status = client.status(user, job);
            if (json) {
                spec.commandLine().getOut().println(JobJson.text(JobJson.of(status)));
            } else {
                print(status);
            }
            return 0;
        });
    }

    private void print(JobStatus status) {
        line("job", "%s, number %d of user %s", status.getJob(), status.getNumber(), status.getUser());
        line(
                "state",
                "%s, attempt %d%s",
                status.getState(),
                status.getAttempt(),
                status.getCancelling() ? ", being cancelled" : "");
        if (!status.getReason().isEmpty()) {
            line("reason", "%s", status.getReason());
        }
        if (!status.getTitle().isEmpty()) {
            line("title", "%s", status.getTitle());
        }
        line("priority", "%d", status.getPriority());
        line("submitted", "%s", JobTexts.time(status.getSubmittedMs()));
        line("started", "%s", JobTexts.time(status.getStartedMs()));
        line("ended", "%s", JobTexts.time(status.getEndedMs()));
        line("run time", "%s", JobTexts.runTime(status, clock.millis()));
        line("hardware", "%.6g s", status.getHardwareSeconds());
        if (status.getFpgasCount() > 0) {
            line("FPGAs", "%s", status.getFpgasList());
        }
        line("log", "sha256 %s", HexFormat.of().formatHex(status.getLogSha256().toByteArray()));
        if (status.getResultBytes() > 0) {
            line(
                    "result",
                    "%s%s, sha256 %s",
                    JobTexts.bytes(status.getResultBytes()),
                    status.getPartial() ? " of the part that was done" : "",
                    HexFormat.of().formatHex(status.getResultSha256().toByteArray()));
        }
        for (StageProgress stage : status.getStagesList()) {
            line(
                    stage.getCommand() == 0 ? "build" : "command " + stage.getCommand(),
                    "%s %.0f %%",
                    stage.getStage(),
                    100 * stage.getFraction());
        }
    }

    @FormatMethod
    private void line(String name, @FormatString String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%-11s", name) + String.format(Locale.ROOT, format, values));
    }
}
