package bss.calibration.measure.result;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/// How strong the synapse rows of a chip are, and which drivers do not work. The factor of a row times the curve of the
/// median row is what its synapses conduct on average, in circuits with calibrated V_convoff. Immutable.
public final class RowStrengths {

    private final double[] factor;
    private final BitSet deadDrivers;
    private final Optional<StrengthCurve> curve;

    /// @param factor strength of rows 0 to 447 over that of the chip's median row, NaN where none was seen
    /// @param deadDrivers drivers, 0 to 223, of which no row makes a PSP over any line tried
    /// @param curve what the median row conducts, if it was measured
    public RowStrengths(double[] factor, BitSet deadDrivers, Optional<StrengthCurve> curve) {
        this.factor = factor.clone();
        this.deadDrivers = (BitSet) deadDrivers.clone();
        this.curve = curve;
    }

    /// Strength over that of the median row; NaN if it was not seen.
    public double factor(int row) {
        return factor[row];
    }

    /// What the median row conducts, if it was measured.
    public Optional<StrengthCurve> curve() {
        return curve;
    }

    public boolean isDead(int driver) {
        return deadDrivers.get(driver);
    }

    /// The dead drivers, ascending.
    public int[] deadDrivers() {
        return deadDrivers.stream().toArray();
    }

    /// The rows that were seen, ascending.
    public int[] rows() {
        return IntStream.range(0, factor.length)
                .filter(r -> Double.isFinite(factor[r]))
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowStrengths o
                && Arrays.equals(factor, o.factor)
                && deadDrivers.equals(o.deadDrivers)
                && curve.equals(o.curve);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(factor) + deadDrivers.hashCode();
    }
}
