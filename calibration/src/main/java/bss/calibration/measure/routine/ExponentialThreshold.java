package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// V_exp: where on the way up the exponential term equals the leak over one Delta_T. A membrane that rests far above it
/// hardly shows the exponential before it runs away; so a first point finds roughly where that is, and the membranes of
/// the others rest a little above.
final class ExponentialThreshold implements Routine {

    private static final double FIRST = 0.8;
    private static final double[] VOLTS = {FIRST, 0.6, 0.7, 0.8, 0.9, 1.0};
    /// Enough for the spread of thresholds that nobody has measured yet.
    private static final double FIRST_REST = 0.16;
    /// Above the potential from which the first point ran away.
    private static final double REST = 0.03;

    private static final int REXP_CODE = 400;

    /// By denmem, how far above the written potential it ran away in the first point.
    private final double[] runsAway = new double[NeuronTopology.DENMEMS];

    ExponentialThreshold() {
        Arrays.fill(runsAway, FIRST_REST - REST);
    }

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.V_EXP;
    }

    @Override
    public boolean needsSpikes() {
        return true;
    }

    @Override
    public boolean twice() {
        return true;
    }

    @Override
    public int[] codes() {
        return Setting.codesOf(VOLTS);
    }

    @Override
    public Setting setting(int point, Findings known) {
        double volt = VOLTS[point];
        IntToDoubleFunction rest = point == 0
                ? d -> FIRST + FIRST_REST
                : d -> FIRST + runsAway[d] + REST + (volt - FIRST) / Nominal.CODES_PER_VOLT * Nominal.IDEAL_PER_VOLT;
        return Exponential.setting(volt, rest, known)
                .code(NeuronParameter.V_EXP, codes()[point])
                .code(NeuronParameter.I_REXP, REXP_CODE);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        if (point == 0) {
            double top = Exponential.top(trace) - known.readoutShift(denmem);
            runsAway[denmem] = Double.isFinite(top) ? top - FIRST : FIRST_REST - REST;
            return Double.NaN;
        }
        return Exponential.observe(trace, denmem, known).vExp() - known.readoutShift(denmem);
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        Points points = Points.of(codes(), values);
        if (points.count() < 2) {
            return Fit.rejected(Reason.STUCK, points.count(), "points at which the membrane runs away, at least 3");
        }
        return points.potential(1, Nominal.CODES_PER_VOLT, 0.1);
    }
}
