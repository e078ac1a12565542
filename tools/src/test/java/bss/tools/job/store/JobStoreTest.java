package bss.tools.job.store;

import static bss.tools.job.store.Fixture.ACTOR;
import static bss.tools.job.store.Fixture.key;
import static bss.tools.job.store.Fixture.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.store.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the store refuses, and how it says so.
class JobStoreTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private static String message(StoreException e) {
        return String.valueOf(e.getMessage());
    }

    @Test
    void otherContentUnderTheSameIdIsRefusedWithBothHashes() throws Exception {
        try (JobStore store = Fixture.open(data)) {
            JobRecord job = Fixture.submit(store, "a");
            byte[] other = {1, 2};
            String hash = Sha256.of(other);
            String said = message(
                    refusal(Kind.CONFLICT, () -> store.submit(key("a"), Fixture.spec(true), other, hash, ACTOR)));
            assertTrue(said.contains(job.sha256()) && said.contains(hash) && said.contains("'ann/a'"), said);
            byte[] same = "a".getBytes(StandardCharsets.UTF_8);
            said = message(refusal(
                    Kind.CONFLICT, () -> store.submit(key("a"), Fixture.spec(false), same, job.sha256(), ACTOR)));
            assertTrue(said.contains("rerunnable=true") && said.contains("rerunnable=false"), said);
            assertEquals(2, store.verifyAudit());
        }
    }

    @Test
    void theIdOfADeletedJobIsNotGivenAgainAlsoAfterARestart() throws Exception {
        long number;
        try (JobStore store = Fixture.open(data)) {
            number = Fixture.submit(store, "a").number();
            String said = message(refusal(Kind.CONFLICT, () -> store.delete(key("a"), ACTOR)));
            assertTrue(said.contains("is QUEUED, must have ended"), said);
            store.askCancel(key("a"), ACTOR);
            store.delete(key("a"), ACTOR);
            store.delete(key("a"), ACTOR);
        }
        try (JobStore store = Fixture.open(data)) {
            String said = message(refusal(Kind.CONFLICT, () -> Fixture.submit(store, "a")));
            assertTrue(said.contains("'ann/a' was deleted"), said);
            assertTrue(Fixture.submit(store, "b").number() > number);
            said = message(refusal(Kind.UNKNOWN, () -> store.payload(key("a"))));
            assertTrue(said.contains("'ann/a' was deleted"), said);
            refusal(Kind.UNKNOWN, () -> store.lease(key("a"), ACTOR));
            assertFalse(store.end(key("a"), 0, JobState.FAILED, "", ACTOR));
        }
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() throws Exception {
        try (JobStore store = Fixture.open(data)) {
            for (int i = 0; i < 2; i++) {
                String said = message(refusal(Kind.LOCKED, () -> Fixture.open(data)));
                assertTrue(said.contains(data.toString()) && said.contains("in use by another server"), said);
            }
            Fixture.submit(store, "a");
            // the refusals above must not have given up the lock of this process
            Process other = other(data);
            String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(
                    said.contains("LOCKED")
                            && said.contains(
                                    "process " + ProcessHandle.current().pid()),
                    said);
        }
        Fixture.open(data).close();
    }

    private static Process other(Path data) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Opener.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .start();
    }

    /// Another server.
    static final class Opener {
        private Opener() {}

        public static void main(String[] args) {
            try (JobStore store = Fixture.open(Path.of(args[0]))) {
                System.out.println("opened " + store.verifyAudit());
            } catch (StoreException e) {
                System.out.println(e.kind() + ": " + e.getMessage());
            }
        }
    }

    @Test
    void aNewerDatabaseIsRefusedAndNotTouched() throws Exception {
        Fixture.open(data).close();
        Path file = data.resolve("jobs.db");
        try (Db db = Db.open(file)) {
            db.run("PRAGMA user_version = 99");
        }
        byte[] before = Files.readAllBytes(file);
        String said = message(refusal(Kind.NEWER_SCHEMA, () -> Fixture.open(data)));
        assertTrue(
                said.contains("version 99")
                        && said.contains("up to " + Schema.STEPS.size())
                        && said.contains("jobs.db"),
                said);
        assertEquals(Sha256.of(before), Sha256.of(file));
        // and it let go of the folder
        refusal(Kind.NEWER_SCHEMA, () -> Fixture.open(data));
    }

    @Test
    void stepsThatAreMissingAreTakenEachWholeOrNotAtAll() throws Exception {
        Path file = data.resolve("steps.db");
        List<String> first = List.of("CREATE TABLE a (x INTEGER)", "INSERT INTO a VALUES (1)");
        List<String> second = List.of("ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 7");
        List<String> bad = List.of("UPDATE a SET y = 8", "this is no SQL");
        try (Db db = Db.open(file)) {
            Schema.migrate(db, List.of(first));
            assertEquals(1, Schema.version(db));
            assertThrows(SQLException.class, () -> Schema.migrate(db, List.of(first, second, bad)));
            assertEquals(2, Schema.version(db));
            assertEquals(7, db.one("SELECT x * y FROM a", row -> row.getInt(1)).orElseThrow());
            Schema.migrate(db, List.of(first, second, List.of("UPDATE a SET y = 9")));
            assertEquals(9, db.one("SELECT x * y FROM a", row -> row.getInt(1)).orElseThrow());
            assertEquals(3, Schema.version(db));
        }
    }

    @Test
    void onlyAFileWithoutBytesIsMadeNew() throws Exception {
        Path file = data.resolve("jobs.db");
        Files.createFile(file);
        Fixture.open(data).close();
        byte[] whole = Files.readAllBytes(file);
        List<byte[]> torn = new ArrayList<>();
        torn.add(new byte[1]);
        torn.add(new byte[4096]);
        for (int length : new int[] {10, 100, 4096, whole.length - 4096, whole.length - 1}) {
            torn.add(Arrays.copyOf(whole, length));
        }
        for (byte[] bytes : torn) {
            Files.write(file, bytes);
            String said = message(assertThrows(
                    StoreException.class,
                    () -> Fixture.open(data).close(),
                    "%d of %d bytes".formatted(bytes.length, whole.length)));
            assertTrue(said.contains("jobs.db is no sound database of jobs"), said);
            assertEquals(Sha256.of(bytes), Sha256.of(file), "%d bytes were touched".formatted(bytes.length));
        }
        Files.write(file, new byte[0]);
        Files.write(data.resolve("results/1.1"), new byte[1]);
        String said = message(refusal(Kind.BROKEN, () -> Fixture.open(data)));
        assertTrue(said.contains("is empty, but the folder has files of jobs"), said);
        assertTrue(Files.exists(data.resolve("results/1.1")));
    }

    @Test
    void whatArrivesBrokenIsNotKept() throws Exception {
        try (JobStore store = Fixture.open(data)) {
            for (int length : new int[] {10, 100_000}) {
                byte[] payload = new byte[length];
                String wrong = Sha256.of(new byte[] {1});
                String said = message(
                        refusal(Kind.BROKEN, () -> store.submit(key("a"), Fixture.spec(true), payload, wrong, ACTOR)));
                assertTrue(said.contains(wrong) && said.contains(Sha256.of(payload)), said);
                assertTrue(store.job(key("a")).isEmpty());
                assertEquals(List.of(), DataFolder.files(data.resolve("payloads")));
            }
            Fixture.submit(store, "b");
            int attempt = Fixture.bring(store, key("b"), JobState.READOUT);
            Path staged = Fixture.staged(store, "r", new byte[3]);
            refusal(Kind.BROKEN, () -> store.commit(key("b"), attempt, staged, Sha256.of(new byte[2]), 1, ACTOR));
            assertTrue(store.commit(key("b"), attempt, staged, Sha256.of(new byte[3]), 1, ACTOR));
            assertEquals(3, Fixture.read(store.result(key("b"))).length);
        }
    }

    @Test
    void valuesOutOfRangeAreRefusedByName() {
        assertRefused("user is 'Ann'", () -> new JobKey("Ann", "a"));
        assertRefused("job is 'a/b'", () -> new JobKey("ann", "a/b"));
        assertRefused("job is ''", () -> new JobKey("ann", ""));
        assertRefused("wallSeconds is NaN", () -> new Limits(Double.NaN, 1, 1));
        assertRefused("hardwareSeconds is 0.0", () -> new Limits(1, 0, 1));
        assertRefused("storageBytes is 0", () -> new Limits(1, 1, 0));
        Limits limits = new Limits(1, 1, 1);
        assertRefused("priority is 11", () -> new JobSpec("", 11, true, List.of(), limits, ""));
        assertRefused("fpgas are [3, 3]", () -> new JobSpec("", 0, true, List.of(3, 3), limits, ""));
        assertRefused("fpgas are [48]", () -> new JobSpec("", 0, true, List.of(48), limits, ""));
        assertRefused("title is 'a b'", () -> new JobSpec("a\nb", 0, true, List.of(), limits, ""));
        assertRefused("client has 257", () -> new JobSpec("", 0, true, List.of(), limits, "c".repeat(257)));
        assertRefused("address of the actor", () -> new Actor("", "\ud800", ""));
        assertRefused("limit is 0", () -> new JobFilter(Set.of(), 0, 1));
    }

    private static void assertRefused(String part, Runnable makes) {
        String said = String.valueOf(
                assertThrows(IllegalArgumentException.class, makes::run).getMessage());
        assertTrue(said.contains(part) && said.contains("must"), said);
    }

    @Test
    void reasonsMayHoldAnything() throws Exception {
        try (JobStore store = Fixture.open(data)) {
            Fixture.submit(store, "a");
            store.end(key("a"), 0, JobState.FAILED, "\0 line\n \ud800" + "x".repeat(9_000), ACTOR);
            String reason = store.job(key("a")).orElseThrow().reason();
            assertTrue(reason.startsWith("  line  \uFFFDxxx") && reason.length() == 4_000, reason);
            store.verifyAudit();
        }
    }
}
