package bss.tools.job.queue;

import bss.tools.job.store.JobStore;
import bss.tools.job.store.StoreException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Whether a server can take jobs and carry them out. Anybody may ask, so it is looked at once in a second.
final class Readiness {

    private static final long KEPT_NS = TimeUnit.SECONDS.toNanos(1);

    private final JobStore store;
    private final BooleanSupplier workerLives;
    private volatile boolean closed;
    private boolean looked;
    private long lookedNs;
    private String why = "";

    Readiness(JobStore store, BooleanSupplier workerLives) {
        this.store = store;
        this.workerLives = workerLives;
    }

    /// Why it is not ready, in one sentence; empty if it is.
    synchronized String why() {
        if (closed) {
            return "the server is shutting down";
        }
        long now = System.nanoTime();
        if (!looked || now - lookedNs > KEPT_NS) {
            why = look();
            looked = true;
            lookedNs = now;
        }
        return why;
    }

    private String look() {
        try {
            store.requireWritable();
        } catch (StoreException e) {
            return e.kind() == StoreException.Kind.STORAGE_FULL ? "the disk is full" : "the store cannot be written";
        }
        return workerLives.getAsBoolean() ? "" : "no worker lives";
    }

    /// It is not ready any more.
    void close() {
        closed = true;
    }
}
