package bss.calibration.measure.fit;

import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.transfer.Lookup;
import java.util.Arrays;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/// ln tau = a ln(1 + e^(c (b - code))) / c + o, the family of synaptic time constants (cake:pycake/calibrator.py),
/// stored as a table over the codes that were measured.
///
/// The curvature c is that of the ideal circuit: a handful of points does not tell it from b. For each b, found by
/// search, a and o follow by linear least squares.
public final class Softplus {

    /// Of the ideal circuit (a fit to calibtic's table), per code of a cell of slope 0.91.
    private static final double CURVATURE = 7.686e-3 * 0.91;

    private static final double LEAST_B = -200;
    private static final double MOST_B = 900;
    private static final int EVALUATIONS = 200;
    private static final double WORST_RMS = 0.2;

    private Softplus() {}

    /// The table through points of code and ln tau, or why there is none.
    public static Fit of(double[] codes, double[] logTau) {
        double b = new BrentOptimizer(1e-6, 1e-6)
                .optimize(
                        new UnivariateObjectiveFunction(x -> rms(codes, logTau, x)),
                        GoalType.MINIMIZE,
                        new SearchInterval(LEAST_B, MOST_B),
                        new MaxEval(EVALUATIONS))
                .getPoint();
        double rms = rms(codes, logTau, b);
        double[] line = line(codes, logTau, b);
        if (!(rms < WORST_RMS)) {
            return Fit.rejected(Reason.POOR_FIT, rms, "of ln tau beside the fit, at most " + WORST_RMS);
        }
        if (!(line[1] > 0)) {
            return Fit.rejected(Reason.POOR_FIT, line[1], "slope of ln tau, must be positive");
        }
        int first = (int) Math.round(codes[0]);
        double[] table = new double[(int) Math.round(codes[codes.length - 1]) - first + 1];
        Arrays.setAll(table, k -> Math.exp(line[0] + line[1] * soft(first + k, b)));
        return Fit.accepted(Lookup.of(first, table), rms);
    }

    private static double soft(double code, double b) {
        return Math.log1p(Math.exp(CURVATURE * (b - code))) / CURVATURE;
    }

    private static double[] line(double[] codes, double[] logTau, double b) {
        return LeastSquares.polynomial(Arrays.stream(codes).map(x -> soft(x, b)).toArray(), logTau, 1);
    }

    private static double rms(double[] codes, double[] logTau, double b) {
        double[] line = line(codes, logTau, b);
        double[] fitted =
                Arrays.stream(codes).map(x -> line[0] + line[1] * soft(x, b)).toArray();
        return LeastSquares.rms(fitted, logTau);
    }
}
