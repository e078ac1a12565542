package bss.tools.calibration.report;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection;
import bss.mapper.picture.Xml;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.tools.calibration.CalibrationSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rejected circuits: one by one of few chips, by chip and reason of many.
final class RejectionTables {

    private RejectionTables() {}

    static void circuits(Xml xml, CalibrationSet set) {
        begin(xml, List.of("HICANN", "circuit", "column", "row", "", "reason", "found at"));
        for (ChipCalibration chip : set.measured().chips()) {
            for (ChipCalibration.Denmem denmem : chip.denmems()) {
                Optional<Rejection.Reason> reason = Status.main(denmem);
                reason.ifPresent(main -> {
                    xml.begin("tr");
                    number(xml, chip.hicann());
                    number(xml, denmem.denmem());
                    number(xml, NeuronTopology.x(denmem.denmem()));
                    xml.text("td", NeuronTopology.y(denmem.denmem()) == 0 ? "top" : "bottom");
                    letter(xml, main);
                    xml.text("td", Status.words(main));
                    xml.text("td", String.join("; ", details(denmem)));
                    xml.end();
                });
            }
        }
        end(xml);
    }

    private static List<String> details(ChipCalibration.Denmem denmem) {
        List<String> texts = new ArrayList<>();
        for (NeuronParameter parameter : NeuronParameter.values()) {
            Optional.ofNullable(denmem.fits().get(parameter))
                    .flatMap(Fit::rejection)
                    .ifPresent(r -> texts.add("%s: %s (%s %s)"
                            .formatted(
                                    parameter.halcoName(),
                                    Status.words(r.reason()),
                                    Figures.three(r.figure()),
                                    r.text())));
        }
        return texts;
    }

    static void chips(Xml xml, CalibrationSet set) {
        List<Rejection.Reason> reasons = List.copyOf(set.quality().reasons().keySet());
        List<String> heads = new ArrayList<>(List.of("HICANN", "measured", "rejected"));
        reasons.forEach(r -> heads.add(Status.words(r)));
        heads.add("drivers dead");
        begin(xml, heads);
        for (ChipCalibration chip : set.measured().chips()) {
            Map<Rejection.Reason, Integer> rejected = chip.rejected();
            xml.begin("tr");
            number(xml, chip.hicann());
            number(xml, chip.denmems().size());
            number(xml, (int) chip.denmems().stream().filter(d -> !d.accepted()).count());
            reasons.forEach(r -> number(xml, rejected.getOrDefault(r, 0)));
            number(xml, chip.rows().deadDrivers().length);
            xml.end();
        }
        end(xml);
    }

    private static void begin(Xml xml, List<String> heads) {
        xml.begin("div", "class", "scroll", "tabindex", 0);
        xml.begin("table");
        xml.begin("thead").begin("tr");
        heads.forEach(h -> xml.text("th", h, "scope", "col"));
        xml.end().end();
        xml.begin("tbody");
    }

    private static void end(Xml xml) {
        xml.end().end().end();
    }

    private static void number(Xml xml, int value) {
        xml.text("td", Integer.toString(value));
    }

    private static void letter(Xml xml, Rejection.Reason reason) {
        xml.begin("td");
        xml.begin("svg", "viewBox", "0 0 14 14", "class", "key", "aria-hidden", "true");
        xml.empty("rect", "width", 14, "height", 14, "class", Status.kind(reason));
        xml.text(
                "text",
                Status.letter(reason),
                "x",
                7,
                "y",
                11,
                "text-anchor",
                "middle",
                "class",
                "letter t" + Status.letter(reason));
        xml.end().end();
    }
}
