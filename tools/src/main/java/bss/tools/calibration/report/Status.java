package bss.tools.calibration.report;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Rejection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The reasons for which circuits are rejected, as maps and tables show them: a letter and words. The colours are in
/// the style sheet, by name.
final class Status {

    private Status() {}

    static String letter(Rejection.Reason reason) {
        return switch (reason) {
            case NEVER_FIRES -> "F";
            case ALWAYS_FIRES -> "A";
            case NEVER_RECOVERS -> "R";
            case STUCK -> "S";
            case NO_INPUT -> "I";
            case TOO_FEW_POINTS -> "P";
            case POOR_FIT -> "Q";
            case OUT_OF_RANGE -> "O";
        };
    }

    static String words(Rejection.Reason reason) {
        return switch (reason) {
            case NEVER_FIRES -> "never fires";
            case ALWAYS_FIRES -> "always fires";
            case NEVER_RECOVERS -> "never recovers";
            case STUCK -> "stuck";
            case NO_INPUT -> "no synaptic input";
            case TOO_FEW_POINTS -> "too few points";
            case POOR_FIT -> "poor fit";
            case OUT_OF_RANGE -> "out of range";
        };
    }

    /// Class of the style sheet.
    static String kind(Rejection.Reason reason) {
        return "r" + letter(reason);
    }

    /// The reason that explains most: the first one of those that a circuit has.
    static Optional<Rejection.Reason> main(ChipCalibration.Denmem denmem) {
        List<Rejection> all = denmem.rejections();
        return all.stream().map(Rejection::reason).min(Comparator.naturalOrder());
    }
}
