package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.NeuronParameter;

/// V_exp: where on the way up the exponential term equals the leak over one Delta_T.
final class ExponentialThreshold implements Routine {

    private static final double[] VOLTS = {0.6, 0.7, 0.8, 0.9, 1.0};
    /// Enough for the spread of thresholds that nobody has measured yet.
    private static final double REST_ABOVE = 0.16;
    private static final int REXP_CODE = 400;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.V_EXP;
    }

    @Override
    public int[] codes() {
        return Setting.codesOf(VOLTS);
    }

    @Override
    public Setting setting(int point, Findings known) {
        return Exponential.setting(VOLTS[point], REST_ABOVE, known)
                .code(NeuronParameter.V_EXP, codes()[point])
                .code(NeuronParameter.I_REXP, REXP_CODE);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        return Exponential.observe(trace, denmem, known).vExp() - known.readoutShift(denmem);
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        return Points.of(codes(), values).potential(1, Nominal.CODES_PER_VOLT, 0.1);
    }
}
