package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.fit.LeastSquares;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.fg.CellKind;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Constant;
import bss.spec.transfer.IdealTransfers;
import java.util.Arrays;

/// V_convoffx or V_convoffi: below it the input leaks and pulls the membrane from E_l towards its reversal potential.
/// The
/// pull (V - rest) / (E_syn - V), which is leak over membrane conductance, is a straight line of V_convoff that ends at
/// the offset of the input; the constant stored lies a little above. Settings: cake:config/v4_params.py; where cake
/// fits the hinge of V itself, this takes the line, which needs fewer points.
final class OffsetVoltage implements Routine {

    private static final double[] VOLTS = {0.02, 0.12, 0.22, 0.35, 0.5, 0.65, 0.8, 0.95, 1.1, 1.25, 1.5};
    private static final double E_L = 0.75;
    private static final double EXCITATORY = 1.25;
    private static final double INHIBITORY = 0.35;
    /// Pull from which a point counts.
    private static final double LEAST_PULL = 0.025;
    /// Of the way to the reversal potential at the lowest code: less comes from the noise of the writes.
    private static final double LEAST_MOVE = 0.012;

    private static final double MOST_PULL = 1.5;
    /// What noise of the write and error of the fit may take.
    private static final int MARGIN_CODES = 10;

    private final boolean right;
    private final double[] lowest = new double[NeuronTopology.DENMEMS];
    /// How many inputs leak at the lowest code, and how many do not.
    private int leaking;

    private int tight;

    /// @param right the inhibitory input
    OffsetVoltage(boolean right) {
        this.right = right;
    }

    @Override
    public NeuronParameter parameter() {
        return right ? NeuronParameter.V_CONVOFFI : NeuronParameter.V_CONVOFFX;
    }

    @Override
    public int[] codes() {
        return Setting.codesOf(VOLTS);
    }

    private NeuronParameter reversal() {
        return right ? NeuronParameter.E_SYNI : NeuronParameter.E_SYNX;
    }

    private int reversalCode() {
        return FloatingGates.nearestCode(
                IdealTransfers.of(reversal(), CircuitMode.DEFAULT).toDac(right ? INHIBITORY : EXCITATORY));
    }

    @Override
    public Setting setting(int point, Findings known) {
        return new Setting()
                .code(parameter(), codes()[point])
                .volt(NeuronParameter.E_L, E_L)
                .code(reversal(), reversalCode())
                .code(right ? NeuronParameter.I_CONVI : NeuronParameter.I_CONVX, FloatingGates.MAX_CODE)
                .code(NeuronParameter.I_GL, 82)
                .time(12e-6, 5e-6);
    }

    @Override
    public double observe(int point, int denmem, Trace trace, Findings known) {
        double volt = trace.mean() - known.readoutShift(denmem);
        if (point == 0) {
            lowest[denmem] = volt;
        } else if (point == VOLTS.length - 1) {
            if (moved(lowest[denmem], volt, toReversal(denmem, volt, known))) {
                leaking++;
            } else {
                tight++;
            }
        }
        return volt;
    }

    private double toReversal(int denmem, double rest, Findings known) {
        return known.fit(reversal(), denmem)
                        .flatMap(Fit::transfer)
                        .map(t -> t.toSi(reversalCode()))
                        .orElse(Nominal.si(reversal(), reversalCode()))
                - rest;
    }

    @Override
    public Fit fit(int denmem, double[] values, Findings known) {
        double rest = (values[values.length - 1] + values[values.length - 2]) / 2;
        double toReversal = toReversal(denmem, rest, known);
        int[] codes = codes();
        if (!((values[0] - rest) / toReversal > LEAST_MOVE)) {
            if (tight > leaking) {
                // inputs of this chip have no offset: nothing to correct
                return Fit.accepted(new Constant(FloatingGates.MAX_CODE, CellKind.VOLTAGE), 0);
            }
            double seen = (values[0] - rest) / toReversal;
            return Fit.rejected(Reason.STUCK, seen, "of the way to the reversal potential, at least " + LEAST_MOVE);
        }
        int used = 0;
        while (used < codes.length - 1 && moved(values[used], rest, toReversal)) {
            used++;
        }
        if (used < 2) {
            return Fit.accepted(new Constant(codes[1] + MARGIN_CODES, CellKind.VOLTAGE), Double.NaN);
        }
        // near the reversal potential a millivolt is a large pull
        int from = 0;
        while (used - from > 2
                && !(pull(values[from], rest, toReversal) < MOST_PULL && pull(values[from], rest, toReversal) > 0)) {
            from++;
        }
        double[] x = Arrays.stream(codes, from, used).mapToDouble(c -> c).toArray();
        double[] y = Arrays.stream(values, from, used)
                .map(v -> pull(v, rest, toReversal))
                .toArray();
        double[] line = line(x, y);
        double offset = -line[0] / line[1];
        if (!(offset > 5 && offset < 980)) {
            return Fit.rejected(Reason.OUT_OF_RANGE, offset, "code of the offset, 5 to 980");
        }
        double residual = LeastSquares.rms(
                        y, Arrays.stream(x).map(c -> line[0] + line[1] * c).toArray())
                / -line[1];
        if (!(residual < 120)) {
            return Fit.rejected(Reason.POOR_FIT, residual, "codes beside the line, at most 120");
        }
        return Fit.accepted(new Constant(Math.round(offset) + MARGIN_CODES, CellKind.VOLTAGE), residual);
    }

    /// Weighted, as the noise of the leak's cell counts relative to the pull.
    private static double[] line(double[] x, double[] y) {
        double[][] rows = new double[x.length][];
        double[] weighted = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            double w = 1 / (LEAST_PULL + y[k]);
            rows[k] = new double[] {w, w * x[k]};
            weighted[k] = w * y[k];
        }
        return LeastSquares.solve(rows, weighted);
    }

    /// Whether the membrane is noticeably drawn towards the reversal potential, perhaps all the way.
    private static boolean moved(double volt, double rest, double toReversal) {
        return (volt - rest) / toReversal > LEAST_PULL;
    }

    private static double pull(double volt, double rest, double toReversal) {
        return (volt - rest) / (rest + toReversal - volt);
    }
}
