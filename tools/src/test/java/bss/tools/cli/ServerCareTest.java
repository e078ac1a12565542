package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.store.Actor;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobSpec;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bss-run audit`, `backup` and `restore` on the data of a server that runs.
class ServerCareTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private JobStore store;

    @SuppressWarnings("NullAway.Init")
    private Instant now;

    /// What a command said and how it ended.
    private record Said(int code, String out, String err) {}

    private static Said run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(new RunCommand(), new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Said(code, out.toString(), err.toString());
    }

    @BeforeEach
    void start() throws Exception {
        now = NOON;
        InstantSource clock = () -> now;
        store = JobStore.open(folder.resolve("data"), clock, CrashPoints.none(), 1 << 16);
        submit("first");
        now = NOON.plusSeconds(86_400);
        submit("second");
    }

    private void submit(String id) throws Exception {
        byte[] log = id.getBytes(StandardCharsets.UTF_8);
        JobSpec spec = new JobSpec("", 0, true, List.of(), new Limits(1, 1, 1), "");
        String hash = Hashing.sha256().hashBytes(log).toString();
        var _ = store.submit(new JobKey("ada", id), spec, log, hash, new Actor("ada", "10.0.0.7", "r-" + id));
    }

    @AfterEach
    void end() {
        store.close();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    @Test
    void theAuditIsPrintedByJobAndDate() throws Exception {
        Said all = run("audit", "--data", data());
        assertEquals(0, all.code(), all.err());
        assertEquals(4, all.out().lines().count(), all.out());
        assertTrue(
                all.out()
                        .startsWith(
                                "1 2026-11-26T12:00:00Z ada/first 1.0 SUBMIT -->ACCEPTED by ada from 10.0.0.7 request"
                                        + " r-first: "),
                all.out());
        assertEquals(
                all.out().lines().limit(2).toList(),
                run("audit", "--data", data(), "--job", "ada/first")
                        .out()
                        .lines()
                        .toList());
        assertEquals(
                all.out().lines().skip(2).toList(),
                run("audit", "--data", data(), "--since", "2026-11-27")
                        .out()
                        .lines()
                        .toList());
        assertEquals(
                4,
                run("audit", "--data", data(), "--since", "2026-11-26T12:00:00Z")
                        .out()
                        .lines()
                        .count());
        String last =
                run("audit", "--data", data(), "--json").out().lines().toList().getLast();
        JsonNode json = new ObjectMapper().readTree(last);
        assertEquals("second", json.path("job").asText());
        assertEquals(4, json.path("number").asLong());
        assertEquals(64, json.path("hash").asText().length());
    }

    @Test
    void anAnchorShowsThatNothingWasCutOff() throws Exception {
        String anchor = folder.resolve("anchor").toString();
        assertEquals(0, run("audit", "--data", data(), "--anchor", anchor).code());
        submit("third");
        Said sound = run("audit", "--data", data(), "--verify", "--anchor", anchor);
        assertEquals("6 entries, none was changed\n", sound.out());
        Files.writeString(folder.resolve("anchor"), "9 " + "0".repeat(64));
        for (String verify : List.of("--verify", "--json")) {
            Said cut = run("audit", "--data", data(), verify, "--anchor", anchor);
            // with --json as well: an anchor that does not hold is not replaced
            assertEquals(1, cut.code());
            assertTrue(
                    cut.err().contains("audit entry 7 is missing: there were 9 entries once, now there are 6"),
                    cut.err());
        }
        Files.writeString(folder.resolve("anchor"), "no anchor");
        assertTrue(run("audit", "--data", data(), "--verify", "--anchor", anchor)
                .err()
                .contains("it is no anchor"));
    }

    @Test
    void wrongUseIsRefused() {
        assertEquals(2, run("audit", "--data", data(), "--verify", "--json").code());
        assertEquals(2, run("audit", "--data", data(), "--since", "yesterday").code());
        Said none = run("audit", "--data", folder.resolve("none").toString());
        assertEquals(1, none.code());
        assertTrue(none.err().contains("--data must name the folder of a server of jobs"), none.err());
        assertEquals(2, run("serve", "--port", "0", "--metrics-port", "1").code());
        assertEquals(
                2,
                run("serve", "--port", "0", "--jobs", "--data", data(), "--metrics-port", "70000")
                        .code());
    }

    @Test
    void aCopyIsRestored() {
        String zip = folder.resolve("copy.zip").toString();
        Said copied = run("backup", "--data", data(), "-o", zip);
        assertEquals(0, copied.code(), copied.err());
        assertTrue(copied.out().contains("copy.zip: 2 jobs, 0 files beside the database"), copied.out());
        String back = folder.resolve("back").toString();
        Said restored = run("restore", zip, "--data", back);
        assertEquals(0, restored.code(), restored.err());
        assertEquals(
                run("audit", "--data", data()).out(),
                run("audit", "--data", back).out());
        assertEquals(1, run("restore", zip, "--data", back).code());
        assertEquals(1, run("backup", "--data", data(), "-o", zip).code());
    }
}
