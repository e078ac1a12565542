package bss.tools.job.store.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Recovery;
import bss.tools.job.store.StoreException;
import bss.tools.job.store.Submitted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Opens a store on what a power failure left, and holds it against what is known.
final class Check {

    private static final int ROW_BYTES = 1 << 16;
    private static final JobKey FRESH = new JobKey("ann", "fresh");

    private final Path data;
    private final Facts facts;
    private final String where;

    private Check(Path data, Facts facts, String where) {
        this.data = data;
        this.facts = facts;
        this.where = where;
    }

    /// @throws AssertionError if a promise was broken; it begins with `where`
    static void check(Path data, Facts facts, String where) throws IOException, SQLException {
        new Check(data, facts, where).run();
    }

    private void run() throws IOException, SQLException {
        try (JobStore store = Script.open(data)) {
            Map<JobKey, Fact> found = found(store);
            requireAllowed(store, found);
            Map<JobKey, Fact> recovered = recover(store, found);
            requireBytes(store, recovered);
            requireFiles(recovered);
            store.verifyAudit();
            requireNewNumber(store, found);
        } catch (StoreException e) {
            throw new AssertionError("%s: %s: %s".formatted(where, e.kind(), e.getMessage()), e);
        }
        requireSound();
    }

    private static Map<JobKey, Fact> found(JobStore store) throws StoreException {
        Map<JobKey, Fact> found = new HashMap<>();
        for (JobRecord job : Script.jobs(store)) {
            found.put(job.key(), Fact.of(job));
        }
        return found;
    }

    private void requireAllowed(JobStore store, Map<JobKey, Fact> found) {
        found.values().forEach(fact -> requireOneOf(fact, facts.of(fact.key())));
        facts.allowed().forEach((key, allowed) -> {
            if (!found.containsKey(key)) {
                requireGone(store, key, allowed);
            }
        });
    }

    private void requireOneOf(Fact fact, List<Fact> allowed) {
        if (allowed.stream().noneMatch(fact::isAs)) {
            throw new AssertionError(
                    "%s: found %s, must be one of %s".formatted(where, fact.line(), Facts.lines(allowed)));
        }
    }

    private void requireGone(JobStore store, JobKey key, List<Fact> allowed) {
        if (allowed.stream().allMatch(fact -> fact.state().isPresent())) {
            throw new AssertionError("%s: %s was lost, must be one of %s".formatted(where, key, Facts.lines(allowed)));
        }
        if (allowed.stream().allMatch(Fact::deleted)) {
            byte[] payload = new byte[0];
            StoreException e = assertThrows(
                    StoreException.class,
                    () -> store.submit(key, Script.spec(key), payload, Script.sha256(payload), Script.ACTOR),
                    where + ": the deletion of " + key + " was lost");
            assertEquals(StoreException.Kind.CONFLICT, e.kind(), where);
        }
    }

    /// What is there after the recovery.
    private Map<JobKey, Fact> recover(JobStore store, Map<JobKey, Fact> found) throws StoreException {
        Map<JobKey, Fact> expected = new HashMap<>();
        found.forEach((key, fact) -> expected.put(key, fact.recovered()));
        Recovery recovery = store.recover(Script.ACTOR);
        Map<JobKey, Fact> recovered = found(store);
        assertEquals(expected, recovered, where);
        long held = found.values().stream().filter(Fact::isHeld).count();
        assertEquals(held, recovery.requeued() + recovery.interrupted() + recovery.cancelled(), where);
        return recovered;
    }

    private void requireBytes(JobStore store, Map<JobKey, Fact> jobs) throws StoreException, IOException {
        for (Fact job : jobs.values()) {
            assertEquals(
                    job.payloadSha256(), sha256(store.payload(job.key())), () -> where + ": payload of " + job.line());
            if (job.is(JobState.DONE)) {
                assertEquals(
                        job.resultSha256(), sha256(store.result(job.key())), () -> where + ": result of " + job.line());
            }
        }
    }

    private static String sha256(InputStream in) throws IOException {
        try (in) {
            return Script.sha256(in.readAllBytes());
        }
    }

    /// No file but those of jobs: none has two results.
    private void requireFiles(Map<JobKey, Fact> jobs) throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        for (Fact job : jobs.values()) {
            if (Script.payloadBytes(job.key()) > ROW_BYTES) {
                expected.add("payloads/" + job.number());
            }
            if (job.is(JobState.DONE)) {
                expected.add("results/" + job.number() + "." + job.attempt());
            }
        }
        TreeSet<String> there = new TreeSet<>();
        for (String part : List.of("payloads", "results", "staging")) {
            try (Stream<Path> files = Files.list(data.resolve(part))) {
                there.addAll(files.map(file -> data.relativize(file).toString()).collect(Collectors.toSet()));
            }
        }
        assertEquals(expected, there, where);
    }

    /// It is as good as new, and gives no number again.
    private void requireNewNumber(JobStore store, Map<JobKey, Fact> found) throws StoreException {
        byte[] payload = Script.payload(FRESH);
        Submitted fresh = store.submit(FRESH, Script.spec(FRESH), payload, Script.sha256(payload), Script.ACTOR);
        long highest = facts.highest();
        for (Fact job : found.values()) {
            highest = Math.max(highest, job.number());
        }
        assertTrue(
                fresh.fresh() && fresh.job().number() > highest,
                "%s: a new job has number %d, must be above %d"
                        .formatted(where, fresh.job().number(), highest));
        assertEquals(1, store.lease(FRESH, Script.ACTOR), where);
    }

    private void requireSound() throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("jobs.db"));
                ResultSet rows = db.createStatement().executeQuery("PRAGMA integrity_check")) {
            assertTrue(rows.next(), where);
            assertEquals("ok", rows.getString(1), where);
        }
    }
}
