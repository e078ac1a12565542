package bss.tools.job.store;

import static bss.tools.job.store.Fixture.ACTOR;
import static bss.tools.job.store.Fixture.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.store.AuditLog.Head;
import bss.tools.job.store.StoreException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The audit as another process reads it, and as it is told.
@Timeout(60)
class AuditLogTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Test
    void itIsReadWhileAServerWritesAndAnAnchorHoldsLater() throws Exception {
        try (JobStore store = Fixture.open(data)) {
            Fixture.submit(store, "a");
            Head anchor;
            try (AuditLog log = AuditLog.open(data)) {
                anchor = log.verify(_ -> {});
            }
            assertEquals(2, anchor.number());
            Fixture.submit(store, "b");
            List<AuditEntry> seen = new ArrayList<>();
            try (AuditLog log = AuditLog.open(data)) {
                assertEquals(4, log.verify(anchor, seen::add).number());
                assertEquals(4, log.verify(new Head(0, ""), _ -> {}).number());
            }
            assertEquals(store.audit(1, 100), seen);
        }
    }

    @Test
    void whatWasCutOffOrMadeAnewIsFoundByTheAnchorAlone() throws Exception {
        try (JobStore store = Fixture.open(data)) {
            Fixture.submit(store, "a");
            Fixture.submit(store, "b");
        }
        Head anchor;
        try (AuditLog log = AuditLog.open(data)) {
            anchor = log.verify(_ -> {});
        }
        try (Db db = Db.open(data.resolve("jobs.db"))) {
            db.run("DROP TRIGGER audit_delete");
            db.run("DELETE FROM audit WHERE number > 3");
        }
        try (AuditLog log = AuditLog.open(data)) {
            assertEquals(3, log.verify(_ -> {}).number());
            StoreException e = Fixture.refusal(Kind.BROKEN, () -> log.verify(anchor, _ -> {}));
            assertEquals("audit entry 4 is missing: there were 4 entries once, now there are 3", e.getMessage());
        }
        try (Db db = Db.open(data.resolve("jobs.db"))) {
            JobRecord job = Jobs.find(db, key("b")).orElseThrow();
            Audit.add(db, 5_000, ACTOR, "END", job, "QUEUED", "FAILED", "made up");
        }
        try (AuditLog log = AuditLog.open(data)) {
            assertEquals(4, log.verify(_ -> {}).number());
            StoreException e = Fixture.refusal(Kind.BROKEN, () -> log.verify(anchor, _ -> {}));
            assertTrue(String.valueOf(e.getMessage()).startsWith("audit entry 4 or one before it was changed"));
        }
    }

    @Test
    void whoWatchesIsToldEveryEntryOnceInItsOrder() throws Exception {
        List<AuditEntry> told = Collections.synchronizedList(new ArrayList<>());
        List<Integer> groups = Collections.synchronizedList(new ArrayList<>());
        List<AuditEntry> all;
        try (JobStore store = Fixture.open(data)) {
            Fixture.submit(store, "before");
            store.watch(new StoreWatch() {
                @Override
                public void committed(int changes, long nanoseconds) {
                    groups.add(changes);
                    throw new IllegalStateException("is not heard");
                }

                @Override
                public void changed(AuditEntry entry) {
                    told.add(entry);
                }

                @Override
                public void room(boolean there) {}
            });
            for (int i = 0; i < 600; i++) {
                Fixture.submit(store, "job-" + i);
            }
            all = store.audit(3, 10_000);
        }
        assertEquals(1_200, told.size());
        assertEquals(all, told);
        assertTrue(groups.size() >= 600 && groups.stream().allMatch(g -> g >= 1));
    }
}
