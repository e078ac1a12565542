package bss.tools.calibration.report;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Rejection;
import bss.mapper.picture.MappingPage;
import bss.mapper.picture.Xml;
import bss.spec.fg.NeuronParameter;
import bss.tools.calibration.CalibrationHeader;
import bss.tools.calibration.CalibrationQuality;
import bss.tools.calibration.CalibrationSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes a set of calibration as one HTML page that needs nothing else, not even a program: what was measured, how
/// far the circuits are from their targets before and after, their transfers, and what cannot be used. The same set
/// gives the same bytes.
public final class CalibrationReport {

    /// Chips of which each circuit is shown.
    static final int DETAILED_CHIPS = 8;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private CalibrationReport() {}

    /// Writes the page; the stream stays open.
    public static void write(CalibrationSet set, OutputStream out) throws IOException {
        String title = "Calibration of " + set.header().wafer();
        Xml page = new Xml();
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.text("title", title);
        text("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                %s<style>
                %s</style>
                </head>
                %s</html>
                """.formatted(page, style(), body(set, title)), out);
    }

    private static String style() throws IOException {
        return MappingPage.style()
                + ":root{%s} @media (prefers-color-scheme: dark){:root{%s}} "
                        .formatted(WaferMap.css(false), WaferMap.css(true))
                + resource("report.css");
    }

    private static String body(CalibrationSet set, String title) {
        Xml xml = new Xml();
        xml.begin("body");
        header(xml, set, title);
        xml.begin("main");
        section(xml, "Targets written anew");
        xml.text(
                "p",
                "Targets lie off the measured grid. After: written by the circuit's own transfer and measured again."
                        + " Before: what the circuit's own transfer, which was measured, makes of the code of the ideal"
                        + " one. σ is the standard deviation over all accepted circuits around the mean of their chip.",
                "class",
                "faint wide");
        overview(xml, set);
        xml.end();
        section(xml, "Circuits and drivers");
        if (set.measured().chips().size() > 1) {
            WaferMap.draw(xml, set);
        }
        boolean detailed = set.measured().chips().size() <= DETAILED_CHIPS;
        if (detailed) {
            chips(xml, set);
        }
        xml.end();
        section(xml, "Rejected circuits");
        reasons(xml, set);
        if (set.quality().rejected() > 0) {
            if (detailed) {
                RejectionTables.circuits(xml, set);
            } else {
                RejectionTables.chips(xml, set);
            }
        }
        xml.end();
        section(xml, "Parameters");
        xml.begin("div", "class", "parameters");
        ParameterSections.write(xml, set);
        SharedSections.write(xml, set);
        xml.end();
        xml.end();
        xml.end();
        return xml.end().toString();
    }

    private static void section(Xml xml, String title) {
        xml.begin("section");
        xml.text("h2", title);
    }

    private static void header(Xml xml, CalibrationSet set, String title) {
        CalibrationHeader header = set.header();
        CalibrationQuality quality = set.quality();
        List<ChipCalibration> chips = set.measured().chips();
        xml.begin("header");
        xml.begin("div");
        xml.text("h1", title);
        xml.text(
                "p",
                "%s, by version %s".formatted(DATE.format(header.date().atOffset(ZoneOffset.UTC)), header.software()),
                "class",
                "faint");
        if (header.synthetic()) {
            xml.text("p", "Synthetic: drawn around the truth of a virtual wafer, not measured.", "class", "warning");
        } else {
            xml.text("p", "Measured.", "class", "faint");
        }
        xml.end();
        xml.begin("dl", "id", "figures");
        figure(xml, "chips", "%,d".formatted(chips.size()));
        figure(xml, "circuits accepted", "%,d".formatted(quality.accepted()));
        figure(xml, "circuits rejected", "%,d".formatted(quality.rejected()));
        figure(
                xml,
                "drivers dead",
                "%,d"
                        .formatted(chips.stream()
                                .mapToInt(c -> c.rows().deadDrivers().length)
                                .sum()));
        figure(xml, "hardware time", Figures.duration(set.hardwareSecond()));
        figure(
                xml,
                "writes of floating gates",
                "%,d".formatted(chips.stream().mapToInt(ChipCalibration::writes).sum()));
        xml.end().end();
    }

    private static void figure(Xml xml, String name, String value) {
        xml.begin("div");
        xml.text("dt", name);
        xml.text("dd", value);
        xml.end();
    }

    private static void overview(Xml xml, CalibrationSet set) {
        List<CalibrationQuality.Spread> spreads = set.quality().spreads();
        if (spreads.isEmpty()) {
            xml.text("p", "This set has no such measurements.");
            return;
        }
        Map<NeuronParameter, CalibrationQuality.Spread> of = new EnumMap<>(NeuronParameter.class);
        spreads.forEach(s -> of.put(s.parameter(), s));
        xml.begin("div", "class", "scroll overview");
        xml.begin("table");
        xml.begin("thead").begin("tr");
        for (String head : List.of("parameter", "quantity", "σ before", "σ after", "after / before", "", "circuits")) {
            xml.text("th", head, "scope", "col");
        }
        xml.end().end();
        xml.begin("tbody");
        for (NeuronParameter parameter : ParameterSections.ORDER) {
            CalibrationQuality.Spread s = of.get(parameter);
            if (s == null) {
                continue;
            }
            Quantity quantity = Quantity.of(parameter);
            double ratio = s.after() / s.before();
            xml.begin("tr");
            xml.text("td", parameter.halcoName());
            xml.text("td", quantity.meaning());
            xml.text("td", quantity.spread(s.before()), "class", "n");
            xml.text("td", quantity.spread(s.after()), "class", "n");
            xml.text("td", Figures.three(ratio), "class", "n");
            xml.begin("td");
            xml.begin("span", "class", "meter");
            xml.text(
                    "i",
                    "",
                    "style",
                    "width:%s%%".formatted(Xml.number(Double.isFinite(ratio) ? 100 * Math.min(1, ratio) : 0)));
            xml.end().end();
            xml.text("td", "%,d".formatted(s.count()), "class", "n");
            xml.end();
        }
        xml.end().end().end();
    }

    private static void chips(Xml xml, CalibrationSet set) {
        xml.begin("ul", "class", "keys");
        WaferMap.key(xml, "ok", "accepted, works");
        WaferMap.key(xml, "none", "not measured");
        WaferMap.key(xml, "dead", "does not work");
        set.quality()
                .reasons()
                .keySet()
                .forEach(r -> WaferMap.key(xml, Status.kind(r), "%s %s".formatted(Status.letter(r), Status.words(r))));
        xml.end();
        for (ChipCalibration chip : set.measured().chips()) {
            xml.text("h3", "HICANN " + chip.hicann());
            long rejected = chip.denmems().stream().filter(d -> !d.accepted()).count();
            xml.text(
                    "p",
                    "%d of %d circuits accepted, %d drivers dead, %s of hardware time"
                            .formatted(
                                    chip.denmems().size() - rejected,
                                    chip.denmems().size(),
                                    chip.rows().deadDrivers().length,
                                    Figures.duration(CalibrationSet.hardwareSecond(chip))),
                    "class",
                    "faint");
            xml.begin("div", "class", "scroll overview");
            ChipMap.draw(xml, chip);
            xml.end();
        }
    }

    private static void reasons(Xml xml, CalibrationSet set) {
        Map<Rejection.Reason, Integer> reasons = set.quality().reasons();
        int all = set.quality().accepted() + set.quality().rejected();
        if (reasons.isEmpty()) {
            xml.text("p", "None of %,d.".formatted(all));
            return;
        }
        StringBuilder text = new StringBuilder("%,d of %,d. By reason, of which a circuit can have several: "
                .formatted(set.quality().rejected(), all));
        reasons.forEach((reason, count) -> text.append("%s %,d, ".formatted(Status.words(reason), count)));
        text.setLength(text.length() - 2);
        xml.text("p", text.append('.').toString());
    }

    private static void text(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = CalibrationReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource %s is missing".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
