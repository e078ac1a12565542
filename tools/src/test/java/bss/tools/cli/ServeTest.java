package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `bss-run serve` in a process of its own, and runs on the wafer that it offers.
@Timeout(120)
class ServeTest {

    private static final Pattern PORT = Pattern.compile("serving .* at 127\\.0\\.0\\.1:([0-9]+)");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// A server process and where it listens.
    private record Server(Process process, int port) implements AutoCloseable {

        static Server start(String... options) throws Exception {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    RunCommand.class.getName(),
                    "serve",
                    "--port",
                    "0"));
            command.addAll(List.of(options));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out = process.inputReader();
            String line = String.valueOf(out.readLine());
            Matcher m = PORT.matcher(line);
            assertTrue(m.matches(), line);
            return new Server(process, Integer.parseInt(m.group(1)));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private Path run(String name, Path input, String... options) throws Exception {
        Path result = folder.resolve(name);
        List<String> args = new ArrayList<>(List.of(input.toString(), "--duration", "40", "-o", result.toString()));
        args.addAll(List.of(options));
        CommandRun run = CommandRun.of("run", args);
        assertEquals(0, run.code(), run.err());
        return result;
    }

    private static List<Path> examples() throws Exception {
        try (Stream<Path> all = Files.list(Path.of("..", "examples"))) {
            List<Path> networks =
                    all.filter(p -> p.toString().endsWith(".json")).sorted().toList();
            assertTrue(networks.size() >= 4, networks.toString());
            return networks;
        }
    }

    @Test
    void everyExampleGivesTheSameBytesThroughTheWireAndTheServerEndsCleanly() throws Exception {
        try (Server server = Server.start()) {
            String at = "127.0.0.1:" + server.port();
            for (Path network : examples()) {
                String example = network.getFileName().toString();
                Path mapping = folder.resolve(example + ".bssmap");
                CommandRun map = CommandRun.of(
                        "map", List.of(network.toString(), "--strategy", "greedy", "-o", mapping.toString()));
                assertEquals(0, map.code(), map.err());
                Path here = run(example + "-here.h5", mapping);
                Path there = run(example + "-there.h5", mapping, "--hardware", at);
                assertArrayEquals(Files.readAllBytes(here), Files.readAllBytes(there), example);
            }
            assumeTrue(
                    new ProcessBuilder(
                                            "kill",
                                            "-TERM",
                                            Long.toString(server.process().pid()))
                                    .start()
                                    .waitFor()
                            == 0,
                    "there is no kill here to send SIGTERM with");
            assertTrue(server.process().waitFor(30, TimeUnit.SECONDS), "still running 30 s after SIGTERM");
            assertEquals(0, server.process().exitValue());
        }
    }

    @Test
    void typicalSiliconBelongsToTheServerAndItsSeedStandsInTheResult() throws Exception {
        try (Server server = Server.start("--silicon", "typical", "--wafer-seed", "4")) {
            String at = "127.0.0.1:" + server.port();
            Path network = Path.of("..", "examples", "adex-adaptation.json");
            Path here = run("here.h5", network, "--strategy", "greedy", "--silicon", "typical", "--wafer-seed", "4");
            Path there = run("there.h5", network, "--strategy", "greedy", "--hardware", at);
            assertArrayEquals(Files.readAllBytes(here), Files.readAllBytes(there));
        }
    }

    @Test
    void wrongUseIsNamed() {
        String network = Path.of("..", "examples", "guidebook.json").toString();
        String out = folder.resolve("out.h5").toString();
        String[][] wrong = {
            {"--silicon belongs to the server", "--hardware", "127.0.0.1:4700", "--silicon", "ideal"},
            {"--silicon belongs to the server", "--hardware", "h:1", "--silicon", "typical", "--wafer-seed", "2"},
            {"--wafer-seed belongs to the server", "--hardware", "127.0.0.1:4700", "--wafer-seed", "2"},
            {"--threads belongs to the server", "--hardware", "127.0.0.1:4700", "--threads", "2"},
            {"must be HOST:PORT", "--hardware", "localhost"},
            {"must be HOST:PORT", "--hardware", "localhost:70000"},
            {"must be HOST:PORT", "--hardware", "::1:4700"},
            {"need --hardware", "--tls"},
            {"need --tls", "--hardware", "127.0.0.1:4700", "--tls-ca", "x"},
            {"leave out --engine reference", "--hardware", "127.0.0.1:4700", "--engine", "reference"},
        };
        for (String[] w : wrong) {
            List<String> args = new ArrayList<>(List.of(network, "--duration", "1", "-o", out));
            args.addAll(List.of(w).subList(1, w.length));
            CommandRun run = CommandRun.of("run", args);
            assertEquals(2, run.code(), run.err());
            assertTrue(run.err().contains(w[0]), () -> w[0] + ": " + run.err());
        }
        String[][] serve = {
            {"--port is 70000", "--port", "70000"},
            {"need each other", "--port", "0", "--tls-cert", "x"},
            {"need --tls-cert", "--port", "0", "--tls-client-ca", "x"},
            {"--token-key and --audience", "--port", "0", "--token-key", "x"},
            {"needs --silicon typical", "--port", "0", "--wafer-seed", "2"},
        };
        for (String[] w : serve) {
            List<String> args = new ArrayList<>(List.of("serve"));
            args.addAll(List.of(w).subList(1, w.length));
            CommandRun run = CommandRun.of("run", args);
            assertEquals(2, run.code(), run.err());
            assertTrue(run.err().contains(w[0]), () -> w[0] + ": " + run.err());
        }
        CommandRun plain = CommandRun.of("run", List.of("serve", "--port", "0", "--bind", "0.0.0.0"));
        assertEquals(1, plain.code());
        assertTrue(plain.err().contains("plain text is refused"), plain.err());
        CommandRun nobody =
                CommandRun.of("run", List.of(network, "--duration", "1", "-o", out, "--hardware", "127.0.0.1:1"));
        assertEquals(1, nobody.code(), nobody.err());
        assertTrue(nobody.err().contains("wafer at 127.0.0.1:1"), nobody.err());
    }
}
