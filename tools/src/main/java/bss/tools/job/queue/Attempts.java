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
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Attempts at jobs in a worker: from the lease to what is on the disk in the end.
final class Attempts {

    /// A job whose workers died so often is at fault itself.
    private static final int MOST_ATTEMPTS = 3;

    private static final long GRACE_MS = 800;

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
            // it still waits, though nobody would hand it out
            store.job(key).filter(j -> j.state() == JobState.QUEUED).ifPresent(dispatcher::enqueue);
            throw e;
        }
        Run run = new Run(on, handed.number() + "." + attempt);
        dispatcher.began(handed, run);
        // read after it can be stopped: a cancel that came before that is seen here
        JobRecord job = store.job(key).orElseThrow();
        double wall = job.spec().limits().wallSeconds();
        long wallMs = (long) (1_000 * wall);
        Future<?> limit = timer.schedule(
                () -> run.limit("it ran longer than %s s of wall time".formatted(wall)), wallMs, TimeUnit.MILLISECONDS);
        // a step of a job takes a fifth of a second; what cannot be stopped between two is ended here
        Future<?> enforced = timer.schedule(
                () -> Thread.startVirtualThread(() -> enforce(run)), wallMs + GRACE_MS, TimeUnit.MILLISECONDS);
        try {
            if (job.cancelAsked()) {
                run.stop(JobState.CANCELLED, "it was cancelled before it began");
            }
            finish(job, attempt, run, on, computed);
        } finally {
            limit.cancel(false);
            enforced.cancel(false);
            Optional<JobRecord> now = store.job(key);
            updates.changed(handed.number(), now.isEmpty() || now.get().state().isEnd());
            now.filter(j -> j.state() == JobState.QUEUED).ifPresent(dispatcher::enqueue);
        }
    }

    private static void enforce(Run run) {
        try {
            run.enforce();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish(JobRecord job, int attempt, Run run, Worker on, Runnable computed)
            throws StoreException, InterruptedException {
        Path staged = store.staging().resolve("result-" + job.number() + "." + attempt);
        Stages stages = new Stages(store, updates, job, attempt, run);
        try {
            JobLog log = JobLogs.parse(payload(job));
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
            if (result.partial()) {
                store.commitPart(
                        job.key(),
                        attempt,
                        run.reason(),
                        staged,
                        result.sha256(),
                        result.hardwareSeconds(),
                        Dispatcher.SERVER);
            } else {
                store.commit(job.key(), attempt, staged, result.sha256(), result.hardwareSeconds(), Dispatcher.SERVER);
            }
        } catch (JobException e) {
            JobState end = run.end();
            end(job, attempt, end == null ? JobState.FAILED : end, end == null ? e.getMessage() : run.reason());
        } catch (WorkerDiedException e) {
            died(job, attempt, run, e);
        } catch (IOException e) {
            delete(staged);
            end(job, attempt, JobState.FAILED, written(e));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.STORAGE_FULL) {
                throw e;
            }
            delete(staged);
            end(job, attempt, JobState.FAILED, "there is no room for its result: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "job " + job.key(), e);
            end(job, attempt, JobState.FAILED, "the server failed: " + e);
        } finally {
            delete(staged);
        }
    }

    private void died(JobRecord job, int attempt, Run run, WorkerDiedException e)
            throws StoreException, InterruptedException {
        JobState end = run.end();
        if (end == null && !run.abandoned()) {
            tellDeath(job, attempt, e);
        }
        if (end != null) {
            end(job, attempt, end, run.reason());
        } else if (run.abandoned()) {
            // the next server finds it as it is
            LOG.log(Level.INFO, "job {0} will be begun again", job.key());
        } else if (attempt >= MOST_ATTEMPTS) {
            end(job, attempt, JobState.FAILED, "%d workers died of it: %s".formatted(attempt, e.getMessage()));
        } else {
            noted(() -> store.requeue(job.key(), attempt, String.valueOf(e.getMessage()), Dispatcher.SERVER));
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

    private void end(JobRecord job, int attempt, JobState end, @Nullable String reason)
            throws StoreException, InterruptedException {
        noted(() -> store.end(job.key(), attempt, end, reason == null ? "" : reason, Dispatcher.SERVER));
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
