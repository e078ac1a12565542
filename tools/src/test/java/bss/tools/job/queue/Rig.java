package bss.tools.job.queue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Role;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.Limits;
import bss.tools.job.worker.Launch;
import bss.tools.job.worker.SharedWafer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// A server in this process whose clock and store the test has a hand in.
final class Rig implements AutoCloseable {

    private static final UserQuotas PLENTY = new UserQuotas(100_000, 100, 1L << 40, 1e12);

    private final Path data;
    private final InstantSource clock;
    private final QueueServer server;

    private Rig(Path data, InstantSource clock, QueueServer server) {
        this.data = data;
        this.clock = clock;
        this.server = server;
    }

    static Rig start(Path data, int workers) throws Exception {
        return start(data, workers, InstantSource.system(), CrashPoints.none());
    }

    static Rig start(Path data, int workers, InstantSource clock, CrashPoints crash) throws Exception {
        return start(data, workers, clock, crash, Optional.empty());
    }

    /// One whose jobs share a wafer.
    static Rig on(SharedWafer wafer, Path data, int workers) throws Exception {
        return start(data, workers, InstantSource.system(), CrashPoints.none(), Optional.of(wafer));
    }

    private static Rig start(
            Path data, int workers, InstantSource clock, CrashPoints crash, Optional<SharedWafer> wafer)
            throws Exception {
        Files.createDirectories(data);
        QueueServer server = new QueueServer(
                new QueueServer.Settings(
                        data,
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                        workers,
                        new Launch(List.of("-Xmx1g"), Served.CLASS_PATH),
                        new Limits(600, 100, 1L << 30),
                        QueueServer.Settings.UPLOAD_BYTES,
                        Optional.empty(),
                        wafer),
                clock,
                crash);
        return new Rig(data, clock, server);
    }

    /// A new user, whose token is good for so long.
    Served.User add(String user, Duration good) throws Exception {
        return Served.user(address(), token(data, clock, user, good));
    }

    Served.User add(String user) throws Exception {
        return add(user, Duration.ofDays(1));
    }

    /// Somebody new in the accounts of a folder, and their token.
    static String token(Path data, InstantSource clock, String user, Duration good) throws Exception {
        Accounts accounts = Accounts.open(data, clock);
        accounts.create(user, EnumSet.of(Role.USER), PLENTY);
        return accounts.issue(user, user + "-token", clock.instant().plus(good));
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    int port() {
        return server.port();
    }

    /// The process of the worker in a folder of `workers/`, of this process or of its servers.
    static ProcessHandle worker(Path data, int slot) throws IOException {
        String folder = data.resolve("workers").resolve(Integer.toString(slot)).toString();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                try {
                    String command = Files.readString(process.resolve("cmdline"));
                    if (command.contains("-Djava.io.tmpdir=" + folder + "/")) {
                        return ProcessHandle.of(Long.parseLong(String.valueOf(process.getFileName())))
                                .orElseThrow();
                    }
                } catch (IOException e) {
                    // it ended meanwhile
                }
            }
        }
        throw new IOException("there is no worker of " + folder);
    }

    @Override
    public void close() {
        server.close();
    }
}
