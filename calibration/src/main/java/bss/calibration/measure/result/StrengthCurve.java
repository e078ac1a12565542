package bss.calibration.measure.result;

import bss.spec.fg.FloatingGates;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.spec.transfer.Transfer;
import java.util.List;
import java.util.Optional;

/// What synapses of a chip conduct: `g = factor(row) (scaled w V_gmax / divisor + constant(w))`. The second part does
/// not scale (brainscales1-demos:pm_hardware_configuration.rst, after Koke 2017). From outside only the product
/// `scaled V_gmax` can be seen: currents are on the scale on which the median cell rises with the code as published,
/// 0.91 of ideal (halbe:tools/FG/result_doc/results.tex). The gain of inputs with calibrated V_convoff is part of g.
/// Immutable.
///
/// @param scaled conductance per weight step, per V_gmax current, times the divisor, in nS per nA
/// @param constant coefficients of the part that does not scale, of w^0, w^1, w^2, in nS
/// @param gmax transfers from the current of V_gmax [A] to the code of its cell, by `4 * block + selgmax`, FG blocks
/// 0 to 3
public record StrengthCurve(double scaled, List<Double> constant, List<Fit> gmax) {

    public static final int GMAX_CELLS = 4 * FloatingGates.BLOCKS;

    public StrengthCurve {
        constant = List.copyOf(constant);
        gmax = List.copyOf(gmax);
        if (constant.size() != 3 || gmax.size() != GMAX_CELLS) {
            throw new IllegalArgumentException("%d coefficients and %d cells, must be 3 and %d"
                    .formatted(constant.size(), gmax.size(), GMAX_CELLS));
        }
    }

    /// The transfer of a V_gmax cell, if it was measured and accepted.
    ///
    /// @param block FG block 0 to 3
    /// @param selgmax 0 to 3
    public Optional<Transfer> gmax(int block, int selgmax) {
        return gmax.get(4 * block + selgmax).transfer();
    }

    /// What a synapse of a row conducts, in nS, at any setting.
    ///
    /// @param factor of the row, about 1
    /// @param ampere current of its V_gmax
    /// @param divisor 1 to 30
    /// @param weight 0 to 15
    public double conductance(double factor, double ampere, int divisor, int weight) {
        return factor * (constant.get(0) + weight * (slope(ampere, divisor) + weight * constant.get(2)));
    }

    private double slope(double ampere, int divisor) {
        return scaled * ampere * 1e9 / divisor + constant.get(1);
    }

    /// What a row's synapses conduct.
    ///
    /// The part that does not scale bends down: below about 0.42 of 500 nA / 11 large weights conduct less than
    /// smaller ones, and there is no such transfer.
    ///
    /// @param factor of the row, about 1
    /// @param ampere current of its V_gmax
    /// @param divisor 1 to 30
    /// @throws IllegalArgumentException if the weights fall at this current and divisor
    public SynapseWeightTransfer transfer(double factor, double ampere, int divisor) {
        return new SynapseWeightTransfer(
                factor * Math.max(0, constant.get(0)), factor * slope(ampere, divisor), factor * constant.get(2));
    }
}
