package bss.tools.job.store;

import bss.tools.job.store.StoreException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The audit of a folder of data, to be read and verified, also while a server runs there. Not for several
/// threads.
public final class AuditLog implements AutoCloseable {

    /// An entry that is known: kept elsewhere, it shows later that nothing up to it was changed or cut off.
    ///
    /// @param number 0 for a chain without entries
    /// @param hash of the entry, in hexadecimal; empty without one
    public record Head(long number, String hash) {}

    private final Path file;
    private final Db db;

    private AuditLog(Path file, Db db) {
        this.file = file;
        this.db = db;
    }

    /// Opens the audit of a folder.
    ///
    /// @throws StoreException with UNKNOWN if there are no jobs, NEWER_SCHEMA if a newer version of this program
    ///     wrote them, BROKEN if they cannot be read
    public static AuditLog open(Path data) throws StoreException {
        return ofDatabase(data.resolve("jobs.db"));
    }

    static AuditLog ofDatabase(Path file) throws StoreException {
        if (!Files.isRegularFile(file)) {
            throw new StoreException(
                    Kind.UNKNOWN, "there is no %s: --data must name the folder of a server of jobs".formatted(file));
        }
        AuditLog log = null;
        try {
            log = new AuditLog(file, Db.reading(file));
            Schema.requireKnown(log.db, file, Schema.STEPS);
            return log;
        } catch (SQLException e) {
            close(log);
            throw unreadable(file, e);
        } catch (StoreException e) {
            close(log);
            throw e;
        }
    }

    /// Checks every entry.
    ///
    /// @param each every entry that is found good, in their order
    /// @return the last one
    /// @throws StoreException with BROKEN that names the first entry that was changed
    public Head verify(Consumer<AuditEntry> each) throws StoreException {
        AuditEntry[] last = new AuditEntry[1];
        try {
            long number = Audit.verify(db, entry -> {
                last[0] = entry;
                each.accept(entry);
            });
            return new Head(number, number == 0 ? "" : last[0].hash());
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    /// As [#verify(Consumer)], and that the chain goes on from an entry that was seen before.
    ///
    /// @throws StoreException also if it does not
    public Head verify(Head anchor, Consumer<AuditEntry> each) throws StoreException {
        String[] found = new String[1];
        Head head = verify(entry -> {
            if (entry.number() == anchor.number()) {
                found[0] = entry.hash();
            }
            each.accept(entry);
        });
        if (anchor.number() > head.number()) {
            throw new StoreException(
                    Kind.BROKEN,
                    "audit entry %d is missing: there were %d entries once, now there are %d"
                            .formatted(head.number() + 1, anchor.number(), head.number()));
        }
        if (anchor.number() > 0 && !anchor.hash().equals(found[0])) {
            throw new StoreException(
                    Kind.BROKEN,
                    "audit entry %d or one before it was changed, with all hashes after it: its hash is %s, was %s"
                            .formatted(anchor.number(), found[0], anchor.hash()));
        }
        return head;
    }

    private static StoreException unreadable(Path file, SQLException e) {
        return new StoreException(Kind.BROKEN, "%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }

    private static void close(@Nullable AuditLog log) {
        if (log != null) {
            log.close();
        }
    }

    @Override
    public void close() {
        Opened.close(db);
    }
}
