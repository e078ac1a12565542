package bss.calibration.measure.routine;

import bss.calibration.measure.fit.LeastSquares;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.Lookup;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/// The fit of synaptic time constants: the ideal transfer of a level that an offset at the gate shifts, times a factor
/// whose logarithm is a straight line of the code; kept as a table over the measured codes. The offset is found by
/// search, the line by linear least squares at each. (Cake:pycake/calibrator.py fits a softplus of ln tau, which has a
/// bend at either end of the ideal table.)
final class ShiftedCurve {

    private static final double MOST_SHIFT = 400;
    private static final double SHIFT_STEP = 40;
    private static final int EVALUATIONS = 60;
    private static final double WORST_RMS = 0.2;
    private static final int POWERS = 1;

    private ShiftedCurve() {}

    /// The table through points of code and time, or why there is none.
    static Fit of(NeuronParameter parameter, CellScale scale, Points points) {
        double[] codes = points.codes();
        double[] logTau = Arrays.stream(points.values()).map(Math::log).toArray();
        DoubleUnaryOperator rms = shift -> rms(parameter, scale, codes, logTau, shift);
        double best = 0;
        for (double shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift += SHIFT_STEP) {
            best = rms.applyAsDouble(shift) < rms.applyAsDouble(best) ? shift : best;
        }
        double shift = new BrentOptimizer(1e-6, 1e-3)
                .optimize(
                        new UnivariateObjectiveFunction(rms::applyAsDouble),
                        GoalType.MINIMIZE,
                        new SearchInterval(best - SHIFT_STEP, best + SHIFT_STEP),
                        new MaxEval(EVALUATIONS))
                .getPoint();
        double residual = rms.applyAsDouble(shift);
        if (!(residual < WORST_RMS)) {
            return Fit.rejected(Reason.POOR_FIT, residual, "of ln tau beside the fit, at most " + WORST_RMS);
        }
        double[] line = line(parameter, scale, codes, logTau, shift);
        int first = (int) codes[0];
        double[] table = new double[(int) codes[codes.length - 1] - first + 1];
        double last = Double.POSITIVE_INFINITY;
        for (int k = 0; k < table.length; k++) {
            // tables must not rise, which noise can make of flat ends
            last = Math.min(last, Math.exp(at(parameter, scale, line, first + k, shift)));
            table[k] = last;
        }
        return Fit.accepted(Lookup.of(first, table).thinned(Points.TABLE), residual);
    }

    private static double at(NeuronParameter parameter, CellScale scale, double[] line, double code, double shift) {
        double x = code / FloatingGates.MAX_CODE;
        return Math.log(scale.si(parameter, code + shift)) + line[0] + line[1] * x;
    }

    private static double[] line(
            NeuronParameter parameter, CellScale scale, double[] codes, double[] logTau, double shift) {
        double[] x = Arrays.stream(codes).map(c -> c / FloatingGates.MAX_CODE).toArray();
        double[] y = logTau.clone();
        for (int k = 0; k < y.length; k++) {
            y[k] -= Math.log(scale.si(parameter, codes[k] + shift));
        }
        return LeastSquares.polynomial(x, y, POWERS);
    }

    private static double rms(
            NeuronParameter parameter, CellScale scale, double[] codes, double[] logTau, double shift) {
        double[] line = line(parameter, scale, codes, logTau, shift);
        double[] fitted = Arrays.stream(codes)
                .map(c -> at(parameter, scale, line, c, shift))
                .toArray();
        return LeastSquares.rms(fitted, logTau);
    }
}
