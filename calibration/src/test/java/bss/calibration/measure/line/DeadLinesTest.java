package bss.calibration.measure.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.TypicalSilicon;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.coord.Direction;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Looks for dead lines and repeaters through the wire, and compares with the truth, which only this test
/// reads.
class DeadLinesTest {

    private static final List<DefectClass> KINDS =
            List.of(DefectClass.HLINE, DefectClass.VLINE, DefectClass.HREPEATER, DefectClass.VREPEATER);

    private static final int FPGA = 20;
    private static final int FIRST_WRITE = 40;

    private static SortedSet<Integer> reticle() {
        SortedSet<Integer> chips = new TreeSet<>();
        for (int place = 0; place < 8; place++) {
            chips.add(WaferTopology.hicannOfDnc(WaferTopology.dncOfFpga(FPGA), place));
        }
        return chips;
    }

    private static LineReport measure(Silicon silicon, SortedSet<Integer> chips) throws Exception {
        try (WaferSession session =
                EmulatedWafer.of(silicon, EmulatorOptions.DEFAULT).open(Lease.of(FPGA))) {
            return LineTest.measure(session, chips, FIRST_WRITE);
        }
    }

    private static boolean isFound(LineReport report, DefectClass kind, int hicann, int index) {
        SortedSet<Integer> dead = report.chip(hicann).findings().dead().get(kind);
        return dead != null && dead.contains(index);
    }

    /// What was tested and is not as it was found.
    private static List<String> mistakes(LineReport report, Defects... truth) {
        List<String> mistakes = new ArrayList<>();
        report.chips().forEach((hicann, chip) -> {
            for (DefectClass kind : KINDS) {
                for (int index : chip.tested(kind)) {
                    boolean dead = false;
                    for (Defects some : truth) {
                        dead |= some.has(kind, hicann, index);
                    }
                    if (dead != isFound(report, kind, hicann, index)) {
                        mistakes.add("%s %d of HICANN %d is %s"
                                .formatted(kind.key(), index, hicann, dead ? "dead, not found" : "found, not dead"));
                    }
                }
            }
        });
        return mistakes;
    }

    private static int tested(LineReport report, DefectClass kind) {
        return report.chips().values().stream()
                .mapToInt(chip -> chip.tested(kind).size())
                .sum();
    }

    /// Repeaters that send, or join two of these chips.
    private static int testable(SortedSet<Integer> chips, DefectClass kind) {
        int count = 0;
        for (int hicann : chips) {
            for (int index = 0; index < kind.perChip(); index++) {
                boolean horizontal = kind == DefectClass.HREPEATER;
                Direction border =
                        horizontal ? L1Topology.hRepeaterDirection(index) : L1Topology.vRepeaterDirection(index);
                boolean sends = horizontal && MergerTopology.sendingRepeaterOfHLine(index) >= 0;
                if (sends || chips.contains(WaferTopology.neighbour(hicann, border))) {
                    count++;
                }
            }
        }
        return count;
    }

    @Test
    void deadRepeatersOfTypicalSiliconAreFoundAndNoOthers() throws Exception {
        long seed = 4711;
        TypicalSilicon silicon = new TypicalSilicon(seed);
        LineReport report = measure(silicon, reticle());
        assertEquals(List.of(), mistakes(report, silicon.defects()), "wafer seed " + seed);
        int found = report.findings().values().stream()
                .mapToInt(chip ->
                        chip.dead().values().stream().mapToInt(Collection::size).sum())
                .sum();
        assertTrue(found >= 5, "wafer seed %d: %d dead parts found".formatted(seed, found));
        for (DefectClass kind : List.of(DefectClass.HREPEATER, DefectClass.VREPEATER)) {
            int testable = testable(reticle(), kind);
            assertTrue(
                    tested(report, kind) >= 0.98 * testable,
                    "wafer seed %d: %d of %d %s tested".formatted(seed, tested(report, kind), testable, kind));
        }
        assertTrue(tested(report, DefectClass.VLINE) >= 0.98 * 8 * 256, "wafer seed " + seed);
        assertTrue(tested(report, DefectClass.HLINE) >= 0.98 * 8 * 64, "wafer seed " + seed);
        assertEquals(1, report.writes());
    }

    @Test
    void plantedDeadPartsAreFoundTooAndDeadDriversAreNoExcuse() throws Exception {
        long seed = 81;
        Random random = new Random(seed);
        Defects.Builder marks = Defects.builder();
        int count = 0;
        for (int hicann : reticle()) {
            // a horizontal line with repeaters to one side only cannot be told from them
            boolean between = reticle().contains(WaferTopology.neighbour(hicann, Direction.EAST))
                    && reticle().contains(WaferTopology.neighbour(hicann, Direction.WEST));
            for (DefectClass kind : KINDS) {
                for (int k = 0; k < 2 && (between || kind != DefectClass.HLINE); k++) {
                    marks.mark(kind, hicann, random.nextInt(kind.perChip()));
                    count++;
                }
            }
            for (int d = 0; d < 20; d++) {
                marks.mark(DefectClass.SYNAPSE_DRIVER, hicann, random.nextInt(L1Topology.DRIVERS));
            }
        }
        Defects planted = marks.build();
        TypicalSilicon silicon = new TypicalSilicon(seed);
        LineReport report = measure(new PlantedSilicon(silicon, planted), reticle());
        assertEquals(List.of(), mistakes(report, planted, silicon.defects()), "seed " + seed);
        int found = 0;
        for (int hicann : reticle()) {
            for (DefectClass kind : KINDS) {
                for (int index = 0; index < kind.perChip(); index++) {
                    found += planted.has(kind, hicann, index) && isFound(report, kind, hicann, index) ? 1 : 0;
                }
            }
        }
        // half of the vertical repeaters and some horizontal ones lead off the reticle
        assertTrue(found >= 0.7 * count, "seed %d: %d of %d found".formatted(seed, found, count));
    }

    @Test
    void onIdealSiliconEverythingASingleChipReachesWorks() throws Exception {
        int hicann = reticle().first();
        LineReport report = measure(new IdealSilicon(), new TreeSet<>(List.of(hicann)));
        assertEquals(List.of(), mistakes(report, Defects.NONE));
        LineReport.Chip chip = report.chip(hicann);
        // eight senders, each with its line and the eight lines it crosses
        assertEquals(8, chip.tested(DefectClass.HREPEATER).size());
        assertEquals(8, chip.tested(DefectClass.HLINE).size());
        assertEquals(64, chip.tested(DefectClass.VLINE).size());
        assertEquals(256, chip.untested(DefectClass.VREPEATER));
        assertTrue(chip.findings().dead().isEmpty());
    }

    @Test
    void whereNoWayTellsALineFromItsSenderTheSenderIsBlamed() throws Exception {
        int hicann = reticle().first();
        int hline = MergerTopology.hlineOfSendingRepeater(3);
        Defects open = Defects.builder().mark(DefectClass.HLINE, hicann, hline).build();
        LineReport report = measure(new PlantedSilicon(new IdealSilicon(), open), new TreeSet<>(List.of(hicann)));
        assertTrue(isFound(report, DefectClass.HREPEATER, hicann, hline));
        assertFalse(report.chip(hicann).tested(DefectClass.HLINE).contains(hline));
        assertEquals(
                1,
                report.chip(hicann).findings().dead().values().stream()
                        .mapToInt(Collection::size)
                        .sum());
    }
}
