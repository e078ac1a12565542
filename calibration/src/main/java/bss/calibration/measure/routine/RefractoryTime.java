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
/// time, which is code 1023. After cake:config/v4_params.py, with a shorter rise, so that its noise counts less.
final class RefractoryTime implements Routine {

    private static final int[] CODES = {1, 4, 7, 11, 16, 23, 32, 45, 64, 90, 130, 190, 260, FloatingGates.MAX_CODE};
    private static final double LEAST_SWING = 0.08;
    /// What the write noise of threshold, rest and leak makes of an interval, in s.
    private static final double NOISE = 6e-9;
    private static final double LEAST_CHANGE = 5 * NOISE;

    @Override
    public NeuronParameter parameter() {
        return NeuronParameter.I_PL;
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
        return new Setting()
                .volt(NeuronParameter.E_L, 1.3)
                .volt(NeuronParameter.V_T, 0.7)
                .reset(0.5)
                .code(NeuronParameter.I_GL, 600)
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
        double change = Arrays.stream(values).filter(Double::isFinite).max().orElse(shortest) - shortest;
        if (change < LEAST_CHANGE) {
            return Fit.rejected(Reason.STUCK, change, "s between longest and shortest, at least " + LEAST_CHANGE);
        }
        // the gain of the circuit, from the first guess, tells what the reference interval itself contains
        int[] codes = Arrays.copyOf(CODES, CODES.length - 1);
        CellScale cells = known.cells();
        double gain = CodeCurve.gain(parameter(), cells, codes, minus(values, shortest), NOISE);
        double reference = shortest - gain * cells.si(parameter(), FloatingGates.MAX_CODE);
        return CodeCurve.of(parameter(), cells, 2, codes, minus(values, reference), NOISE);
    }

    @Override
    public Optional<Reference> reference() {
        return Optional.of(new Reference(CODES.length - 1, Nominal.si(parameter(), FloatingGates.MAX_CODE)));
    }

    private static double[] minus(double[] values, double reference) {
        return Arrays.stream(values, 0, values.length - 1)
                .map(v -> v - reference)
                .toArray();
    }
}
