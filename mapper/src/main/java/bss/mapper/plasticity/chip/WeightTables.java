package bss.mapper.plasticity.chip;

import bss.spec.config.StdpConfig;
import bss.spec.fg.FloatingGates;
import bss.spec.transfer.StdpTransfer;
import java.util.stream.IntStream;

/// What an STDP controller does to the 4-bit weights: what it compares, the thresholds and the steps of its tables.
///
/// Additive pair STDP changes a weight by `A w_max` for each pair; a 4-bit weight has no such step, and the controller
/// looks at a synapse only once in each walk over its rows. Besides, the rule takes all pairs, a synapse only those of
/// neighbouring spikes: each counts for as many as there are at 20 Hz.
///
/// **Difference**, if both directions oppose each other with about the same amplitude and walks are long: pattern 0
/// joins the causal capacitor to the lower and the anticausal one to the higher threshold, pattern 1 the other way
/// round, and V_tlow lies above V_thigh. Both bits then say that the capacitors differ by less: the weight stays. Else
/// it takes a step towards the fuller one. All capacitors are emptied at every look, so none is full for good.
/// Differences of uncorrelated trains are about normal with a sigma s, and with a threshold x
///
/// `step (P(D > x) - P(D < -x)) = 2 step phi(x / s) / s E(D)`
///
/// codes come of each look for a small E(D): x is chosen so that this is what the pairs are worth.
///
/// **Each alone**: pairs are collected until they are worth one or more codes: with `k` codes per pair the threshold is
/// `step / k` pairs. Pattern 0 joins the causal capacitor to the lower threshold, pattern 1 the anticausal one, and
/// both thresholds are equal: each bit then says that the capacitor holds more than the threshold. If both do, the
/// weight takes both steps. The slower direction takes one code, or two where that gives the ratio better, the faster
/// one the whole number next to its share, and the threshold lies where both are wrong by the same factor. Looks must
/// be
/// quick: when both capacitors pass the threshold between two of them, nobody knows which was first. And as the first
/// takes the step alone, a small majority of pairs wins more steps than it is worth.
///
/// @param low code that anticausal pairs do not go below
/// @param high code that causal pairs do not go beyond
/// @param causal step in codes of causal pairs, negative if they weaken
/// @param anticausal step in codes of anticausal pairs, negative if they weaken
/// @param lowThresholdCode of V_tlow, above V_m, which is 0
/// @param highThresholdCode of V_thigh
/// @param codesPerPair change in codes for each of all pairs by a step of one code
record WeightTables(
        int low,
        int high,
        int causal,
        int anticausal,
        int lowThresholdCode,
        int highThresholdCode,
        double codesPerPair) {

    private static final int MAX_WEIGHT = 15;
    /// A lower threshold than a single close pair reaches makes no difference.
    private static final double LEAST_PAIRS = 0.5;
    /// Pairs' charge that each capacitor collects in a second of biology from two independent Poisson trains of 20 Hz,
    /// and the standard deviation of the difference after one second: measured on 4,000 s of them.
    private static final double CHARGE_PER_SECOND = 4.5;

    private static final double NOISE = 1.35;
    /// All pairs of such trains, 20 Hz * 20 Hz * tau, over those of neighbours.
    private static final double ALL_PAIRS = 20 * 20 * 0.02 / CHARGE_PER_SECOND;

    /// Looks are quick up to this part of the threshold.
    private static final double QUICK = 0.2;
    /// A lower threshold in units of sigma would move most weights at every look.
    private static final double LEAST_SIGMAS = 0.5;

    /// The tables for what synapses ask for on average.
    ///
    /// @param low code of `w_min`
    /// @param high code of `w_max`
    /// @param causalPerPair change in codes for each causal pair
    /// @param anticausalPerPair change in codes for each anticausal pair, negative if it weakens
    /// @param walkSeconds time between two looks of the controller in seconds of biology
    static WeightTables of(
            double low, double high, double causalPerPair, double anticausalPerPair, double walkSeconds) {
        double up = ALL_PAIRS * Math.abs(causalPerPair);
        double down = ALL_PAIRS * Math.abs(anticausalPerPair);
        double slow = up == 0 || down == 0 ? Math.max(up, down) : Math.min(up, down);
        int lowCode = Math.clamp(Math.round(low), 0, MAX_WEIGHT);
        int highCode = Math.clamp(Math.round(high), lowCode, MAX_WEIGHT);
        if (slow == 0) {
            return new WeightTables(lowCode, highCode, 0, 0, FloatingGates.MAX_CODE, FloatingGates.MAX_CODE, 0);
        }
        double ratio = Math.max(up, down) / slow;
        int steps = steps(ratio);
        double both = Math.max(1, Math.rint(steps * ratio));
        double wanted = Math.sqrt(steps * both / (slow * slow * ratio));
        if (walkSeconds >= longWalkSeconds(causalPerPair, anticausalPerPair)) {
            return difference(lowCode, highCode, Math.copySign(Math.sqrt(up * down), causalPerPair), walkSeconds);
        }
        int code = StdpTransfer.code(Math.max(LEAST_PAIRS, wanted));
        double pairs = StdpTransfer.pairs(code, 0);
        return new WeightTables(
                lowCode,
                highCode,
                step(Math.copySign(up, causalPerPair), pairs),
                step(Math.copySign(down, anticausalPerPair), pairs),
                code,
                code,
                1 / (ALL_PAIRS * pairs));
    }

    /// From which walks on the difference tells more; infinite if it tells nothing.
    static double longWalkSeconds(double causalPerPair, double anticausalPerPair) {
        double product = -causalPerPair * anticausalPerPair;
        if (product <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double up = Math.abs(causalPerPair);
        double down = Math.abs(anticausalPerPair);
        double ratio = Math.max(up, down) / Math.min(up, down);
        boolean alike = Math.rint(steps(ratio) * ratio) == steps(ratio);
        return alike ? QUICK / (CHARGE_PER_SECOND * ALL_PAIRS * Math.sqrt(product)) : Double.POSITIVE_INFINITY;
    }

    /// What the slower direction takes at once.
    private static int steps(double ratio) {
        return misfit(2 * ratio) < misfit(ratio) ? 2 : 1;
    }

    private static WeightTables difference(int low, int high, double causalPerNeighbours, double walkSeconds) {
        double sigma = NOISE * Math.sqrt(walkSeconds);
        // twice phi, of a step of one code
        double wanted = Math.abs(causalPerNeighbours) * sigma;
        int step = Math.clamp((long) Math.ceil(wanted / (2 * phi(LEAST_SIGMAS))), 1, MAX_WEIGHT);
        double sigmas = Math.sqrt(Math.max(0, -2 * StrictMath.log(wanted / (2 * step) / phi(0))));
        int code = StdpTransfer.code(sigma * Math.max(LEAST_SIGMAS, sigmas));
        double codesPerPair = 2 * phi(StdpTransfer.pairs(code, 0) / sigma) / sigma / ALL_PAIRS;
        int signed = causalPerNeighbours > 0 ? step : -step;
        return new WeightTables(low, high, signed, -signed, code, 0, codesPerPair);
    }

    /// Density of the normal distribution.
    private static double phi(double x) {
        return StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    boolean difference() {
        return highThresholdCode < lowThresholdCode;
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
        return step * codesPerPair;
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
                difference() ? StdpConfig.MORE_CAUSAL : StdpConfig.CAUSAL_TO_LOW,
                difference() ? StdpConfig.MORE_ANTICAUSAL : StdpConfig.ANTICAUSAL_TO_LOW,
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
