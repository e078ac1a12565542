package bss.tools.job.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bss.tools.job.v1.Event;
import bss.tools.job.v1.Options;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.BufferedReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server as a process of its own, as front ends start it.
@Timeout(180)
class EmbeddedJobsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private List<String> command(Path temporary) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                EmbeddedJobs.class.getName());
    }

    /// A child and what it said of itself.
    private record Child(Process process, BufferedReader out, int port, String token) implements AutoCloseable {

        static Child start(List<String> command) throws Exception {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out = process.inputReader();
            JsonNode line = line(out);
            return new Child(
                    process, out, line.get("port").asInt(), line.get("token").asText());
        }

        JobClient client() {
            return new JobClient(port, token);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static JsonNode line(BufferedReader out) throws Exception {
        JsonNode line = new ObjectMapper().readTree(String.valueOf(out.readLine()));
        assertEquals(3, line.size(), line.toString());
        assertTrue(line.get("token").asText().length() >= 32, line.toString());
        assertFalse(line.get("version").asText().isEmpty(), line.toString());
        return line;
    }

    private static void runTiny(JobClient client, Options.Engine engine) throws Exception {
        client.open("a");
        Event built = client.run("a", 0, TinyNetwork.build(engine));
        assertTrue(built.hasDone(), built.toString());
        if (engine != Options.Engine.MAP) {
            assertTrue(client.run("a", 1, JobClient.advance(50)).hasDone());
            assertTrue(TinyNetwork.times(client.fetch(TinyNetwork.spikes("a"))).getFirst() > TinyNetwork.SPIKE_MS);
        }
    }

    @Test
    void twoServersRunBesideEachOtherAndLeaveNothingBehind() throws Exception {
        List<Path> folders = List.of(folder.resolve("bss-1"), folder.resolve("bss-2"));
        try (Child first = Child.start(command(folders.get(0)));
                Child second = Child.start(command(folders.get(1)))) {
            assertNotEquals(first.port(), second.port());
            assertNotEquals(first.token(), second.token());
            StatusRuntimeException refusal = assertThrows(
                    StatusRuntimeException.class, () -> new JobClient(first.port(), second.token()).open("a"));
            assertEquals(Status.Code.UNAUTHENTICATED, refusal.getStatus().getCode());
            runTiny(first.client(), Options.Engine.REFERENCE);
            runTiny(second.client(), Options.Engine.REFERENCE);
            assertTrue(Files.isDirectory(folders.get(0)));
            for (Child child : List.of(first, second)) {
                child.process().getOutputStream().close();
                assertTrue(child.process().waitFor(60, TimeUnit.SECONDS), "still there");
                assertEquals(0, child.process().exitValue());
                assertEquals(List.of(), child.out().lines().toList());
            }
        }
        assertEquals(List.of(), list(folder));
    }

    @Test
    void aServerWhoseParentIsKilledEnds() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there are no named pipes here");
        Path temporary = folder.resolve("bss-1");
        // the shell alone holds the other end of the server's standard input
        List<String> shell = new ArrayList<>(List.of(
                "sh", "-c", "p=$1; shift; \"$@\" <\"$p\" 2>\"$p.err\" & exec 3>\"$p\"; wait", "sh", pipe.toString()));
        shell.addAll(command(temporary));
        Process parent = new ProcessBuilder(shell).start();
        Optional<ProcessHandle> server = Optional.empty();
        try {
            int port = line(parent.inputReader()).get("port").asInt();
            server = parent.children().findFirst();
            assertTrue(Files.isDirectory(temporary));
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            parent.destroyForcibly();
            while (Files.exists(temporary)) {
                Thread.sleep(20);
            }
            assertThrows(ConnectException.class, () -> {
                while (true) {
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    Thread.sleep(20);
                }
            });
        } finally {
            parent.destroyForcibly();
            server.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static List<Path> list(Path folder) throws Exception {
        try (var all = Files.list(folder)) {
            return all.toList();
        }
    }
}
