package bss.calibration.measure.result;

import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The calibrations of some chips of a wafer, ascending by chip. Immutable.
public record MeasuredCalibration(List<ChipCalibration> chips) {

    public static final MeasuredCalibration EMPTY = new MeasuredCalibration(List.of());

    public MeasuredCalibration {
        chips = List.copyOf(chips);
    }

    /// This one with a chip added, or replaced.
    public MeasuredCalibration with(ChipCalibration chip) {
        TreeMap<Integer, ChipCalibration> byChip = new TreeMap<>();
        chips.forEach(c -> byChip.put(c.hicann(), c));
        byChip.put(chip.hicann(), chip);
        return new MeasuredCalibration(List.copyOf(byChip.values()));
    }

    /// The calibration of a chip, 0 to 383, if it was measured.
    public Optional<ChipCalibration> chip(int hicann) {
        return chips.stream().filter(c -> c.hicann() == hicann).findFirst();
    }

    /// The denmems that were measured and rejected, and the drivers, repeaters and lines that do not
    /// work.
    public Defects defects() {
        Defects.Builder marks = Defects.builder();
        for (ChipCalibration chip : chips) {
            chip.denmems().stream()
                    .filter(d -> !d.accepted())
                    .forEach(d -> marks.mark(DefectClass.DENMEM, chip.hicann(), d.denmem()));
            for (int driver : chip.rows().deadDrivers()) {
                marks.mark(DefectClass.SYNAPSE_DRIVER, chip.hicann(), driver);
            }
            chip.lines().mark(chip.hicann(), marks);
        }
        return marks.build();
    }
}
