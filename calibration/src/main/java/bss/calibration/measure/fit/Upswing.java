package bss.calibration.measure.fit;

import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/// dV/dt against V on the way up to a spike: dV/dt = (E_l - V) / tau_m + Delta_T / tau_m exp((V - V_exp) / Delta_T).
/// Delta_T by search, E_l and V_exp by linear least squares at each.
///
/// @param deltaT in V
/// @param vExp in V
/// @param rms root mean square of what is left of tau_m dV/dt, in V
public record Upswing(double deltaT, double vExp, double rms) {

    /// No rise was seen, or none that the exponential term drives.
    public static final Upswing NOTHING = new Upswing(Double.NaN, Double.NaN, Double.NaN);

    /// Distance in ln Delta_T from the ends of the search at which nothing was found.
    private static final double EDGE = 0.02;

    private static final double LEAST = 0.7e-3;
    private static final double MOST = 45e-3;
    private static final int EVALUATIONS = 60;
    /// Faster than this from sample to sample a difference is no derivative.
    private static final double FASTEST_VOLT = 4e-3;
    /// Samples after the reset that are left out.
    private static final int AFTER_RESET = 5;
    private static final int LEAST_SAMPLES = 20;

    /// The fit of the samples of one rise from reset to spike, NaN where none was taken.
    ///
    /// @param tauM known, in s
    public static Upswing of(double[] volts, double sampleSecond, double tauM) {
        double[] v = new double[volts.length];
        double[] drive = new double[volts.length];
        double[] rises = new double[volts.length];
        int n = 0;
        for (int k = AFTER_RESET; k + 2 < volts.length; k++) {
            double rise = (volts[k + 1] - volts[k - 1]) / 2;
            if (Math.abs(rise) > FASTEST_VOLT && k > volts.length / 2) {
                break;
            }
            if (Double.isFinite(rise) && Double.isFinite(volts[k])) {
                v[n] = volts[k];
                rises[n] = rise;
                drive[n] = tauM * rise / sampleSecond + volts[k];
                n++;
            }
        }
        if (n < LEAST_SAMPLES) {
            return NOTHING;
        }
        int count = n;
        double logDelta = new BrentOptimizer(1e-5, 1e-7)
                .optimize(
                        new UnivariateObjectiveFunction(x -> at(v, drive, rises, count, Math.exp(x)).rms),
                        GoalType.MINIMIZE,
                        new SearchInterval(Math.log(LEAST), Math.log(MOST)),
                        new MaxEval(EVALUATIONS))
                .getPoint();
        Upswing fit = at(v, drive, rises, n, Math.exp(logDelta));
        boolean inside = logDelta - Math.log(LEAST) > EDGE && Math.log(MOST) - logDelta > EDGE;
        // what it has not gone through it does not show
        return inside && v[n - 1] > fit.vExp + fit.deltaT ? fit : NOTHING;
    }

    private static Upswing at(double[] v, double[] drive, double[] rises, int n, double deltaT) {
        double top = v[n - 1];
        double se = 0;
        double see = 0;
        double sd = 0;
        double sed = 0;
        double sdd = 0;
        for (int k = 0; k < n; k++) {
            // V = -Delta_T ln(t_0 - t): the difference of two samples is more than the derivative between them
            double part = rises[k] / deltaT;
            double more = part < 1e-3 ? 1 : part / Math.tanh(part);
            double e = Math.exp(Math.min(1, (v[k] - top) / deltaT)) * more;
            se += e;
            see += e * e;
            sd += drive[k];
            sed += e * drive[k];
            sdd += drive[k] * drive[k];
        }
        double strength = (sed - se * sd / n) / (see - se * se / n);
        double rest = (sd - strength * se) / n;
        double left = sdd - strength * sed - rest * sd;
        return new Upswing(deltaT, top - deltaT * Math.log(strength / deltaT), Math.sqrt(Math.max(0, left) / n));
    }
}
