package bss.tools.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.tools.calibration.report.CalibrationReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// The page of a calibration, read back as the XML that it also is.
class CalibrationReportTest {

    /// A generous width of a character of 11 px.
    private static final double CHARACTER = 6.2;

    private static byte[] page(CalibrationSet set) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CalibrationReport.write(set, out);
        return out.toByteArray();
    }

    private static Document parse(byte[] page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(page));
    }

    private static List<Element> all(Element of, String tag) {
        NodeList nodes = of.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int k = 0; k < nodes.getLength(); k++) {
            elements.add((Element) nodes.item(k));
        }
        return elements;
    }

    @Test
    void whateverASetHoldsMakesAPageOfItsOwnWithoutProgramsAndReferences() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            byte[] page = page(new RandomSets(seed).set(4, 12));
            String text = new String(page, StandardCharsets.UTF_8);
            assertFalse(text.contains("<script"), "seed " + seed);
            assertFalse(text.contains("href=") || text.contains("src=") || text.contains("url("), "seed " + seed);
            for (Element plot : all(parse(page).getDocumentElement(), "svg")) {
                for (String tag : List.of("path", "line", "rect", "text")) {
                    for (Element element : all(plot, tag)) {
                        for (String name : List.of("d", "x", "y", "x1", "y1", "x2", "y2", "transform")) {
                            String value = element.getAttribute(name);
                            assertFalse(
                                    value.contains("NaN") || value.contains("Inf"),
                                    "seed %d: %s of a %s is %s".formatted(seed, name, tag, value));
                        }
                    }
                }
            }
        }
    }

    @Test
    void noLabelLeavesItsPicture() throws Exception {
        for (int seed = 0; seed < 15; seed++) {
            for (Element plot : all(parse(page(new RandomSets(seed).set(4, 40))).getDocumentElement(), "svg")) {
                String[] box = plot.getAttribute("viewBox").split(" ", -1);
                double width = Double.parseDouble(box[2]);
                double height = Double.parseDouble(box[3]);
                for (Element text : all(plot, "text")) {
                    if (text.hasAttribute("transform")) {
                        continue;
                    }
                    double length = CHARACTER * text.getTextContent().length();
                    double x = Double.parseDouble(text.getAttribute("x"));
                    double left = switch (text.getAttribute("text-anchor")) {
                        case "middle" -> x - length / 2;
                        case "end" -> x - length;
                        default -> x;
                    };
                    String what = "seed %d: '%s' in %s, %s to %s of %s"
                            .formatted(
                                    seed,
                                    text.getTextContent(),
                                    plot.getAttribute("aria-label"),
                                    left,
                                    left + length,
                                    width);
                    assertTrue(left >= -3 && left + length <= width + 3, what);
                    assertTrue(Double.parseDouble(text.getAttribute("y")) <= height, what);
                }
            }
        }
    }

    @Test
    void ofFewChipsEachRejectedCircuitHasItsRowAndOfManyEachChip() throws Exception {
        for (int chips : new int[] {3, 60}) {
            for (int seed = 100; seed < 105; seed++) {
                CalibrationSet set = new RandomSets(seed).set(chips, 8);
                List<ChipCalibration> measured = set.measured().chips();
                long rejected = measured.stream()
                        .flatMap(c -> c.denmems().stream())
                        .filter(d -> !d.accepted())
                        .count();
                long rows = all(parse(page(set)).getDocumentElement(), "section").stream()
                        .filter(s -> !all(s, "h2").isEmpty()
                                && all(s, "h2").getFirst().getTextContent().equals("Rejected circuits"))
                        .mapToLong(s -> all(s, "tr").size())
                        .sum();
                long expected = rejected == 0 ? 0 : 1 + (measured.size() <= 8 ? rejected : measured.size());
                assertEquals(expected, rows, "seed %d, %d chips".formatted(seed, measured.size()));
            }
        }
    }

    @Test
    void theSameSetGivesTheSameBytesAndAWholeWaferStaysSmall() throws Exception {
        CalibrationSet set = new RandomSets(7).set(384, 4);
        byte[] page = page(set);
        assertArrayEquals(page, page(set));
        assertTrue(page.length < 4_000_000, "bytes: " + page.length);
    }
}
