package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.CellKind;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import java.util.Arrays;
import java.util.stream.IntStream;

/// E_synx or E_syni: with V_convoff low the input leaks, and pulls the membrane, which leaks as little as it can, to
/// its reversal potential. Settings: cake:config/v4_params.py, but with the slow mirrors of the leak, and each
/// circuit's
/// E_l, which is known, at the expected potential: what the leak still does is small.
final class ReversalPotential implements Routine {

    private static final double[] EXCITATORY = every(0.05, 0.8, 1.3);
    /// More of them, since low codes come out with several times the noise of high ones.
    private static final double[] INHIBITORY = every(0.01, 0.35, 0.85);

    private static final double MIDDLE = 0.75;

    private final boolean right;
    private final double[] volts;

    /// @param right E_syni instead of E_synx
    ReversalPotential(boolean right) {
        this.right = right;
        volts = right ? INHIBITORY : EXCITATORY;
    }

    private static double[] every(double step, double from, double to) {
        return IntStream.rangeClosed(0, (int) Math.round((to - from) / step))
                .mapToDouble(k -> from + k * step)
                .toArray();
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
        Setting setting = new Setting();
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            // its offset in the middle of what was measured of it, since the points go beyond that
            int offset = known.code(NeuronParameter.E_L, d, MIDDLE) - Setting.codeOf(CellKind.VOLTAGE, MIDDLE);
            int code = Setting.codeOf(CellKind.VOLTAGE, volts[point]) + offset;
            setting.code(d, NeuronParameter.E_L, Math.clamp(code, 0, FloatingGates.MAX_CODE));
        }
        return setting.code(parameter(), codes()[point])
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
