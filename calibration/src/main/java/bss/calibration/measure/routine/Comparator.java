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
/// The resting potential is seen with the comparator off: boards and readout may be off by more than a tenth of a volt.
/// With the comparator on and the threshold out of reach a membrane must stay there: one that stays at its reset
/// potential
/// fires always. With the threshold far below the resting potential and the shortest refractory time it must
/// fire again and again: one that stays at rest never fires, one that stays at its reset potential never recovers.
/// A threshold that is stuck out of reach looks like a comparator that never or always fires.
final class Comparator {

    private static final double REST = 0.9;
    private static final double RESET = 0.5;
    private static final double THRESHOLD = 0.7;
    private static final double OUT_OF_REACH = 1.4;
    /// Half of the way from rest to reset in V.
    private static final double FAR_BELOW = (REST - RESET) / 2;

    private static final double LEAST_SWING = 0.08;

    private Comparator() {}

    private static Setting setting(double threshold) {
        return new Setting()
                .volt(NeuronParameter.V_T, threshold)
                .volt(NeuronParameter.E_L, REST)
                .code(NeuronParameter.I_GL, 300)
                .reset(RESET)
                .time(12e-6, 8e-6);
    }

    static void measure(ChipBench bench, int[] denmems, Findings known) throws BackendException, InterruptedException {
        double[] rest = new double[NeuronTopology.DENMEMS];
        bench.run(setting(OUT_OF_REACH), denmems, (d, trace) -> rest[d] = trace.mean());
        double[] quiet = new double[NeuronTopology.DENMEMS];
        bench.run(setting(OUT_OF_REACH).firing(), denmems, (d, trace) -> quiet[d] = trace.mean());
        bench.run(setting(THRESHOLD).firing(), denmems, (d, trace) -> {
            double middle = rest[d] - FAR_BELOW;
            if (quiet[d] < middle) {
                known.setFault(
                        d,
                        Fit.rejected(Reason.ALWAYS_FIRES, quiet[d] - rest[d], "V from rest, threshold out of reach"));
            } else if (Spikes.of(trace, LEAST_SWING).count() < 2) {
                double volt = trace.mean() - rest[d];
                known.setFault(
                        d,
                        trace.mean() < middle
                                ? Fit.rejected(Reason.NEVER_RECOVERS, volt, "V from rest long after its first spike")
                                : Fit.rejected(Reason.NEVER_FIRES, volt, "V from rest, threshold far below"));
            }
        });
    }
}
