package bss.tools.calibration;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What a set of calibration is, beside its content.
///
/// @param date when it was finished, in whole seconds
/// @param wafer that it belongs to
/// @param software version that made it
/// @param synthetic drawn around the truth of a virtual wafer instead of measured
public record CalibrationHeader(Instant date, WaferIdentity wafer, String software, boolean synthetic) {

    public CalibrationHeader {
        date = date.truncatedTo(ChronoUnit.SECONDS);
    }
}
