package bss.mapper.plasticity.chip;

import bss.spec.config.StdpConfig;
import bss.spec.fg.FloatingGates;
import bss.spec.transfer.StdpTransfer;
import java.util.stream.IntStream;

/// What an STDP controller does to the 4-bit weights: threshold and step of its look-up tables.
///
/// Additive pair STDP changes a weight by `A w_max` for each pair; a 4-bit weight has no such step. So
/// pairs are collected until they are worth one or more codes: with `k` codes per pair the threshold is
/// `step / k` pairs. The thresholds are the same for both directions: the slower direction takes one code,
/// or two where that gives the ratio better, the faster one the whole number next to its share, and the
/// threshold lies where both are wrong by the same factor.
///
/// Pattern 0 joins the causal capacitor to the lower threshold, pattern 1 the anticausal one, and both
/// thresholds are equal: each bit then says that the capacitor holds more than the threshold. If both do,
/// the weight takes both steps.
///
/// @param low code that anticausal pairs do not go below
/// @param high code that causal pairs do not go beyond
/// @param causal step in codes of causal pairs, negative if they weaken
/// @param anticausal step in codes of anticausal pairs, negative if they weaken
/// @param thresholdCode of V_thigh and V_tlow, V_m is 0
record WeightTables(int low, int high, int causal, int anticausal, int thresholdCode) {

    /// aa, ac, ca, cc are bits 0 to 3.
    private static final int CAUSAL_TO_LOW = 2;

    private static final int ANTICAUSAL_TO_LOW = 4;
    private static final int MAX_WEIGHT = 15;
    /// A lower threshold than a single close pair reaches makes no difference.
    private static final double LEAST_PAIRS = 0.5;

    /// The tables for what synapses ask for on average.
    ///
    /// @param low code of `w_min`
    /// @param high code of `w_max`
    /// @param causalPerPair change in codes for each causal pair
    /// @param anticausalPerPair change in codes for each anticausal pair, negative if it weakens
    static WeightTables of(double low, double high, double causalPerPair, double anticausalPerPair) {
        double up = Math.abs(causalPerPair);
        double down = Math.abs(anticausalPerPair);
        double slow = up == 0 || down == 0 ? Math.max(up, down) : Math.min(up, down);
        int lowCode = Math.clamp(Math.round(low), 0, MAX_WEIGHT);
        int highCode = Math.clamp(Math.round(high), lowCode, MAX_WEIGHT);
        if (slow == 0) {
            return new WeightTables(lowCode, highCode, 0, 0, FloatingGates.MAX_CODE);
        }
        double ratio = Math.max(up, down) / slow;
        int steps = misfit(2 * ratio) < misfit(ratio) ? 2 : 1;
        double both = Math.max(1, Math.rint(steps * ratio));
        int code = StdpTransfer.code(Math.max(LEAST_PAIRS, Math.sqrt(steps * both / (slow * slow * ratio))));
        double pairs = StdpTransfer.pairs(code, 0);
        return new WeightTables(lowCode, highCode, step(causalPerPair, pairs), step(anticausalPerPair, pairs), code);
    }

    /// How far a number of steps is from a whole one.
    private static double misfit(double steps) {
        return Math.abs(steps - Math.rint(steps));
    }

    private static int step(double perPair, double pairs) {
        if (perPair == 0) {
            return 0;
        }
        int size = Math.clamp(Math.round(Math.abs(perPair) * pairs), 1, MAX_WEIGHT);
        return perPair > 0 ? size : -size;
    }

    /// Change in codes for each pair that these tables come to.
    double perPair(int step) {
        return step / StdpTransfer.pairs(thresholdCode, 0);
    }

    /// Whether no table changes any weight.
    boolean idle() {
        return high == low || (causal == 0 && anticausal == 0);
    }

    StdpConfig config(RowRange rows) {
        return new StdpConfig(
                !idle(),
                false,
                rows.first(),
                rows.last(),
                CAUSAL_TO_LOW,
                ANTICAUSAL_TO_LOW,
                table(causal),
                table(anticausal),
                table(causal + anticausal));
    }

    /// A weight outside the bounds stays where it is until a step leads back.
    private int[] table(int step) {
        return IntStream.rangeClosed(0, MAX_WEIGHT)
                .map(w -> step >= 0 ? Math.max(w, Math.min(w + step, high)) : Math.min(w, Math.max(w + step, low)))
                .toArray();
    }
}
