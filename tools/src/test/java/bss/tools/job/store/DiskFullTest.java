package bss.tools.job.store;

import static bss.tools.job.store.Fixture.ACTOR;
import static bss.tools.job.store.Fixture.CLOCK;
import static bss.tools.job.store.Fixture.key;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bss.tools.job.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A disk of 4 MiB that becomes full. Needs the right to mount one.
@Timeout(120)
class DiskFullTest {

    private static final long RESERVE = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path disk;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
        assumeTrue(mounted, "no file system can be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertTrue(run("umount", disk.toString()), disk + " is busy");
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private JobStore open() throws StoreException {
        return JobStore.open(disk.resolve("data"), CLOCK, CrashPoints.none(), RESERVE);
    }

    private static void submit(JobStore store, String id, byte[] payload) throws StoreException {
        store.submit(key(id), Fixture.spec(true), payload, Sha256.of(payload), ACTOR);
    }

    /// Submits until the store refuses, and tells what was taken.
    private static List<String> fill(JobStore store, String prefix, int bytes) {
        byte[] payload = Fixture.bytes(new Random(1), bytes);
        List<String> taken = new ArrayList<>();
        try {
            while (taken.size() < 100_000) {
                submit(store, prefix + taken.size(), payload);
                taken.add(prefix + taken.size());
            }
        } catch (StoreException e) {
            assertEquals(Kind.STORAGE_FULL, e.kind(), e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).contains("is full: it needs 1.1 MiB free"), e.getMessage());
        }
        return taken;
    }

    @Test
    void jobsStillEndWhenTheDiskIsFullAndNewOnesAreTakenWhenThereIsRoomAgain() throws Exception {
        for (int bytes : new int[] {200, 60_000, 300_000}) {
            String where = "payloads of %d bytes".formatted(bytes);
            Path other = disk.resolve("other");
            // what is freed in the end must be enough for the reserve, however the rows fall
            Path early = Files.write(disk.resolve("early"), new byte[(int) RESERVE / 2]);
            List<String> taken;
            try (JobStore store = open()) {
                taken = fill(store, "job-", bytes);
                assertTrue(taken.size() > 2, where);
                // somebody else takes all that the reserve does not
                Files.write(other, new byte[(int) Math.max(0, free() - RESERVE)]);
                Fixture.refusal(Kind.STORAGE_FULL, () -> fillOn(store));
                for (String id : ended(taken)) {
                    int attempt = Fixture.bring(store, key(id), JobState.RUNNING);
                    assertTrue(store.end(key(id), attempt, JobState.FAILED, "the disk is full", ACTOR), where);
                }
                store.verifyAudit();
            }
            // after a restart on a full disk as well
            try (JobStore store = open()) {
                store.recover(ACTOR);
                for (String id : taken) {
                    assertArrayEquals(Fixture.bytes(new Random(1), bytes), Fixture.read(store.payload(key(id))), where);
                }
                for (String id : ended(taken)) {
                    assertEquals(
                            JobState.FAILED, store.job(key(id)).orElseThrow().state(), where);
                }
                store.verifyAudit();
                Files.deleteIfExists(other);
                Files.deleteIfExists(early);
                for (String id : ended(taken)) {
                    store.delete(key(id), ACTOR);
                }
                submit(store, "after", new byte[200]);
                assertTrue(Files.exists(disk.resolve("data/reserve")), where);
            }
            unmount();
            mount();
        }
    }

    @Test
    void aServerThatEndsAsItGivesUpItsReserveLosesNothing(@TempDir Path elsewhere) throws Exception {
        byte[] payload = Fixture.bytes(new Random(1), 60_000);
        List<String> ended = new ArrayList<>();
        // what was acknowledged when the reserve was gone, and the folder as a kill would leave it
        List<Integer> told = new ArrayList<>();
        CrashPoints crash = at -> {
            if (at.equals(CrashPoints.RESERVE_RELEASED)) {
                Fixture.copy(disk.resolve("data"), elsewhere.resolve("copy" + told.size()));
                told.add(ended.size());
            }
        };
        List<String> taken;
        try (JobStore store = JobStore.open(disk.resolve("data"), CLOCK, crash, RESERVE)) {
            taken = fill(store, "job-", payload.length);
            Files.write(disk.resolve("other"), new byte[(int) Math.max(0, free() - RESERVE)]);
            for (String id : taken) {
                int attempt = Fixture.bring(store, key(id), JobState.RUNNING);
                assertTrue(store.end(key(id), attempt, JobState.FAILED, "the disk is full", ACTOR));
                ended.add(id);
            }
        }
        assertFalse(told.isEmpty(), "the reserve was not needed");
        for (int c = 0; c < told.size(); c++) {
            try (JobStore store = Fixture.open(elsewhere.resolve("copy" + c))) {
                store.recover(ACTOR);
                store.verifyAudit();
                for (String id : taken) {
                    assertArrayEquals(payload, Fixture.read(store.payload(key(id))), id);
                }
                for (String id : ended.subList(0, told.get(c))) {
                    assertEquals(
                            JobState.FAILED, store.job(key(id)).orElseThrow().state(), id);
                }
                long last = store.job(key(taken.getLast())).orElseThrow().number();
                assertTrue(Fixture.submit(store, "next").number() > last);
            }
        }
    }

    private static List<String> ended(List<String> taken) {
        return taken.subList(0, Math.min(50, taken.size()));
    }

    private static void fillOn(JobStore store) throws StoreException {
        for (int i = 0; i < 100_000; i++) {
            submit(store, "more-" + i, new byte[60_000]);
        }
    }

    private long free() throws IOException {
        return Files.getFileStore(disk).getUsableSpace();
    }

    @Test
    void aResultThatDoesNotFitCanBeSentAgain() throws Exception {
        Path other = disk.resolve("other");
        try (JobStore store = open()) {
            Fixture.submit(store, "a");
            int attempt = Fixture.bring(store, key("a"), JobState.READOUT);
            byte[] result = Fixture.bytes(new Random(2), 10_000);
            Path staged = Fixture.staged(store, "r", result);
            try (var out = Files.newOutputStream(other)) {
                byte[] piece = new byte[4096];
                while (true) {
                    out.write(piece);
                }
            } catch (IOException e) {
                assertEquals(Kind.STORAGE_FULL, store.failure("it", e).kind(), e.toString());
                IOException german = new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
                assertEquals(Kind.STORAGE_FULL, store.failure("it", german).kind());
                Files.delete(other);
                assertEquals(Kind.BROKEN, store.failure("it", german).kind());
                Files.write(other, new byte[(int) free()]);
            }
            assertTrue(store.commit(key("a"), attempt, staged, Sha256.of(result), 1, ACTOR));
            assertArrayEquals(result, Fixture.read(store.result(key("a"))));
            assertFalse(Files.exists(staged));
        }
    }
}
