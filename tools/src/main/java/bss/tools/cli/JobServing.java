package bss.tools.cli;

import bss.proto.link.LinkClient;
import bss.proto.link.LinkOptions;
import bss.proto.link.LinkSecurity;
import bss.spec.backend.BackendException;
import bss.tools.job.access.Tls;
import bss.tools.job.ops.Logging;
import bss.tools.job.ops.Meters;
import bss.tools.job.ops.OpsLog;
import bss.tools.job.ops.PrometheusMeters;
import bss.tools.job.ops.Systemd;
import bss.tools.job.queue.MetricsPort;
import bss.tools.job.queue.QueueServer;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.Limits;
import bss.tools.job.store.Recovery;
import bss.tools.job.store.StoreException;
import bss.tools.job.worker.Launch;
import bss.tools.job.worker.SharedWafer;
import bss.tools.result.Version;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Option(
            names = "--log",
            paramLabel = "FORM",
            description = "text or json, an object in each line (text at a terminal, else json)")
    private @Nullable LogForm log;

    @Option(names = "--log-file", paramLabel = "FILE", description = "where to log (standard error)")
    private @Nullable Path logFile;

    @Option(
            names = "--log-files",
            paramLabel = "N",
            description = "former files that are kept: a new one begins each day and after 64 MiB (14)",
            defaultValue = "14")
    private int logFiles;

    @Option(
            names = "--metrics-port",
            paramLabel = "N",
            description = "offer /metrics without a token at this port, to this machine alone; 0 takes a free one")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--hardware",
            paramLabel = "HOST:PORT",
            description = "jobs share the wafer that is offered there, by FPGAs (each has an emulated one of its own)")
    private @Nullable String hardware;

    @Option(names = "--hardware-tls", description = "speak TLS 1.3 to it; plain text goes to this machine only")
    private boolean hardwareTls;

    @Option(names = "--hardware-tls-ca", paramLabel = "FILE", description = "authorities of its certificate (PEM)")
    private @Nullable Path hardwareAuthorities;

    @Option(names = "--hardware-tls-cert", paramLabel = "FILE", description = "certificate to show it (PEM)")
    private @Nullable Path hardwareCertificate;

    @Option(names = "--hardware-tls-key", paramLabel = "FILE", description = "key of that certificate (PKCS 8, PEM)")
    private @Nullable Path hardwareKey;

    @Option(names = "--hardware-token-file", paramLabel = "FILE", description = "bearer token to show it")
    private @Nullable Path hardwareToken;

    /// How lines of the log are written.
    enum LogForm {
        TEXT,
        JSON
    }

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
        if (!jobs && (log != null || logFile != null || metricsPort != null)) {
            throw Failure.usage("--log, --log-file and --metrics-port need --jobs");
        }
        checkHardware();
        if (logFiles < 1 || logFiles > 10_000) {
            throw Failure.usage("--log-files is %d, must be 1 to 10000".formatted(logFiles));
        }
        if (metricsPort != null && (metricsPort < 0 || metricsPort > 65535)) {
            throw Failure.usage("--metrics-port is %d, must be 0 to 65535".formatted(metricsPort));
        }
        if (workers < 0 || workers > 1024) {
            throw Failure.usage("--workers is %d, must be 1 to 1024".formatted(workers));
        }
    }

    private void checkHardware() {
        boolean files = hardwareAuthorities != null || hardwareCertificate != null || hardwareKey != null;
        if (hardware == null && (files || hardwareTls || hardwareToken != null)) {
            throw Failure.usage(
                    "--hardware-tls, -tls-ca, -tls-cert, -tls-key and -token-file need --hardware HOST:PORT");
        }
        if (!hardwareTls && files) {
            throw Failure.usage("--hardware-tls-ca, -tls-cert and -tls-key need --hardware-tls");
        }
        if ((hardwareCertificate == null) != (hardwareKey == null)) {
            throw Failure.usage("--hardware-tls-cert and --hardware-tls-key need each other");
        }
        if (hardware != null && !jobs) {
            throw Failure.usage("--hardware needs --jobs: a wafer is offered here, or used from elsewhere");
        }
    }

    private Optional<SharedWafer> wafer() {
        if (hardware == null) {
            return Optional.empty();
        }
        InetSocketAddress at = WireOptions.address(hardware);
        return Optional.of(new SharedWafer(
                at.getHostString(),
                at.getPort(),
                new LinkSecurity.Client(
                        hardwareTls,
                        Optional.ofNullable(hardwareAuthorities),
                        Optional.ofNullable(hardwareCertificate),
                        Optional.ofNullable(hardwareKey),
                        Optional.ofNullable(hardwareToken)),
                LinkOptions.DEFAULT.resumeMillis()));
    }

    /// Asks the wafer what it is, so that one that is not there is told at once.
    private static String reached(SharedWafer wafer) {
        try (LinkClient host = wafer.connect()) {
            return "%s wafer '%s'%s at %s:%d"
                    .formatted(
                            host.capabilities().silicon(),
                            host.capabilities().name(),
                            host.waferSeed().map(s -> " " + s).orElse(""),
                            wafer.host(),
                            wafer.port());
        } catch (BackendException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    /// Serves until it is interrupted.
    void serve(InetSocketAddress address, Optional<Tls> tls, PrintWriter out) throws InterruptedException {
        Path folder = data;
        if (folder == null) {
            throw new IllegalStateException("check() has seen it");
        }
        CountDownLatch end = new CountDownLatch(1);
        Systemd systemd = Systemd.ofThisProcess();
        Meters meters = new PrometheusMeters(InstantSource.system());
        try {
            Logging.set(json(), logFile, logFiles);
            QueueServer.Settings settings = settings(folder, address, tls);
            settings.wafer().ifPresent(w -> out.printf("jobs share the %s%n", reached(w)));
            try (QueueServer server = new QueueServer(settings, InstantSource.system(), crash(), meters);
                    @Nullable MetricsPort metrics = metricsPort == null ? null : new MetricsPort(metricsPort, meters)) {
                Interruption.endsWith(() -> stop(server, systemd));
                started(settings, server);
                tell(out, address, server, metrics);
                systemd.tell("READY=1");
                systemd.watchdog().ifPresent(every -> watch(server, systemd, every));
                end.await();
            }
        } catch (StoreException | IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    // NullAway does not know that
    @SuppressWarnings("SystemConsoleNull")
    private boolean json() {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return log == null ? !terminal : log == LogForm.JSON;
    }

    private static void tell(
            PrintWriter out, InetSocketAddress address, QueueServer server, @Nullable MetricsPort metrics) {
        Recovery found = server.recovery();
        out.printf("serving jobs at %s:%d%n", address.getHostString(), server.port());
        if (metrics != null) {
            out.printf("metrics at http://127.0.0.1:%d/metrics%n", metrics.port());
        }
        if (found.requeued() + found.interrupted() + found.cancelled() > 0) {
            out.printf(
                    "of the server before: %d jobs run again, %d were interrupted, %d cancelled%n",
                    found.requeued(), found.interrupted(), found.cancelled());
        }
        out.flush();
    }

    private static void started(QueueServer.Settings settings, QueueServer server) {
        Recovery found = server.recovery();
        OpsLog.info(
                "start",
                "version %s serves jobs of %s at port %d".formatted(Version.current(), settings.data(), server.port()),
                "version",
                Version.current(),
                "data",
                settings.data(),
                "port",
                server.port(),
                "start",
                server.startId(),
                "workers",
                settings.workers(),
                "wall_limit_s",
                settings.limits().wallSeconds(),
                "hardware_limit_s",
                settings.limits().hardwareSeconds(),
                "result_limit_bytes",
                settings.limits().storageBytes(),
                "requeued",
                found.requeued(),
                "interrupted",
                found.interrupted(),
                "cancelled",
                found.cancelled(),
                "removed_files",
                found.removedFiles());
    }

    private static void stop(QueueServer server, Systemd systemd) {
        systemd.tell("STOPPING=1");
        OpsLog.info("stopping", "no job is handed out any more; those that run are begun again by the next server");
        server.close();
        OpsLog.info("stop", "stopped");
    }

    /// Says that the server lives for as long as its store answers: a full disk is no reason to begin anew.
    private static void watch(QueueServer server, Systemd systemd, Duration every) {
        Thread.ofPlatform().daemon().name("watchdog").start(() -> {
            try {
                while (true) {
                    if (server.alive()) {
                        systemd.tell("WATCHDOG=1");
                    }
                    Thread.sleep(every.dividedBy(3));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private QueueServer.Settings settings(Path folder, InetSocketAddress address, Optional<Tls> tls) {
        return new QueueServer.Settings(
                folder,
                address,
                workers == 0 ? DEFAULT_WORKERS : workers,
                Launch.with("-Xmx" + memory),
                new Limits(wallSeconds, hardwareSeconds, resultBytes),
                QueueServer.Settings.UPLOAD_BYTES,
                tls,
                wafer());
    }

    /// Ends the process without a word at a named point, or at `NAME:N` the Nth time.
    private static CrashPoints crash() {
        String wanted = System.getProperty(CRASH, "");
        if (wanted.isEmpty()) {
            return CrashPoints.none();
        }
        int colon = wanted.indexOf(':');
        String name = colon < 0 ? wanted : wanted.substring(0, colon);
        AtomicInteger left = new AtomicInteger(colon < 0 ? 1 : Integer.parseInt(wanted.substring(colon + 1)));
        return at -> {
            if (at.equals(name) && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(137);
            }
        };
    }
}
