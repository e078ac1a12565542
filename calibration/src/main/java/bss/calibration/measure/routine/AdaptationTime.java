package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.NeuronParameter;

/// I_radapt, whose quantity is tau_w: how the membrane comes back after a burst with strong spike-triggered
/// adaptation. code = c0 + c1 / tau + ...
final class AdaptationTime implements Routine {

    private static final int[] CODES = {10, 25, 45, 75, 120, 180, 270, 400, 580, 800};
    private static final int JUMP_CODE = 500;
    private static final double LEAST_LEVEL = 0.004;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.I_RADAPT;
    }

    @Override
    public int[] codes() {
        return CODES.clone();
    }

    @Override
    public Setting setting(int point, Findings known) {
        return AdaptationDecay.setting(known)
                .code(NeuronParameter.I_RADAPT, CODES[point])
                .code(NeuronParameter.I_FIRE, JUMP_CODE);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        double nominal = Nominal.si(parameter(), CODES[point]);
        AdaptationDecay.Seen seen = AdaptationDecay.observe(trace, denmem, known, nominal / 5, nominal * 5);
        return seen.level() < LEAST_LEVEL ? Double.NaN : seen.tauW();
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        return Points.of(CODES, values).time(3, 0.3);
    }
}
