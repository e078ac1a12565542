package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;

/// I_fire, whose quantity is b in A: what a counted burst of spikes leaves, at a known tau_w. Seen is b / C; C is the
/// nominal capacitance.
final class AdaptationJump implements Routine {

    private static final int[] CODES = {60, 110, 170, 240, 320, 420, 520, 640, 780};
    private static final double TAU_W = 12e-6;
    private static final double LEAST_LEVEL = 0.0015;
    private static final double SKIP = 4e-6;
    private static final double TAU_M = 2e-6;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.I_FIRE;
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
        Setting setting = AdaptationDecay.setting(known, TAU_M).code(NeuronParameter.I_FIRE, CODES[point]);
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            setting.code(d, NeuronParameter.I_RADAPT, known.code(NeuronParameter.I_RADAPT, d, TAU_W));
        }
        return setting;
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        double tauW = Inputs.tau(NeuronParameter.I_RADAPT, denmem, TAU_W, known);
        AdaptationDecay.Seen seen = AdaptationDecay.observe(trace, denmem, known, TAU_M, tauW / 1.2, tauW * 1.2, SKIP);
        return seen.level() < LEAST_LEVEL ? Double.NaN : seen.jump() * CircuitMode.BIG_CAPACITANCE;
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        return CodeCurve.of(parameter(), known.cells(), 2, CODES, values, 0);
    }
}
