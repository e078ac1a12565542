package bss.tools.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-run delete`: removes jobs that have ended, with their results.
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Deletes jobs that have ended, with their results; an id is never free again.",
        footer = {"", "Exit codes: 0 done, 1 failed for one of them, 2 wrong use"})
final class DeleteCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "of the jobs")
    private List<String> jobs = List.of();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws InterruptedException {
        return server.with(client -> EachJob.of(jobs, spec.commandLine(), job -> {
            client.delete(job);
            return "is deleted";
        }));
    }
}
