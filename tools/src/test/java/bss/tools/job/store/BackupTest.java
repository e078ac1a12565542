package bss.tools.job.store;

import static bss.tools.job.store.Fixture.ACTOR;
import static bss.tools.job.store.Fixture.key;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.store.StoreException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Copies that are taken while a store is used are whole, and what is not whole is refused.
@Timeout(120)
class BackupTest {

    private static final int COPIES = 4;
    private static final int WRITERS = 3;
    /// Above and below what lies in the database itself.
    private static final int[] LENGTHS = {10, JobStore.ROW_BYTES, JobStore.ROW_BYTES + 1, 100_000};

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static byte[] payload(String id) {
        return Fixture.bytes(new Random(id.hashCode()), LENGTHS[Math.floorMod(id.hashCode(), LENGTHS.length)]);
    }

    private static byte[] resultOf(String id) {
        return Fixture.bytes(new Random(~id.hashCode()), 1 + Math.floorMod(id.hashCode(), 5_000));
    }

    private static void submit(JobStore store, String id) throws StoreException {
        byte[] payload = payload(id);
        var _ = store.submit(key(id), Fixture.spec(true), payload, Sha256.of(payload), ACTOR);
    }

    private static void finish(JobStore store, String id) throws StoreException {
        int attempt = Fixture.bring(store, key(id), JobState.READOUT);
        byte[] result = resultOf(id);
        assertTrue(store.commit(
                key(id), attempt, Fixture.staged(store, "r-" + id, result), Sha256.of(result), 0.25, ACTOR));
    }

    @ParameterizedTest
    @ValueSource(strings = {".zip", ""})
    void copiesTakenWhileJobsComeAndGoAreRestoredWithAllInvariants(String suffix) throws Exception {
        Path data = folder.resolve("data");
        // what a copy must have at least: what was there before it began
        List<Map<String, JobState>> before = new ArrayList<>();
        try (JobStore store = Fixture.open(data);
                var threads = Executors.newFixedThreadPool(WRITERS)) {
            Files.writeString(data.resolve("accounts.json"), "{}");
            Map<String, JobState> settled = new ConcurrentHashMap<>();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> working = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                long seed = 70L + w;
                working.add(threads.submit(() -> {
                    work(store, new Random(seed), next, settled, stop);
                    return true;
                }));
            }
            while (next.get() < 20) {
                Thread.sleep(5);
            }
            for (int i = 0; i < COPIES; i++) {
                before.add(new HashMap<>(settled));
                var _ = Backup.write(data, folder.resolve("copy-" + i + suffix));
            }
            stop.set(true);
            for (Future<?> each : working) {
                each.get();
            }
        }
        for (int i = 0; i < COPIES; i++) {
            Path back = folder.resolve("back-" + i);
            Backup.Kept kept = Restore.read(folder.resolve("copy-" + i + suffix), back);
            assertEquals("{}", Files.readString(back.resolve("accounts.json")));
            restoredIsWhole(back, kept, before.get(i), "copy " + i + suffix);
        }
        assertFalse(Files.exists(data.resolve("backup")));
        try (Stream<Path> left = Files.list(folder)) {
            assertTrue(left.noneMatch(f -> f.toString().endsWith(".part")));
        }
    }

    /// Jobs are submitted, some end, and some of these are deleted.
    private static void work(
            JobStore store, Random random, AtomicInteger next, Map<String, JobState> settled, AtomicBoolean stop)
            throws StoreException {
        List<String> done = new ArrayList<>();
        while (!stop.get()) {
            String id = "job-" + next.getAndIncrement();
            submit(store, id);
            switch (random.nextInt(4)) {
                case 0 -> settled.put(id, JobState.QUEUED);
                case 1 -> {
                    var _ = Fixture.bring(store, key(id), JobState.RUNNING);
                    settled.put(id, JobState.RUNNING);
                }
                default -> {
                    finish(store, id);
                    settled.put(id, JobState.DONE);
                    done.add(id);
                }
            }
            if (done.size() > 3 && random.nextBoolean()) {
                String gone = done.remove(random.nextInt(done.size()));
                settled.remove(gone);
                store.delete(key(gone), ACTOR);
            }
        }
    }

    private static void restoredIsWhole(Path back, Backup.Kept kept, Map<String, JobState> before, String where)
            throws Exception {
        try (JobStore store = Fixture.open(back)) {
            assertEquals(kept.audit().number(), store.verifyAudit(), where);
            // what ran when the copy was made
            Recovery recovery = store.recover(ACTOR);
            assertEquals(0, recovery.removedFiles(), where);
            List<JobRecord> jobs =
                    store.jobs("ann", new JobFilter(EnumSet.noneOf(JobState.class), 1_000, Long.MAX_VALUE));
            Map<String, JobRecord> byId = new HashMap<>();
            for (JobRecord job : jobs) {
                String id = job.key().id();
                byId.put(id, job);
                assertArrayEquals(payload(id), Fixture.read(store.payload(job.key())), where + " " + id);
                assertFalse(job.state().isHeld(), where + " " + id);
                if (job.state() == JobState.DONE) {
                    assertArrayEquals(resultOf(id), Fixture.read(store.result(job.key())), where + " " + id);
                }
            }
            for (var each : before.entrySet()) {
                JobRecord job = byId.get(each.getKey());
                // or it was deleted between
                if (job != null) {
                    JobState must = each.getValue() == JobState.RUNNING ? JobState.QUEUED : each.getValue();
                    assertEquals(must, job.state(), where + " " + each.getKey());
                } else {
                    assertEquals(JobState.DONE, each.getValue(), where + " " + each.getKey() + " is lost");
                }
            }
            submit(store, "another");
            finish(store, "another");
            assertTrue(store.verifyAudit() > kept.audit().number(), where);
        }
    }

    private Path small(String name) throws Exception {
        Path data = folder.resolve("small");
        if (!Files.exists(data)) {
            try (JobStore store = Fixture.open(data)) {
                Files.writeString(data.resolve("accounts.json"), "{}");
                for (int i = 0; i < 6; i++) {
                    submit(store, "job-" + i);
                    finish(store, "job-" + i);
                }
            }
        }
        Path copy = folder.resolve(name);
        var _ = Backup.write(data, copy);
        return copy;
    }

    @Test
    void aFlippedBitInAnyFileOfACopyIsRefusedAndNothingIsLeft() throws Exception {
        Path copy = small("flip");
        Random random = new Random(8);
        List<Path> files;
        try (Stream<Path> all = Files.walk(copy)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        assertTrue(files.size() > 9, files.toString());
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            int at = random.nextInt(whole.length);
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            // not through the link: the store's own file has the same bytes
            Files.delete(file);
            Files.write(file, flipped);
            String where = "seed 8, byte %d of %s".formatted(at, file);
            Path back = folder.resolve("flipped");
            assertThrows(StoreException.class, () -> Restore.read(copy, back), where);
            assertFalse(Files.exists(back), where);
            Files.write(file, whole);
        }
        assertEquals(6, Restore.read(copy, folder.resolve("flipped")).jobs());
    }

    @Test
    void aZipThatNamesOtherFilesOrLacksSomeIsRefused() throws Exception {
        Path zip = small("good.zip");
        for (String evil : List.of("../evil", "/tmp/evil", "results/../../evil", "lock")) {
            Path bad = folder.resolve("bad.zip");
            changed(zip, bad, evil, "");
            Path back = folder.resolve("evil-back");
            StoreException e = Fixture.refusal(Kind.BROKEN, () -> Restore.read(bad, back));
            assertTrue(String.valueOf(e.getMessage()).contains("no hash and name of a file"), e.getMessage());
            assertFalse(Files.exists(back), evil);
        }
        for (String lacks : List.of("results/3.1", "jobs.db", Manifest.NAME)) {
            Path bad = folder.resolve("bad.zip");
            changed(zip, bad, "", lacks);
            StoreException e = Fixture.refusal(Kind.BROKEN, () -> Restore.read(bad, folder.resolve("lack-back")));
            assertTrue(String.valueOf(e.getMessage()).contains(lacks), e.getMessage());
        }
        Path noZip = Files.writeString(folder.resolve("text.zip"), "no zip");
        var _ = Fixture.refusal(Kind.BROKEN, () -> Restore.read(noZip, folder.resolve("lack-back")));
    }

    /// A ZIP file whose manifest names one file more, or that lacks one.
    private static void changed(Path from, Path to, String more, String less) throws IOException {
        try (ZipFile in = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : in.stream().toList()) {
                if (entry.getName().equals(less)) {
                    continue;
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(in.getInputStream(entry).readAllBytes());
                if (entry.getName().equals(Manifest.NAME) && !more.isEmpty()) {
                    out.write(("0".repeat(64) + "  " + more + "\n").getBytes(StandardCharsets.UTF_8));
                }
                out.closeEntry();
            }
        }
    }

    private static void taken(String words, Executable does) {
        StoreException e = Fixture.refusal(Kind.CONFLICT, does);
        assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
    }

    @Test
    void foldersThatAreNotEmptyAndNamesThatAreTakenAreRefused() throws Exception {
        Path copy = small("one");
        Path data = folder.resolve("small");
        taken("there already", () -> Backup.write(data, copy));
        taken("not empty", () -> Restore.read(copy, data));
        var _ = Fixture.refusal(Kind.UNKNOWN, () -> Backup.write(folder.resolve("none"), folder.resolve("two")));
        var _ = Fixture.refusal(Kind.UNKNOWN, () -> Restore.read(folder.resolve("none"), folder.resolve("two")));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertEquals(6, Restore.read(copy, empty).jobs());
        try (JobStore store = Fixture.open(empty)) {
            assertEquals(6, store.counts().get(JobState.DONE));
            assertTrue(store.storedBytes() > 0);
        }
    }

    @Test
    void aStoreWithADamagedResultIsNotCopiedInSilence() throws Exception {
        small("sound");
        Path data = folder.resolve("small");
        Path result = data.resolve("results/2.1");
        byte[] bytes = Files.readAllBytes(result);
        bytes[bytes.length / 2] ^= 4;
        Files.write(result, bytes);
        StoreException e = Fixture.refusal(Kind.BROKEN, () -> Backup.write(data, folder.resolve("unsound")));
        assertTrue(String.valueOf(e.getMessage()).contains("results/2.1"), e.getMessage());
        Files.delete(result);
        e = Fixture.refusal(Kind.BROKEN, () -> Backup.write(data, folder.resolve("unsound")));
        assertTrue(String.valueOf(e.getMessage()).contains("lost"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("unsound")));
    }
}
