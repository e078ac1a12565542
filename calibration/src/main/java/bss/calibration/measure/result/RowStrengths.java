package bss.calibration.measure.result;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/// How strong the synapse rows of a chip are, and which drivers do not work. Immutable.
public final class RowStrengths {

    private final double[] relative;
    private final BitSet deadDrivers;

    /// @param relative strength of rows 0 to 447 over that of the median row of their half, NaN where none was seen
    /// @param deadDrivers drivers, 0 to 223, of which no row makes a PSP over any line tried
    public RowStrengths(double[] relative, BitSet deadDrivers) {
        this.relative = relative.clone();
        this.deadDrivers = (BitSet) deadDrivers.clone();
    }

    /// Strength over that of the median row; NaN if it was not seen.
    public double relative(int row) {
        return relative[row];
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
        return IntStream.range(0, relative.length)
                .filter(r -> Double.isFinite(relative[r]))
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowStrengths o
                && Arrays.equals(relative, o.relative)
                && deadDrivers.equals(o.deadDrivers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(relative) + deadDrivers.hashCode();
    }
}
