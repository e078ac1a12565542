package bss.calibration.measure.fit;

import java.util.Arrays;
import java.util.function.Function;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/// A postsynaptic potential V(t) = rest + slope (e^(-t/tauM) - e^(-t/tauSyn)) / (1/tauSyn - 1/tauM), t from its onset.
///
/// @param tauSyn time constant of the synaptic conductance in s
/// @param rest V before it
/// @param slope dV/dt at the onset in V/s: conductance step times driving force over capacitance
/// @param rms root mean square of what is left
public record Psp(double tauSyn, double rest, double slope, double rms) {

    private static final int EVALUATIONS = 80;
    private static final int ROUNDS = 3;

    /// The shape per slope at a time after the onset.
    private static double shape(double t, double tauM, double tauSyn) {
        if (t <= 0) {
            return 0;
        }
        double rates = 1 / tauSyn - 1 / tauM;
        if (Math.abs(rates) * t < 1e-6) {
            return t * Math.exp(-t / tauM);
        }
        return Math.exp(-t / tauM) * -Math.expm1(-rates * t) / rates;
    }

    /// The fit of samples at equal distance, with a known membrane time constant.
    ///
    /// @param onset of the first sample, in s: negative before the PSP begins
    public static Psp of(double[] volts, double sampleSecond, double onset, double tauM, double least, double most) {
        double logTau = new BrentOptimizer(1e-5, 1e-7)
                .optimize(
                        new UnivariateObjectiveFunction(x -> at(volts, sampleSecond, onset, tauM, Math.exp(x)).rms),
                        GoalType.MINIMIZE,
                        new SearchInterval(Math.log(least), Math.log(most)),
                        new MaxEval(EVALUATIONS))
                .getPoint();
        return at(volts, sampleSecond, onset, tauM, Math.exp(logTau));
    }

    /// The fit with a known synaptic time constant of a PSP that uses up a part of its driving force: what the
    /// membrane, on its way to the reversal potential, loses of the current is added again.
    ///
    /// @param reversal potential, on the scale of `volts`
    public static Psp saturating(
            double[] volts, double sampleSecond, double onset, double tauM, double tauSyn, double reversal) {
        return saturating(volts, sampleSecond, onset, tauM, reversal, v -> at(v, sampleSecond, onset, tauM, tauSyn));
    }

    /// The same with an unknown synaptic time constant.
    public static Psp saturating(
            double[] volts,
            double sampleSecond,
            double onset,
            double tauM,
            double least,
            double most,
            double reversal) {
        return saturating(
                volts, sampleSecond, onset, tauM, reversal, v -> of(v, sampleSecond, onset, tauM, least, most));
    }

    private static Psp saturating(
            double[] volts,
            double sampleSecond,
            double onset,
            double tauM,
            double reversal,
            Function<double[], Psp> fit) {
        Psp psp = fit.apply(volts);
        double[] lost = new double[volts.length];
        double[] whole = new double[volts.length];
        for (int round = 0; round < ROUNDS; round++) {
            psp.lose(lost, sampleSecond, onset, tauM, reversal);
            Arrays.setAll(whole, k -> volts[k] + lost[k]);
            psp = fit.apply(whole);
        }
        return psp;
    }

    /// By how much the membrane stays below this PSP, which has no limit: dx/dt = -x / tauM + g(t) / C (V - rest),
    /// with V that of the last round, by trapezoids.
    private void lose(double[] lost, double sampleSecond, double onset, double tauM, double reversal) {
        double kept = Math.exp(-sampleSecond / tauM);
        double rate = slope / (reversal - rest);
        double x = 0;
        double before = 0;
        for (int k = 0; k < lost.length; k++) {
            double t = onset + k * sampleSecond;
            double now = t <= 0 ? 0 : rate * Math.exp(-t / tauSyn) * (slope * shape(t, tauM, tauSyn) - lost[k]);
            x = kept * (x + sampleSecond / 2 * before) + sampleSecond / 2 * now;
            before = now;
            lost[k] = x;
        }
    }

    private static Psp at(double[] volts, double sampleSecond, double onset, double tauM, double tauSyn) {
        int n = 0;
        double se = 0;
        double see = 0;
        double sv = 0;
        double sev = 0;
        double svv = 0;
        for (int k = 0; k < volts.length; k++) {
            if (Double.isFinite(volts[k])) {
                double e = shape(onset + k * sampleSecond, tauM, tauSyn);
                n++;
                se += e;
                see += e * e;
                sv += volts[k];
                sev += e * volts[k];
                svv += volts[k] * volts[k];
            }
        }
        double slope = (sev - se * sv / n) / (see - se * se / n);
        double rest = (sv - slope * se) / n;
        double left = svv - slope * sev - rest * sv;
        return new Psp(tauSyn, rest, slope, Math.sqrt(Math.max(0, left) / n));
    }
}
