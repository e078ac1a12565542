package bss.tools.cli;

import bss.tools.job.access.Tls;
import bss.tools.job.queue.QueueServer;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.Limits;
import bss.tools.job.store.Recovery;
import bss.tools.job.store.StoreException;
import bss.tools.job.worker.Launch;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `bss-run serve --jobs`: the queue of a shared server.
final class JobServing {

    /// Named point at which the process ends without a word, as in a power cut; for tests.
    private static final String CRASH = "bss.crash.at";

    private static final int DEFAULT_WORKERS = Runtime.getRuntime().availableProcessors();

    @Option(names = "--jobs", description = "serve a queue of jobs instead of a wafer (docs/server.md)")
    private boolean jobs;

    @Option(names = "--data", paramLabel = "DIR", description = "where jobs, results and accounts lie")
    private @Nullable Path data;

    @Option(names = "--workers", paramLabel = "N", description = "jobs that run at a time (one for each core)")
    private int workers;

    @Option(
            names = "--worker-memory",
            paramLabel = "SIZE",
            description = "memory of each, as Java takes it (2g)",
            defaultValue = "2g")
    @SuppressWarnings("NullAway.Init")
    private String memory;

    @Option(
            names = "--wall-limit",
            paramLabel = "S",
            description = "most wall time of a job in seconds (3600)",
            defaultValue = "3600")
    private double wallSeconds;

    @Option(
            names = "--hardware-limit",
            paramLabel = "S",
            description = "most hardware time of a job in seconds (3600)",
            defaultValue = "3600")
    private double hardwareSeconds;

    @Option(
            names = "--result-limit",
            paramLabel = "BYTES",
            description = "largest result (4294967296)",
            defaultValue = "4294967296")
    private long resultBytes;

    boolean wanted() {
        return jobs;
    }

    void check() {
        if (jobs && data == null) {
            throw Failure.usage("--jobs needs --data");
        }
        if (!jobs && (data != null || workers != 0)) {
            throw Failure.usage("--data and --workers need --jobs");
        }
        if (workers < 0 || workers > 1024) {
            throw Failure.usage("--workers is %d, must be 1 to 1024".formatted(workers));
        }
    }

    /// Serves until it is interrupted.
    void serve(InetSocketAddress address, Optional<Tls> tls, PrintWriter out) throws InterruptedException {
        Path folder = data;
        if (folder == null) {
            throw new IllegalStateException("check() has seen it");
        }
        CountDownLatch end = new CountDownLatch(1);
        try (QueueServer server = new QueueServer(settings(folder, address, tls), InstantSource.system(), crash())) {
            Interruption.endsWith(server::close);
            Recovery found = server.recovery();
            out.printf("serving jobs at %s:%d%n", address.getHostString(), server.port());
            if (found.requeued() + found.interrupted() + found.cancelled() > 0) {
                out.printf(
                        "of the server before: %d jobs run again, %d were interrupted, %d cancelled%n",
                        found.requeued(), found.interrupted(), found.cancelled());
            }
            out.flush();
            end.await();
        } catch (StoreException | IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private QueueServer.Settings settings(Path folder, InetSocketAddress address, Optional<Tls> tls) {
        return new QueueServer.Settings(
                folder,
                address,
                workers == 0 ? DEFAULT_WORKERS : workers,
                Launch.with("-Xmx" + memory),
                new Limits(wallSeconds, hardwareSeconds, resultBytes),
                QueueServer.Settings.UPLOAD_BYTES,
                tls);
    }

    private static CrashPoints crash() {
        String wanted = System.getProperty(CRASH, "");
        return wanted.isEmpty()
                ? CrashPoints.none()
                : at -> {
                    if (at.equals(wanted)) {
                        Runtime.getRuntime().halt(137);
                    }
                };
    }
}
