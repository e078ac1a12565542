package bss.tools.bench.jobs;

import bss.tools.bench.BenchRow;
import bss.tools.job.store.Actor;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobSpec;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import bss.tools.job.v1.JobQueueGrpc.JobQueueBlockingStub;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.run.Progress;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How many jobs are kept durably in a second, for 64 clients that wait for each answer: over gRPC, and in the
/// store alone; with many changes to one flush of the disk, and with one.
final class SubmitRows {

    private static final int CLIENTS = 64;
    private static final int USERS = 16;
    /// Submissions a second, of all clients.
    private static final int PACE = 500;
    private static final String GROUP = "bss.store.group";
    private static final Actor ACTOR = new Actor("bench", "", "");
    private static final JobSpec SPEC = new JobSpec("", 0, true, List.of(), new Limits(3600, 3600, 1L << 30), "bench");

    private final Duration measured;
    private final Progress progress;

    SubmitRows(boolean quick, Progress progress) {
        measured = Duration.ofSeconds(quick ? 3 : 10);
        this.progress = progress;
    }

    private interface Submits {
        void submit(int client, String job) throws Exception;
    }

    List<BenchRow> grpc(String name, boolean grouped) throws Exception {
        try (Ground ground = Ground.make(USERS);
                LoadedServer server = LoadedServer.start(
                        ground.data(), grouped ? List.of() : List.of("-D" + GROUP + "=1"), List.of());
                Clients clients = new Clients(CLIENTS, server.port(), ground.tokens(), Optional.empty())) {
            ByteString log = Ground.longJob(1).toByteString();
            Submits submits = (c, job) -> {
                JobQueueBlockingStub client = clients.get(c);
                var _ = client.submit(
                        SubmitRequest.newBuilder().setJob(job).setLog(log).build());
            };
            // one that the worker stands still at
            submits.submit(0, "first");
            Thread.sleep(3_000);
            server.holdWorker();
            return measure(name, submits);
        }
    }

    List<BenchRow> store(String name, boolean grouped) throws Exception {
        String before = System.getProperty(GROUP);
        System.setProperty(GROUP, grouped ? "512" : "1");
        try (Ground ground = Ground.make(USERS);
                JobStore store = JobStore.open(ground.data(), InstantSource.system(), CrashPoints.none())) {
            byte[] log = Ground.longJob(1).toByteArray();
            String sha256 = Hashing.sha256().hashBytes(log).toString();
            return measure(name, (c, job) -> {
                JobKey key = new JobKey(ground.users().get(c % USERS), job);
                var _ = store.submit(key, SPEC, log, sha256, ACTOR);
            });
        } finally {
            if (before == null) {
                System.clearProperty(GROUP);
            } else {
                System.setProperty(GROUP, before);
            }
        }
    }

    private List<BenchRow> measure(String name, Submits submits) throws Exception {
        run("warm", submits, measured.dividedBy(3), new Times(), 0);
        Times times = new Times();
        progress.at(name, 0.3);
        double seconds = run("job", submits, measured, times, 0);
        Times paced = new Times();
        progress.at(name, 0.7);
        run("paced", submits, measured, paced, 1_000_000_000L * CLIENTS / PACE);
        return List.of(
                StatusRows.row(name + "_per_s", "1/s", times.count() / seconds),
                StatusRows.row(name + "_p50_ms", "ms", times.ms(0.5)),
                StatusRows.row(name + "_p99_ms", "ms", times.ms(0.99)),
                StatusRows.row(name + "_at_500_per_s_p50_ms", "ms", paced.ms(0.5)),
                StatusRows.row(name + "_at_500_per_s_p99_ms", "ms", paced.ms(0.99)));
    }

    /// @param interval of each client's submissions in ns, whether the answer before came soon or late; 0: at once
    private static double run(String prefix, Submits submits, Duration time, Times times, long interval)
            throws Exception {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int c = client;
                all.add(threads.submit(() -> {
                    for (int job = 0; System.nanoTime() < end; job++) {
                        long due = start + interval * job + interval * c / CLIENTS;
                        long early = due - System.nanoTime();
                        if (interval > 0 && early > 0) {
                            Thread.sleep(Duration.ofNanos(early));
                        }
                        // who waits because the answer before came late counts too
                        long before = interval > 0 ? due : System.nanoTime();
                        submits.submit(c, "%s-%d-%d".formatted(prefix, c, job));
                        times.add(System.nanoTime() - before);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        return (System.nanoTime() - start) * 1e-9;
    }
}
