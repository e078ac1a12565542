package bss.tools.bench.jobs;

import bss.tools.bench.OwnCertificate;
import bss.tools.job.access.Accounts;
import bss.tools.job.access.Role;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.v1.Advance;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.Options;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// A folder for one measurement, with users that may have as much as they like, and a certificate.
record Ground(Path folder, Path data, List<String> users, List<String> tokens, OwnCertificate certificate)
        implements AutoCloseable {

    private static final UserQuotas PLENTY = new UserQuotas(10_000_000, 4, 1L << 50, 1e12);

    static Ground make(int users) throws Exception {
        Path folder = Files.createTempDirectory("bss-bench-jobs");
        Path data = Files.createDirectories(folder.resolve("data"));
        Accounts accounts = Accounts.open(data, InstantSource.system());
        List<String> names = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        for (int u = 0; u < users; u++) {
            names.add("user" + u);
            accounts.create(names.get(u), EnumSet.of(Role.USER), PLENTY);
            tokens.add(accounts.issue(names.get(u), "token" + u, Instant.now().plus(1, ChronoUnit.DAYS)));
        }
        return new Ground(folder, data, names, tokens, OwnCertificate.make(folder));
    }

    /// A server with TLS.
    LoadedServer secured() throws IOException {
        return LoadedServer.start(
                data,
                List.of(),
                List.of(
                        "--tls-cert",
                        certificate.certificate().toString(),
                        "--tls-key",
                        certificate.key().toString()));
    }

    /// A small job that runs for ever, or nearly so.
    static JobLog longJob(long seed) {
        return JobLog.newBuilder()
                .addCommands(Command.newBuilder()
                        .setBuild(Build.newBuilder()
                                .setOptions(Options.newBuilder().setStrategy("greedy"))
                                .setNetwork(JobNetwork.newBuilder()
                                        .setSeed(seed)
                                        .addPopulations(JobPopulation.newBuilder()
                                                .setLabel("cells")
                                                .setSize(1)
                                                .setCellType("IF_cond_exp")))))
                .addCommands(
                        Command.newBuilder().setAdvance(Advance.newBuilder().setUntilMs(1e9)))
                .build();
    }

    @Override
    public void close() throws IOException {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
}
