package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Spikes;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.fg.NeuronParameter;

/// V_t: a membrane that rests above it fires at it. Settings: cake:config/v4_params.py; a circuit that does not fire is
/// rejected.
final class Threshold implements Routine {

    private static final double[] VOLTS = {0.6, 0.7, 0.8, 0.9, 1.0, 1.1};
    private static final double ABOVE = 0.2;
    private static final double RISE = 0.2;
    private static final double LEAST_SWING = 0.08;
    private static final int LEAK_CODE = 150;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.V_T;
    }

    @Override
    public boolean needsSpikes() {
        return true;
    }

    @Override
    public int[] codes() {
        return Setting.codesOf(VOLTS);
    }

    @Override
    public Setting setting(int point, Findings known) {
        return new Setting()
                .volt(NeuronParameter.V_T, VOLTS[point])
                .volt(NeuronParameter.E_L, VOLTS[point] + ABOVE)
                .code(NeuronParameter.I_GL, LEAK_CODE)
                .reset(VOLTS[point] - RISE)
                .firing()
                .time(3e-6, 25e-6);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        return Spikes.of(trace, LEAST_SWING).peak(trace) - known.readoutShift(denmem);
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        Points points = Points.of(codes(), values);
        if (points.count() < 2) {
            return Fit.rejected(Reason.STUCK, points.count(), "points at which it fires, at least 4");
        }
        return points.potential(2, Nominal.CODES_PER_VOLT, 0.1);
    }
}
