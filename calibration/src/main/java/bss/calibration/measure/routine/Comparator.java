package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Spikes;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.backend.BackendException;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;

/// Which circuits cannot fire as circuits do, so that nothing that needs spikes can be measured.
///
/// With the threshold out of reach a membrane must stay at its resting potential: one that stays at its reset
/// potential fires always. With the threshold far below the resting potential and the shortest refractory time it must
/// fire again and again: one that stays at rest never fires, one that stays at its reset potential never recovers.
/// A threshold that is stuck out of reach looks like a comparator that never or always fires.
final class Comparator {

    private static final double REST = 0.9;
    private static final double RESET = 0.5;
    private static final double THRESHOLD = 0.7;
    private static final double OUT_OF_REACH = 1.4;
    /// Between reset and rest, whatever their offsets, in V.
    private static final double MIDDLE = 0.7;

    private static final double LEAST_SWING = 0.08;

    private Comparator() {}

    private static Setting setting(double threshold) {
        return new Setting()
                .volt(NeuronParameter.V_T, threshold)
                .volt(NeuronParameter.E_L, REST)
                .code(NeuronParameter.I_GL, 300)
                .reset(RESET)
                .firing()
                .time(12e-6, 8e-6);
    }

    static void measure(ChipBench bench, int[] denmems, Findings known) throws BackendException, InterruptedException {
        double[] quiet = new double[NeuronTopology.DENMEMS];
        bench.run(setting(OUT_OF_REACH), denmems, (d, trace) -> quiet[d] = trace.mean());
        bench.run(setting(THRESHOLD), denmems, (d, trace) -> {
            if (quiet[d] < MIDDLE) {
                known.setFault(d, Fit.rejected(Reason.ALWAYS_FIRES, quiet[d], "V with its threshold out of reach"));
            } else if (Spikes.of(trace, LEAST_SWING).count() < 2) {
                double volt = trace.mean();
                known.setFault(
                        d,
                        volt < MIDDLE
                                ? Fit.rejected(Reason.NEVER_RECOVERS, volt, "V long after its first spike")
                                : Fit.rejected(Reason.NEVER_FIRES, volt, "V with its threshold far below"));
            }
        });
    }
}
