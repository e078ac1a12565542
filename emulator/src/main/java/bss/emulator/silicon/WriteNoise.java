package bss.emulator.silicon;

import bss.spec.fg.CellKind;
import bss.spec.fg.FloatingGates;
import java.util.Arrays;

/// How far a write of a floating-gate cell lands from its mean, by the code written: the sigma of the controller's
/// default, the write in two passes ("afterburn").
///
/// Read off the plots in halbe:tools/FG/result_doc (published); straight between the knots.
final class WriteNoise {

    /// Codes, and sigmas in mV.
    private static final double[][] VOLTAGE = {
        {0, 17}, {60, 17}, {110, 10}, {200, 4.5}, {350, 2.5}, {400, 1.75}, {600, 1.75}, {850, 3}
    };

    private static final double[][] CURRENT = {{0, 0.3}, {3, 0.3}, {50, 2}, {200, 4}, {400, 6}, {700, 8}};

    private static final double[] VOLTAGE_SIGMA = byCode(VOLTAGE);
    private static final double[] CURRENT_SIGMA = byCode(CURRENT);

    private WriteNoise() {}

    private static double[] byCode(double[][] knots) {
        double[] sigma = new double[FloatingGates.MAX_CODE + 1];
        Arrays.setAll(sigma, code -> 1e-3 * at(knots, code));
        return sigma;
    }

    /// Beyond the last knot as at it.
    private static double at(double[][] knots, int code) {
        int k = 1;
        while (k < knots.length && knots[k][0] < code) {
            k++;
        }
        if (k == knots.length) {
            return knots[k - 1][1];
        }
        double share = (code - knots[k - 1][0]) / (knots[k][0] - knots[k - 1][0]);
        return knots[k - 1][1] + share * (knots[k][1] - knots[k - 1][1]);
    }

    /// Sigma in V on the scale of the readout, on which 1.8 V are the ideal level of code 1023.
    static double sigmaVolt(CellKind kind, int code) {
        return switch (kind) {
            case VOLTAGE -> VOLTAGE_SIGMA[code];
            case CURRENT -> CURRENT_SIGMA[code];
        };
    }
}
