package bss.hil.report;

import bss.hil.run.EndpointFacts;
import bss.hil.run.Outcome;
import bss.hil.run.RunResult;
import bss.hil.run.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// A run as one HTML page that needs nothing else.
final class HtmlReport {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private HtmlReport() {}

    static String of(RunResult result) throws IOException {
        Xml head = new Xml();
        head.empty("meta", "charset", "utf-8");
        head.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        head.empty("meta", "name", "color-scheme", "content", "light dark");
        head.text("title", title(result));
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            %s<style>
            %s</style>
            </head>
            %s</html>
            """.formatted(head, style(), body(result));
    }

    private static String title(RunResult result) {
        return "Conformance of " + Texts.endpoint(result);
    }

    private static String body(RunResult result) {
        Xml xml = new Xml();
        xml.begin("body");
        header(xml, result);
        xml.begin("main");
        List<Outcome> bad =
                result.outcomes().stream().filter(o -> !o.verdict().isGood()).toList();
        if (!bad.isEmpty()) {
            section(xml, "What is wrong");
            bad.forEach(o -> wrong(xml, o));
            xml.end();
        }
        section(xml, "Tests");
        table(xml, result);
        xml.end();
        section(xml, "Time of each test");
        TimeChart.draw(xml, result);
        xml.end();
        section(xml, "Figures and remarks");
        remarks(xml, result);
        xml.end();
        section(xml, "The run");
        facts(xml, result);
        xml.end();
        return xml.end().end().toString();
    }

    private static void section(Xml xml, String title) {
        xml.begin("section");
        xml.text("h2", title);
    }

    private static void header(Xml xml, RunResult result) {
        xml.begin("header").begin("div");
        xml.text("h1", title(result));
        xml.text(
                "p",
                "%s, profile %s"
                        .formatted(
                                DATE.format(result.start().atOffset(ZoneOffset.UTC)),
                                Texts.lower(result.plan().profile())),
                "class",
                "faint");
        xml.text(
                "p",
                result.isGood() ? "It keeps what was tested." : "It does not keep all that was tested.",
                "class",
                result.isGood() ? "good" : "warning");
        xml.end().begin("dl", "id", "figures");
        for (Verdict verdict : Verdict.values()) {
            figure(xml, Texts.words(verdict), String.valueOf(result.count(verdict)));
        }
        figure(xml, "time", Texts.seconds(result.seconds()));
        figure(xml, "floating-gate rows written", "%,d".formatted(result.floatingGateRows()));
        xml.end().end();
    }

    private static void figure(Xml xml, String name, String value) {
        xml.begin("div").text("dt", name).text("dd", value).end();
    }

    private static void wrong(Xml xml, Outcome outcome) {
        xml.text("h3", "%s %s".formatted(outcome.card().id(), outcome.card().title()));
        xml.text("p", "%s: %s".formatted(outcome.verdict(), outcome.message()), "class", "warning wide");
        xml.text("p", "A good endpoint: " + outcome.card().proves(), "class", "faint wide");
        if (!outcome.lastFrames().isEmpty()) {
            xml.text("pre", String.join("\n", outcome.lastFrames()));
        }
    }

    private static void table(Xml xml, RunResult result) {
        xml.begin("div", "class", "scroll").begin("table").begin("thead").begin("tr");
        for (String name : List.of("", "layer", "test", "verdict", "time", "frames", "seed")) {
            xml.text("th", name, "scope", "col");
        }
        xml.end().end().begin("tbody");
        for (Outcome outcome : result.outcomes()) {
            xml.begin("tr");
            xml.text("td", outcome.card().id());
            xml.text("td", Texts.lower(outcome.card().layer()), "class", "faint");
            xml.begin("td").text("b", outcome.card().title());
            xml.text("p", outcome.card().proves(), "class", "faint");
            if (!outcome.message().isEmpty() && outcome.verdict().isGood()) {
                xml.text("p", outcome.message());
            }
            xml.end();
            xml.begin("td").text("span", outcome.verdict().name(), "class", "verdict " + outcome.verdict());
            xml.end();
            xml.text("td", Texts.seconds(outcome.seconds()), "class", "n");
            xml.text("td", "%,d".formatted(outcome.traffic().frames()), "class", "n");
            xml.text("td", Long.toHexString(outcome.seed()), "class", "n faint");
            xml.end();
        }
        xml.end().end().end();
    }

    private static void remarks(Xml xml, RunResult result) {
        xml.begin("div", "class", "scroll").begin("table").begin("tbody");
        for (Outcome outcome : result.outcomes()) {
            outcome.figures()
                    .forEach(f -> xml.begin("tr")
                            .text("td", outcome.card().id())
                            .text("td", f.name())
                            .text("td", Texts.number(f.value()), "class", "n")
                            .text("td", f.unit())
                            .end());
            outcome.notes()
                    .forEach(n -> xml.begin("tr")
                            .text("td", outcome.card().id())
                            .text("td", n, "colspan", 3)
                            .end());
        }
        xml.end().end().end();
    }

    private static void facts(Xml xml, RunResult result) {
        xml.begin("div", "class", "scroll").begin("table").begin("tbody");
        row(xml, "parts", Texts.parts(result.plan().fpgas()));
        row(xml, "seed", String.valueOf(result.plan().seed()));
        row(xml, "tolerances", result.kind());
        if (result.endpoint().isPresent()) {
            EndpointFacts e = result.endpoint().get();
            row(
                    xml,
                    "endpoint",
                    "%s, silicon %s"
                            .formatted(e.capabilities().name(), e.capabilities().silicon()));
            e.waferSeed().ifPresent(s -> row(xml, "wafer seed", String.valueOf(s)));
            row(xml, "software", e.software());
            row(xml, "protocol", e.protocol());
            row(xml, "limits", e.limits());
            row(xml, "can pause", e.capabilities().canPause() ? "yes" : "no");
            row(xml, "look inside", e.capabilities().probe() ? "yes" : "no");
        } else {
            row(xml, "endpoint", "never said what it is");
        }
        xml.end().end().end();
    }

    private static void row(Xml xml, String name, String value) {
        xml.begin("tr").text("td", name, "class", "faint").text("td", value).end();
    }

    private static String style() throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("resource report.css is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
