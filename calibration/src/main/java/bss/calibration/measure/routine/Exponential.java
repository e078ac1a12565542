package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Spikes;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.fit.Upswing;
import bss.spec.fg.CellKind;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// A membrane that rests above V_exp and fires regularly: the mean rise to a spike shows the exponential term.
final class Exponential {

    /// Time until it fires regularly.
    static final double SETTLE = 8e-6;

    private static final double TAU_M = 2.5e-6;
    private static final double LEAST_SWING = 0.06;
    private static final double ALL_BUT_PEAKS = 0.99;
    private static final double FIRES_ABOVE = 0.2;
    private static final double RESET_BELOW = 0.25;

    private Exponential() {}

    /// @param volt V_exp is written for
    /// @param rest E_l by denmem in V
    static Setting setting(double volt, IntToDoubleFunction rest, Findings known) {
        Setting setting = new Setting()
                .code(NeuronParameter.V_T, Setting.codeOf(CellKind.VOLTAGE, volt + FIRES_ABOVE))
                .reset(volt - RESET_BELOW)
                .firing()
                .time(SETTLE, 80e-6);
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            setting.code(d, NeuronParameter.I_GL, known.code(NeuronParameter.I_GL, d, TAU_M));
            setting.code(d, NeuronParameter.E_L, known.code(NeuronParameter.E_L, d, rest.applyAsDouble(d)));
        }
        return setting;
    }

    /// The potential from which it runs away in no time; NaN if it does not fire.
    static double top(Trace trace) {
        return Spikes.of(trace, LEAST_SWING).count() < 3 ? Double.NaN : trace.quantile(ALL_BUT_PEAKS);
    }

    /// What the mean rise shows; NaN if it does not fire.
    static Upswing observe(Trace trace, int denmem, Findings known) {
        Spikes spikes = Spikes.of(trace, LEAST_SWING);
        double interval = spikes.interval(trace);
        if (!Double.isFinite(interval)) {
            return Upswing.NOTHING;
        }
        Trace mean = trace.part(spikes.drops().getFirst() + 1, spikes.drops().getLast())
                .folded(interval);
        double[] volts = new double[mean.count()];
        Arrays.setAll(volts, mean::volt);
        return Upswing.of(volts, mean.sampleSecond(), Inputs.tau(NeuronParameter.I_GL, denmem, TAU_M, known));
    }
}
