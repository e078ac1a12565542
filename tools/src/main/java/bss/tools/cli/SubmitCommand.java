package bss.tools.cli;

import bss.tools.job.JobException;
import bss.tools.job.client.JobFiles;
import bss.tools.job.client.QueueClient;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.SubmitRequest;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-run submit`: has a server of jobs run a network.
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Has a server of jobs run a network, or a job that Python wrote; the same again is the same job.",
        footer = {
            "",
            "Example: bss-run submit balanced.json --duration 1000 --watch --fetch -o balanced.h5",
            "         bss-run submit scan.bssjob --job scan-7 --title \"seventh scan\"",
            "",
            "Exit codes: 0 submitted (--watch, --fetch: and done), 1 failed, 2 wrong use, 130 interrupted; the job"
                    + " goes on"
        })
final class SubmitCommand implements Callable<Integer> {

    /// The same for all versions: a job that is submitted again by a newer one is the same job.
    private static final String CLIENT = "bss-run";

    private static final int FPGAS = 48;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "NETWORK|JOB", description = "network file (JSON) or job (.bssjob)")
    @SuppressWarnings("NullAway.Init")
    private Path input;

    @Mixin
    private JobOptions options = new JobOptions();

    @Option(
            names = "--job",
            paramLabel = "ID",
            description =
                    "id of the job, 1 to 64 of A-Z a-z 0-9 . _ - (default: from the file's name and what is asked)")
    private @Nullable String id;

    @Option(names = "--title", paramLabel = "TEXT", defaultValue = "", description = "for people")
    @SuppressWarnings("NullAway.Init")
    private String title;

    @Option(names = "--priority", paramLabel = "N", description = "among your own jobs, -10 to 10 (0)")
    private int priority;

    @Option(names = "--wall-limit", paramLabel = "S", description = "most wall time (default, and most: the server's)")
    private double wallSeconds;

    @Option(
            names = "--hardware-limit",
            paramLabel = "S",
            description = "most hardware time (default, and most: the server's)")
    private double hardwareSeconds;

    @Option(names = "--once", description = "do not begin it again if the server or its worker dies while it runs")
    private boolean once;

    @Option(names = "--fpgas", paramLabel = "LIST", description = "reticles that it must have for itself, e.g. 0,4-7")
    private @Nullable String fpgas;

    @Option(names = "--watch", description = "show what happens until it has ended")
    private boolean watch;

    @Option(names = "--fetch", description = "fetch the result when it is done")
    private boolean fetch;

    @Mixin
    private FetchOptions files = new FetchOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (!fetch) {
            files.refuse("needs --fetch");
        }
        ByteString log = log();
        SubmitRequest.Builder what = what();
        String job = id != null ? id : JobFiles.id(input.getFileName().toString(), what.build(), log);
        what.setJob(job);
        try (OutputFiles outputs = new OutputFiles()) {
            outputs.keep(input);
            Optional<JobFetch> result = fetch ? Optional.of(files.prepare(job, outputs)) : Optional.empty();
            return server.with(client -> submit(client, what.build(), log, result));
        }
    }

    private int submit(QueueClient client, SubmitRequest what, ByteString log, Optional<JobFetch> result)
            throws JobException, IOException, InterruptedException {
        JobStatus status = client.submit(what, log);
        spec.commandLine()
                .getOut()
                .printf(
                        "%s %s job %d, %s%n",
                        status.getJob(),
                        status.getKnown() ? "is there already:" : "is",
                        status.getNumber(),
                        status.getState());
        spec.commandLine().getOut().flush();
        if (!watch && !fetch) {
            return 0;
        }
        JobWatch watching = new JobWatch(client, spec.commandLine());
        JobStatus ended = watching.untilEnd("", status.getJob());
        if (result.isEmpty() || (ended.getState() != JobState.DONE && !ended.getPartial())) {
            return JobWatch.exitCode(ended);
        }
        result.get().fetch(client, ended, spec.commandLine());
        return JobWatch.exitCode(ended);
    }

    private ByteString log() {
        Optional<ByteString> job = JobInputs.job(input);
        if (job.isPresent()) {
            options.refuseFor(input);
            return job.get();
        }
        return JobFiles.bytes(options.log(input, Inputs.network(input)));
    }

    private SubmitRequest.Builder what() {
        if (priority < -10 || priority > 10) {
            throw Failure.usage("--priority is %d, must be -10 to 10".formatted(priority));
        }
        if (!(wallSeconds >= 0 && hardwareSeconds >= 0)) {
            throw Failure.usage("--wall-limit %s, --hardware-limit %s: must not be negative"
                    .formatted(wallSeconds, hardwareSeconds));
        }
        return SubmitRequest.newBuilder()
                .setTitle(title)
                .setPriority(priority)
                .setWallLimitS(wallSeconds)
                .setHardwareLimitS(hardwareSeconds)
                .setOnce(once)
                .addAllFpgas(reticles())
                .setClient(CLIENT);
    }

    private List<Integer> reticles() {
        try {
            return fpgas == null ? List.of() : IndexRange.parse(fpgas, "FPGA", FPGAS);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--fpgas: " + e.getMessage());
        }
    }
}
