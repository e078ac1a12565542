package bss.tools.calibration;

import bss.calibration.MeasuredTranslation;
import bss.spec.backend.Capabilities;
import bss.spec.translate.CalibrationIdentity;
import java.util.Optional;

/// A measured calibration that a network is mapped by.
public final class CalibrationChoice {

    /// What everyone must hear of a set that was not measured.
    public static final String SYNTHETIC = "the calibration is SYNTHETIC, drawn around the truth of a virtual wafer:"
            + " for studies only, nothing was measured";

    private CalibrationChoice() {}

    /// Which set it is, as a mapping keeps it.
    public static CalibrationIdentity identity(CalibrationSet set) {
        CalibrationHeader header = set.header();
        return new CalibrationIdentity(
                header.wafer().name(),
                header.wafer().silicon(),
                header.wafer().seed(),
                header.date().toString(),
                header.synthetic());
    }

    /// Parameters by what was measured.
    public static MeasuredTranslation translation(CalibrationSet set) {
        return new MeasuredTranslation(set.measured(), identity(set));
    }

    /// A mapping by the calibration of another wafer would be worse than one by none: what to say of it, empty if it
    /// is of this wafer.
    ///
    /// @param waferSeed of the wafer, if it was drawn from one
    public static Optional<String> otherWafer(CalibrationIdentity of, Capabilities wafer, Optional<Long> waferSeed) {
        boolean same = of.silicon().equals(wafer.silicon())
                && of.seed().equals(waferSeed)
                && (waferSeed.isPresent() || of.wafer().equals(wafer.name()));
        return same
                ? Optional.empty()
                : Optional.of("made for another wafer, %s; this run is on %s wafer %s"
                        .formatted(
                                of,
                                wafer.silicon(),
                                waferSeed.map(String::valueOf).orElse(wafer.name())));
    }

    /// What everyone must hear of a wafer that is not ideal without calibration.
    public static String uncalibrated(Capabilities wafer, Optional<Long> waferSeed) {
        return waferSeed
                .map(CalibrationChoice::uncalibrated)
                .orElseGet(
                        () -> "wafer %s runs UNCALIBRATED: it gets the codes of an ideal one".formatted(wafer.name()));
    }

    /// What everyone must hear of a typical wafer without calibration.
    public static String uncalibrated(long waferSeed) {
        return ("typical wafer %d runs UNCALIBRATED: it gets the codes of an ideal one, so thresholds, time constants"
                        + " and weights are not those of the network")
                .formatted(waferSeed);
    }
}
