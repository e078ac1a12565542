package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import java.util.Arrays;

/// E_synx or E_syni: with V_convoff low the input leaks, and pulls the membrane, which leaks as little as it can, to
/// its reversal potential. Settings: cake:config/v4_params.py, but with the slow mirrors of the leak and E_l at the
/// expected potential, so that what the leak still does is small.
final class ReversalPotential implements Routine {

    private static final double[] EXCITATORY = {0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3};
    private static final double[] INHIBITORY = {0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85};

    private final boolean right;
    private final double[] volts;

    /// @param right E_syni instead of E_synx
    ReversalPotential(boolean right) {
        this.right = right;
        volts = right ? INHIBITORY : EXCITATORY;
    }

    @Override
    public NeuronParameter parameter() {
        return right ? NeuronParameter.E_SYNI : NeuronParameter.E_SYNX;
    }

    @Override
    public int[] codes() {
        return Arrays.stream(volts)
                .mapToInt(v -> FloatingGates.nearestCode(
                        IdealTransfers.of(parameter(), CircuitMode.DEFAULT).toDac(v)))
                .toArray();
    }

    @Override
    public Setting setting(int point, Findings known) {
        return new Setting()
                .code(parameter(), codes()[point])
                .volt(NeuronParameter.E_L, volts[point])
                .code(right ? NeuronParameter.I_CONVI : NeuronParameter.I_CONVX, FloatingGates.MAX_CODE)
                .code(right ? NeuronParameter.V_CONVOFFI : NeuronParameter.V_CONVOFFX, 0)
                .code(NeuronParameter.I_GL, 0)
                .slowLeak()
                .time(30e-6, 4e-6);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        return trace.mean() - known.readoutShift(denmem);
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        double ideal = Nominal.CODES_PER_VOLT * (right ? 1 : 614 * FloatingGates.MAX_VOLT / FloatingGates.MAX_CODE);
        return Points.of(codes(), values).potential(2, ideal, 0.1);
    }
}
