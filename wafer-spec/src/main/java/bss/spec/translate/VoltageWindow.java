package bss.spec.translate;

/// How biological potentials lie in the hardware's: V_hw in V = alpha * V_bio in mV / 1000 + shift
/// (calibtic:src/HMF/NeuronCalibration.cpp).
///
/// @param alpha hardware volts per biological volt, positive
/// @param shift the hardware voltage of biological 0 mV in V
public record VoltageWindow(double alpha, double shift) {

    /// calibtic's and marocco's default: alpha 10, shift 1.2 V.
    public static final VoltageWindow DEFAULT = new VoltageWindow(10, 1.2);

    public VoltageWindow {
        if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY) || !Double.isFinite(shift)) {
            throw new IllegalArgumentException(
                    "voltage window is alpha %s, shift %s V, must be positive and finite".formatted(alpha, shift));
        }
    }

    /// The window that lays `bioMin`..`bioMax` in mV on `hwMin`..`hwMax` in V.
    public static VoltageWindow covering(double bioMin, double bioMax, double hwMin, double hwMax) {
        double alpha = 1000 * (hwMax - hwMin) / (bioMax - bioMin);
        return new VoltageWindow(alpha, hwMin - alpha * bioMin / 1000);
    }

    /// Hardware volts of a biological potential in mV.
    public double toVolt(double millivolt) {
        return millivolt * alpha / 1000 + shift;
    }

    /// Biological potential in mV of hardware volts.
    public double toMillivolt(double volt) {
        return (volt - shift) / alpha * 1000;
    }
}
