package bss.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-run fetch`: the result of a job.
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Fetches the result of a job; goes on where it was interrupted.",
        footer = {
            "",
            "Example: bss-run fetch balanced-3f2a9c01 -o balanced.h5 --report balanced.report.json",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 130 interrupted"
        })
final class FetchCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "of the job")
    @SuppressWarnings("NullAway.Init")
    private String job;

    @Mixin
    private FetchOptions files = new FetchOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws InterruptedException {
        try (OutputFiles outputs = new OutputFiles()) {
            JobFetch fetch = files.prepare(job, outputs);
            return server.with(client -> {
                fetch.fetch(client, client.status("", job), spec.commandLine());
                return 0;
            });
        }
    }
}
