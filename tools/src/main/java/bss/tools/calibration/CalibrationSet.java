package bss.tools.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.spec.backend.HardwareTime;
import bss.spec.fg.NeuronParameter;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The calibration of some chips of a wafer, as it is stored. Immutable.
public record CalibrationSet(CalibrationHeader header, MeasuredCalibration measured) {

    /// The parameters of circuits that it has transfers of, or reasons why there are none.
    public Set<NeuronParameter> parameters() {
        Set<NeuronParameter> found = EnumSet.noneOf(NeuronParameter.class);
        for (ChipCalibration chip : measured.chips()) {
            chip.denmems().forEach(d -> found.addAll(d.fits().keySet()));
        }
        return Collections.unmodifiableSet(found);
    }

    /// What whoever uses it must be told: that it was not measured.
    public Optional<String> warning() {
        return header.synthetic()
                ? Optional.of("SYNTHETIC calibration: not measured, but the truth of %s with the published residuals"
                        .formatted(header.wafer()))
                : Optional.empty();
    }

    /// How good it is, in few numbers.
    public CalibrationQuality quality() {
        return CalibrationQuality.of(measured);
    }

    /// Hardware time of a chip's calibration, writes of its floating gates included, in s.
    public static double hardwareSecond(ChipCalibration chip) {
        return chip.experimentSecond() + chip.writes() * HardwareTime.FLOATING_GATES_SECONDS;
    }

    /// Hardware time of all chips, one after the other, in s.
    public double hardwareSecond() {
        return measured.chips().stream()
                .mapToDouble(CalibrationSet::hardwareSecond)
                .sum();
    }
}
