package bss.spec.translate;

/// A placed neuron whose parameters are to be translated.
///
/// Its denmems fill columns from `column` on, both rows: (column, 0), (column, 1), (column + 1, 0), ...; the first one
/// fires. One denmem alone is possible. Denmem numbers are halco's NeuronOnHICANN, 256 y + x.
///
/// @param hicann the chip, HICANNOnWafer 0..383
/// @param column the leftmost column 0..255
/// @param denmems how many denmems, 1 or an even number up to 64
/// @param cell what it should be
/// @param excitatory the weights that arrive
/// @param inhibitory the weights that arrive
public record NeuronRequest(
        int hicann, int column, int denmems, CellParameters cell, WeightRange excitatory, WeightRange inhibitory) {

    public NeuronRequest {
        if (hicann < 0 || hicann > 383) {
            throw new IllegalArgumentException("HICANN is %d, must be 0..383".formatted(hicann));
        }
        if (denmems < 1 || denmems > 64 || (denmems > 1 && denmems % 2 != 0)) {
            throw new IllegalArgumentException("neuron size is %d, must be 1 or even and up to 64".formatted(denmems));
        }
        if (column < 0 || column + (denmems + 1) / 2 > 256) {
            throw new IllegalArgumentException(
                    "%d denmems from column %d do not fit, must end within 0..255".formatted(denmems, column));
        }
    }

    /// NeuronOnHICANN of denmem `k` = 0..denmems - 1.
    public int denmem(int k) {
        if (k < 0 || k >= denmems) {
            throw new IllegalArgumentException("denmem is %d of %d".formatted(k, denmems));
        }
        return 256 * (k % 2) + column + k / 2;
    }

    /// The FG block whose V_reset counts: that of the firing denmem's quad position, 0 (even column) or 1 (odd).
    public int resetBlock() {
        return column % 2;
    }

    /// The weights of one receptor.
    public WeightRange weights(Receptor receptor) {
        return switch (receptor) {
            case EXCITATORY -> excitatory;
            case INHIBITORY -> inhibitory;
        };
    }
}
