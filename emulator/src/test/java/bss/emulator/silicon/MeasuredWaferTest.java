package bss.emulator.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.fg.CellKind;
import bss.spec.fg.NeuronParameter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// 2,304 virtual circuits measured through the ADC as cake measures silicon, against the spreads published for it.
/// Settings: cake:config/v4_params.py and base_parameters.py; spreads: cake:doc/figures, halbe:tools/FG/result_doc.
class MeasuredWaferTest {

    private static final long SEED = 12;

    /// The readout shift: 64 shorted denmems have one membrane, so that what differs is the readout.
    private static double[][] readoutShift(Bench bench) throws Exception {
        Bench.Codes codes = new Bench.Codes()
                .volt(NeuronParameter.E_L, 0.9)
                .volt(NeuronParameter.V_T, 1.4)
                .nanoampere(NeuronParameter.I_CONVX, 0)
                .nanoampere(NeuronParameter.I_CONVI, 0);
        return Bench.fromBlockMean(bench.measure(codes, true, false, 1e-6, 1, Bench::mean));
    }

    private static void within(double expected, double tolerance, double sigmaVolt, String what) {
        assertEquals(expected, 1e3 * sigmaVolt, tolerance, what + " in mV, wafer seed " + SEED);
    }

    @Test
    void spreadsOfReadoutThresholdReversalAndResetPotentialsAreThoseMeasuredOnSilicon() throws Exception {
        Bench bench = new Bench(SEED);
        double[][] shift = readoutShift(bench);
        within(14, 2, Bench.sigmaOfGood(shift), "readout offset");

        Bench.Codes threshold = new Bench.Codes()
                .volt(NeuronParameter.V_T, 0.8)
                .volt(NeuronParameter.E_L, 1.0)
                .nanoampere(NeuronParameter.I_GL, 1500)
                .nanoampere(NeuronParameter.I_CONVX, 0)
                .nanoampere(NeuronParameter.I_CONVI, 0)
                .reset(0.6);
        double[][] vt = bench.measure(threshold, false, true, 6e-6, 1, Bench::peak);
        within(14.5, 2, Bench.sigmaOfGood(Bench.minus(vt, shift)), "V_t, readout shift removed");

        Bench.Codes reversal = new Bench.Codes()
                .volt(NeuronParameter.E_SYNX, 0.9)
                .volt(NeuronParameter.V_T, 1.2)
                .volt(NeuronParameter.V_CONVOFFX, 0.1)
                .volt(NeuronParameter.V_SYNTCX, 1.8)
                .nanoampere(NeuronParameter.I_GL, 0)
                .nanoampere(NeuronParameter.I_CONVI, 0);
        double[][] synx = bench.measure(reversal, false, false, 1e-6, 1, Bench::mean);
        within(24.5, 3, Bench.sigmaOfGood(Bench.minus(synx, shift)), "E_synx, readout shift removed");

        Bench.Codes reset = new Bench.Codes()
                .volt(NeuronParameter.V_T, 0.7)
                .volt(NeuronParameter.E_L, 0.9)
                .nanoampere(NeuronParameter.I_GL, 1100)
                .nanoampere(NeuronParameter.I_PL, 20)
                .nanoampere(NeuronParameter.I_CONVX, 0)
                .nanoampere(NeuronParameter.I_CONVI, 0)
                .reset(0.5);
        double[][] vreset = bench.measure(reset, false, true, 12e-6, 1, Bench::baseline);
        within(17, 3, Bench.sigmaOfGood(vreset), "V_reset, readout shift left in");
    }

    private static void rewrites(int row, int[] codes, double[] publishedMillivolt) throws Exception {
        double[][][] volts = new Bench(SEED).rewrite(row, codes, 30);
        for (int k = 0; k < codes.length; k++) {
            double variance = Arrays.stream(volts[k])
                            .mapToDouble(trials -> Math.pow(Bench.sigma(trials), 2))
                            .sum()
                    / Bench.CHIPS;
            // 200 samples leave 0.13 mV of the ADC's noise
            double sigma = 1e3 * Math.sqrt(variance - Math.pow(0.127e-3, 2));
            assertEquals(
                    publishedMillivolt[k],
                    sigma,
                    0.15 * publishedMillivolt[k],
                    "sigma in mV of rewrites of code %d, row %d, wafer seed %d".formatted(codes[k], row, SEED));
        }
    }

    @Test
    void rewrittenVoltageCellsScatterAsMeasuredOnSilicon() throws Exception {
        rewrites(6, new int[] {110, 200, 350, 500, 600, 850}, new double[] {10, 4.5, 2.5, 1.75, 1.75, 3});
    }

    @Test
    void rewrittenCurrentCellsScatterAsMeasuredOnSilicon() throws Exception {
        rewrites(11, new int[] {50, 200, 400, 700}, new double[] {2, 4, 6, 8});
    }

    @Test
    void meanNoiseOfWritesIsThatOfTwoPasses() {
        double voltage = 0;
        double current = 0;
        for (int code = 0; code < 800; code++) {
            voltage += WriteNoise.sigmaVolt(CellKind.VOLTAGE, code) / 800;
            current += WriteNoise.sigmaVolt(CellKind.CURRENT, code) / 800;
        }
        assertEquals(4.6, 1e3 * voltage, 0.15 * 4.6);
        assertEquals(5.7, 1e3 * current, 0.15 * 5.7);
        assertTrue(WriteNoise.sigmaVolt(CellKind.VOLTAGE, 30) > 16e-3);
    }
}
