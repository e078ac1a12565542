package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Spikes;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import java.util.Arrays;
import java.util.Optional;

/// I_pl: the interval of a membrane that rests far above its threshold, less the interval at the shortest refractory
/// time, which is code 1023. code = c0 + c1 / tau + ..., where cake takes 1 / (c0 + c1 tau): cells have a
/// floor, so that code 0 is not the longest time. Settings: cake:config/v4_params.py.
final class RefractoryTime implements Routine {

    private static final int[] CODES = {4, 7, 11, 16, 23, 32, 45, 64, 90, 130, 190, FloatingGates.MAX_CODE};
    private static final double FLAT = 1.2;
    private static final double LEAST_SWING = 0.08;
    /// At code 1023 by the ideal transfer, in s.
    private static final double SHORTEST = 15e-9;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.I_PL;
    }

    @Override
    public int[] codes() {
        return CODES.clone();
    }

    @Override
    public Setting setting(int point, Findings known) {
        return new Setting()
                .volt(NeuronParameter.E_L, 1.2)
                .volt(NeuronParameter.V_T, 0.8)
                .reset(0.5)
                .code(NeuronParameter.I_GL, 400)
                .code(NeuronParameter.I_PL, CODES[point])
                .firing()
                .time(6e-6, CODES[point] < 30 ? 50e-6 : 25e-6);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        return Spikes.of(trace, LEAST_SWING).interval(trace);
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        double shortest = values[values.length - 1];
        if (!Double.isFinite(shortest)) {
            return Fit.rejected(Reason.NEVER_RECOVERS, 0, "spikes at the shortest refractory time, at least 3");
        }
        // the gain of the circuit, from the first guess, tells what the reference interval itself contains
        Points guess = Points.of(Arrays.copyOf(CODES, CODES.length - 1), minus(values, shortest));
        if (guess.count() < 6) {
            return Fit.rejected(Reason.TOO_FEW_POINTS, guess.count(), "points with a value, at least 6");
        }
        double gain = 0;
        for (int k = 0; k < guess.count(); k++) {
            gain += guess.values()[k] / Nominal.refractory(guess.codes()[k]) / guess.count();
        }
        Points points = Points.of(Arrays.copyOf(CODES, CODES.length - 1), minus(values, shortest - gain * SHORTEST));
        return points.time(3, 0.5);
    }

    @Override
    public Optional<Reference> reference() {
        return Optional.of(new Reference(CODES.length - 1, SHORTEST));
    }

    /// Times over a reference; NaN for the lowest codes as long as they give the same, longest, time.
    private static double[] minus(double[] values, double reference) {
        double[] tau = Arrays.stream(values, 0, values.length - 1)
                .map(v -> v - reference)
                .toArray();
        for (int k = 0; k + 1 < tau.length && tau[k] < FLAT * tau[k + 1]; k++) {
            tau[k] = Double.NaN;
        }
        return tau;
    }
}
