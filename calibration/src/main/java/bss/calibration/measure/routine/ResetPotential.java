package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Spikes;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.ResetFit;
import bss.spec.backend.BackendException;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.stream.IntStream;

/// V_reset, shared by the denmems of a quad position: where the membrane stays while it is refractory. The fit is that
/// of the block's mean; each denmem keeps its distance from it. Settings: cake:config/v4_params.py.
final class ResetPotential {

    /// Many, since one cell of a block is all that averages over the noise of writing.
    private static final double[] VOLTS =
            IntStream.rangeClosed(0, 20).mapToDouble(k -> 0.4 + 0.02 * k).toArray();

    private static final double LEAST_SWING = 0.08;
    private static final int LONG_REFRACTORY = 1;

    private ResetPotential() {}

    static Setting setting(double volt) {
        return new Setting()
                .reset(volt)
                .volt(NeuronParameter.V_T, volt + 0.2)
                .volt(NeuronParameter.E_L, volt + 0.4)
                .code(NeuronParameter.I_GL, 450)
                .code(NeuronParameter.I_PL, LONG_REFRACTORY)
                .firing()
                .time(3e-6, 25e-6);
    }

    /// The reset potential of a denmem; NaN if it does not fire.
    static double observe(int denmem, Trace trace, Findings known) {
        return Spikes.of(trace, LEAST_SWING).baseline(trace) - known.readoutShift(denmem);
    }

    static ResetFit[] measure(ChipBench bench, int[] denmems, Findings known)
            throws BackendException, InterruptedException {
        double[][] seen = new double[VOLTS.length][NeuronTopology.DENMEMS];
        for (int point = 0; point < VOLTS.length; point++) {
            double[] baseline = seen[point];
            Arrays.fill(baseline, Double.NaN);
            bench.run(setting(VOLTS[point]), denmems, (d, trace) -> baseline[d] = observe(d, trace, known));
        }
        return IntStream.range(0, FloatingGates.BLOCKS)
                .mapToObj(block -> ofBlock(
                        IntStream.of(denmems)
                                .filter(d -> NeuronTopology.sharedFgBlock(d) == block)
                                .toArray(),
                        seen))
                .toArray(ResetFit[]::new);
    }

    private static ResetFit ofBlock(int[] denmems, double[][] seen) {
        int[] good = IntStream.of(denmems)
                .filter(d -> Arrays.stream(seen).allMatch(point -> Double.isFinite(point[d])))
                .toArray();
        double[] mean = new double[VOLTS.length];
        for (int point = 0; point < mean.length; point++) {
            double[] ofPoint = seen[point];
            mean[point] =
                    IntStream.of(good).mapToDouble(d -> ofPoint[d]).average().orElse(Double.NaN);
        }
        int[] codes = Setting.codesOf(VOLTS);
        Fit fit = Points.of(codes, mean).potential(1, Nominal.CODES_PER_VOLT, 0.1);
        double[] offset = new double[NeuronTopology.DENMEMS];
        for (int d : good) {
            for (int point = 0; point < mean.length; point++) {
                offset[d] += (seen[point][d] - mean[point]) / mean.length;
            }
        }
        return new ResetFit(fit, offset);
    }
}
