package bss.tools.cli;

import bss.tools.job.store.Restore;
import bss.tools.job.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-run restore`: a folder for a server of jobs from a copy.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = {
            "Puts a copy of `bss-run backup` into a new folder, and checks all of it.",
            "Jobs that ran when the copy was made are begun again by the server that is started there."
        },
        footer = {
            "",
            "Example: bss-run restore /mnt/away/bss.zip --data /var/lib/bss-new",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use"
        })
final class RestoreCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the copy, a file or a folder")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "must not exist, or be empty")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Override
    public Integer call() {
        try {
            spec.commandLine().getOut().println(BackupCommand.summary(Restore.read(from, data), data));
            return 0;
        } catch (StoreException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Failure.failed("nothing was restored: " + e, e);
        }
    }
}
