package bss.tools.job.store;

import com.google.common.util.concurrent.Uninterruptibles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The one thread that writes. All changes that wait when it is free become one transaction, so that many share
/// one flush of the disk; each is told when that is done.
final class Writer implements AutoCloseable {

    /// The most changes in one transaction: those after it must not wait for ever.
    static final int GROUP = 512;

    /// Once as it is, once with the reserve, and once more with a log that was cut off since.
    private static final int TRIES = 3;

    private final Db db;
    private final int most;
    private final Reserve reserve;
    private final CrashPoints crash;
    private final BlockingQueue<WriteRequest<?>> queue = new LinkedBlockingQueue<>();
    private final WriteRequest<Boolean> last = new WriteRequest<>(false, _ -> true);
    private final Thread thread;
    private volatile StoreWatch watch = StoreWatch.none();
    private boolean closed;

    Writer(Db db, Reserve reserve, CrashPoints crash) {
        this(db, reserve, crash, GROUP);
    }

    /// @param most changes in one transaction, at least 1: what [#GROUP] is good for is measured by 1
    Writer(Db db, Reserve reserve, CrashPoints crash, int most) {
        this.db = db;
        this.most = most;
        this.reserve = reserve;
        this.crash = crash;
        thread = Thread.ofPlatform().name("job-store").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Tells it of each transaction from now on.
    void watch(StoreWatch by) {
        watch = by;
    }

    /// Makes a change. When this returns it is durable; if it throws, nothing was kept.
    ///
    /// @param needsRoom whether it is refused while the disk is full
    <T> T call(boolean needsRoom, WriteRequest.Change<T> change) throws StoreException {
        return ask(needsRoom, change).await();
    }

    /// Asks for a change, which comes before those that are asked for later; to be awaited.
    <T> WriteRequest<T> ask(boolean needsRoom, WriteRequest.Change<T> change) {
        WriteRequest<T> request = new WriteRequest<>(needsRoom, change);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the store of jobs is closed");
            }
            queue.add(request);
        }
        return request;
    }

    /// Gives pages that deleted jobs had back to the disk, as far as that is possible.
    void compact() throws StoreException {
        call(false, db -> {
            db.run("PRAGMA incremental_vacuum");
            return true;
        });
    }

    private void run() {
        List<WriteRequest<?>> group = new ArrayList<>();
        boolean more = true;
        while (more) {
            group.clear();
            group.add(take());
            queue.drainTo(group, most - 1);
            // nothing is put after the last
            more = !group.contains(last);
            long began = System.nanoTime();
            write(group);
            watch.committed(group.size(), System.nanoTime() - began);
            if (!reserve.isThere() && !shrinkLog()) {
                System.getLogger(Writer.class.getName()).log(System.Logger.Level.DEBUG, "the log stays long");
            }
            group.forEach(WriteRequest::answer);
        }
    }

    private WriteRequest<?> take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                // nobody has a reason to: the thread ends with the last request
                System.getLogger(Writer.class.getName()).log(System.Logger.Level.DEBUG, "interrupted", e);
            }
        }
    }

    private void write(List<WriteRequest<?>> group) {
        try {
            transaction(group);
        } catch (SQLException e) {
            // the database undid all of them: find those that can be made
            for (WriteRequest<?> request : group) {
                alone(request);
            }
        } catch (RuntimeException | Error e) {
            rollback();
            group.forEach(request -> request.fail(e));
        }
    }

    private void alone(WriteRequest<?> request) {
        try {
            for (int i = 0; i < TRIES; i++) {
                if (isDecided(request)) {
                    return;
                }
            }
        } catch (RuntimeException | Error e) {
            rollback();
            request.fail(e);
        }
    }

    /// Tries a change.
    ///
    /// @return false if there was no room, and now is some
    private boolean isDecided(WriteRequest<?> request) {
        try {
            transaction(List.of(request));
            return true;
        } catch (SQLException e) {
            if (!reserve.isFull(e)) {
                request.fail(new StoreException(
                        StoreException.Kind.BROKEN, "jobs cannot be written: %s".formatted(e.getMessage()), e));
                return true;
            }
            request.fail(reserve.full(e));
            boolean more = reserve.release();
            more |= shrinkLog();
            return request.needsRoom() || !more;
        }
    }

    /// Writes the log back into the tables and cuts it off: most of it is many versions of the same pages.
    ///
    /// @return whether that was done
    private boolean shrinkLog() {
        try {
            return db.one("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1) == 0)
                    .orElse(false);
        } catch (SQLException e) {
            System.getLogger(Writer.class.getName()).log(System.Logger.Level.DEBUG, "the log stays", e);
            return false;
        }
    }

    private void transaction(List<WriteRequest<?>> group) throws SQLException {
        try {
            db.execute("BEGIN IMMEDIATE");
            for (WriteRequest<?> request : group) {
                if (request.needsRoom() && !reserve.isThere()) {
                    request.fail(reserve.full(null));
                } else {
                    request.make(db);
                }
            }
            crash.at(CrashPoints.BEFORE_COMMIT);
            db.execute("COMMIT");
        } catch (SQLException e) {
            rollback();
            throw e;
        }
        crash.at(CrashPoints.AFTER_COMMIT);
    }

    private void rollback() {
        try {
            db.execute("ROLLBACK");
        } catch (SQLException e) {
            // after some errors the database has done it already
            System.getLogger(Writer.class.getName()).log(System.Logger.Level.DEBUG, "nothing to roll back", e);
        }
    }

    /// Makes what was asked for before, and lets go of the database.
    @Override
    public void close() throws SQLException {
        boolean first;
        synchronized (this) {
            first = !closed;
            closed = true;
            if (first) {
                queue.add(last);
            }
        }
        if (first) {
            Uninterruptibles.joinUninterruptibly(thread);
            db.close();
        }
    }
}
