package bss.tools.job.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The database of a folder while it is open, with the lock on the folder.
record Opened(DataLock lock, Readers readers, Writer writer, AtomicReference<Told> told) implements AutoCloseable {

    /// System property for measurements: the most changes that share one flush of the disk.
    static final String GROUP = "bss.store.group";

    /// Opens the database and brings its tables up to date.
    static Opened open(DataFolder folder, DataLock lock, Reserve reserve, CrashPoints crash)
            throws IOException, StoreException {
        Path file = folder.database();
        DatabaseFile.requireWhole(folder);
        folder.syncLog();
        Db db;
        try {
            try {
                db = migrated(file, reserve.logBytes());
            } catch (SQLException e) {
                if (!reserve.isFull(e) || !reserve.release()) {
                    throw e;
                }
                db = migrated(file, reserve.logBytes());
            }
        } catch (SQLException e) {
            throw reserve.isFull(e) ? reserve.full(e) : DatabaseFile.broken(file, String.valueOf(e.getMessage()), e);
        }
        try {
            folder.sync();
        } catch (IOException e) {
            close(db);
            throw e;
        }
        try {
            reserve.require();
        } catch (StoreException e) {
            // what is there can still be read and deleted, and what runs can end
            System.getLogger(Opened.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
        Writer writer = new Writer(db, reserve, crash, Math.max(1, Integer.getInteger(GROUP, Writer.GROUP)));
        writer.start();
        return new Opened(lock, new Readers(file), writer, new AtomicReference<>());
    }

    private static Db migrated(Path file, long logBytes) throws SQLException, StoreException {
        Db db = Db.open(file);
        boolean done = false;
        try {
            // before anything is written
            Schema.requireKnown(db, file, Schema.STEPS);
            db.durable(logBytes);
            Schema.migrate(db, Schema.STEPS);
            done = true;
            return db;
        } finally {
            if (!done) {
                db.close();
            }
        }
    }

    /// Has it told of what happens from now on.
    void watch(Told by) {
        Told before = told.getAndSet(by);
        if (before != null) {
            before.close();
        }
        writer.watch(by);
        by.start();
    }

    @Override
    public void close() {
        Told last = told.get();
        if (last != null) {
            close(last);
        }
        // the writer last: it writes the log back
        for (AutoCloseable part : List.of(readers, writer, lock)) {
            close(part);
        }
    }

    /// Closes what is given up anyway.
    static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.getLogger(Opened.class.getName()).log(System.Logger.Level.WARNING, "cannot close " + part, e);
        }
    }
}
