package bss.tools.cli;

import bss.tools.job.v1.Quota;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bss-run quota`: what a user has at a server, and may have.
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Shows what you have at a server of jobs, and may have.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong use"})
final class QuotaCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--user", paramLabel = "USER", defaultValue = "", description = "whose (yours)")
    @SuppressWarnings("NullAway.Init")
    private String user;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws InterruptedException {
        return server.with(client -> {
            Quota quota = client.quota(user);
            PrintWriter out = spec.commandLine().getOut();
            out.printf("queued    %d of %d jobs%n", quota.getQueued(), quota.getQueuedLimit());
            out.printf("running   %d of %d jobs%n", quota.getRunning(), quota.getRunningLimit());
            out.printf(
                    "stored    %s of %s%n",
                    JobTexts.bytes(quota.getStoredBytes()), JobTexts.bytes(quota.getStoredBytesLimit()));
            out.println(String.format(
                    Locale.ROOT,
                    "hardware  %.4g of %.4g s a day",
                    quota.getHardwareSeconds(),
                    quota.getHardwareSecondsLimit()));
            return 0;
        });
    }
}
