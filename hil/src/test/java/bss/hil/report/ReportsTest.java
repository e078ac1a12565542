package bss.hil.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.hil.bench.Card;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.run.EndpointFacts;
import bss.hil.run.Figure;
import bss.hil.run.Outcome;
import bss.hil.run.RunPlan;
import bss.hil.run.RunResult;
import bss.hil.run.Traffic;
import bss.hil.run.Verdict;
import bss.hil.wire.Endpoint;
import bss.proto.link.LinkSecurity;
import bss.spec.backend.Capabilities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportsTest {

    /// What may come from an endpoint.
    private static final String NASTY = "<b>&amp; \"it\" said 'no' \u0000\u001b[31m </pre></script> \ud800 ]]>";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static Outcome outcome(String id, Verdict verdict) {
        Card card = new Card(
                id,
                Layer.LINK,
                "words & <frames>",
                "All come back.",
                "sctrltp",
                EnumSet.allOf(Profile.class),
                Set.of(),
                false,
                Duration.ofSeconds(3));
        boolean pass = verdict == Verdict.PASS;
        return new Outcome(
                card,
                verdict,
                77,
                pass ? "" : NASTY,
                1.25,
                List.of(0, 3),
                List.of(new Figure("rate", 1234567, "words/s")),
                List.of("a remark " + NASTY),
                pass ? List.of() : List.of("0.1 ms #0 host: " + NASTY),
                new Traffic(1, 20, 300, 400, 96),
                Optional.of(Path.of("x", "transcripts", id + ".bsshil")));
    }

    private static RunResult result(boolean known) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            outcomes.add(outcome("A0" + (verdict.ordinal() + 1), verdict));
        }
        Endpoint endpoint = new Endpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 4700),
                LinkSecurity.Client.PLAIN,
                Optional.empty());
        return new RunResult(
                new RunPlan(endpoint, Profile.FULL, List.of(0, 3), 9, Optional.empty(), Optional.empty()),
                known
                        ? Optional.of(new EndpointFacts(
                                new Capabilities("emulator", "typical", true, true, 1e6),
                                "bss <1>",
                                "1.0",
                                Optional.of(3L),
                                "few"))
                        : Optional.empty(),
                "emulator",
                Instant.EPOCH,
                12.5,
                outcomes);
    }

    @Test
    void theJUnitFileParsesAndCounts() throws Exception {
        Reports.write(result(true), folder);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve(Reports.JUNIT).toFile());
        Element suite = document.getDocumentElement();
        assertEquals("5", suite.getAttribute("tests"));
        assertEquals("1", suite.getAttribute("failures"));
        assertEquals("1", suite.getAttribute("errors"));
        assertEquals("2", suite.getAttribute("skipped"));
        NodeList cases = document.getElementsByTagName("testcase");
        assertEquals(5, cases.getLength());
        Element failure = (Element) document.getElementsByTagName("failure").item(0);
        assertTrue(failure.getTextContent().contains("host: <b>&amp; \"it\" said 'no'"), failure.getTextContent());
    }

    @Test
    void theJsonFileHasAll() throws Exception {
        Reports.write(result(true), folder);
        JsonNode root = new ObjectMapper().readTree(folder.resolve(Reports.JSON).toFile());
        assertFalse(root.get("good").asBoolean());
        assertEquals(5, root.get("tests").size());
        assertEquals(1, root.get("verdicts").get("ERROR").asInt());
        assertEquals(480, root.get("floating_gate_rows").asInt());
        assertEquals(3, root.get("endpoint").get("wafer_seed").asInt());
        JsonNode test = root.get("tests").get(1);
        assertEquals("FAIL", test.get("verdict").asText());
        assertEquals(77, test.get("seed").asInt());
        assertEquals("transcripts/A02.bsshil", test.get("transcript").asText());
        assertEquals(1234567, test.get("figures").get(0).get("value").asDouble());
    }

    /// As XML, which HTML of this kind is after its first line.
    @Test
    void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
        for (boolean known : new boolean[] {true, false}) {
            Reports.write(result(known), folder);
            String page = Files.readString(folder.resolve(Reports.HTML));
            String xml = page.substring(page.indexOf("<html"));
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new java.io.ByteArrayInputStream(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertFalse(page.contains("http"), "nothing is fetched");
            assertFalse(page.contains("<script"), "nothing runs");
        }
        try (var files = Files.list(folder)) {
            assertEquals(3, files.count(), "no half-written file is left");
        }
    }

    @Test
    void theTableShowsWhatWentWrongWithTheLastFrames() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        TerminalTable table = new TerminalTable(new PrintWriter(out, true), new PrintWriter(err, true), false);
        RunResult result = result(true);
        for (Outcome outcome : result.outcomes()) {
            table.started(outcome.card(), 0, 5);
            table.progress(outcome.card(), 0.5);
            table.finished(outcome);
        }
        table.summary(result);
        assertEquals("", err.toString(), "no line that changes where there is no terminal");
        assertTrue(out.toString().contains("A05  ERROR     1.3 s  link"), out::toString);
        assertTrue(out.toString().contains("0.1 ms #0 host:"), out::toString);
        assertTrue(
                out.toString().contains("1 passed, 1 failed, 1 skipped, 1 failed as known, 1 went wrong; 12.5 s"),
                out::toString);
        assertTrue(
                out.toString().codePoints().noneMatch(c -> c < 0x20 && c != '\n' && c != '\r'),
                "no control characters of an endpoint reach the terminal");
    }
}
