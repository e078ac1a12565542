package bss.tools.calibration.synthetic;

import bss.calibration.measure.fit.LeastSquares;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection;
import bss.spec.transfer.Coefficients;
import bss.spec.transfer.Domain;
import bss.spec.transfer.NegativePowersPolynomial;
import bss.spec.transfer.Polynomial;
import bss.spec.transfer.Transfer;
import java.util.Arrays;

/// A transfer through points of code and quantity that have no noise: of a higher degree than a measurement could
/// determine, so that it follows the bends of a circuit.
final class TrueFit {

    private static final int LEAST_POINTS = 8;
    private static final int CHECKS = 100;
    /// Least change from point to point, as a part of the quantity: below it the code says nothing.
    private static final double LEAST_RISE = 0.01;

    private static final double LEAST_FALL = 0.03;
    /// Keeps small codes from being fitted in per cent.
    private static final double CODES = 20;

    private TrueFit() {}

    /// @param codes ascending
    /// @param values the quantity at each
    static Fit of(Residual.Shape shape, int[] codes, double[] values) {
        int from = 0;
        int to = 0;
        for (int k = 1, start = 0; k <= codes.length; k++) {
            if (k == codes.length || !follows(shape, values[k - 1], values[k])) {
                if (k - start > to - from) {
                    from = start;
                    to = k;
                }
                start = k;
            }
        }
        if (to - from < LEAST_POINTS) {
            return Fit.rejected(
                    Rejection.Reason.STUCK, to - from, "codes that the quantity follows, at least " + LEAST_POINTS);
        }
        double[] x = Arrays.copyOfRange(values, from, to);
        double[] y = Arrays.stream(codes, from, to).mapToDouble(c -> c).toArray();
        return fit(shape, x, y);
    }

    private static boolean follows(Residual.Shape shape, double before, double after) {
        return switch (shape) {
            case POTENTIAL, RISING -> after > before * (1 + LEAST_RISE);
            case FALLING -> after < before * (1 - LEAST_FALL);
        };
    }

    private static Fit fit(Residual.Shape shape, double[] x, double[] y) {
        boolean reciprocal = shape == Residual.Shape.FALLING;
        double least = Math.min(x[0], x[x.length - 1]);
        double most = Math.max(x[0], x[x.length - 1]);
        int highest = Math.min(6, x.length - 3);
        for (int degree = highest; degree >= 1; degree--) {
            double[][] rows = new double[x.length][degree + 1];
            double[] weighted = new double[x.length];
            for (int k = 0; k < x.length; k++) {
                double w = shape == Residual.Shape.POTENTIAL ? 1 : 1 / (y[k] + CODES);
                double base = reciprocal ? 1 / x[k] : x[k];
                for (int p = 0; p <= degree; p++) {
                    rows[k][p] = w * Math.pow(base, p);
                }
                weighted[k] = w * y[k];
            }
            double[] c = LeastSquares.solve(rows, weighted);
            if (Arrays.stream(c).allMatch(Double::isFinite)) {
                Domain domain = new Domain(least, most);
                Transfer transfer = reciprocal
                        ? new NegativePowersPolynomial(Coefficients.of(c), domain)
                        : new Polynomial(Coefficients.of(c), domain);
                if (isMonotone(transfer)) {
                    double[] back = Arrays.stream(x).map(transfer::toDac).toArray();
                    return Fit.accepted(transfer, LeastSquares.rms(y, back));
                }
            }
        }
        return Fit.rejected(Rejection.Reason.POOR_FIT, 0, "degrees of a curve that falls or rises throughout");
    }

    private static boolean isMonotone(Transfer transfer) {
        Domain domain = transfer.domain();
        double sign = Math.signum(transfer.toDac(domain.max()) - transfer.toDac(domain.min()));
        double last = transfer.toDac(domain.min());
        for (int k = 1; k <= CHECKS; k++) {
            double ratio = (double) k / CHECKS;
            // evenly in the logarithm where the quantity spans decades
            double at = domain.min() > 0
                    ? domain.min() * Math.pow(domain.max() / domain.min(), ratio)
                    : domain.min() + ratio * (domain.max() - domain.min());
            double next = transfer.toDac(at);
            if (!(sign * (next - last) > 0)) {
                return false;
            }
            last = next;
        }
        return true;
    }
}
