package bss.calibration.measure.fit;

import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/// V(t) = end + step exp(-t / tau): the time constant by search, the rest by linear least squares at each.
///
/// @param tau time constant in s
/// @param end V long after
/// @param step V at the first sample less `end`
/// @param rms root mean square of what is left
public record Relaxation(double tau, double end, double step, double rms) {

    private static final int EVALUATIONS = 100;

    /// The fit of samples at equal distance.
    ///
    /// @param sampleSecond their distance
    /// @param least shortest time constant looked for
    /// @param most longest
    public static Relaxation of(double[] volts, double sampleSecond, double least, double most) {
        double logTau = new BrentOptimizer(1e-6, 1e-8)
                .optimize(
                        new UnivariateObjectiveFunction(x -> at(volts, sampleSecond, Math.exp(x)).rms),
                        GoalType.MINIMIZE,
                        new SearchInterval(Math.log(least), Math.log(most)),
                        new MaxEval(EVALUATIONS))
                .getPoint();
        return at(volts, sampleSecond, Math.exp(logTau));
    }

    private static Relaxation at(double[] volts, double sampleSecond, double tau) {
        int n = volts.length;
        double factor = Math.exp(-sampleSecond / tau);
        double e = 1;
        double se = 0;
        double see = 0;
        double sv = 0;
        double sev = 0;
        double svv = 0;
        for (double v : volts) {
            se += e;
            see += e * e;
            sv += v;
            sev += e * v;
            svv += v * v;
            e *= factor;
        }
        double step = (sev - se * sv / n) / (see - se * se / n);
        double end = (sv - step * se) / n;
        double rest = svv - step * sev - end * sv;
        return new Relaxation(tau, end, step, Math.sqrt(Math.max(0, rest) / n));
    }
}
