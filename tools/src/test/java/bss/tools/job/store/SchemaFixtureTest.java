package bss.tools.job.store;

import static bss.tools.job.store.Fixture.ACTOR;
import static bss.tools.job.store.Fixture.key;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.store.StoreException.Kind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Databases of every version of the schema that there was are opened, brought up to date, and say what they
/// said.
///
/// Each is a copy as `bss-run backup` makes it, of the jobs of [#fill]. Who adds a version stores one of it, by
/// `-Dbss.fixture=FOLDER` and the test of that tag, and names it here.
class SchemaFixtureTest {

    /// What became of the jobs, from before to after the start of a server.
    private static final Map<JobState, JobState> AFTER = new TreeMap<>(Map.of(
            JobState.QUEUED, JobState.QUEUED,
            JobState.LEASED, JobState.QUEUED,
            JobState.CONFIGURING, JobState.QUEUED,
            JobState.RUNNING, JobState.QUEUED,
            JobState.READOUT, JobState.QUEUED,
            JobState.DONE, JobState.DONE,
            JobState.FAILED, JobState.FAILED,
            JobState.CANCELLED, JobState.CANCELLED,
            JobState.TIMED_OUT, JobState.TIMED_OUT,
            JobState.INTERRUPTED, JobState.INTERRUPTED));

    private static final byte[] RESULT = "a result".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LONG = "0123456789abcdef".repeat(4_097).getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// A job in each state, one that was deleted, one with a long log.
    private static void fill(JobStore store) throws StoreException {
        for (JobState state : AFTER.keySet()) {
            String id = state.name();
            Fixture.submit(store, id);
            switch (state) {
                case LEASED, CONFIGURING, RUNNING, READOUT -> {
                    var _ = Fixture.bring(store, key(id), state);
                }
                case DONE -> commit(store, id);
                case FAILED, TIMED_OUT, INTERRUPTED -> {
                    int attempt = Fixture.bring(store, key(id), JobState.RUNNING);
                    assertTrue(store.end(key(id), attempt, state, "for a reason: ü", ACTOR));
                }
                case CANCELLED -> store.askCancel(key(id), ACTOR);
                case ACCEPTED, QUEUED -> {}
            }
        }
        Fixture.submit(store, "gone");
        commit(store, "gone");
        store.delete(key("gone"), ACTOR);
        var _ = store.submit(key("long"), Fixture.spec(false), LONG, Sha256.of(LONG), ACTOR);
    }

    private static void commit(JobStore store, String id) throws StoreException {
        int attempt = Fixture.bring(store, key(id), JobState.READOUT);
        Path staged = Fixture.staged(store, id, RESULT);
        assertTrue(store.commit(key(id), attempt, staged, Sha256.of(RESULT), 0.5, ACTOR));
    }

    /// No test: makes what the others read.
    @Test
    @Tag("sweep")
    void aDatabaseOfThePresentVersionIsStored() throws Exception {
        String to = System.getProperty("bss.fixture", folder.toString());
        try (JobStore store = Fixture.open(folder.resolve("data"))) {
            fill(store);
        }
        var _ = Backup.write(folder.resolve("data"), Path.of(to, "schema-%d.zip".formatted(Schema.STEPS.size())));
    }

    private Path stored(int version) throws Exception {
        Path zip = folder.resolve("schema.zip");
        try (InputStream in = SchemaFixtureTest.class.getResourceAsStream("schema-%d.zip".formatted(version))) {
            Files.copy(Objects.requireNonNull(in, "there is no database of version " + version), zip);
        }
        Path data = folder.resolve("restored");
        var _ = Restore.read(zip, data);
        return data;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aDatabaseOfAFormerVersionIsOpenedAndSaysWhatItSaid(int version) throws Exception {
        Path data = stored(version);
        try (Db db = Db.reading(data.resolve("jobs.db"))) {
            assertEquals(version, Schema.version(db));
        }
        try (JobStore store = Fixture.open(data)) {
            for (JobState state : AFTER.keySet()) {
                assertEquals(state, store.job(key(state.name())).orElseThrow().state());
            }
            long entries = store.verifyAudit();
            assertEquals(new Recovery(4, 0, 0, 0), store.recover(ACTOR));
            assertEquals(entries + 4, store.verifyAudit());
            for (var each : AFTER.entrySet()) {
                JobRecord job = store.job(key(each.getKey().name())).orElseThrow();
                String where = "version %d, %s".formatted(version, job);
                assertEquals(each.getValue(), job.state(), where);
                assertEquals(Fixture.spec(true), job.spec(), where);
                assertEquals(1_000, job.submittedMs(), where);
                assertArrayEquals(
                        job.key().id().getBytes(StandardCharsets.UTF_8), Fixture.read(store.payload(job.key())), where);
            }
            assertEquals(
                    "for a reason: ü", store.job(key("FAILED")).orElseThrow().reason());
            JobRecord done = store.job(key("DONE")).orElseThrow();
            assertArrayEquals(RESULT, Fixture.read(store.result(done.key())));
            assertEquals(0.5, done.hardwareSeconds());
            assertArrayEquals(LONG, Fixture.read(store.payload(key("long"))));
            assertTrue(store.job(key("gone")).isEmpty());
            StoreException e = Fixture.refusal(Kind.CONFLICT, () -> Fixture.submit(store, "gone"));
            assertTrue(String.valueOf(e.getMessage()).contains("was deleted"), e.getMessage());
            // 10 jobs of states, one deleted, one long
            assertEquals(13, Fixture.submit(store, "new").number());
            commit(store, "new");
        }
        try (Db db = Db.reading(data.resolve("jobs.db"))) {
            assertEquals(Schema.STEPS.size(), Schema.version(db));
        }
    }

    @Test
    void everyVersionHasAStoredDatabase() {
        for (int version = 1; version <= Schema.STEPS.size(); version++) {
            assertTrue(
                    SchemaFixtureTest.class.getResource("schema-%d.zip".formatted(version)) != null,
                    "version " + version + ": store one, see this class");
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedByAllAndStaysAsItIs() throws Exception {
        Path data = stored(1);
        Path file = data.resolve("jobs.db");
        int newer = Schema.STEPS.size() + 1;
        try (Db db = Db.open(file)) {
            db.run("PRAGMA user_version = " + newer);
        }
        byte[] before = Files.readAllBytes(file);
        String message = "has schema version %d, this program knows up to %d; start the newer program"
                .formatted(newer, newer - 1);
        for (var refused : new StoreException[] {
            Fixture.refusal(Kind.NEWER_SCHEMA, () -> Fixture.open(data)),
            Fixture.refusal(Kind.NEWER_SCHEMA, () -> AuditLog.open(data)),
            Fixture.refusal(Kind.NEWER_SCHEMA, () -> Backup.write(data, folder.resolve("copy")))
        }) {
            assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
        }
        assertArrayEquals(before, Files.readAllBytes(file));
    }
}
