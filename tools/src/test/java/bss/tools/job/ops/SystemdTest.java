package bss.tools.job.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What systemd hears, and what it says to the unit.
@Timeout(60)
class SystemdTest {

    private static final Path UNIT = Path.of("systemd", "bss-jobs.service");
    private static final double MOST_EXPOSED = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// Java cannot receive such datagrams; Python can.
    private static final String LISTEN = """
        import socket, sys
        name = sys.argv[1]
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(chr(0) + name[1:] if name[0] == '@' else name)
        print('listens', flush=True)
        for _ in range(2):
            print(s.recv(4096).decode(), flush=True)
        """;

    @ParameterizedTest
    @ValueSource(strings = {"file", "@abstract"})
    void statesAreHeardAtASocket(String kind) throws Exception {
        String name = kind.equals("file")
                ? folder.resolve("notify").toString()
                : "@bss-test-" + ProcessHandle.current().pid();
        Process listener = start("python3", "-c", LISTEN, name);
        try (BufferedReader heard =
                new BufferedReader(new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("listens", heard.readLine());
            Systemd systemd = Systemd.at(name);
            assertTrue(systemd.tell("READY=1"));
            assertTrue(systemd.tell("WATCHDOG=1"));
            assertEquals("READY=1", heard.readLine());
            assertEquals("WATCHDOG=1", heard.readLine());
        } finally {
            listener.destroyForcibly();
        }
    }

    @Test
    void withoutSomebodyWhoListensNothingHappens() {
        assertFalse(Systemd.at(folder.resolve("nobody").toString()).tell("READY=1"));
        assertFalse(Systemd.at("relative").tell("READY=1"));
        assertFalse(Systemd.at("/" + "x".repeat(200)).tell("READY=1"));
    }

    @Test
    void theUnitIsSoundAndLittleExposed() throws Exception {
        // verify wants what is started to be there
        Path program = Files.createFile(folder.resolve("bss-run"));
        assertTrue(program.toFile().setExecutable(true));
        String text = Files.readString(UNIT).replace("/opt/bss/tools/bin/bss-run", program.toString());
        Path unit = Files.writeString(folder.resolve("bss-jobs.service"), text);
        List<String> said = said("systemd-analyze", "verify", unit.toString());
        assertEquals(
                List.of(), said.stream().filter(l -> l.contains("bss-jobs")).toList());
        List<String> all = said("systemd-analyze", "security", "--offline=true", unit.toString());
        String last = all.stream()
                .filter(l -> l.contains("exposure level"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(all));
        double exposed = Double.parseDouble(last.replaceAll(".*: ([0-9.]+) .*", "$1"));
        assertTrue(exposed < MOST_EXPOSED, last);
    }

    private static Process start(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, command[0] + " is not there");
            throw new IllegalStateException(e);
        }
    }

    private static List<String> said(String... command) throws Exception {
        Process process = start(command);
        List<String> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return lines;
    }
}
