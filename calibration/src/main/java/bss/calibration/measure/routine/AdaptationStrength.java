package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.backend.HardwareTime;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.fg.CellKind;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealCircuit;
import java.util.Arrays;
import java.util.Optional;

/// I_gladapt, whose quantity is a in S: a steady current I moves the membrane by I / (g_l + a). The leak is slow, so
/// that
/// it does not hide a small a; its own part is measured at code 0, which switches a off.
final class AdaptationStrength implements Routine {

    private static final int[] CODES = {0, 12, 25, 45, 80, 130, 200, 300, 450, 650};
    private static final double TAU_M = 5e-6;
    /// Smaller parts of the leak the write noise of the leak hides.
    private static final double LEAST_PART = 0.1;
    /// Of the leak, sigma that its write noise leaves.
    private static final double NOISE = 0.03;
    private static final double STEP_VOLT = 0.12;
    private static final int ON = 100;
    private static final int PULSE_LENGTH = 15;
    private static final double LEAST_STEP = 0.004;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.I_GLADAPT;
    }

    @Override
    public int[] codes() {
        return CODES.clone();
    }

    private static int currentCode(int point) {
        double leak = CircuitMode.BIG_CAPACITANCE / TAU_M;
        double a = CODES[point] == 0 ? 0 : Nominal.si(NeuronParameter.I_GLADAPT, CODES[point]);
        return Math.clamp(Setting.codeOf(CellKind.CURRENT, STEP_VOLT * (leak + a)), 1, 1023);
    }

    @Override
    public Setting setting(int point, Findings known) {
        int[] table = new int[CurrentStimulusConfig.LENGTH];
        Arrays.fill(table, 0, ON, currentCode(point));
        CurrentStimulusConfig stimulus = new CurrentStimulusConfig(table, PULSE_LENGTH, false);
        double on = ON * stimulus.stepCycles() * HardwareTime.CYCLE_SECONDS;
        Setting setting = new Setting()
                .code(NeuronParameter.I_GLADAPT, CODES[point])
                .volt(NeuronParameter.E_L, 0.6)
                .current(stimulus)
                .time(0.7 * on, 1.9 * on);
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            setting.code(d, NeuronParameter.I_GL, known.code(NeuronParameter.I_GL, d, TAU_M));
        }
        return setting;
    }

    /// The conductance that the step sees: g_l + a.
    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        int end = trace.at(0.29 / 1.9 * trace.count() * trace.sampleSecond());
        double step = trace.mean(0, end) - trace.mean(trace.count() - 2 * end, trace.count());
        return step < LEAST_STEP ? Double.NaN : IdealCircuit.stimulusAmpere(currentCode(point)) / step;
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        if (!Double.isFinite(values[0])) {
            return Fit.rejected(Reason.STUCK, 0, "V by which a current moves the membrane, at least " + LEAST_STEP);
        }
        double[] a = Arrays.stream(values).map(v -> v - values[0]).toArray();
        a[0] = Double.NaN;
        for (int k = 1; k < a.length; k++) {
            a[k] = a[k] > LEAST_PART * values[0] ? a[k] : Double.NaN;
        }
        return CodeCurve.of(parameter(), known.cells(), 2, CODES, a, NOISE * values[0]);
    }

    /// Without a.
    @Override
    public Optional<Reference> reference() {
        return Optional.of(new Reference(0, 0));
    }
}
