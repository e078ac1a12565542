package bss.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-run watch`: follows a job of a server.
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Shows what happens to a job until it has ended, through restarts of the server.",
        footer = {
            "",
            "Ctrl-C ends the command, the job goes on.",
            "",
            "Exit codes: 0 the job is DONE, 1 it ended otherwise or the command failed, 2 wrong use, 130 interrupted"
        })
final class WatchCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "of the job")
    @SuppressWarnings("NullAway.Init")
    private String job;

    @Option(names = "--user", paramLabel = "USER", defaultValue = "", description = "whose job (yours)")
    @SuppressWarnings("NullAway.Init")
    private String user;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws InterruptedException {
        return server.with(client -> JobWatch.exitCode(new JobWatch(client, spec.commandLine()).untilEnd(user, job)));
    }
}
