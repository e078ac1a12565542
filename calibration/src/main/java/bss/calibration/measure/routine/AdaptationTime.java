package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.NeuronParameter;

/// I_radapt, whose quantity is tau_w: how the membrane comes back after a burst with strong spike-triggered
/// adaptation.
final class AdaptationTime implements Routine {

    private static final int[] CODES = {2, 10, 25, 45, 75, 120, 180, 270, 400, 580, 800};
    private static final int JUMP_CODE = 800;
    private static final double LEAST_LEVEL = 0.0025;
    private static final double SKIP = 1.5e-6;
    private static final double TAU_M = 1e-6;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.I_RADAPT;
    }

    @Override
    public boolean needsSpikes() {
        return true;
    }

    @Override
    public int[] codes() {
        return CODES.clone();
    }

    @Override
    public Setting setting(int point, Findings known) {
        return AdaptationDecay.setting(known, TAU_M)
                .code(NeuronParameter.I_RADAPT, CODES[point])
                .code(NeuronParameter.I_FIRE, JUMP_CODE);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        double nominal = Nominal.si(parameter(), CODES[point]);
        AdaptationDecay.Seen seen =
                AdaptationDecay.observe(trace, denmem, known, TAU_M, nominal / 8, nominal * 8, SKIP);
        return seen.level() < LEAST_LEVEL ? Double.NaN : seen.tauW();
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        return CodeCurve.of(parameter(), known.cells(), 3, CODES, values, 0);
    }
}
