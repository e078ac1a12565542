package bss.calibration.measure.routine;

import bss.calibration.measure.fit.LeastSquares;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.Lookup;
import bss.spec.transfer.NegativePowersPolynomial;
import bss.spec.transfer.Polynomial;
import bss.spec.transfer.Transfer;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The fit of times, conductances and other quantities that a gain distinguishes from circuit to circuit: the ideal
/// transfer of the level that the cell reaches, times a factor whose logarithm is a polynomial of the code. What comes
/// out is stored in the ideal circuit's form: powers of the quantity, or negative ones of a time.
///
/// Rejected are quantities that hardly follow the code, and points that lie far beside the curve; up to two points are
/// left out first.
final class CodeCurve {

    private static final int LEAST_POINTS = 5;
    private static final int OUTLIERS = 2;
    /// Of ln of the quantity to ln of the nominal one; 1 is ideal, 0 a stuck cell.
    private static final double LEAST_EXPONENT = 0.25;
    /// Nominal change of the seen points from which a stuck cell can be told.
    private static final double TELLING = 1.4;

    private static final double WORST = 0.4;
    private static final int KNOTS = 80;
    private static final int POWERS = 5;
    private static final double ROUNDING_CODES = 0.5;
    private static final double ROUNDING = 0.01;

    private final NeuronParameter parameter;
    private final CellScale scale;
    private final int degree;
    private final Points points;
    private final double[] nominal;

    private CodeCurve(NeuronParameter parameter, CellScale scale, int degree, Points points) {
        this.parameter = parameter;
        this.scale = scale;
        this.degree = degree;
        this.points = points;
        nominal = Arrays.stream(points.codes())
                .map(code -> scale.si(parameter, code))
                .toArray();
    }

    /// The transfer through the points.
    ///
    /// @param degree of the correction; with few points it is lower
    /// @param values by code, NaN where nothing was seen
    /// @param noise what a value is uncertain by beside its write noise, in its unit
    static Fit of(NeuronParameter parameter, CellScale scale, int degree, int[] codes, double[] values, double noise) {
        return new CodeCurve(parameter, scale, degree, Points.of(codes, values)).fit(noise, OUTLIERS);
    }

    /// The gain of a circuit: the mean factor on the nominal quantity, weighted as in a fit.
    static double gain(NeuronParameter parameter, CellScale scale, int[] codes, double[] values, double noise) {
        CodeCurve curve =
                new CodeCurve(parameter, scale, 0, Points.of(codes, values).positive());
        return curve.nominal.length == 0 ? 1 : Math.exp(curve.correction(noise, 0)[0]);
    }

    private Fit fit(double noise, int outliers) {
        if (Arrays.stream(points.values()).anyMatch(v -> v <= 0)) {
            return new CodeCurve(parameter, scale, degree, points.positive()).fit(noise, outliers);
        }
        int n = nominal.length;
        double exponent = exponent(noise);
        if (exponent < LEAST_EXPONENT) {
            return Fit.rejected(
                    Reason.STUCK, exponent, "power of the ideal change that it follows, at least " + LEAST_EXPONENT);
        }
        if (n < LEAST_POINTS) {
            return Fit.rejected(Reason.TOO_FEW_POINTS, n, "points with a value, at least " + LEAST_POINTS);
        }
        double[] correction = correction(noise, Math.min(degree, n - 4));
        double worst = 0;
        int at = 0;
        double square = 0;
        for (int k = 0; k < n; k++) {
            double code = points.codes()[k];
            double beside = Math.log(points.values()[k] / value(correction, code));
            double weight = weight(k, noise);
            square += beside * beside * weight * weight / n;
            if (Math.abs(beside) * weight > worst) {
                worst = Math.abs(beside) * weight;
                at = k;
            }
        }
        if (!(worst < WORST)) {
            return outliers > 0
                    ? new CodeCurve(parameter, scale, degree, points.without(at)).fit(noise, outliers - 1)
                    : Fit.rejected(Reason.POOR_FIT, worst, "of ln of a point beside the fit, at most " + WORST);
        }
        Fit fit = transfer(correction, Math.sqrt(square));
        // a factor with less freedom bends less
        return fit.rejection().isPresent() && correction.length > 1
                ? new CodeCurve(parameter, scale, correction.length - 2, points).fit(noise, outliers)
                : fit;
    }

    /// With which power of the nominal quantity the measured one changes; infinite if too little of it was seen.
    private double exponent(double noise) {
        int n = nominal.length;
        double[] x = Arrays.stream(nominal).map(Math::log).toArray();
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        if (n < 3 || sorted[n - 1] - sorted[0] < Math.log(TELLING)) {
            return Double.POSITIVE_INFINITY;
        }
        double[][] rows = new double[n][];
        double[] y = new double[n];
        for (int k = 0; k < n; k++) {
            double w = weight(k, noise);
            rows[k] = new double[] {w, w * x[k]};
            y[k] = w * Math.log(points.values()[k]);
        }
        return LeastSquares.solve(rows, y)[1];
    }

    /// Relative weight of a point.
    private double weight(int k, double noise) {
        return points.values()[k] / (points.values()[k] + noise);
    }

    private double[] correction(double noise, int powers) {
        double[][] rows = new double[nominal.length][powers + 1];
        double[] y = new double[nominal.length];
        for (int k = 0; k < nominal.length; k++) {
            double w = weight(k, noise);
            for (int p = 0; p <= powers; p++) {
                rows[k][p] = w * Math.pow(points.codes()[k] / FloatingGates.MAX_CODE, p);
            }
            y[k] = w * Math.log(points.values()[k] / nominal[k]);
        }
        return LeastSquares.solve(rows, y);
    }

    private double value(double[] correction, double code) {
        double x = code / FloatingGates.MAX_CODE;
        double sum = 0;
        for (int p = correction.length - 1; p >= 0; p--) {
            sum = sum * x + correction[p];
        }
        return Math.exp(sum) * scale.si(parameter, code);
    }

    private Fit transfer(double[] correction, double residual) {
        int first = (int) points.codes()[0];
        int last = (int) points.codes()[points.count() - 1];
        boolean falls = value(correction, last) < value(correction, first);
        // the longest piece on which the curve is strictly monotone
        int from = first;
        int to = first;
        for (int start = first; start < last; ) {
            int end = start;
            while (end < last
                    && value(correction, end + 1) != value(correction, end)
                    && (value(correction, end + 1) < value(correction, end)) == falls) {
                end++;
            }
            if (end - start > to - from) {
                from = start;
                to = end;
            }
            start = Math.max(end, start + 1);
        }
        if (to - from < (last - first) / 2) {
            return Fit.rejected(Reason.POOR_FIT, to - from, "codes over which the fit goes one way, at least half");
        }
        int begin = from;
        int end = to;
        double[] code = IntStream.rangeClosed(0, KNOTS)
                .mapToDouble(k -> begin + (end - begin) * Math.pow((double) k / KNOTS, 2))
                .toArray();
        double[] value = Arrays.stream(code).map(c -> value(correction, c)).toArray();
        Transfer powers = powers(code, value, falls);
        if (holds(powers, code, value)) {
            return Fit.accepted(powers, residual);
        }
        if (!falls) {
            return Fit.rejected(Reason.POOR_FIT, POWERS, "powers, which do not follow the curve");
        }
        double[] table = IntStream.rangeClosed(begin, end)
                .mapToDouble(c -> value(correction, c))
                .toArray();
        return Fit.accepted(Lookup.of(begin, table).thinned(Points.TABLE), residual);
    }

    private static Transfer powers(double[] code, double[] value, boolean falls) {
        double[][] rows = new double[code.length][POWERS + 1];
        double[] y = new double[code.length];
        for (int k = 0; k < code.length; k++) {
            double w = 1 / (code[k] + 20);
            for (int p = 0; p <= POWERS; p++) {
                rows[k][p] = w * Math.pow(value[k], falls ? -p : p);
            }
            y[k] = w * code[k];
        }
        double[] c = LeastSquares.solve(rows, y);
        double one = value[0];
        double other = value[value.length - 1];
        return falls ? NegativePowersPolynomial.of(other, one, c) : Polynomial.of(one, other, c);
    }

    /// Whether the transfer gives the codes within rounding, and is monotone.
    private static boolean holds(Transfer transfer, double[] code, double[] value) {
        double last = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < code.length; k++) {
            double back = transfer.toDac(value[k]);
            boolean near = Math.abs(back - code[k]) < ROUNDING_CODES
                    || Math.abs(transfer.toSi(code[k]) / value[k] - 1) < ROUNDING;
            if (!near || back <= last) {
                return false;
            }
            last = back;
        }
        return true;
    }
}
