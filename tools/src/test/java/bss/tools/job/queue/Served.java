package bss.tools.job.queue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Role;
import bss.tools.job.access.Tls;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.ops.Meters;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.Limits;
import bss.tools.job.v1.Advance;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.DownloadReply;
import bss.tools.job.v1.DownloadRequest;
import bss.tools.job.v1.FollowReply;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobQueueGrpc;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.v1.Values;
import bss.tools.job.worker.Launch;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A server in this process, and its users; for tests of its clients too.
public final class Served implements AutoCloseable {

    static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private final QueueServer server;
    private final Accounts accounts;
    private final Map<String, String> tokens = new HashMap<>();

    private Served(QueueServer server, Accounts accounts) {
        this.server = server;
        this.accounts = accounts;
    }

    public static Served start(Path data, int workers) throws Exception {
        return start(data, workers, 0);
    }

    /// As above, at a port.
    ///
    /// @param port 0 takes a free one
    public static Served start(Path data, int workers, int port) throws Exception {
        return start(data, workers, port, ServingLimits.DEFAULT, Optional.empty(), Meters.none());
    }

    static Served start(Path data, int workers, Meters meters) throws Exception {
        return start(data, workers, 0, ServingLimits.DEFAULT, Optional.empty(), meters);
    }

    static Served start(Path data, int workers, ServingLimits limits, Optional<Tls> tls) throws Exception {
        return start(data, workers, 0, limits, tls, Meters.none());
    }

    private static Served start(
            Path data, int workers, int port, ServingLimits limits, Optional<Tls> tls, Meters meters) throws Exception {
        Files.createDirectories(data);
        QueueServer server = new QueueServer(
                new QueueServer.Settings(
                        data,
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                        workers,
                        new Launch(List.of("-Xmx1g"), CLASS_PATH),
                        new Limits(600, 1e6, 1L << 30),
                        1 << 20,
                        tls,
                        Optional.empty()),
                limits,
                InstantSource.system(),
                CrashPoints.none(),
                meters);
        return new Served(server, Accounts.open(data, InstantSource.system()));
    }

    public void add(String user) throws Exception {
        add(user, UserQuotas.DEFAULTS);
    }

    public void add(String user, UserQuotas quotas) throws Exception {
        add(user, quotas, Role.USER);
    }

    void add(String user, UserQuotas quotas, Role role) throws Exception {
        accounts.create(user, EnumSet.of(role), quotas);
        tokens.put(user, accounts.issue(user, user + "-token", Instant.now().plus(1, ChronoUnit.DAYS)));
    }

    public User user(String name) {
        return withToken(Objects.requireNonNull(tokens.get(name), name));
    }

    User withToken(String token) {
        return user(address(), token);
    }

    /// Somebody at a server anywhere.
    public static User user(String address, String token) {
        return new User(
                GrpcClients.builder("gproto+" + address + "/")
                        .addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
                        .responseTimeoutMillis(60_000)
                        .build(JobQueueGrpc.JobQueueBlockingStub.class),
                address,
                token);
    }

    public int port() {
        return server.port();
    }

    QueueServer server() {
        return server;
    }

    String token(String user) {
        return Objects.requireNonNull(tokens.get(user), user);
    }

    public String address() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    public static JobLog log(long seed, double untilMs) {
        return log("IF_cond_exp", seed, untilMs);
    }

    public static JobLog log(String cell, long seed, double untilMs) {
        JobNetwork network = JobNetwork.newBuilder()
                .setSeed(seed)
                .addPopulations(JobPopulation.newBuilder()
                        .setLabel("cells")
                        .setSize(3)
                        .setCellType(cell)
                        .putParameters("v_rest", Values.newBuilder().setAll(-45).build()))
                .build();
        return JobLog.newBuilder()
                .addCommands(Command.newBuilder()
                        .setBuild(Build.newBuilder()
                                .setOptions(Options.newBuilder().setStrategy("greedy"))
                                .setNetwork(network)))
                .addCommands(
                        Command.newBuilder().setAdvance(Advance.newBuilder().setUntilMs(untilMs)))
                .build();
    }

    /// Somebody with a token.
    public record User(JobQueueGrpc.JobQueueBlockingStub calls, String address, String token) {

        public JobStatus submit(String job, JobLog log) {
            return calls.submit(SubmitRequest.newBuilder()
                    .setJob(job)
                    .setLog(log.toByteString())
                    .build());
        }

        public JobStatus status(String job) {
            return calls.getStatus(JobRequest.newBuilder().setJob(job).build());
        }

        public JobStatus awaitEnd(String job) {
            return await(
                    job, JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.TIMED_OUT, JobState.INTERRUPTED);
        }

        public JobStatus awaitState(String job, JobState state) {
            return await(job, state);
        }

        private JobStatus await(String job, JobState... states) {
            long after = 0;
            while (true) {
                FollowReply reply = calls.follow(
                        FollowRequest.newBuilder().setJob(job).setAfter(after).build());
                if (List.of(states).contains(reply.getStatus().getState())) {
                    return reply.getStatus();
                }
                if (reply.getUpdatesCount() > 0) {
                    after = reply.getUpdates(reply.getUpdatesCount() - 1).getPlace();
                }
            }
        }

        public byte[] result(String job, int length, long from) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            while (true) {
                DownloadReply reply = calls.download(DownloadRequest.newBuilder()
                        .setJob(job)
                        .setOffset(from + all.size())
                        .setLength(length)
                        .build());
                all.writeBytes(reply.getData().toByteArray());
                if (from + all.size() == reply.getSize()) {
                    return all.toByteArray();
                }
            }
        }

        HttpRequest get(String path) {
            return HttpRequest.newBuilder(URI.create(address + path))
                    .header("Authorization", "Bearer " + token)
                    .build();
        }
    }
}
