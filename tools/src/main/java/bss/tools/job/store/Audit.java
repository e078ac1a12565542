package bss.tools.job.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The audit: entries chained by their hashes, so that none can be changed or taken out without all after it.
///
/// A hash is SHA-256 over the number, the time, the number of the job and the attempt (each 8 bytes, big endian),
/// then actor, address, request, user, id, action, before, after, detail and the hash of the entry before, each as
/// UTF-8 after its length in 4 bytes. The first entry follows on an empty hash.
final class Audit {

    private static final int PAGE = 1_000;

    private Audit() {}

    /// Adds an entry about a change of a job, or about its submission or removal if one of the states is empty.
    static void add(
            Db db, long timeMs, Actor actor, String action, JobRecord job, String before, String after, String detail)
            throws SQLException {
        @Nullable
        AuditEntry head = db.one("SELECT * FROM audit ORDER BY number DESC LIMIT 1", Audit::entry)
                .orElse(null);
        AuditEntry entry = new AuditEntry(
                head == null ? 1 : head.number() + 1,
                timeMs,
                actor,
                job.key(),
                job.number(),
                job.attempt(),
                action,
                before,
                after,
                detail,
                "");
        db.execute(
                "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.number(),
                timeMs,
                actor.name(),
                actor.address(),
                actor.request(),
                job.key().user(),
                job.key().id(),
                job.number(),
                job.attempt(),
                action,
                before,
                after,
                detail,
                hash(entry, head == null ? "" : head.hash()));
    }

    /// At most `limit` entries from this number on.
    static List<AuditEntry> entries(Db db, long from, int limit) throws SQLException {
        return db.all("SELECT * FROM audit WHERE number >= ? ORDER BY number LIMIT ?", Audit::entry, from, limit);
    }

    /// The number of the last entry, 0 without any.
    static long last(Db db) throws SQLException {
        return db.one("SELECT coalesce(max(number), 0) FROM audit", row -> row.getLong(1))
                .orElseThrow();
    }

    /// Checks every entry.
    ///
    /// @return how many there are
    /// @throws StoreException if one was changed, or one before the last is missing
    static long verify(Db db) throws SQLException, StoreException {
        return verify(db, _ -> {});
    }

    /// As above, and passes on every entry that is found good.
    static long verify(Db db, Consumer<AuditEntry> each) throws SQLException, StoreException {
        String hash = "";
        long number = 0;
        // by pages, so that the reader does not keep the log from being written back for long
        for (List<AuditEntry> page = page(db, 0); !page.isEmpty(); page = page(db, number)) {
            for (AuditEntry entry : page) {
                number++;
                if (entry.number() != number) {
                    throw damaged(number, "it is missing, the next there is %d".formatted(entry.number()));
                }
                String computed = hash(entry, hash);
                if (!computed.equals(entry.hash())) {
                    throw damaged(number, "its hash is %s, must be %s".formatted(entry.hash(), computed));
                }
                hash = computed;
                each.accept(entry);
            }
        }
        return number;
    }

    private static List<AuditEntry> page(Db db, long after) throws SQLException, StoreException {
        try {
            // below 1 there must be none either
            return entries(db, after == 0 ? Long.MIN_VALUE : after + 1, PAGE);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN, "audit after entry %d: %s".formatted(after, e.getMessage()), e);
        }
    }

    private static StoreException damaged(long number, String what) {
        return new StoreException(StoreException.Kind.BROKEN, "audit entry %d was changed: %s".formatted(number, what));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("number"),
                row.getLong("time_ms"),
                new Actor(row.getString("actor"), row.getString("address"), row.getString("request")),
                new JobKey(row.getString("user"), row.getString("id")),
                row.getLong("job"),
                Math.toIntExact(row.getLong("attempt")),
                row.getString("action"),
                row.getString("before"),
                row.getString("after"),
                row.getString("detail"),
                row.getString("hash"));
    }

    private static String hash(AuditEntry e, String previous) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (long n : new long[] {e.number(), e.timeMs(), e.job(), e.attempt()}) {
                out.writeLong(n);
            }
            Actor actor = e.actor();
            JobKey key = e.key();
            for (String text : List.of(
                    actor.name(),
                    actor.address(),
                    actor.request(),
                    key.user(),
                    key.id(),
                    e.action(),
                    e.before(),
                    e.after(),
                    e.detail(),
                    previous)) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
        } catch (IOException x) {
            throw new UncheckedIOException("memory does not fail", x);
        }
        return Sha256.of(bytes.toByteArray());
    }
}
