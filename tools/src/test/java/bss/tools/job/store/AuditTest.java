package bss.tools.job.store;

import static bss.tools.job.store.Fixture.ACTOR;
import static bss.tools.job.store.Fixture.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes of the audit do not go unseen.
class AuditTest {

    private static final int JOBS = 8;
    private static final List<String> TEXTS =
            List.of("actor", "address", "request", "user", "id", "action", "before", "after", "detail", "hash");
    private static final List<String> NUMBERS = List.of("number", "time_ms", "job", "attempt");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private long fill() throws Exception {
        try (JobStore store = Fixture.open(data)) {
            for (int i = 0; i < JOBS; i++) {
                Fixture.submit(store, "job-" + i);
                store.end(
                        key("job-" + i),
                        Fixture.bring(store, key("job-" + i), JobState.RUNNING),
                        JobState.FAILED,
                        "ü",
                        ACTOR);
            }
            return store.verifyAudit();
        }
    }

    @Test
    void aFlippedBitInAnyColumnOfAnyRowIsFound() throws Exception {
        long rows = fill();
        Random random = new Random(5);
        try (Db db = Db.open(data.resolve("jobs.db"))) {
            db.run("PRAGMA synchronous = OFF");
            db.run("DROP TRIGGER audit_update");
            assertEquals(rows, Audit.verify(db));
            for (int i = 0; i < 400; i++) {
                String column =
                        i < 2 * rows ? TEXTS.get(i % TEXTS.size()) : NUMBERS.get(random.nextInt(NUMBERS.size()));
                long row = 1L + (i < rows ? i : random.nextInt((int) rows));
                String where = "seed 5, change %d: %s of %d".formatted(i, column, row);
                Object before = db.one("SELECT " + column + " FROM audit WHERE number = ?", r -> r.getObject(1), row)
                        .orElseThrow();
                Object after = flipped(before, random);
                if (after.equals(before)) {
                    continue;
                }
                set(db, column, row, after);
                long now = column.equals("number") ? ((Number) after).longValue() : row;
                StoreException e = assertThrows(StoreException.class, () -> Audit.verify(db), where);
                assertEquals(StoreException.Kind.BROKEN, e.kind(), where);
                set(db, column, now, before);
            }
            assertEquals(rows, Audit.verify(db));
        }
    }

    private static void set(Db db, String column, long row, Object value) throws SQLException {
        assertEquals(1, db.execute("UPDATE audit SET " + column + " = ? WHERE number = ?", value, row));
    }

    private static Object flipped(Object value, Random random) {
        if (value instanceof Number n) {
            return n.longValue() ^ 1L << (random.nextInt(8) == 0 ? 40 : 20 + random.nextInt(10));
        }
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return "x";
        }
        // within ASCII, so that the text stays one
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
        return new String(ByteBuffer.wrap(bytes).array(), StandardCharsets.UTF_8);
    }

    @Test
    void rowsCannotBeChangedOrRemovedAndAMissingOneIsFound() throws Exception {
        long rows = fill();
        try (Db db = Db.open(data.resolve("jobs.db"))) {
            for (String sql : List.of("UPDATE audit SET actor = 'x'", "DELETE FROM audit WHERE number = 3")) {
                String said = String.valueOf(
                        assertThrows(SQLException.class, () -> db.run(sql)).getMessage());
                assertTrue(said.contains("the audit is only added to"), said);
            }
            db.run("DROP TRIGGER audit_delete");
            db.run("DELETE FROM audit WHERE number = 3");
        }
        try (JobStore store = Fixture.open(data)) {
            StoreException e = Fixture.refusal(StoreException.Kind.BROKEN, store::verifyAudit);
            assertEquals("audit entry 3 was changed: it is missing, the next there is 4", e.getMessage());
            assertEquals(rows - 1, store.audit(1, 10_000).size());
        }
    }

    @Test
    void entriesSayWhoDidWhatAndWhen() throws Exception {
        try (JobStore store = Fixture.open(data)) {
            Fixture.submit(store, "a");
            store.askCancel(key("a"), new Actor("root", "::1", "r-2"));
            List<AuditEntry> entries = store.audit(2, 2);
            AuditEntry last = entries.getLast();
            assertEquals(
                    new AuditEntry(
                            3,
                            1_000,
                            new Actor("root", "::1", "r-2"),
                            key("a"),
                            1,
                            0,
                            "CANCEL",
                            "QUEUED",
                            "CANCELLED",
                            "cancelled in the queue",
                            last.hash()),
                    last);
            assertEquals(2, entries.size());
        }
    }
}
