package bss.calibration;

import bss.spec.fg.FloatingGates;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.spec.translate.GmaxSetting;

/// Chooses a V_gmax code and divisor whose largest weight just covers a conductance.
final class GmaxChoice {

    /// The code nearest to calibtic's 500 nA, for a scale that nothing uses.
    static final int UNUSED_CODE = FloatingGates.nearestCode(FloatingGates.codeOfAmpere(500e-9));

    /// The largest conductance in nS that any setting reaches.
    static final double LARGEST = top(FloatingGates.MAX_CODE, SynapseWeightTransfer.MIN_DIVISOR);

    // within this much above the target, a code far from both ends is worth more than an exact one
    private static final double SLACK = 0.01;
    private static final int MIDDLE_CODE = 512;

    private GmaxChoice() {}

    /// The setting of cell `selgmax` for rows whose largest conductance is `nanosiemens`. Of the settings at most 1 %
    /// too large the one whose code is nearest the middle; else the one that is least too large.
    static GmaxSetting covering(int selgmax, double nanosiemens) {
        if (nanosiemens == 0) {
            return new GmaxSetting(selgmax, UNUSED_CODE, 11);
        }
        GmaxSetting best = new GmaxSetting(selgmax, FloatingGates.MAX_CODE, SynapseWeightTransfer.MIN_DIVISOR);
        double bestExcess = LARGEST / nanosiemens - 1;
        for (int divisor = SynapseWeightTransfer.MIN_DIVISOR; divisor <= SynapseWeightTransfer.MAX_DIVISOR; divisor++) {
            // 1e-9: a code that is exact but for rounding errors is not one too small
            int code = Math.max(1, (int) Math.ceil(nanosiemens / top(1, divisor) * (1 - 1e-9)));
            if (code > FloatingGates.MAX_CODE) {
                break;
            }
            double excess = top(code, divisor) / nanosiemens - 1;
            boolean better = excess <= SLACK
                    ? bestExcess > SLACK || Math.abs(code - MIDDLE_CODE) < Math.abs(best.vGmaxCode() - MIDDLE_CODE)
                    : excess < bestExcess;
            if (better) {
                best = new GmaxSetting(selgmax, code, divisor);
                bestExcess = excess;
            }
        }
        return best;
    }

    static double top(int code, int divisor) {
        return SynapseWeightTransfer.ofCode(code, divisor).conductance(SynapseWeightTransfer.MAX_WEIGHT);
    }
}
