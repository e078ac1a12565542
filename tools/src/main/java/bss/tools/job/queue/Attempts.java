package bss.tools.job.queue;

import bss.tools.job.JobException;
import bss.tools.job.ops.LogTail;
import bss.tools.job.ops.Meters;
import bss.tools.job.ops.OpsLog;
import bss.tools.job.queue.Dispatcher.Handed;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.StoreException;
import bss.tools.job.v1.CarryOut;
import bss.tools.job.v1.JobLog;
import bss.tools.job.worker.SharedWafer;
import bss.tools.job.worker.Worker;
import bss.tools.job.worker.WorkerDiedException;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Attempts at jobs in a worker: from the lease to what is on the disk in the end.
final class Attempts {

    private static final long GRACE_MS = 800;

    /// How long a job may be read out beyond its limit.
    private static final long READOUT_MS = 60_000;

    /// Longer than anything runs.
    private static final long MOST_MS = Long.MAX_VALUE / 4;

    /// Between looks whether a full disk has room again.
    private static final long FULL_MS = 500;

    private static final System.Logger LOG = System.getLogger(Attempts.class.getName());

    private final JobStore store;
    private final Dispatcher dispatcher;
    private final Updates updates;
    private final ScheduledExecutorService timer;
    private final Optional<SharedWafer> wafer;
    private final Path workerLog;
    private final Meters meters;

    /// @param wafer that the jobs of the server share; empty: each has an emulated one of its own
    /// @param workerLog what the worker says
    Attempts(
            JobStore store,
            Dispatcher dispatcher,
            Updates updates,
            ScheduledExecutorService timer,
            Optional<SharedWafer> wafer,
            Path workerLog,
            Meters meters) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.updates = updates;
        this.timer = timer;
        this.wafer = wafer;
        this.workerLog = workerLog;
        this.meters = meters;
    }

    /// Carries a job out, whatever becomes of it.
    ///
    /// @param computed called at least once, as soon as the worker is free for another job
    void carryOut(Handed handed, Worker on, Runnable computed) throws StoreException, InterruptedException {
        JobKey key = handed.key();
        int attempt;
        try {
            attempt = store.lease(key, Dispatcher.SERVER);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.CONFLICT) {
                return; // it was cancelled meanwhile
            }
            throw e;
        }
        Run run = new Run(on, handed.number() + "." + attempt);
        dispatcher.began(handed, run);
        // read after it can be stopped: a cancel that came before that is seen here
        JobRecord job = store.job(key).orElseThrow();
        double wall = job.spec().limits().wallSeconds();
        long wallMs = Math.min(MOST_MS, (long) (1_000 * wall));
        List<Future<?>> limits = List.of(
                after(wallMs, () -> run.limit("it ran longer than %s s of wall time".formatted(wall))),
                // a step of a job takes a fifth of a second; what cannot be stopped between two is ended here
                after(wallMs + GRACE_MS, run::enforce),
                after(wallMs + READOUT_MS, run::enforceReadout));
        try {
            if (job.cancelAsked()) {
                run.stop(JobState.CANCELLED, "it was cancelled before it began");
            }
            finish(job, attempt, run, on, computed);
        } finally {
            limits.forEach(limit -> limit.cancel(false));
        }
    }

    /// Tells what became of a job that was given back, and has it wait again if it is to.
    void afterwards(Handed handed) throws StoreException {
        Optional<JobRecord> now = store.job(handed.key());
        boolean ended = now.isEmpty() || now.get().state().isEnd();
        if (ended) {
            dispatcher.ended(handed.number());
        }
        updates.changed(handed.number(), ended);
        now.filter(j -> j.state() == JobState.QUEUED).ifPresent(dispatcher::enqueue);
    }

    private interface Measure {
        void take() throws InterruptedException;
    }

    /// On a thread of its own: a worker that stands still keeps waiting who tells it something, and nobody else.
    private Future<?> after(long milliseconds, Measure measure) {
        Runnable taken = () -> {
            try {
                measure.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        return timer.schedule(() -> Thread.startVirtualThread(taken), milliseconds, TimeUnit.MILLISECONDS);
    }

    private void finish(JobRecord job, int attempt, Run run, Worker on, Runnable computed)
            throws StoreException, InterruptedException {
        Path staged = store.staging().resolve("result-" + job.number() + "." + attempt);
        Stages stages = new Stages(store, updates, job, attempt, run);
        JobLog log = JobLog.getDefaultInstance();
        try {
            log = JobLogs.parse(payload(job));
            CarryOut.Builder wanted = CarryOut.newBuilder()
                    .setLog(log)
                    .setFile(staged.toAbsolutePath().toString())
                    .setMostBytes(job.spec().limits().storageBytes());
            if (wafer.isPresent() && !job.spec().fpgas().isEmpty()) {
                wanted.setPart(wafer.get().part(job.spec().fpgas()));
            }
            Worker.Result result =
                    on.carryOut(job.number() + "." + attempt, wanted.build(), stages::heard, stages::readout);
            computed.run();
            stages.settle();
            double seconds = dispatcher.spent(job.number(), result.hardwareSeconds());
            if (!result.partial()) {
                store.commit(job.key(), attempt, staged, result.sha256(), seconds, Dispatcher.SERVER);
            } else if (run.end() == JobState.TIMED_OUT) {
                store.commitPart(job.key(), attempt, run.reason(), staged, result.sha256(), seconds, Dispatcher.SERVER);
            } else {
                // cancelled while it was read out for its limit
                store.end(job.key(), attempt, JobState.CANCELLED, run.reason(), seconds, Dispatcher.SERVER);
            }
        } catch (JobException e) {
            failed(job, attempt, run, e, stages.hardwareSeconds(log));
        } catch (WorkerDiedException e) {
            if (run.end() == null && !run.abandoned()) {
                tellDeath(job, attempt, e);
            }
            again(job, attempt, run, "%d workers died of it", e, stages.hardwareSeconds(log));
        } catch (IOException e) {
            delete(staged);
            end(job, attempt, JobState.FAILED, written(e), stages.hardwareSeconds(log));
        } catch (StoreException e) {
            delete(staged);
            double seconds = stages.hardwareSeconds(log);
            if (e.kind() == StoreException.Kind.STORAGE_FULL) {
                end(job, attempt, JobState.FAILED, "there is no room for its result: " + e.getMessage(), seconds);
            } else {
                LOG.log(Level.ERROR, "job " + job.key(), e);
                again(job, attempt, run, "the store failed %d times", e, seconds);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "job " + job.key(), e);
            end(job, attempt, JobState.FAILED, "the server failed: " + e, stages.hardwareSeconds(log));
        } finally {
            delete(staged);
        }
    }

    private void failed(JobRecord job, int attempt, Run run, JobException e, double seconds)
            throws StoreException, InterruptedException {
        boolean away = e.code() == Status.Code.UNAVAILABLE && wafer.isPresent();
        if (run.end() == null && !away) {
            end(job, attempt, JobState.FAILED, e.getMessage(), seconds);
        } else {
            // what found the wafer away is handed out again only when its part was reached and reset
            again(job, attempt, run, "%d times the wafer could not be had", e, seconds);
        }
    }

    /// Ends a job as it was told to end, or else has it wait again, since it failed through no fault that is known
    /// to be its own; but not for ever.
    private void again(JobRecord job, int attempt, Run run, String often, Exception why, double seconds)
            throws StoreException, InterruptedException {
        JobState end = run.end();
        if (end != null) {
            end(job, attempt, end, run.reason(), seconds);
        } else if (run.abandoned()) {
            // the next server finds it as it is
            LOG.log(Level.INFO, "job {0} will be begun again", job.key());
        } else if (!job.spec().rerunnable()) {
            end(job, attempt, JobState.INTERRUPTED, why.getMessage(), seconds);
        } else {
            int failures = dispatcher.failed(job.number(), seconds);
            String reason = String.valueOf(why.getMessage());
            if (failures < Dispatcher.MOST_FAILURES) {
                noted(() -> store.requeue(job.key(), attempt, reason, Dispatcher.SERVER));
            } else {
                end(job, attempt, JobState.FAILED, often.formatted(failures) + ": " + reason, 0);
            }
        }
    }

    private void tellDeath(JobRecord job, int attempt, WorkerDiedException e) {
        meters.workerDied();
        OpsLog.warn(
                "worker-died",
                "job %s (%d.%d): %s".formatted(job.key(), job.number(), attempt, e.getMessage()),
                "user",
                job.key().user(),
                "job",
                job.key().id(),
                "number",
                job.number(),
                "attempt",
                attempt,
                "tail",
                LogTail.of(workerLog));
    }

    /// @param seconds that this attempt took of a wafer
    private void end(JobRecord job, int attempt, JobState end, @Nullable String reason, double seconds)
            throws StoreException, InterruptedException {
        double all = dispatcher.spent(job.number(), seconds);
        noted(() -> store.end(job.key(), attempt, end, reason == null ? "" : reason, all, Dispatcher.SERVER));
    }

    private interface Note {
        boolean make() throws StoreException;
    }

    /// Writes down how an attempt ended, if need be once the disk has room for that: nothing else would end it.
    private void noted(Note note) throws StoreException, InterruptedException {
        boolean told = false;
        do {
            try {
                var _ = note.make();
                return;
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.STORAGE_FULL) {
                    throw e;
                }
                if (!told) {
                    LOG.log(Level.WARNING, "the end of a job waits: {0}", e.getMessage());
                    told = true;
                }
            }
            Thread.sleep(FULL_MS);
            // the next server finds the job as it is
        } while (!dispatcher.closed());
    }

    private String written(IOException e) {
        StoreException why = store.failure("its result", e);
        String full = why.kind() == StoreException.Kind.STORAGE_FULL ? "there is no room for its result: " : "";
        return full + why.getMessage();
    }

    /// The log of a job, if it is what was submitted: disks forget.
    private ByteString payload(JobRecord job) throws StoreException, IOException, JobException {
        ByteString log;
        try (InputStream in = store.payload(job.key())) {
            log = ByteString.readFrom(in);
        }
        String sha256 = Hashing.sha256().hashBytes(log.asReadOnlyByteBuffer()).toString();
        if (!sha256.equals(job.sha256())) {
            throw new JobException(
                    Status.Code.DATA_LOSS,
                    "its log was damaged on the disk: it has SHA-256 %s, must have %s; submit it under another id"
                            .formatted(sha256, job.sha256()));
        }
        return log;
    }

    private static void delete(Path staged) {
        try {
            Files.deleteIfExists(staged);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} stays: {1}", staged, e.getMessage());
        }
    }
}
