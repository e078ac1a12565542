package bss.tools.calibration.report;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Rejection;
import bss.mapper.picture.Xml;
import bss.spec.defects.DefectClass;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// One chip: its 512 circuits, its synapse drivers and its repeaters, each a cell.
final class ChipMap {

    private static final double LEFT = 104;
    private static final double CELL = 8;
    private static final double HIGH = 15;
    private static final double WIDTH = LEFT + 128 * CELL + 2;
    private static final double HEIGHT = 206;
    private static final int HALF = NeuronTopology.COLUMNS / 2;
    private static final int QUARTER_DRIVERS = L1Topology.DRIVERS / 4;

    private final Xml xml;
    private final ChipCalibration chip;
    private double y = 14;

    private ChipMap(Xml xml, ChipCalibration chip) {
        this.xml = xml;
        this.chip = chip;
    }

    static void draw(Xml xml, ChipCalibration chip) {
        new ChipMap(xml, chip).draw();
    }

    private void draw() {
        xml.begin(
                "svg",
                "class",
                "plot chipmap",
                "viewBox",
                "0 0 %s %s".formatted(Xml.number(WIDTH), Xml.number(HEIGHT)),
                "role",
                "img",
                "aria-label",
                "Map of HICANN " + chip.hicann());
        for (int side = 0; side < 2; side++) {
            label("circuits, columns %d to %d".formatted(side * HALF, side * HALF + HALF - 1), LEFT);
            for (int row = 0; row < 2; row++) {
                circuits(side, row);
            }
            y += 18;
        }
        for (int half = 0; half < 2; half++) {
            drivers(half);
        }
        repeaters("horizontal repeaters (64)", DefectClass.HREPEATER, 0, L1Topology.HLINES, LEFT, CELL);
        repeaters(
                "vertical repeaters (256)",
                DefectClass.VREPEATER,
                0,
                L1Topology.VLINES,
                LEFT + 66 * CELL,
                62 * CELL / L1Topology.VLINES);
        xml.end();
    }

    private void label(String text, double x) {
        xml.text("text", text, "x", x, "y", y - 4, "class", "tick");
    }

    private void side(String text) {
        xml.text("text", text, "x", LEFT - 8, "y", y + 11.5, "text-anchor", "end", "class", "tick");
    }

    private void circuits(int side, int row) {
        side(row == 0 ? "top" : "bottom");
        StringBuilder good = new StringBuilder();
        StringBuilder none = new StringBuilder();
        for (int column = 0; column < HALF; column++) {
            int d = NeuronTopology.denmem(side * HALF + column, row);
            double x = LEFT + column * CELL;
            Optional<ChipCalibration.Denmem> denmem = chip.denmem(d);
            Optional<Rejection.Reason> reason = denmem.flatMap(Status::main);
            if (reason.isPresent()) {
                rejected(denmem.orElseThrow(), reason.get(), x);
            } else {
                cell(denmem.isPresent() ? good : none, x, CELL);
            }
        }
        paths(good, none, "ok", "none");
        y += HIGH + 2;
    }

    private void rejected(ChipCalibration.Denmem denmem, Rejection.Reason reason, double x) {
        xml.begin("g");
        xml.text("title", "circuit %d: %s".formatted(denmem.denmem(), Status.words(reason)));
        xml.empty("rect", "x", x, "y", y, "width", CELL - 0.6, "height", HIGH, "class", Status.kind(reason));
        xml.text(
                "text",
                Status.letter(reason),
                "x",
                x + CELL / 2 - 0.3,
                "y",
                y + 11.5,
                "text-anchor",
                "middle",
                "class",
                "letter t" + Status.letter(reason));
        xml.end();
    }

    private void drivers(int half) {
        String name = half == 0 ? "top" : "bottom";
        side(name);
        for (int side = 0; side < 2; side++) {
            int quadrant = 2 * half + side;
            double from = LEFT + side * 66 * CELL;
            label("synapse drivers, %s %s".formatted(name, side == 0 ? "left" : "right"), from);
            StringBuilder good = new StringBuilder();
            StringBuilder dead = new StringBuilder();
            StringBuilder none = new StringBuilder();
            int[] ofQuadrant = IntStream.range(0, L1Topology.DRIVERS)
                    .filter(d -> L1Topology.driverQuadrant(d) == quadrant)
                    .toArray();
            for (int k = 0; k < QUARTER_DRIVERS; k++) {
                int driver = ofQuadrant[k];
                boolean seen = Double.isFinite(chip.rows().factor(2 * driver))
                        || Double.isFinite(chip.rows().factor(2 * driver + 1));
                cell(chip.rows().isDead(driver) ? dead : seen ? good : none, from + k * CELL, CELL);
            }
            paths(good, none, "ok", "none");
            paths(dead, new StringBuilder(), "dead", "none");
        }
        y += HIGH + 18;
    }

    private void repeaters(String name, DefectClass kind, int first, int count, double from, double width) {
        Set<Integer> dead = chip.lines().dead().getOrDefault(kind, Collections.emptySortedSet());
        label(name, from);
        cells(first, count, from, width, k -> !dead.contains(k), "ok");
        cells(first, count, from, width, dead::contains, "dead");
    }

    private void cells(int first, int count, double from, double width, IntPredicate which, String status) {
        StringBuilder d = new StringBuilder();
        for (int k = 0; k < count; k++) {
            if (which.test(first + k)) {
                cell(d, from + k * width, width);
            }
        }
        paths(d, new StringBuilder(), status, "none");
    }

    private void cell(StringBuilder d, double x, double width) {
        String wide = Xml.number(width < 4 ? width : width - 0.6);
        d.append("M%s %sh%sv%sh-%sz".formatted(Xml.number(x), Xml.number(y), wide, Xml.number(HIGH), wide));
    }

    private void paths(StringBuilder one, StringBuilder other, String oneKind, String otherKind) {
        if (!one.isEmpty()) {
            xml.empty("path", "d", one, "class", oneKind);
        }
        if (!other.isEmpty()) {
            xml.empty("path", "d", other, "class", otherKind);
        }
    }
}
