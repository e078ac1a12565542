package bss.hil.report;

import bss.hil.run.EndpointFacts;
import bss.hil.run.Outcome;
import bss.hil.run.RunResult;
import bss.hil.run.Verdict;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// All of a run as JSON. docs/harness.md has the fields.
final class JsonReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {}

    static String of(RunResult result) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", "bss-hil-report-1")
                .put("profile", Texts.lower(result.plan().profile()))
                .put("seed", result.plan().seed())
                .put("address", Texts.endpoint(result))
                .put("tolerances", result.kind())
                .put("start", result.start().toString())
                .put("seconds", result.seconds())
                .put("good", result.isGood())
                .put("floating_gate_rows", result.floatingGateRows());
        ArrayNode parts = root.putArray("fpgas");
        result.plan().fpgas().forEach(parts::add);
        ObjectNode counts = root.putObject("verdicts");
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict.name(), result.count(verdict));
        }
        result.endpoint().ifPresent(e -> endpoint(root.putObject("endpoint"), e));
        ArrayNode tests = root.putArray("tests");
        result.outcomes().forEach(o -> outcome(tests.addObject(), o));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is no JSON", e);
        }
    }

    private static void endpoint(ObjectNode node, EndpointFacts facts) {
        node.put("name", facts.capabilities().name())
                .put("silicon", facts.capabilities().silicon())
                .put("can_pause", facts.capabilities().canPause())
                .put("probe", facts.capabilities().probe())
                .put("max_conductance_per_second", facts.capabilities().maxConductancePerSecond())
                .put("software", facts.software())
                .put("protocol", facts.protocol())
                .put("limits", facts.limits());
        facts.waferSeed().ifPresent(s -> node.put("wafer_seed", s));
    }

    private static void outcome(ObjectNode node, Outcome outcome) {
        node.put("id", outcome.card().id())
                .put("layer", Texts.lower(outcome.card().layer()))
                .put("title", outcome.card().title())
                .put("proves", outcome.card().proves())
                .put("source", outcome.card().source())
                .put("verdict", outcome.verdict().name())
                .put("message", outcome.message())
                .put("seed", outcome.seed())
                .put("seconds", outcome.seconds())
                .put("connections", outcome.traffic().connections())
                .put("frames", outcome.traffic().frames())
                .put("bytes_down", outcome.traffic().bytesDown())
                .put("bytes_up", outcome.traffic().bytesUp())
                .put("floating_gate_rows", outcome.traffic().floatingGateRows());
        ArrayNode fpgas = node.putArray("fpgas");
        outcome.fpgas().forEach(fpgas::add);
        ArrayNode figures = node.putArray("figures");
        outcome.figures()
                .forEach(f -> figures.addObject()
                        .put("name", f.name())
                        .put("value", f.value())
                        .put("unit", f.unit()));
        ArrayNode notes = node.putArray("notes");
        outcome.notes().forEach(notes::add);
        ArrayNode frames = node.putArray("last_frames");
        outcome.lastFrames().forEach(frames::add);
        outcome.transcript().ifPresent(t -> node.put("transcript", "transcripts/" + t.getFileName()));
    }
}
