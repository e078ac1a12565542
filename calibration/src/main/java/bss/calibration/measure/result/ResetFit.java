package bss.calibration.measure.result;

import java.util.Arrays;

/// V_reset of one FG block: the transfer of the mean over its denmems, and how far each lies from that mean.
public final class ResetFit {

    private final Fit fit;
    private final double[] offset;

    /// @param offset distance from the block's mean by denmem [V], 0 where none was seen
    public ResetFit(Fit fit, double[] offset) {
        this.fit = fit;
        this.offset = offset.clone();
    }

    /// The transfer of the block's mean.
    public Fit fit() {
        return fit;
    }

    /// How far the reset potential of a denmem lies from the mean of the block [V].
    public double offset(int denmem) {
        return offset[denmem];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResetFit o && fit.equals(o.fit) && Arrays.equals(offset, o.offset);
    }

    @Override
    public int hashCode() {
        return 31 * fit.hashCode() + Arrays.hashCode(offset);
    }
}
