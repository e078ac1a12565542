package bss.tools.cli;

import bss.tools.job.v1.JobStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-run cancel`: ends jobs of a server.
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Cancels jobs: those that wait at once, those that run within seconds.",
        footer = {"", "Exit codes: 0 done, 1 failed for one of them, 2 wrong use"})
final class CancelCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "of the jobs")
    private List<String> jobs = List.of();

    @Option(names = "--user", paramLabel = "USER", defaultValue = "", description = "whose jobs (yours)")
    @SuppressWarnings("NullAway.Init")
    private String user;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws InterruptedException {
        return server.with(client -> EachJob.of(jobs, spec.commandLine(), job -> {
            JobStatus status = client.cancel(user, job);
            return status.getCancelling() ? "is being cancelled" : "is " + status.getState();
        }));
    }
}
