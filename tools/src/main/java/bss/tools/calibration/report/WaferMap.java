package bss.tools.calibration.report;

import bss.calibration.measure.result.ChipCalibration;
import bss.mapper.picture.MappingPage;
import bss.mapper.picture.Overlay;
import bss.mapper.picture.Xml;
import bss.spec.topology.WaferTopology;
import bss.tools.calibration.CalibrationSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The wafer, each measured chip in a shade of how many of its circuits were rejected.
final class WaferMap {

    private static final double CELL = 20;
    private static final int COLUMNS = 36;
    private static final int ROWS = 16;
    private static final int CHIPS = 384;
    /// Part of rejected circuits from which on a shade is that part; the last has no end.
    private static final double[] FROM = {0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.15};

    private WaferMap() {}

    static void draw(Xml xml, CalibrationSet set) {
        xml.begin(
                "svg",
                "class",
                "plot wafermap",
                "viewBox",
                "0 0 %s %s".formatted(Xml.number(COLUMNS * CELL), Xml.number(ROWS * 2 * CELL)),
                "role",
                "img",
                "aria-label",
                "Map of the wafer");
        for (int hicann = 0; hicann < CHIPS; hicann++) {
            Optional<ChipCalibration> chip = set.measured().chip(hicann);
            String kind = chip.map(c -> "s" + shade(rejected(c))).orElse("unmeasured");
            xml.begin(
                    "rect",
                    "x",
                    WaferTopology.x(hicann) * CELL + 0.7,
                    "y",
                    WaferTopology.y(hicann) * 2 * CELL + 0.7,
                    "width",
                    CELL - 1.4,
                    "height",
                    2 * CELL - 1.4,
                    "class",
                    kind);
            xml.text("title", title(hicann, chip));
            xml.end();
        }
        xml.end();
        legend(xml);
    }

    private static String title(int hicann, Optional<ChipCalibration> chip) {
        return chip.map(c -> "HICANN %d: %d of %d circuits rejected, %d drivers dead"
                        .formatted(
                                hicann, count(c), c.denmems().size(), c.rows().deadDrivers().length))
                .orElse("HICANN %d: not measured".formatted(hicann));
    }

    private static int count(ChipCalibration chip) {
        return (int) chip.denmems().stream().filter(d -> !d.accepted()).count();
    }

    private static double rejected(ChipCalibration chip) {
        return chip.denmems().isEmpty()
                ? 0
                : (double) count(chip) / chip.denmems().size();
    }

    private static int shade(double part) {
        int shade = 0;
        while (shade + 1 < FROM.length && part >= FROM[shade + 1]) {
            shade++;
        }
        return shade;
    }

    private static void legend(Xml xml) {
        xml.begin("ul", "class", "keys");
        for (int s = 0; s < FROM.length; s++) {
            String text = s + 1 < FROM.length
                    ? "%s to %s %%".formatted(Figures.tick(100 * FROM[s]), Figures.tick(100 * FROM[s + 1]))
                    : "%s %% and more".formatted(Figures.tick(100 * FROM[s]));
            key(xml, "s" + s, text + (s == 0 ? " of the circuits rejected" : ""));
        }
        key(xml, "unmeasured", "not measured");
        xml.end();
    }

    /// An item of a legend: a square and what it means.
    static void key(Xml xml, String kind, String text) {
        xml.begin("li");
        xml.begin("svg", "viewBox", "0 0 14 14", "aria-hidden", "true");
        xml.empty("rect", "width", 14, "height", 14, "class", kind);
        xml.end();
        xml.text("span", text);
        xml.end();
    }

    /// The shades for the style sheet.
    static String css(boolean dark) {
        List<String> shades = MappingPage.shades(Overlay.LOSS, dark, FROM.length + 1);
        StringBuilder css = new StringBuilder();
        for (int s = 0; s < FROM.length; s++) {
            css.append(String.format(Locale.ROOT, "--s%d:%s;", s, shades.get(s == 0 ? 0 : s + 1)));
        }
        return css.toString();
    }
}
