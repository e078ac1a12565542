package bss.tools.job.store;

import static bss.tools.job.store.Fixture.ACTOR;
import static bss.tools.job.store.Fixture.key;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is there after a crash at each of the named points.
class CrashTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// Copies the folder at each point, as a kill there would leave it.
    private final class Copies implements CrashPoints {
        private final List<String> points = new ArrayList<>();
        private Path data = folder.resolve("data");

        @Override
        public synchronized void at(String name) {
            Fixture.copy(data, folder.resolve("copy" + points.size()));
            points.add(name);
        }
    }

    @Test
    void aCrashAnywhereLeavesEachChangeWholeOrUndone() throws Exception {
        byte[] payload = Fixture.bytes(new Random(3), 100_000);
        byte[] result = Fixture.bytes(new Random(4), 1_000);
        Copies copies = new Copies();
        // how many points had passed when each of these was acknowledged
        int submitted;
        int committed;
        int deleted;
        try (JobStore store = Fixture.open(copies.data, copies)) {
            store.submit(key("a"), Fixture.spec(true), payload, Sha256.of(payload), ACTOR);
            submitted = copies.points.size();
            int attempt = Fixture.bring(store, key("a"), JobState.READOUT);
            Path staged = Fixture.staged(store, "r", result);
            assertTrue(store.commit(key("a"), attempt, staged, Sha256.of(result), 2.5, ACTOR));
            committed = copies.points.size();
            store.delete(key("a"), ACTOR);
            deleted = copies.points.size();
        }
        TreeSet<String> all = new TreeSet<>(CrashPoints.ALL);
        all.remove(CrashPoints.RESERVE_RELEASED);
        assertEquals(all, new TreeSet<>(copies.points));
        JobState last = JobState.ACCEPTED;
        for (int i = 0; i < copies.points.size(); i++) {
            String where = "crash %d at %s".formatted(i, copies.points.get(i));
            Path copy = folder.resolve("copy" + i);
            try (JobStore store = Fixture.open(copy)) {
                JobRecord before = store.job(key("a")).orElse(null);
                Recovery recovery = store.recover(ACTOR);
                store.verifyAudit();
                boolean held = before != null && before.state().isHeld();
                assertEquals(held ? 1 : 0, recovery.requeued(), where);
                if (before == null) {
                    assertTrue(i < submitted || i >= committed, where);
                    assertEquals(List.of(), DataFolder.files(copy.resolve("payloads")), where);
                } else {
                    assertTrue(i < deleted, where);
                    assertTrue(before.state().compareTo(last) >= 0, where);
                    last = before.state();
                    assertArrayEquals(payload, Fixture.read(store.payload(key("a"))), where);
                }
                boolean done = before != null && before.state() == JobState.DONE;
                assertFalse(i >= committed && before != null && !done, where);
                assertEquals(
                        done ? 1 : 0, DataFolder.files(copy.resolve("results")).size(), where);
                assertEquals(List.of(), DataFolder.files(copy.resolve("staging")), where);
                if (done) {
                    assertArrayEquals(result, Fixture.read(store.result(key("a"))), where);
                }
                // and it is as good as new
                JobRecord next = Fixture.submit(store, "b");
                assertTrue(before == null || next.number() > before.number(), where);
            }
        }
        assertEquals(JobState.DONE, last);
    }

    @Test
    void aFailureBeforeTheCommitIsToldAndUndone() throws Exception {
        List<String> failing = new ArrayList<>();
        CrashPoints crash = name -> {
            if (failing.contains(name)) {
                throw new IllegalStateException("stopped at " + name);
            }
        };
        try (JobStore store = Fixture.open(folder.resolve("data"), crash)) {
            failing.add(CrashPoints.BEFORE_COMMIT);
            String said = assertThrows(IllegalStateException.class, () -> Fixture.submit(store, "a"))
                    .getMessage();
            assertEquals("stopped at before-commit", said);
            failing.clear();
            assertTrue(store.job(key("a")).isEmpty());
            Fixture.submit(store, "a");
            assertEquals(2, store.verifyAudit());
        }
    }
}
