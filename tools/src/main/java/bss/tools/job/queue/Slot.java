package bss.tools.job.queue;

import bss.tools.job.JobException;
import bss.tools.job.queue.Dispatcher.Handed;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.StoreException;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.JobLog;
import bss.tools.job.worker.Launch;
import bss.tools.job.worker.Worker;
import bss.tools.job.worker.WorkerDiedException;
import com.google.protobuf.ByteString;
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

/// A worker and the thread that gives it one job after the other. A worker that died is replaced.
final class Slot {

    /// A job whose workers died so often is at fault itself.
    private static final int MOST_ATTEMPTS = 3;

    private static final System.Logger LOG = System.getLogger(Slot.class.getName());

    private final JobStore store;
    private final Dispatcher dispatcher;
    private final Updates updates;
    private final ScheduledExecutorService timer;
    private final Path folder;
    private final Launch launch;
    private final Thread thread;
    private @Nullable Worker worker;

    /// @param folder of its own
    Slot(
            JobStore store,
            Dispatcher dispatcher,
            Updates updates,
            ScheduledExecutorService timer,
            Path folder,
            Launch launch) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.updates = updates;
        this.timer = timer;
        this.folder = folder;
        this.launch = launch;
        thread = Thread.ofPlatform().name("slot-" + folder.getFileName()).start(this::work);
    }

    private void work() {
        try {
            while (true) {
                Worker ready = ready();
                Optional<Handed> job = dispatcher.take();
                if (job.isEmpty()) {
                    return;
                }
                long began = System.nanoTime();
                try {
                    carryOut(job.get(), ready);
                } catch (StoreException | RuntimeException e) {
                    LOG.log(Level.ERROR, "job " + job.get().key(), e);
                } finally {
                    dispatcher.gaveBack(job.get(), 1e-9 * (System.nanoTime() - began));
                }
            }
        } catch (InterruptedException e) {
            // the server ends
        } finally {
            Worker last = worker;
            if (last != null) {
                last.close();
            }
        }
    }

    /// A worker that lives.
    private Worker ready() throws InterruptedException {
        while (true) {
            Worker last = worker;
            if (last != null && last.alive()) {
                return last;
            }
            try {
                Worker fresh = Worker.start(folder, launch);
                worker = fresh;
                return fresh;
            } catch (WorkerDiedException e) {
                LOG.log(Level.ERROR, "no worker: {0}", e.getMessage());
                Thread.sleep(1_000);
            }
        }
    }

    private void carryOut(Handed handed, Worker on) throws StoreException, InterruptedException {
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
        JobRecord job = store.job(key).orElseThrow();
        Run run = new Run(on, handed.number() + "." + attempt);
        dispatcher.began(handed, run);
        double wall = job.spec().limits().wallSeconds();
        Future<?> limit = timer.schedule(
                () -> stop(run, "it ran longer than %s s of wall time".formatted(wall)),
                (long) (1_000 * wall),
                TimeUnit.MILLISECONDS);
        try {
            if (job.cancelAsked()) {
                run.stop(JobState.CANCELLED, "it was cancelled before it began");
            }
            finish(job, attempt, run, on);
        } finally {
            limit.cancel(false);
            Optional<JobRecord> now = store.job(key);
            updates.changed(handed.number(), now.isEmpty() || now.get().state().isEnd());
            now.filter(j -> j.state() == JobState.QUEUED).ifPresent(dispatcher::enqueue);
        }
    }

    private static void stop(Run run, String why) {
        try {
            run.stop(JobState.TIMED_OUT, why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish(JobRecord job, int attempt, Run run, Worker on) throws StoreException, InterruptedException {
        Path staged = store.staging().resolve("result-" + job.number() + "." + attempt);
        Stages stages = new Stages(job, attempt);
        try {
            JobLog log = JobLogs.parse(payload(job.key()));
            Worker.Result result = on.carryOut(
                    job.number() + "." + attempt,
                    log,
                    stages::heard,
                    stages::readout,
                    staged,
                    job.spec().limits().storageBytes());
            stages.readout();
            store.commit(job.key(), attempt, staged, result.sha256(), result.hardwareSeconds(), Dispatcher.SERVER);
        } catch (JobException e) {
            JobState end = run.end();
            end(job, attempt, end == null ? JobState.FAILED : end, end == null ? e.getMessage() : run.reason());
        } catch (WorkerDiedException e) {
            died(job, attempt, run, e);
        } catch (IOException e) {
            end(job, attempt, JobState.FAILED, "its result cannot be written: " + e.getMessage());
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.STORAGE_FULL) {
                throw e;
            }
            end(job, attempt, JobState.FAILED, "there is no room for its result: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "job " + job.key(), e);
            end(job, attempt, JobState.FAILED, "the server failed: " + e);
        } finally {
            delete(staged);
        }
    }

    private void died(JobRecord job, int attempt, Run run, WorkerDiedException e) throws StoreException {
        JobState end = run.end();
        if (end != null) {
            end(job, attempt, end, run.reason());
        } else if (run.abandoned()) {
            // the next server finds it as it is
            LOG.log(Level.INFO, "job {0} will be begun again", job.key());
        } else if (attempt >= MOST_ATTEMPTS) {
            end(job, attempt, JobState.FAILED, "%d workers died of it: %s".formatted(attempt, e.getMessage()));
        } else {
            store.requeue(job.key(), attempt, String.valueOf(e.getMessage()), Dispatcher.SERVER);
        }
    }

    private void end(JobRecord job, int attempt, JobState end, @Nullable String reason) throws StoreException {
        store.end(job.key(), attempt, end, reason == null ? "" : reason, Dispatcher.SERVER);
    }

    private ByteString payload(JobKey key) throws StoreException, IOException {
        try (InputStream in = store.payload(key)) {
            return ByteString.readFrom(in);
        }
    }

    private static void delete(Path staged) {
        try {
            Files.deleteIfExists(staged);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} stays: {1}", staged, e.getMessage());
        }
    }

    /// Follows the states of an attempt by what its worker says.
    private final class Stages {

        private final JobRecord job;
        private final int attempt;
        private JobState state = JobState.LEASED;

        Stages(JobRecord job, int attempt) {
            this.job = job;
            this.attempt = attempt;
        }

        void heard(Event event) {
            if (state == JobState.LEASED) {
                move(JobState.CONFIGURING);
            }
            boolean runs =
                    event.getCommand() > 0 || event.getProgress().getStage().equals("running");
            if (runs && state == JobState.CONFIGURING) {
                move(JobState.RUNNING);
            }
            updates.add(job.number(), attempt, event);
        }

        /// Reached once all commands are done, whatever was heard of them.
        void readout() {
            for (JobState next : new JobState[] {JobState.CONFIGURING, JobState.RUNNING, JobState.READOUT}) {
                if (state.compareTo(next) < 0) {
                    move(next);
                }
            }
        }

        private void move(JobState to) {
            try {
                store.move(job.key(), attempt, state, to, "", Dispatcher.SERVER);
                state = to;
                updates.changed(job.number(), false);
            } catch (StoreException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    /// Ends the thread and its worker once the dispatcher hands nothing out any more.
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
