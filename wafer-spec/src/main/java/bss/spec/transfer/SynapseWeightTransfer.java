package bss.spec.transfer;

import bss.spec.fg.FloatingGates;
import java.util.List;

/// The conductance step [nS, hardware] that one event adds for a 4-bit weight w, for one setting of a synapse row:
/// `constant + linear * w + quadratic * w^2`.
///
/// Measured shape at V_gmax 500 nA, divisor 11: 93.94 + 81.34 w - 1.597 w^2 (calibtic:src/HMF/SynapseCalibration.cpp);
/// ideally the whole curve scales with V_gmax / divisor (SynapseRowCalibration.cpp). Weight 0 is not nothing: a synapse
/// is off through its decoder only. The V_gmax current is 2.5 uA * code / 1023.
///
/// @param constant what weight 0 adds, not negative
/// @param linear per step of the weight
/// @param quadratic per step squared; the curve does not fall from weight 0 to 15
public record SynapseWeightTransfer(double constant, double linear, double quadratic) {

    /// The largest weight.
    public static final int MAX_WEIGHT = 15;
    /// The smallest divisor that uses both circuits of a row sensibly (1 + 1).
    public static final int MIN_DIVISOR = 2;
    /// The largest divisor (15 + 15).
    public static final int MAX_DIVISOR = 30;

    private static final Coefficients SHAPE = Coefficients.of(93.9406513768, 81.3443474483, -1.59734048208);
    private static final double SHAPE_NANOAMPERE = 500;
    private static final int SHAPE_DIVISOR = 11;

    public SynapseWeightTransfer {
        boolean finite = Double.isFinite(constant) && Double.isFinite(linear) && Double.isFinite(quadratic);
        if (!(finite && constant >= 0 && linear >= 0 && linear + 2 * MAX_WEIGHT * quadratic >= 0)) {
            throw new IllegalArgumentException("weights conduct %s + %s w + %s w^2 nS, must be finite and never fall"
                    .formatted(constant, linear, quadratic));
        }
    }

    /// The ideal curve.
    ///
    /// @param vGmaxNanoampere the current of the row's V_gmax cell
    /// @param divisor gmax_div left + right, 1..30
    public static SynapseWeightTransfer of(double vGmaxNanoampere, int divisor) {
        double scale = scale(vGmaxNanoampere, divisor);
        List<Double> c = SHAPE.ascending();
        return new SynapseWeightTransfer(c.get(0) * scale, c.get(1) * scale, c.get(2) * scale);
    }

    /// The ideal curve of a V_gmax code 0..1023 (fractions allowed) and a divisor.
    public static SynapseWeightTransfer ofCode(double vGmaxCode, int divisor) {
        return of(FloatingGates.ampere(vGmaxCode) * 1e9, divisor);
    }

    /// How much of `divisor` the left circuit takes: the rest is the right circuit's.
    public static int leftDivisor(int divisor) {
        return Math.min(divisor, 15);
    }

    /// The ideal factor on the measured shape.
    ///
    /// @param vGmaxNanoampere the current of the row's V_gmax cell
    /// @param divisor 1..30
    public static double scale(double vGmaxNanoampere, int divisor) {
        if (!(vGmaxNanoampere >= 0 && vGmaxNanoampere < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "V_gmax is %s nA, must be finite and not negative".formatted(vGmaxNanoampere));
        }
        if (divisor < 1 || divisor > MAX_DIVISOR) {
            throw new IllegalArgumentException("gmax divisor is %d, must be 1..30".formatted(divisor));
        }
        return vGmaxNanoampere / SHAPE_NANOAMPERE * SHAPE_DIVISOR / divisor;
    }

    /// The conductance in nS of weight 0..15; fractions are allowed.
    public double conductance(double weight) {
        if (!(weight >= 0 && weight <= MAX_WEIGHT)) {
            throw new IllegalArgumentException("weight is %s, must be 0..15".formatted(weight));
        }
        return constant + weight * (linear + weight * quadratic);
    }

    /// The real weight that gives `conductance` in nS, clipped to 0..15.
    public double weight(double conductance) {
        if (linear == 0 && quadratic == 0) {
            return MAX_WEIGHT;
        }
        return Polynomial.of(0, MAX_WEIGHT, constant, linear, quadratic).toSi(conductance);
    }

    /// The weight 0..15 to write for `conductance` in nS: one of the two neighbours, the upper one with the probability
    /// that makes the expectation right, decided by `uniform` in [0, 1). Clipped at both ends.
    public int digitalWeight(double conductance, double uniform) {
        if (Double.isNaN(conductance) || !(uniform >= 0 && uniform < 1)) {
            throw new IllegalArgumentException(
                    "conductance is %s and draw %s, must be a number and 0..1".formatted(conductance, uniform));
        }
        int below = -1;
        while (below < MAX_WEIGHT && conductance(below + 1) <= conductance) {
            below++;
        }
        if (below < 0) {
            return 0;
        }
        if (below == MAX_WEIGHT) {
            return MAX_WEIGHT;
        }
        double low = conductance(below);
        double high = conductance(below + 1);
        return uniform < (conductance - low) / (high - low) ? below + 1 : below;
    }
}
