package bss.spec.translate;

import java.util.Locale;
import java.util.Optional;

/// Which measured calibration a translation used.
///
/// @param wafer as its backend calls itself
/// @param silicon what its circuits are like: ideal, typical, real
/// @param seed of a wafer that was drawn from one
/// @param date when the set was finished, ISO 8601 in UTC
/// @param synthetic drawn around the truth of a virtual wafer instead of measured
public record CalibrationIdentity(String wafer, String silicon, Optional<Long> seed, String date, boolean synthetic) {

    /// In words, for a line of a report.
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%scalibration of %s wafer %s, %s",
                synthetic ? "SYNTHETIC " : "",
                silicon,
                seed.map(String::valueOf).orElse(wafer),
                date);
    }
}
