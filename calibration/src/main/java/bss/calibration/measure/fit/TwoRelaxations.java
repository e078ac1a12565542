package bss.calibration.measure.fit;

import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/// V(t) = end + fast exp(-t / known) + step exp(-t / tau): a known and a slower time constant.
///
/// @param tau the slower time constant in s
/// @param end V long after
/// @param step share of the slower one at the first sample [V]
/// @param rms root mean square of what is left
public record TwoRelaxations(double tau, double end, double step, double rms) {

    private static final int EVALUATIONS = 60;

    /// The fit of samples at equal distance.
    ///
    /// @param known the faster time constant
    /// @param least shortest of the slower one looked for
    /// @param most longest
    public static TwoRelaxations of(double[] volts, double sampleSecond, double known, double least, double most) {
        double logTau = new BrentOptimizer(1e-5, 1e-7)
                .optimize(
                        new UnivariateObjectiveFunction(x -> at(volts, sampleSecond, known, Math.exp(x)).rms),
                        GoalType.MINIMIZE,
                        new SearchInterval(Math.log(least), Math.log(most)),
                        new MaxEval(EVALUATIONS))
                .getPoint();
        return at(volts, sampleSecond, known, Math.exp(logTau));
    }

    private static TwoRelaxations at(double[] volts, double sampleSecond, double known, double tau) {
        // normal equations of the basis 1, exp(-t/known), exp(-t/tau)
        double[][] m = new double[3][3];
        double[] r = new double[3];
        double[] e = {1, 1, 1};
        double[] factor = {1, Math.exp(-sampleSecond / known), Math.exp(-sampleSecond / tau)};
        double square = 0;
        for (double v : volts) {
            for (int i = 0; i < 3; i++) {
                r[i] += e[i] * v;
                for (int j = 0; j <= i; j++) {
                    m[i][j] += e[i] * e[j];
                }
            }
            square += v * v;
            for (int i = 1; i < 3; i++) {
                e[i] *= factor[i];
            }
        }
        for (int i = 0; i < 3; i++) {
            for (int j = i + 1; j < 3; j++) {
                m[i][j] = m[j][i];
            }
        }
        double[] c = LeastSquares.solve(m, r);
        double left = square - c[0] * r[0] - c[1] * r[1] - c[2] * r[2];
        return new TwoRelaxations(tau, c[0], c[2], Math.sqrt(Math.max(0, left) / volts.length));
    }
}
