package bss.calibration.measure.routine;

import bss.calibration.measure.bench.PspExperiment;
import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.fit.Psp;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.fg.NeuronParameter;
import java.util.Arrays;

/// V_syntcx or V_syntci: the shape of mean PSPs, whose membrane time constant is known from I_gl. Settings:
/// cake:config/v4_params.py.
final class SynapticTime implements Routine {

    private static final double[] VOLTS = {0.3, 0.4, 0.46, 0.52, 0.58, 0.64, 0.7, 0.78, 0.86, 0.94, 1.04, 1.2};
    /// PSPs of a point: with more of them the time of the experiments grows, and the spread of what is written stays.
    private static final int PSPS = 8;

    private static final int LEAST_POINTS = 6;
    private static final double LEAST_RATIO = 1.1;
    /// Points of either end whose means are compared.
    private static final int ENDS = 3;

    private final boolean right;
    private final Inputs inputs;

    /// @param right the inhibitory input
    SynapticTime(boolean right, Inputs inputs) {
        this.right = right;
        this.inputs = inputs;
    }

    @Override
    public NeuronParameter parameter() {
        return right ? NeuronParameter.V_SYNTCI : NeuronParameter.V_SYNTCX;
    }

    @Override
    public boolean twice() {
        return true;
    }

    @Override
    public int[] codes() {
        return Setting.codesOf(VOLTS);
    }

    @Override
    public Setting setting(int point, Findings known) {
        Setting setting = new Setting().code(parameter(), codes()[point]);
        Inputs.prepare(setting, right, known);
        // long time constants get weak synapses, so that PSPs stay small beside the driving force
        double tau = Nominal.si(parameter(), codes()[point]);
        int weight = tau > 0.8e-6 ? 0 : tau > 0.3e-6 ? 2 : 8;
        PspExperiment.drive(setting, inputs.drivers(), right, weight, Inputs.DIVISOR, PSPS);
        return setting;
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        Psp psp = inputs.psp(trace, denmem, known);
        return Inputs.visible(psp) ? psp.tauSyn() : Double.NaN;
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        Points points = Points.of(codes(), values);
        if (points.count() == 0) {
            return Fit.rejected(Reason.NO_INPUT, 0, "points with a PSP, at least " + LEAST_POINTS);
        }
        if (points.count() < LEAST_POINTS) {
            return Fit.rejected(Reason.TOO_FEW_POINTS, points.count(), "points with a PSP, at least " + LEAST_POINTS);
        }
        double[] tau = points.values();
        double ratio = Arrays.stream(tau, 0, ENDS).average().orElseThrow()
                / Arrays.stream(tau, tau.length - ENDS, tau.length).average().orElseThrow();
        if (!(ratio > LEAST_RATIO)) {
            return Fit.rejected(
                    Reason.STUCK, ratio, "time at the lowest codes over that at the highest, at least " + LEAST_RATIO);
        }
        return ShiftedCurve.of(parameter(), known.cells(), points);
    }
}
