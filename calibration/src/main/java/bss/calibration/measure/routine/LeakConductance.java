package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.fit.Relaxation;
import bss.calibration.measure.result.Fit;
import bss.spec.backend.HardwareTime;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.fg.CellKind;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import java.util.Arrays;

/// I_gl, whose quantity is tau_m: the membrane relaxes after a current step, which cake has as the alternative to the
/// decay of PSPs; it needs neither working drivers nor synaptic inputs.
/// Cake:pycake/analyzer.py, calibrator.py.
final class LeakConductance implements Routine {

    private static final int[] CODES = {6, 15, 30, 55, 90, 140, 200, 280, 380, 500, 650, 850};
    private static final double STEP_VOLT = 0.2;
    /// Entries of the stimulus table with current.
    private static final int ON = 64;
    private static final double LEAST_STEP = 0.02;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.I_GL;
    }

    @Override
    public int[] codes() {
        return CODES.clone();
    }

    /// The pulse length at which the current lasts for at least eight time constants, if there is one.
    private static int pulseLength(double tau) {
        return Math.clamp((int) Math.ceil(8 * tau / HardwareTime.CYCLE_SECONDS / (4 * ON)) - 1, 0, 15);
    }

    @Override
    public Setting setting(int point, Findings known) {
        double tau = Nominal.tauM(CODES[point]);
        int[] table = new int[CurrentStimulusConfig.LENGTH];
        Arrays.fill(table, 0, ON, Setting.codeOf(CellKind.CURRENT, STEP_VOLT * CircuitMode.BIG_CAPACITANCE / tau));
        CurrentStimulusConfig stimulus = new CurrentStimulusConfig(table, pulseLength(tau), false);
        double on = ON * stimulus.stepCycles() * HardwareTime.CYCLE_SECONDS;
        return new Setting()
                .code(NeuronParameter.I_GL, CODES[point])
                .volt(NeuronParameter.E_L, 0.6)
                .current(stimulus)
                .time(on + 2 * HardwareTime.CYCLE_SECONDS, on);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        double[] volts = new double[trace.count()];
        Arrays.setAll(volts, trace::volt);
        double tau = Nominal.tauM(CODES[point]);
        Relaxation fit = Relaxation.of(volts, trace.sampleSecond(), tau / 12, tau * 12);
        return Math.abs(fit.step()) < LEAST_STEP ? Double.NaN : fit.tau();
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        return CodeCurve.of(parameter(), known.cells(), 3, CODES, values, 0);
    }
}
