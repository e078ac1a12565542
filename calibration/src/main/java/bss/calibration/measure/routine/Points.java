package bss.calibration.measure.routine;

import bss.calibration.measure.fit.LeastSquares;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.transfer.Polynomial;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Points of code and quantity of which a value was seen, and the fits through them.
///
/// @param codes written
/// @param values measured [SI]
@SuppressWarnings("ArrayRecordComponent") // never compared
record Points(double[] codes, double[] values) {

    /// Part of a value by which tables may be off between the codes that they keep.
    static final double TABLE = 5e-4;

    private static final int TELLING = 2;

    static Points of(int[] codes, double[] values) {
        int[] seen = IntStream.range(0, codes.length)
                .filter(k -> Double.isFinite(values[k]))
                .toArray();
        return new Points(
                Arrays.stream(seen).mapToDouble(k -> codes[k]).toArray(),
                Arrays.stream(seen).mapToDouble(k -> values[k]).toArray());
    }

    /// Those with a positive value.
    Points positive() {
        int[] kept = IntStream.range(0, count()).filter(k -> values[k] > 0).toArray();
        return new Points(
                Arrays.stream(kept).mapToDouble(k -> codes[k]).toArray(),
                Arrays.stream(kept).mapToDouble(k -> values[k]).toArray());
    }

    int count() {
        return codes.length;
    }

    double least() {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    double most() {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }

    /// A polynomial code(volt) of a potential. Rejected are slopes that deviate from the expected one by more than a
    /// third, and points that lie more than 20 mV beside the fit.
    ///
    /// @param codesPerVolt expected slope
    /// @param reachVolt how far beyond the measured values the fit holds
    Fit potential(int degree, double codesPerVolt, double reachVolt) {
        if (count() >= TELLING) {
            double share = codesPerVolt * (values[count() - 1] - values[0]) / (codes[count() - 1] - codes[0]);
            if (!(Math.abs(share - 1) < 0.35)) {
                return Fit.rejected(Reason.STUCK, share, "of the expected change of the potential, 0.65 to 1.35");
            }
        }
        if (count() < degree + 2) {
            return Fit.rejected(Reason.TOO_FEW_POINTS, count(), "points with a value, at least " + (degree + 2));
        }
        double[] c = LeastSquares.polynomial(values, codes, degree);
        Polynomial fit = Polynomial.of(least() - reachVolt, most() + reachVolt, c);
        double residual = LeastSquares.rms(
                codes, Arrays.stream(values).map(v -> fit.coefficients().at(v)).toArray());
        if (!(residual < 0.02 * codesPerVolt)) {
            return Fit.rejected(Reason.POOR_FIT, residual, "codes beside the fit, at most " + 0.02 * codesPerVolt);
        }
        return Fit.accepted(fit, residual);
    }

    /// All but one.
    Points without(int point) {
        int[] kept = IntStream.range(0, count()).filter(k -> k != point).toArray();
        return new Points(
                Arrays.stream(kept).mapToDouble(k -> codes[k]).toArray(),
                Arrays.stream(kept).mapToDouble(k -> values[k]).toArray());
    }
}
