package bss.calibration.measure.routine;

import bss.calibration.measure.fit.LeastSquares;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.transfer.Domain;
import bss.spec.transfer.NegativePowersPolynomial;
import bss.spec.transfer.Polynomial;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Points of code and quantity of which a value was seen, and the fits through them.
///
/// @param codes written
/// @param values measured [SI]
@SuppressWarnings("ArrayRecordComponent") // never compared
record Points(double[] codes, double[] values) {

    private static final int TIME_POINTS = 6;
    private static final int RISING_POINTS = 5;
    /// Points that may be left out.
    private static final int OUTLIERS = 2;

    static Points of(int[] codes, double[] values) {
        int[] seen = IntStream.range(0, codes.length)
                .filter(k -> Double.isFinite(values[k]))
                .toArray();
        return new Points(
                Arrays.stream(seen).mapToDouble(k -> codes[k]).toArray(),
                Arrays.stream(seen).mapToDouble(k -> values[k]).toArray());
    }

    private Points positive() {
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
        if (count() < degree + 2) {
            return Fit.rejected(Reason.TOO_FEW_POINTS, count(), "points with a value, at least " + (degree + 2));
        }
        double span = most() - least();
        double expected = (codes[count() - 1] - codes[0]) / codesPerVolt;
        if (!(Math.abs(span / expected - 1) < 0.35)) {
            return Fit.rejected(Reason.STUCK, span / expected, "of the expected change of the potential, 0.65 to 1.35");
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

    /// A time as code = c0 + c1 / tau + c2 / tau^2 + c3 / tau^3. Rejected are times that hardly change, and points
    /// whose
    /// time lies more than a part `limit` beside the fit.
    ///
    /// @param leastRatio of the longest to the shortest time
    Fit time(double leastRatio, double limit) {
        if (Arrays.stream(values).anyMatch(v -> v <= 0)) {
            return positive().time(leastRatio, limit);
        }
        if (count() < TIME_POINTS) {
            return Fit.rejected(Reason.TOO_FEW_POINTS, count(), "points with a value, at least " + TIME_POINTS);
        }
        if (!(most() > leastRatio * least())) {
            return Fit.rejected(Reason.STUCK, most() / least(), "longest over shortest time, at least " + leastRatio);
        }
        double[][] rows = new double[count()][];
        double[] weighted = new double[count()];
        for (int k = 0; k < rows.length; k++) {
            double rate = 1 / values[k];
            // nearly relative weights: the write noise of currents grows with the code
            double w = 1 / (codes[k] + 20);
            rows[k] = new double[] {w, w * rate, w * rate * rate, w * rate * rate * rate};
            weighted[k] = w * codes[k];
        }
        NegativePowersPolynomial whole =
                NegativePowersPolynomial.of(least(), most(), LeastSquares.solve(rows, weighted));
        double shortest = shortestFalling(whole, least(), most());
        if (!(most() > leastRatio * shortest)) {
            return Fit.rejected(Reason.POOR_FIT, shortest, "s below which the fit does not fall with the time");
        }
        NegativePowersPolynomial fit = new NegativePowersPolynomial(whole.coefficients(), new Domain(shortest, most()));
        double worst = 0;
        for (int k = 0; k < codes.length; k++) {
            if (values[k] >= shortest) {
                worst = Math.max(worst, Math.abs(fit.toSi(codes[k]) / values[k] - 1));
            }
        }
        if (!(worst < limit)) {
            return Fit.rejected(Reason.POOR_FIT, worst, "relative distance of a point from the fit, at most " + limit);
        }
        double[] back = Arrays.stream(values).map(fit::toDac).toArray();
        return Fit.accepted(fit, LeastSquares.rms(codes, back));
    }

    /// A quantity that grows with the code, code = c0 + c1 x + c2 x^2. Rejected are quantities that hardly change, and
    /// points that lie more than 40 % beside the fit; up to two of them are left out first.
    ///
    /// @param leastRatio of the largest to the smallest value
    Fit rising(double leastRatio) {
        return rising(leastRatio, OUTLIERS);
    }

    private Fit rising(double leastRatio, int outliers) {
        if (count() < RISING_POINTS) {
            return Fit.rejected(Reason.TOO_FEW_POINTS, count(), "points with a value, at least " + RISING_POINTS);
        }
        if (!(most() > leastRatio * least() && values[count() - 1] > values[0])) {
            return Fit.rejected(Reason.STUCK, most() / least(), "largest over smallest value, at least " + leastRatio);
        }
        Polynomial fit = weighted(2);
        if (!rises(fit)) {
            fit = weighted(1);
        }
        if (!rises(fit)) {
            return Fit.rejected(Reason.POOR_FIT, fit.toDac(least()), "code at the smallest value; the fit must rise");
        }
        double worst = 0;
        int at = 0;
        for (int k = 0; k < codes.length; k++) {
            double distance = Math.abs(fit.toSi(codes[k]) / values[k] - 1);
            if (!(distance <= worst)) {
                worst = distance;
                at = k;
            }
        }
        if (!(worst < 0.4)) {
            return outliers > 0
                    ? without(at).rising(leastRatio, outliers - 1)
                    : Fit.rejected(Reason.POOR_FIT, worst, "relative distance of a point from the fit, at most 0.4");
        }
        Polynomial accepted = fit;
        double[] back = Arrays.stream(values).map(accepted::toDac).toArray();
        return Fit.accepted(accepted, LeastSquares.rms(codes, back));
    }

    private Points without(int point) {
        int[] kept = IntStream.range(0, count()).filter(k -> k != point).toArray();
        return new Points(
                Arrays.stream(kept).mapToDouble(k -> codes[k]).toArray(),
                Arrays.stream(kept).mapToDouble(k -> values[k]).toArray());
    }

    /// code as a polynomial, with nearly relative weights.
    private Polynomial weighted(int degree) {
        double[][] rows = new double[count()][degree + 1];
        double[] weighted = new double[count()];
        for (int k = 0; k < rows.length; k++) {
            double w = 1 / (codes[k] + 20);
            for (int p = 0; p <= degree; p++) {
                rows[k][p] = w * Math.pow(values[k], p);
            }
            weighted[k] = w * codes[k];
        }
        return Polynomial.of(least(), most(), LeastSquares.solve(rows, weighted));
    }

    private boolean rises(Polynomial fit) {
        double last = Double.NEGATIVE_INFINITY;
        for (int k = 0; k <= 50; k++) {
            double code = fit.toDac(least() + (most() - least()) * k / 50);
            if (code <= last) {
                return false;
            }
            last = code;
        }
        return true;
    }

    /// The shortest time from which on the code falls up to the longest one.
    private static double shortestFalling(NegativePowersPolynomial fit, double least, double most) {
        double tau = most;
        double code = fit.coefficients().at(1 / tau);
        while (tau > least) {
            double shorter = Math.max(least, tau / 1.02);
            double next = fit.coefficients().at(1 / shorter);
            if (next <= code) {
                return tau;
            }
            tau = shorter;
            code = next;
        }
        return least;
    }
}
