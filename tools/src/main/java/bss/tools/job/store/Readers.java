package bss.tools.job.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/// A few connections that read what is committed, beside the one that writes.
final class Readers implements AutoCloseable {

    /// What to read.
    @FunctionalInterface
    interface Query<T> {
        T of(Db db) throws SQLException, StoreException;
    }

    private static final int MOST = 4;

    private final Path file;
    private final Semaphore free = new Semaphore(MOST);
    private final Deque<Db> idle = new ArrayDeque<>();
    private boolean closed;

    Readers(Path file) {
        this.file = file;
    }

    /// Answers a query, after others if there are many. What was committed before is seen.
    <T> T call(Query<T> query) throws StoreException {
        free.acquireUninterruptibly();
        try {
            Db db = take();
            try {
                return query.of(db);
            } finally {
                give(db);
            }
        } catch (SQLException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN, "%s cannot be read: %s".formatted(file, e.getMessage()), e);
        } finally {
            free.release();
        }
    }

    private Db take() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new IllegalStateException("the store of jobs is closed");
            }
            Db db = idle.poll();
            if (db != null) {
                return db;
            }
        }
        return Db.open(file).readOnly();
    }

    private void give(Db db) {
        synchronized (idle) {
            idle.push(db);
        }
    }

    /// Waits for queries that run.
    @Override
    public void close() throws SQLException {
        free.acquireUninterruptibly(MOST);
        synchronized (idle) {
            for (Db db : idle) {
                db.close();
            }
            idle.clear();
            closed = true;
        }
        free.release(MOST);
    }
}
