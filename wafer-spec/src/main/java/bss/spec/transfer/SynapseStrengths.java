package bss.spec.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the synapses of one chip conduct, row by row, as measured:
/// `g = factor(row) (scaled(w) I / divisor + constant(w))` with the weight w, 0 to 15, and the current I of the row's
/// V_gmax cell in nA. The second part does not scale (brainscales1-demos:pm_hardware_configuration.rst, after Koke
/// 2017). Immutable.
public final class SynapseStrengths {

    /// Synapse rows of a chip.
    public static final int ROWS = 448;
    /// V_gmax cells of a chip, `4 * block + selgmax` with FG blocks 0 to 3.
    public static final int CELLS = 16;

    private final Coefficients scaled;
    private final Coefficients constant;
    private final List<Cell> cells;
    private final double[] factor;

    /// A V_gmax cell, taken as straight around the code that is written.
    ///
    /// @param code that is written, 0 to 1023
    /// @param nanoampere what it then delivers
    /// @param perCode how much one code changes that in nA
    public record Cell(int code, double nanoampere, double perCode) {

        double nanoampere(double at) {
            return Math.max(0, nanoampere + perCode * (at - code));
        }
    }

    /// Strengths of a chip.
    ///
    /// @param scaled nS by power of the weight 0 to 2, per nA and times the divisor
    /// @param constant nS by power of the weight 0 to 2
    /// @param cells by `4 * block + selgmax`
    /// @param factor of rows 0 to 447, above 0
    public SynapseStrengths(Coefficients scaled, Coefficients constant, List<Cell> cells, double[] factor) {
        if (cells.size() != CELLS || factor.length != ROWS) {
            throw new IllegalArgumentException("%d V_gmax cells and %d rows, must be %d and %d"
                    .formatted(cells.size(), factor.length, CELLS, ROWS));
        }
        for (double f : factor) {
            if (!(f > 0 && f < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("strength of a row is %s, must be above 0".formatted(f));
            }
        }
        this.scaled = scaled;
        this.constant = constant;
        this.cells = List.copyOf(cells);
        this.factor = factor.clone();
    }

    /// The part that scales, in nS per nA times the divisor, by power of the weight.
    public Coefficients scaled() {
        return scaled;
    }

    /// The part that does not scale, in nS by power of the weight.
    public Coefficients constant() {
        return constant;
    }

    /// The V_gmax cells by `4 * block + selgmax`.
    public List<Cell> cells() {
        return cells;
    }

    /// Strength of a row over that of the median row.
    public double factor(int row) {
        return factor[row];
    }

    /// The current of a V_gmax cell, `4 * block + selgmax`, that holds a code, in nA.
    public double nanoampere(int cell, double code) {
        return cells.get(cell).nanoampere(code);
    }

    /// What a weight conducts, under any setting.
    ///
    /// @param row 0 to 447
    /// @param cell of V_gmax, `4 * block + selgmax`
    /// @param code that the cell holds
    /// @param divisor 1 to 30
    /// @param weight 0 to 15
    /// @return conductance in nS, not negative
    public double conductance(int row, int cell, double code, int divisor, int weight) {
        double scale = cells.get(cell).nanoampere(code) / divisor;
        return Math.max(0, factor[row] * (scaled.at(weight) * scale + constant.at(weight)));
    }

    /// The curve of a row under a setting; empty if it is none that a mapper may use: at weak settings the part that
    /// does not scale makes large weights conduct less than small ones.
    ///
    /// @param row 0 to 447
    /// @param cell of V_gmax, `4 * block + selgmax`
    /// @param code that the cell holds
    /// @param divisor 1 to 30
    public Optional<SynapseWeightTransfer> transfer(int row, int cell, double code, int divisor) {
        double scale = cells.get(cell).nanoampere(code) / divisor;
        double[] c = new double[3];
        for (int power = 0; power < c.length; power++) {
            c[power] = factor[row] * (part(scaled, power) * scale + part(constant, power));
        }
        boolean rises = c[0] >= 0 && c[1] >= 0 && c[1] + 2 * SynapseWeightTransfer.MAX_WEIGHT * c[2] >= 0;
        return rises ? Optional.of(new SynapseWeightTransfer(c[0], c[1], c[2])) : Optional.empty();
    }

    private static double part(Coefficients of, int power) {
        return power < of.ascending().size() ? of.ascending().get(power) : 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SynapseStrengths o
                && scaled.equals(o.scaled)
                && constant.equals(o.constant)
                && cells.equals(o.cells)
                && Arrays.equals(factor, o.factor);
    }

    @Override
    public int hashCode() {
        return 31 * scaled.hashCode() + Arrays.hashCode(factor);
    }
}
