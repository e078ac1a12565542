package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.NeuronParameter;

/// E_l: the membrane with its inputs off rests there. Settings: cake:config/v4_params.py.
final class LeakPotential implements Routine {

    private static final double[] VOLTS = {0.5, 0.6, 0.7, 0.8, 0.9, 1.0};

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.E_L;
    }

    @Override
    public int[] codes() {
        return Setting.codesOf(VOLTS);
    }

    @Override
    public Setting setting(int point, Findings known) {
        return new Setting().volt(NeuronParameter.E_L, VOLTS[point]).time(8e-6, 4e-6);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        return trace.mean() - known.readoutShift(denmem);
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        return Points.of(codes(), values).potential(2, Nominal.CODES_PER_VOLT, 0.1);
    }
}
