package bss.calibration.measure.result;

import java.util.Locale;

/// Why a circuit has no transfer of a parameter.
///
/// @param reason the class
/// @param figure what was measured, in the unit that `text` names
/// @param text where the limit is
public record Rejection(Reason reason, double figure, String text) {

    /// Classes of reasons.
    public enum Reason {
        /// It stays where it is, above its threshold or not: the comparator or the whole circuit is dead.
        NEVER_FIRES,
        /// It fires whenever it is not refractory, above its threshold or not.
        ALWAYS_FIRES,
        /// Once fired it stays at its reset potential.
        NEVER_RECOVERS,
        /// The quantity does not follow the code: a stuck cell.
        STUCK,
        /// Synaptic input does not move the membrane.
        NO_INPUT,
        /// Too few points gave a value.
        TOO_FEW_POINTS,
        /// The points do not lie on a curve of the family.
        POOR_FIT,
        /// The fit is far from what circuits of this kind do.
        OUT_OF_RANGE
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %.4g, %s", reason, figure, text);
    }
}
