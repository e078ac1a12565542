package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;

/// I_rexp, whose quantity is Delta_T: how steeply the exponential term grows on the way up.
final class ExponentialSlope implements Routine {

    private static final int[] CODES = {70, 110, 160, 220, 300, 390, 500, 620, 760, 960};
    private static final double REST_ABOVE = 0.03;
    private static final double VOLT = 0.8;
    /// Of a value: small Delta_T are seen in few samples.
    private static final double NOISE = 1e-3;
    /// More spikes than for V_exp, since Delta_T is what its noise is largest of.
    private static final double RECORD = 200e-6;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.I_REXP;
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
        return CODES.clone();
    }

    @Override
    public Setting setting(int point, Findings known) {
        Setting setting = Exponential.setting(VOLT, d -> VOLT + REST_ABOVE, known)
                .code(NeuronParameter.I_REXP, CODES[point])
                .time(Exponential.SETTLE, RECORD);
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            setting.code(d, NeuronParameter.V_EXP, known.code(NeuronParameter.V_EXP, d, VOLT));
        }
        return setting;
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        return Exponential.observe(trace, denmem, known).deltaT();
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        return CodeCurve.of(parameter(), known.cells(), 2, CODES, values, NOISE);
    }
}
