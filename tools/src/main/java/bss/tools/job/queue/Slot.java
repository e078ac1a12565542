package bss.tools.job.queue;

import bss.tools.job.ops.Meters;
import bss.tools.job.queue.Dispatcher.Handed;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.StoreException;
import bss.tools.job.worker.Launch;
import bss.tools.job.worker.SharedWafer;
import bss.tools.job.worker.Worker;
import bss.tools.job.worker.WorkerDiedException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A worker, and the threads that give it one job after the other: while one of them puts a result on the disk, another
/// has the worker begin the next job. A worker that died is replaced.
final class Slot {

    private static final int THREADS = 2;

    /// Between looks whether a full disk has room again.
    private static final long FULL_MS = 500;

    private static final long FAILED_MS = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final System.Logger LOG = System.getLogger(Slot.class.getName());

    private final JobStore store;
    private final Dispatcher dispatcher;
    private final Path folder;
    private final Launch launch;
    private final Meters meters;
    private final Attempts attempts;
    private final List<Thread> threads;

    /// Who has it uses the worker.
    private final Semaphore turn = new Semaphore(1);

    private volatile @Nullable Worker worker;

    /// @param wafer that the jobs of the server share
    /// @param folder of its own
    Slot(
            JobStore store,
            Dispatcher dispatcher,
            Updates updates,
            ScheduledExecutorService timer,
            Optional<SharedWafer> wafer,
            Path folder,
            Launch launch,
            Meters meters) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.folder = folder;
        this.launch = launch;
        this.meters = meters;
        attempts = new Attempts(store, dispatcher, updates, timer, wafer, folder.resolve("worker.log"), meters);
        threads = IntStream.range(0, THREADS)
                .mapToObj(n -> Thread.ofPlatform()
                        .name("slot-%s.%d".formatted(folder.getFileName(), n))
                        .start(this::work))
                .toList();
    }

    private void work() {
        try {
            boolean more = true;
            while (more) {
                turn.acquire();
                AtomicBoolean mine = new AtomicBoolean(true);
                Runnable free = () -> {
                    if (mine.getAndSet(false)) {
                        turn.release();
                    }
                };
                try {
                    more = next(free);
                } finally {
                    free.run();
                }
            }
        } catch (InterruptedException e) {
            // the server ends
        }
    }

    /// Carries out a job.
    ///
    /// @param free lets the worker be used by others
    /// @return false: the server ends
    private boolean next(Runnable free) throws InterruptedException {
        awaitRoom();
        if (dispatcher.closed()) {
            return false;
        }
        var _ = ready();
        Optional<Handed> job = dispatcher.take();
        if (job.isEmpty()) {
            return false;
        }
        carryOut(job.get(), free);
        return true;
    }

    private void carryOut(Handed job, Runnable free) throws InterruptedException {
        long began = System.nanoTime();
        boolean failed = false;
        try {
            // another one if it died while it waited: the job has no part in that
            attempts.carryOut(job, ready(), free);
        } catch (StoreException | RuntimeException | Error e) {
            LOG.log(Level.ERROR, "job " + job.key(), e);
            failed = true;
        } finally {
            dispatcher.gaveBack(job, 1e-9 * (System.nanoTime() - began));
        }
        try {
            attempts.afterwards(job);
        } catch (StoreException e) {
            LOG.log(Level.ERROR, "job " + job.key(), e);
            failed = true;
        }
        if (failed) {
            // what it is now is found by who looks after those that nobody has
            Thread.sleep(FAILED_MS);
        }
    }

    /// Jobs wait while the disk is full: they would all fail for want of room for their results.
    private void awaitRoom() throws InterruptedException {
        boolean told = false;
        while (!dispatcher.closed()) {
            try {
                store.requireRoom();
                return;
            } catch (StoreException e) {
                if (!told) {
                    LOG.log(Level.WARNING, "no job is begun: {0}", e.getMessage());
                    told = true;
                }
            }
            Thread.sleep(FULL_MS);
        }
    }

    /// Whether its worker does.
    boolean lives() {
        Worker last = worker;
        return last != null && last.alive();
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
                meters.workerStarted(last != null);
                worker = fresh;
                return fresh;
            } catch (WorkerDiedException e) {
                LOG.log(Level.ERROR, "no worker: {0}", e.getMessage());
                Thread.sleep(1_000);
            }
        }
    }

    /// Ends the threads and their worker once the dispatcher hands nothing out any more.
    void end() throws InterruptedException {
        for (Thread thread : threads) {
            // not interrupted while a result is put on the disk
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
                thread.join();
            }
        }
        Worker last = worker;
        if (last != null) {
            last.close();
        }
    }
}
