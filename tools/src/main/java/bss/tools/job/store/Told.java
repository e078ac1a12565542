package bss.tools.job.store;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Passes on what was written, by a thread of its own that reads it in the audit: neither a slow listener nor
/// many changes hold up who writes or fill the memory.
final class Told implements StoreWatch, AutoCloseable {

    private static final int PAGE = 256;
    private static final System.Logger LOG = System.getLogger(Told.class.getName());

    private final Readers readers;
    private final Reserve reserve;
    private final StoreWatch watch;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private long last;
    private boolean room;
    private volatile boolean closed;

    /// Tells of what is written from now on.
    Told(Readers readers, Reserve reserve, StoreWatch watch) throws StoreException {
        this.readers = readers;
        this.reserve = reserve;
        this.watch = watch;
        last = readers.call(Audit::last);
        room = reserve.isThere();
        thread = Thread.ofPlatform().name("job-told").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void committed(int changes, long nanoseconds) {
        try {
            watch.committed(changes, nanoseconds);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "not heard", e);
        }
        news.release();
    }

    @Override
    public void changed(AuditEntry entry) {
        watch.changed(entry);
    }

    @Override
    public void room(boolean there) {
        watch.room(there);
    }

    private void run() {
        boolean more = true;
        while (more) {
            news.acquireUninterruptibly();
            var _ = news.drainPermits();
            more = !closed;
            try {
                tell();
            } catch (StoreException | RuntimeException e) {
                LOG.log(Level.WARNING, "what happened to jobs is not told: {0}", e.getMessage());
            }
        }
    }

    private void tell() throws StoreException {
        boolean now = reserve.isThere();
        if (now != room) {
            room = now;
            watch.room(now);
        }
        List<AuditEntry> page;
        do {
            long from = last + 1;
            page = readers.call(db -> Audit.entries(db, from, PAGE));
            for (AuditEntry entry : page) {
                last = entry.number();
                watch.changed(entry);
            }
        } while (page.size() == PAGE);
    }

    /// Tells what was written before.
    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
