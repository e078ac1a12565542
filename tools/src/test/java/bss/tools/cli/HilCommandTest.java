package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkSecurity;
import bss.proto.link.LinkServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HilCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static CommandRun hil(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(new HilCommand(), new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new CommandRun(code, out.toString(), err.toString());
    }

    private static void refused(String message, String... args) {
        CommandRun run = hil(args);
        assertEquals(Failure.USAGE, run.code(), run::toString);
        assertEquals(List.of("bss-hil: " + message), run.message());
    }

    @Test
    void aRunOnTheEmbeddedWaferWritesItsReport() throws Exception {
        Path report = folder.resolve("report");
        CommandRun run = hil("--only", "L02,J13", "--report", report.toString(), "--threads", "1", "--parts", "F3,F5");
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().contains("2 tests of smoke on F3,F5: 2 passed"), run::toString);
        JsonNode json =
                new ObjectMapper().readTree(report.resolve("report.json").toFile());
        assertTrue(json.get("good").asBoolean());
        // the embedded wafer has a token that has expired, so that nothing is left out
        assertEquals(0, json.get("tests").get(0).get("notes").size(), json::toString);
        assertTrue(Files.exists(report.resolve("report.html")));
        assertTrue(Files.exists(report.resolve("junit.xml")));
        Path transcript = report.resolve("transcripts").resolve("J13.bsshil");
        CommandRun again = hil("replay", transcript.toString(), "--threads", "1");
        assertEquals(0, again.code(), again::toString);
        assertTrue(again.out().contains("all as recorded"), again::toString);
        CommandRun printed = hil("replay", transcript.toString(), "--print");
        assertEquals(0, printed.code(), printed::toString);
        assertTrue(printed.out().contains("token: \"<token>\""), printed::toString);
        assertFalse(printed.out().contains("eyJ"), printed::toString);
    }

    @Test
    void anEndpointOfAnotherProcessIsTestedToo() throws Exception {
        try (LinkServer server = new LinkServer(
                EmulatedWafer.ideal(new EmulatorOptions(1, true)),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LinkSecurity.Server.PLAIN,
                LinkLimits.DEFAULT,
                Optional.empty(),
                "test")) {
            CommandRun run = hil("--hardware", "127.0.0.1:" + server.port(), "--only", "J13,L02", "--parts", "0");
            assertEquals(0, run.code(), run::toString);
            assertTrue(run.out().contains("1 passed, 1 skipped"), run::toString);
        }
    }

    @Test
    void anEndpointThatIsNotThereIsAnErrorNotAHang() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        CommandRun run = hil("--hardware", "127.0.0.1:" + port, "--report", folder.toString());
        assertEquals(Failure.FAILED, run.code(), run::toString);
        assertTrue(run.out().contains("12 tests of smoke on F0,F1: 12 went wrong"), run::toString);
        assertTrue(Files.exists(folder.resolve("report.html")));
    }

    @Test
    void theListNamesAllTestsAndRunsNone() {
        CommandRun run = hil("--list", "--profile", "full");
        assertEquals(0, run.code(), run::toString);
        assertEquals(30, run.out().lines().count(), run::out);
        assertEquals(12, hil("--list").out().lines().count());
    }

    @Test
    void whatIsWrongIsRefusedWithOneMessage() throws Exception {
        refused("--parts has FPGA 48, must be 0 to 47", "--parts", "F0,F48");
        refused("--parts has 'G1', must be numbers and ranges such as 88,89,100-120", "--parts", "G1");
        refused("--only has 'X99', must be ids of --list, e.g. A09,C24", "--only", "J13,X99");
        refused("--hardware is 'wafer', must be HOST:PORT, e.g. 127.0.0.1:4700", "--hardware", "wafer");
        refused(
                "--silicon belongs to the server that --hardware names, leave it out",
                "--hardware",
                "127.0.0.1:1",
                "--silicon",
                "typical");
        refused(
                "--tls, --tls-ca, --tls-cert, --tls-key and --token-file need --hardware HOST:PORT",
                "--token-file",
                "x");
        refused("--expired-token-file needs --hardware HOST:PORT", "--expired-token-file", "x");
        Path limits = Files.writeString(folder.resolve("limits.json"), "[]");
        refused("tolerances in %s: is no JSON object".formatted(limits), "--tolerances", limits.toString());
        Path file = Files.writeString(folder.resolve("file"), "x");
        CommandRun report = hil("--report", file.toString());
        assertEquals(Failure.USAGE, report.code(), report::toString);
        CommandRun replay = hil("replay", file.toString());
        assertEquals(Failure.USAGE, replay.code(), replay::toString);
        assertEquals(
                List.of("bss-hil replay: %s is no transcript: begins otherwise, must begin with BSSHIL1 and a new line"
                        .formatted(file)),
                replay.message());
    }
}
