package bss.hil.report;

import bss.hil.run.Outcome;
import bss.hil.run.RunResult;
import bss.hil.run.Verdict;

/// JUnit's XML, as build servers read it: a suite with a case for each test. A known failure counts as skipped.
final class JUnitReport {

    private JUnitReport() {}

    static String of(RunResult result) {
        Xml xml = new Xml();
        xml.begin(
                "testsuite",
                "name",
                "bss-hil." + Texts.lower(result.plan().profile()),
                "hostname",
                Texts.endpoint(result),
                "timestamp",
                result.start(),
                "tests",
                result.outcomes().size(),
                "failures",
                result.count(Verdict.FAIL),
                "errors",
                result.count(Verdict.ERROR),
                "skipped",
                result.count(Verdict.SKIP) + result.count(Verdict.XFAIL),
                "time",
                result.seconds());
        xml.begin("properties");
        xml.empty("property", "name", "seed", "value", result.plan().seed());
        xml.empty(
                "property", "name", "parts", "value", Texts.parts(result.plan().fpgas()));
        xml.empty("property", "name", "tolerances", "value", result.kind());
        result.endpoint()
                .ifPresent(e -> xml.empty("property", "name", "software", "value", e.software())
                        .empty(
                                "property",
                                "name",
                                "endpoint",
                                "value",
                                e.capabilities().name())
                        .empty(
                                "property",
                                "name",
                                "silicon",
                                "value",
                                e.capabilities().silicon()));
        xml.end();
        result.outcomes().forEach(o -> testCase(xml, o));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml.end();
    }

    private static void testCase(Xml xml, Outcome outcome) {
        xml.begin(
                "testcase",
                "classname",
                "bss-hil." + Texts.lower(outcome.card().layer()),
                "name",
                "%s %s".formatted(outcome.card().id(), outcome.card().title()),
                "time",
                outcome.seconds());
        switch (outcome.verdict()) {
            case PASS -> {}
            case FAIL -> xml.text("failure", Texts.details(outcome), "message", outcome.message());
            case ERROR -> xml.text("error", Texts.details(outcome), "message", outcome.message());
            case SKIP, XFAIL -> xml.empty("skipped", "message", outcome.message());
        }
        StringBuilder out = new StringBuilder();
        outcome.figures().forEach(f -> out.append(Texts.figure(f)).append('\n'));
        outcome.notes().forEach(n -> out.append(n).append('\n'));
        if (!out.isEmpty()) {
            xml.text("system-out", out.toString());
        }
        xml.end();
    }
}
