package bss.calibration.measure.bench;

import bss.spec.transfer.SynapseWeightTransfer;

/// A synapse row that is fed, and what scales it.
///
/// @param row 0 to 447, of driver `row / 2`
/// @param selgmax which V_gmax of the driver's quadrant, 0 to 3
/// @param divisor of that current, 1 to 30
public record RowDrive(int row, int selgmax, int divisor) {

    public RowDrive {
        if (divisor < 1 || divisor > SynapseWeightTransfer.MAX_DIVISOR) {
            throw new IllegalArgumentException("gmax divisor is %d, must be 1 to 30".formatted(divisor));
        }
    }

    public int driver() {
        return row / 2;
    }
}
