package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkServer;
import bss.tools.wire.Ends;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bss-hil loop` as a program starts it.
class HilLoopTest {

    private static final String RUN = "{\"do\":\"run\",\"duration\":10}\n";

    @TempDir
    static Path folder;

    private static String mapping;

    @BeforeAll
    static void map() {
        mapping = folder.resolve("classifier.bssmap").toString();
        CommandRun mapped =
                CommandRun.of("map", List.of("../examples/loop/classifier.json", "-o", mapping, "--hicanns", "88"));
        assertEquals(0, mapped.code(), mapped.err());
    }

    private static CommandRun loop(String in, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(
                new HilLoopCommand(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8))),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                args);
        return new CommandRun(code, out.toString(), err.toString());
    }

    @Test
    void theStandardOutputHoldsAnswersAloneAndTheEndOfInputEndsIt() {
        CommandRun run = loop(RUN + "nonsense\n\n" + RUN, mapping);
        assertEquals(0, run.code(), run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals(4, lines.size(), run.out());
        assertTrue(lines.get(0).startsWith("{\"ok\":true,\"protocol\":1,"), lines.get(0));
        assertTrue(lines.get(2).startsWith("{\"ok\":false,\"kind\":\"invalid\",\"error\":\"line 2: "), lines.get(2));
        assertTrue(lines.get(3).contains("\"iteration\":1,"), lines.get(3));
        assertEquals("", run.err());
    }

    @Test
    void aWaferBehindTheWireAndTheOneInThisProcessAreNamedByTheSameOption() throws Exception {
        CommandRun embedded = loop(RUN, mapping, "--hardware", "embedded");
        assertEquals(0, embedded.code(), embedded.err());
        try (LinkServer server = Ends.serve(EmulatedWafer.ideal(), LinkLimits.DEFAULT)) {
            CommandRun wire = loop(RUN, mapping, "--hardware", "127.0.0.1:" + server.port());
            assertEquals(0, wire.code(), wire.err());
            assertEquals(spikes(embedded), spikes(wire));
        }
    }

    private static String spikes(CommandRun run) {
        String last = run.out().lines().toList().getLast();
        return last.substring(0, last.indexOf("\"timing\""));
    }

    @Test
    void wrongUseIsOneMessageAndNothingOnTheStandardOutput() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.bssmap"), "BSSMAP no");
        String[][] wrong = {
            {"../examples/loop/classifier.json"},
            {"none.bssmap"},
            {broken.toString()},
            {mapping, "--hardware", "here"},
            {mapping, "--hardware", "embedded", "--tls"},
            {mapping, "--hardware", "127.0.0.1:1", "--silicon", "typical"},
            {mapping, "--trial", "0"},
            {mapping, "--wafer-seed", "3"},
        };
        String[] messages = {
            "is a network, map it first: bss-map ../examples/loop/classifier.json -o OUT.bssmap",
            "none.bssmap does not exist",
            "broken.bssmap",
            "must be HOST:PORT, e.g. 127.0.0.1:4700",
            "need --hardware HOST:PORT",
            "--silicon belongs to the server that --hardware names",
            "--trial is 0",
            "--wafer-seed 3 needs --silicon typical",
        };
        for (int i = 0; i < wrong.length; i++) {
            CommandRun run = loop(RUN, wrong[i]);
            assertEquals(Failure.USAGE, run.code(), run.err());
            assertEquals("", run.out());
            assertTrue(run.err().contains(messages[i]), run.err());
            assertEquals(1, run.message().size(), run.err());
        }
    }

    @Test
    void aTypicalWaferWithoutCalibrationIsWarnedOf() {
        CommandRun run = loop("", mapping, "--silicon", "typical");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().startsWith("WARNING: typical wafer 1 runs UNCALIBRATED"), run.err());
    }
}
