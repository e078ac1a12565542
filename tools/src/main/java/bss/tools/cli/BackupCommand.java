package bss.tools.cli;

import bss.tools.job.store.Backup;
import bss.tools.job.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bss-run backup`: a copy of what a server of jobs keeps.
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = {
            "Copies jobs, results, audit and accounts of a server, which may run, and checks the copy.",
            "FILE that ends with .zip is one file; any other is a folder, with links where it lies on the same disk."
        },
        footer = {
            "",
            "Example: bss-run backup --data /var/lib/bss -o /mnt/away/bss.zip",
            "         bss-run restore /mnt/away/bss.zip --data /var/lib/bss-new",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use"
        })
final class BackupCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "of the server")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "where the copy goes; must not exist")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Override
    public Integer call() {
        try {
            Backup.Kept kept = Backup.write(data, output);
            spec.commandLine().getOut().println(summary(kept, output));
            return 0;
        } catch (StoreException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Failure.failed("no copy was made: " + e, e);
        }
    }

    static String summary(Backup.Kept kept, Path where) {
        return "%s: %d jobs, %d files beside the database, %d bytes, audit up to entry %d %s"
                .formatted(
                        where,
                        kept.jobs(),
                        kept.files(),
                        kept.bytes(),
                        kept.audit().number(),
                        kept.audit().hash());
    }
}
