package bss.tools.bench.jobs;

import bss.tools.bench.BenchRow;
import bss.tools.job.store.Actor;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobSpec;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import bss.tools.job.v1.GetQuotaRequest;
import bss.tools.job.v1.JobQueueGrpc.JobQueueBlockingStub;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobStatus;
import bss.tools.run.Progress;
import com.google.common.hash.Hashing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How long a server takes to start with many stored jobs, some of which wait and some of which ran when the
/// server before ended without a word.
final class RestartRows {

    private static final int STORED = 100_000;
    private static final int WAIT = 1_000;
    private static final int RAN = 8;
    private static final int THREADS = 64;
    private static final long SETTLE_MS = 5_000;
    private static final Actor ACTOR = new Actor("bench", "", "");
    private static final JobSpec SPEC = new JobSpec("", 0, true, List.of(), new Limits(3600, 3600, 1L << 30), "bench");

    private final int stored;
    private final Progress progress;

    RestartRows(boolean quick, Progress progress) {
        stored = quick ? STORED / 10 : STORED;
        this.progress = progress;
    }

    /// Seconds from the start of the process to the first answer, and to right states of what ran.
    List<BenchRow> rows() throws Exception {
        warmUp();
        try (Ground ground = Ground.make(10)) {
            fill(ground);
            // this process still compiles what it ran, and the disk writes
            Thread.sleep(SETTLE_MS);
            long start = System.nanoTime();
            try (LoadedServer server = LoadedServer.start(ground.data(), List.of(), List.of())) {
                double listens = (System.nanoTime() - start) * 1e-9;
                try (Clients clients = new Clients(10, server.port(), ground.tokens(), Optional.empty())) {
                    var _ = status(clients.get(0), id(0));
                    double answers = (System.nanoTime() - start) * 1e-9;
                    for (int j = 0; j < RAN; j++) {
                        while (!isRight(status(clients.get(j % 10), id(j)))) {
                            Thread.sleep(5);
                        }
                    }
                    double right = (System.nanoTime() - start) * 1e-9;
                    return List.of(
                            StatusRows.row("jobs_restart_listens_s", "s", listens),
                            StatusRows.row("jobs_restart_answers_s", "s", answers),
                            StatusRows.row("jobs_restart_leases_right_s", "s", right));
                }
            }
        }
    }

    /// Has this process load what clients are made of, which is no part of a server's start.
    private static void warmUp() throws Exception {
        try (Ground ground = Ground.make(1);
                LoadedServer server = LoadedServer.start(ground.data(), List.of(), List.of());
                Clients clients = new Clients(1, server.port(), ground.tokens(), Optional.empty())) {
            var _ = clients.get(0).getQuota(GetQuotaRequest.getDefaultInstance());
        }
    }

    private static String id(int job) {
        return "job-" + job;
    }

    private static JobStatus status(JobQueueBlockingStub client, String job) {
        return client.getStatus(JobRequest.newBuilder().setJob(job).build());
    }

    /// Waits again, or has been begun again.
    private static boolean isRight(JobStatus status) {
        return status.getState() == bss.tools.job.v1.JobState.QUEUED || status.getAttempt() > 1;
    }

    private void fill(Ground ground) throws Exception {
        byte[] log = Ground.longJob(1).toByteArray();
        String sha256 = Hashing.sha256().hashBytes(log).toString();
        try (JobStore store = JobStore.open(ground.data(), InstantSource.system(), CrashPoints.none());
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int job = 0; job < stored; job++) {
                int j = job;
                all.add(threads.submit(() -> {
                    JobKey key = new JobKey(ground.users().get(j % 10), id(j));
                    var _ = store.submit(key, SPEC, log, sha256, ACTOR);
                    if (j < RAN) {
                        int attempt = store.lease(key, ACTOR);
                        return store.move(key, attempt, JobState.LEASED, JobState.CONFIGURING, "", ACTOR);
                    }
                    if (j >= WAIT) {
                        store.askCancel(key, ACTOR);
                    }
                    return true;
                }));
            }
            for (int done = 0; done < all.size(); done++) {
                all.get(done).get();
                progress.at("jobs", done / (double) stored);
            }
        }
    }
}
