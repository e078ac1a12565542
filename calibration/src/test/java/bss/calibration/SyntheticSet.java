package bss.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.LineFindings;
import bss.calibration.measure.result.ResetFit;
import bss.calibration.measure.result.RowStrengths;
import bss.calibration.measure.result.StrengthCurve;
import bss.spec.fg.CellKind;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Constant;
import bss.spec.transfer.NegativePowersPolynomial;
import bss.spec.transfer.Polynomial;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// A chip whose circuits are straight lines with slopes and offsets of their own, so that codes can be worked out by
/// hand.
final class SyntheticSet {

    static final double LEAST_VOLT = 0.3;
    static final double MOST_VOLT = 1.3;
    static final double LEAST_TAU = 0.4e-6;
    static final double MOST_TAU = 4e-6;
    static final double LEAST_GMAX = 0.1e-6;
    static final double MOST_GMAX = 2.2e-6;
    static final double SCALED = 1.3;

    final double[][] offset = new double[23][512];
    final double[][] slope = new double[23][512];
    final double[] resetOffset = new double[512];
    final double[] factor = new double[448];
    final double[] gmaxSlope = new double[16];
    private final boolean adEx;

    SyntheticSet(long seed, boolean adEx) {
        this.adEx = adEx;
        SplittableRandom random = new SplittableRandom(seed);
        for (int p = 0; p < 23; p++) {
            for (int d = 0; d < 512; d++) {
                offset[p][d] = 10 * random.nextDouble();
                slope[p][d] = 1 + 0.4 * (random.nextDouble() - 0.5);
            }
        }
        for (int d = 0; d < 512; d++) {
            resetOffset[d] = 0.01 * (random.nextDouble() - 0.5);
        }
        for (int row = 0; row < 448; row++) {
            factor[row] = 0.8 + 0.4 * random.nextDouble();
        }
        for (int cell = 0; cell < 16; cell++) {
            gmaxSlope[cell] = 0.9 + 0.2 * random.nextDouble();
        }
    }

    /// Codes per volt, or codes times microseconds.
    private double unit(NeuronParameter parameter) {
        return switch (parameter) {
            case E_L, E_SYNI, E_SYNX, V_EXP, V_T -> 600;
            default -> 100;
        };
    }

    /// The code for a quantity, by hand.
    double code(NeuronParameter parameter, int denmem, double si) {
        double scaled = switch (parameter) {
            case E_L, E_SYNI, E_SYNX, V_EXP, V_T -> si;
            default -> 1e-6 / si;
        };
        return offset[parameter.index()][denmem] + slope[parameter.index()][denmem] * unit(parameter) * scaled;
    }

    /// The quantity of a code, by hand.
    double si(NeuronParameter parameter, int denmem, double code) {
        double scaled =
                (code - offset[parameter.index()][denmem]) / (slope[parameter.index()][denmem] * unit(parameter));
        return switch (parameter) {
            case E_L, E_SYNI, E_SYNX, V_EXP, V_T -> scaled;
            default -> 1e-6 / scaled;
        };
    }

    private Optional<Transfer> transfer(NeuronParameter p, int d) {
        double o = offset[p.index()][d];
        double s = slope[p.index()][d] * unit(p);
        return switch (p) {
            case E_L, E_SYNI, E_SYNX, V_T -> Optional.of(Polynomial.of(LEAST_VOLT, MOST_VOLT, o, s));
            case V_EXP -> adEx ? Optional.of(Polynomial.of(LEAST_VOLT, MOST_VOLT, o, s)) : Optional.empty();
            case I_GL, I_PL, V_SYNTCX, V_SYNTCI ->
                Optional.of(NegativePowersPolynomial.of(LEAST_TAU, MOST_TAU, o, s * 1e-6));
            case V_CONVOFFX, V_CONVOFFI -> Optional.of(new Constant(300 + d % 100, CellKind.VOLTAGE));
            default -> Optional.empty();
        };
    }

    ChipCalibration chip(int hicann) {
        List<ChipCalibration.Denmem> denmems = new ArrayList<>();
        for (int d = 0; d < 512; d++) {
            Map<NeuronParameter, Fit> fits = new EnumMap<>(NeuronParameter.class);
            for (NeuronParameter p : NeuronParameter.values()) {
                transfer(p, d).ifPresent(t -> fits.put(p, Fit.accepted(t, 0)));
            }
            denmems.add(new ChipCalibration.Denmem(d, 0, fits));
        }
        List<ResetFit> resets = new ArrayList<>();
        for (int block = 0; block < 4; block++) {
            resets.add(new ResetFit(
                    Fit.accepted(Polynomial.of(LEAST_VOLT, MOST_VOLT, 5 + block, 550 + 10 * block), 0), resetOffset));
        }
        List<Fit> gmax = new ArrayList<>();
        for (double s : gmaxSlope) {
            gmax.add(Fit.accepted(Polynomial.of(LEAST_GMAX, MOST_GMAX, 0, s * 1023 / 2.5e-6), 0));
        }
        StrengthCurve curve = new StrengthCurve(SCALED, List.of(90.0, 24.0, -1.6), gmax);
        return new ChipCalibration(
                hicann,
                CircuitMode.DEFAULT,
                denmems,
                resets,
                new RowStrengths(factor, new BitSet(), Optional.of(curve)),
                LineFindings.NONE,
                List.of(),
                0,
                0);
    }
}
