package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.queue.Served;
import bss.tools.job.v1.JobState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The commands of jobs, at a server with one worker.
@Timeout(180)
class JobCommandsTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    private static Path folder;

    private static Served served;
    private static Path token;

    @BeforeAll
    static void start() throws Exception {
        served = Served.start(folder.resolve("data"), 1);
        served.add("ada");
        token = Files.writeString(folder.resolve("token"), served.user("ada").token() + "\n");
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static Path file(String name) {
        return folder.resolve(name);
    }

    private static CommandRun run(Object... args) {
        List<String> all = new ArrayList<>();
        for (Object arg : args) {
            all.add(arg.toString());
        }
        return CommandRun.of("run", all);
    }

    private static CommandRun at(Object... args) {
        List<Object> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--server", "127.0.0.1:" + served.port(), "--token-file", token));
        return run(all.toArray());
    }

    private static CommandRun succeed(Object... args) {
        CommandRun run = at(args);
        assertEquals(0, run.code(), run.err());
        return run;
    }

    private static void fails(int code, String words, CommandRun run) {
        assertEquals(code, run.code(), run.err());
        assertTrue(run.message().getFirst().contains(words), run.err());
    }

    /// Asserts that all that `expected` holds is in `actual` too.
    private static void contains(String where, Group expected, Group actual) {
        for (Node node : expected.getChildren().values()) {
            String at = where + "/" + node.getName();
            Node other = Objects.requireNonNull(actual.getChildren().get(node.getName()), at);
            if (node instanceof Group group) {
                contains(at, group, (Group) other);
            } else {
                Object a = ((Dataset) node).getData();
                Object b = ((Dataset) other).getData();
                if (a instanceof double[][] traces) {
                    // a run in the reference interpolates between samples where a job takes them
                    for (int i = 0; i < traces.length; i++) {
                        assertArrayEquals(traces[i], ((double[][]) b)[i], 1e-9, at);
                    }
                } else {
                    assertArrayEquals(new Object[] {a}, new Object[] {b}, at);
                }
            }
        }
    }

    private static void sameSpikes(Path example, String engine, String duration, String... options) throws Exception {
        String name = example.getFileName() + "-" + engine;
        List<Object> here = new ArrayList<>(
                List.of(example, "--duration", duration, "--engine", engine, "-o", file(name + "-here.h5")));
        here.addAll(List.of(options));
        CommandRun direct = run(here.toArray());
        assertEquals(0, direct.code(), direct.err());
        List<Object> there = new ArrayList<>(List.of("submit", example, "--duration", duration, "--engine", engine));
        there.addAll(List.of("--watch", "--fetch", "-o", file(name + "-there.h5"), "--patience", "20"));
        there.addAll(List.of(options));
        succeed(there.toArray());
        try (HdfFile a = new HdfFile(file(name + "-here.h5"));
                HdfFile b = new HdfFile(file(name + "-there.h5"))) {
            contains(name, a, b);
            for (String attribute : List.of("duration", "engine", "silicon", "network_seed", "mapping_seed", "trial")) {
                assertEquals(
                        a.getAttribute(attribute).getData(),
                        b.getAttribute(attribute).getData(),
                        attribute);
            }
        }
    }

    private static List<Path> examples() throws Exception {
        try (Stream<Path> all = Files.list(EXAMPLES)) {
            List<Path> networks =
                    all.filter(p -> p.toString().endsWith(".json")).sorted().toList();
            assertTrue(networks.size() >= 4, networks.toString());
            return networks;
        }
    }

    @Test
    void examplesGiveTheSameInTheReferenceHereAndThere() throws Exception {
        for (Path example : examples()) {
            sameSpikes(example, "reference", "20");
        }
    }

    @Test
    void anExampleGivesTheSameOnTheEmulatorHereAndThere() throws Exception {
        sameSpikes(EXAMPLES.resolve("guidebook.json"), "emulator", "20", "--strategy", "greedy");
    }

    @Test
    @Tag("sweep")
    void allExamplesGiveTheSameForLongerHereAndThere() throws Exception {
        for (Path example : examples()) {
            sameSpikes(example, "reference", "200");
            sameSpikes(example, "emulator", "200");
        }
    }

    @Test
    void plasticWeightsAndCurrentsAreTheSameInTheReferenceHereAndThere() throws Exception {
        String plastic = BadFiles.NETWORK.replace("static", "stdp");
        sameSpikes(Files.writeString(file("plastic.json"), plastic), "reference", "50");
        String noisy = BadFiles.NETWORK.replace("\"dc\", \"amplitude\": 0.1", "\"noisy\"");
        sameSpikes(Files.writeString(file("noisy.json"), noisy), "reference", "50");
    }

    @Test
    void aJobIsSubmittedSeenFetchedAndDeleted() throws Exception {
        Path network = EXAMPLES.resolve("guidebook.json");
        Object[] submit = {"submit", network, "--duration", "20", "--strategy", "greedy", "--title", "my title"};
        String line = succeed(submit).out();
        assertTrue(line.matches("guidebook-[0-9a-f]{8} is job [0-9]+, QUEUED\\R"), line);
        String id = line.substring(0, line.indexOf(' '));
        assertTrue(succeed(submit).out().startsWith(id + " is there already: job "), "submitted again");
        CommandRun watched = succeed("watch", id);
        assertTrue(watched.out().startsWith(id + " is DONE after "), watched.out());
        String status = succeed("status", id).out();
        for (String words : List.of("DONE, attempt 1", "my title", "of user ada", "running 100 %", "sha256 ")) {
            assertTrue(status.contains(words), status);
        }
        String table = succeed("jobs", "--state", "done", "--limit", "1000").out();
        assertTrue(table.lines().anyMatch(l -> l.matches(id + " +DONE +- .* my title")), table);
        assertFalse(succeed("jobs", "--state", "failed").out().contains(id));
        JsonNode json =
                new ObjectMapper().readTree(succeed("status", id, "--json").out());
        assertEquals("DONE", json.path("state").asText());
        assertTrue(json.path("stages").size() > 1, json.toString());
        assertTrue(new ObjectMapper().readTree(succeed("jobs", "--json").out()).size() >= 1);
        assertTrue(succeed("quota").out().contains("running   0 of "), "quota");

        succeed("fetch", id, "-o", file("f.h5"), "--report", file("f.json"), "--picture", file("f.svg"));
        assertTrue(new ObjectMapper().readTree(file("f.json").toFile()).size() > 3);
        assertTrue(Files.readString(file("f.svg")).contains("<svg"));
        succeed("fetch", id, "-o", file("f.bssres"), "--log", file("f.bssjob"));
        assertEquals(json.path("result_bytes").asLong(), Files.size(file("f.bssres")));
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(
                    List.of(), all.filter(p -> p.toString().endsWith(".part")).toList());
        }
        assertTrue(succeed("submit", file("f.bssjob"), "--job", id, "--title", "my title")
                .out()
                .contains("already"));

        fails(1, "submit under another id", at("submit", file("f.bssjob"), "--job", id, "--title", "another"));
        assertEquals(id + " is deleted\n", succeed("delete", id).out());
        CommandRun gone = at("delete", id, "never");
        assertEquals(1, gone.code());
        assertEquals(2, gone.message().size(), gone.err());
        assertTrue(gone.err().contains("'never' at 127.0.0.1:"), gone.err());
    }

    @Test
    void whatWasDoneOfAJobThatRanTooLongIsFetchedWithAWarning() throws Exception {
        CommandRun run = at(
                "submit",
                EXAMPLES.resolve("guidebook.json"),
                "--duration",
                "1e8",
                "--engine",
                "reference",
                "--wall-limit",
                "3",
                "--fetch",
                "-o",
                file("partial.h5"));
        assertEquals(1, run.code(), run.err());
        assertTrue(run.out().contains("is TIMED_OUT after "), run.out());
        assertTrue(
                run.err().matches("(?s).*WARNING: job 'guidebook-.*' was stopped .* up to about [0-9.e+]+ ms.*"),
                run.err());
        try (HdfFile result = new HdfFile(file("partial.h5"))) {
            assertTrue((double) result.getAttribute("duration").getData() > 0, "duration");
        }
    }

    @Test
    void aJobThatIsCancelledHasNoResultButItsLog() throws Exception {
        Path network = Files.writeString(file("net.json"), BadFiles.NETWORK);
        succeed("submit", network, "--duration", "1e9", "--job", "long", "--strategy", "greedy");
        fails(1, "no result yet: `bss-run watch long`", at("fetch", "long", "-o", file("none.h5")));
        CommandRun cancelled = succeed("cancel", "long");
        assertTrue(cancelled.out().startsWith("long is "), cancelled.out());
        CommandRun watched = at("watch", "long");
        assertEquals(1, watched.code(), watched.err());
        assertTrue(watched.out().contains("CANCELLED"), watched.out());
        fails(1, "CANCELLED and has no result", at("fetch", "long", "-o", file("none.h5")));
        succeed("fetch", "long", "--log", file("long.bssjob"));
    }

    @Test
    void whoIsInterruptedLeavesTheJobRunning() throws Exception {
        Path network = Files.writeString(file("net.json"), BadFiles.NETWORK);
        succeed("submit", network, "--duration", "1e9", "--job", "goes-on", "--strategy", "greedy");
        CommandRun[] run = new CommandRun[1];
        Thread watching = new Thread(() -> run[0] = at("watch", "goes-on"));
        watching.start();
        served.user("ada").awaitState("goes-on", JobState.RUNNING);
        watching.interrupt();
        watching.join();
        assertEquals(130, run[0].code(), run[0].err());
        assertTrue(run[0].err().contains("interrupted, the job goes on"), run[0].err());
        assertEquals(JobState.RUNNING, served.user("ada").status("goes-on").getState());
        succeed("cancel", "goes-on");
        served.user("ada").awaitEnd("goes-on");
    }

    @Test
    void aLogThatIsTooLargeIsRefusedWithItsSizeAndTheLimit() throws Exception {
        byte[] log = Served.log("x".repeat(2 << 20), 1, 1).toByteArray();
        Path job = Files.write(file("large.bssjob"), log);
        fails(1, "size is %d bytes, must be 1 to 1048576".formatted(log.length), at("submit", job));
    }

    @Test
    void wrongUseIsSaidBeforeAnythingIsSent() throws Exception {
        Path network = EXAMPLES.resolve("guidebook.json");
        fails(2, "'--duration=MS'", at("submit", network));
        fails(2, "engine map runs nothing", at("submit", network, "--engine", "map", "--duration", "1"));
        fails(
                2,
                "the reference maps nothing",
                at("submit", network, "--duration", "1", "--engine", "reference", "--hicanns", "1"));
        fails(2, "needs --fetch", at("submit", network, "--duration", "1", "-o", file("x.h5")));
        fails(2, "--hicanns", at("submit", network, "--duration", "1", "--hicanns", "384"));
        fails(2, "--fpgas", at("submit", network, "--duration", "1", "--fpgas", "48"));
        fails(2, "--priority", at("submit", network, "--duration", "1", "--priority", "11"));
        fails(2, "--state has 'gone'", at("jobs", "--state", "gone"));
        fails(2, "is no job", at("submit", Files.writeString(file("bad.bssjob"), "nonsense")));
        fails(2, "there is no folder", at("fetch", "x", "-o", file("none").resolve("x.h5")));
        fails(1, "you have no such job", at("status", "never-was"));
        fails(1, "must match", at("status", "n\u00fc"));
        fails(2, "HOST:PORT", run("jobs", "--server", "nowhere", "--token-file", token));
        fails(2, "cannot be read", run("jobs", "--server", "127.0.0.1:1", "--token-file", file("no-token")));
        Path wrong = Files.writeString(file("wrong"), "bss_" + "x".repeat(43));
        fails(1, "token", run("jobs", "--server", "127.0.0.1:" + served.port(), "--token-file", wrong));
    }
}
