package bss.calibration.measure.routine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection;
import bss.calibration.measure.result.Rejection.Reason;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CodeCurveTest {

    private static final long SEED = 20471;
    private static final int[] CODES = {6, 15, 30, 55, 90, 140, 200, 280, 380, 500, 650, 850};

    /// The ideal quantity of the level 35 mV + 0.91 of the ideal one, times a gain that bends by 4 %.
    private static double bent(NeuronParameter parameter, double code, double gain) {
        double level = 0.035 * 1023 / 1.8 + 0.91 * code;
        double ideal = IdealTransfers.of(parameter, CircuitMode.DEFAULT).toSi(level);
        return gain * (1 + 0.04 * Math.sin(2 * Math.PI * (0.3 + level / 1023))) * ideal;
    }

    private static Fit fit(NeuronParameter parameter, IntToDoubleFunction value) {
        double[] values = Arrays.stream(CODES).mapToDouble(value).toArray();
        return CodeCurve.of(parameter, CellScale.PUBLISHED, 3, CODES, values, 0);
    }

    @Test
    void aBentGainIsFoundWithinTwoPercentThroughNoiseOfAPercent() {
        Random random = new Random(SEED);
        for (NeuronParameter p : new NeuronParameter[] {
            NeuronParameter.I_GL, NeuronParameter.I_RADAPT, NeuronParameter.I_FIRE, NeuronParameter.I_GLADAPT
        }) {
            for (double gain : new double[] {0.4, 1, 2.5}) {
                Fit fit = fit(p, code -> bent(p, code, gain) * (1 + 0.01 * random.nextGaussian()));
                Transfer transfer = fit.transfer().orElseThrow(() -> new AssertionError(p + " " + fit));
                for (int code : new int[] {20, 70, 160, 330, 580}) {
                    double value = bent(p, code, gain);
                    assertTrue(transfer.domain().contains(value), p + " of code " + code + ": " + transfer.domain());
                    double miss = bent(p, transfer.toDac(value), gain) / value - 1;
                    assertEquals(0, miss, 0.02, "%s of code %d, gain %s, seed %d".formatted(p, code, gain, SEED));
                }
            }
        }
    }

    @Test
    void whatDoesNotFollowItsCodeIsStuck() {
        Random random = new Random(SEED);
        for (NeuronParameter p : new NeuronParameter[] {NeuronParameter.I_GL, NeuronParameter.I_FIRE}) {
            Fit fit = fit(p, code -> bent(p, 300, 1) * (1 + 0.05 * random.nextGaussian()));
            assertEquals(Optional.of(Reason.STUCK), fit.rejection().map(Rejection::reason), fit + ", seed " + SEED);
        }
    }

    @Test
    void twoPointsFarBesideTheCurveAreLeftOutAndThreeAreNot() {
        NeuronParameter p = NeuronParameter.I_GL;
        Fit two = fit(p, code -> bent(p, code, 1) * (code == 55 || code == 280 ? 6 : 1));
        double value = bent(p, 140, 1);
        double code = two.transfer()
                .orElseThrow(() -> new AssertionError(two.toString()))
                .toDac(value);
        assertEquals(0, bent(p, code, 1) / value - 1, 0.02);
        Fit three = fit(p, c -> bent(p, c, 1) * (c == 55 || c == 140 || c == 280 ? 6 : 1));
        assertEquals(Optional.of(Reason.POOR_FIT), three.rejection().map(Rejection::reason), three.toString());
    }

    @Test
    void fewPointsAreTooFew() {
        NeuronParameter p = NeuronParameter.I_GL;
        Fit fit = fit(p, code -> code > 60 ? Double.NaN : bent(p, code, 1));
        assertEquals(Optional.of(Reason.TOO_FEW_POINTS), fit.rejection().map(Rejection::reason), fit.toString());
    }
}
