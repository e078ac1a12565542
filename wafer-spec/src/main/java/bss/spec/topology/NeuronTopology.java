package bss.spec.topology;

import bss.spec.coord.NeuronOnHicann;
import bss.spec.coord.SynapseRowOnHicann;

/// Where a denmem (0 to 511, `256 * y + x`) belongs: its block, quad, floating gates and synapses.
///
/// Sources: halco:include/halco/hicann/v2/neuron.h, halco:src/halco/hicann/v2/neuron.cpp (floating gates),
/// halbe:hal/HICANN/FGBlock.h (column 0 of a block is shared).
public final class NeuronTopology {

    public static final int DENMEMS = NeuronOnHicann.COUNT;
    public static final int COLUMNS = NeuronOnHicann.COLUMNS;

    private NeuronTopology() {}

    /// The denmem in column `x` (0 to 255) of row `y` (0 top, 1 bottom).
    public static int denmem(int x, int y) {
        return COLUMNS * y + x;
    }

    /// Column of a denmem, 0 to 255; also the column of its synapses.
    public static int x(int denmem) {
        return denmem % COLUMNS;
    }

    /// Row of a denmem, 0 top, 1 bottom; also the half of the array its synapses lie in.
    public static int y(int denmem) {
        return denmem / COLUMNS;
    }

    /// The neuron block, 0 to 7.
    public static int block(int denmem) {
        return NeuronOnHicann.of(denmem).neuronBlock().index();
    }

    /// The quad, 0 to 127.
    public static int quad(int denmem) {
        return NeuronOnHicann.of(denmem).quad().index();
    }

    /// The position in the quad, `2 * y + x % 2`.
    public static int quadPosition(int denmem) {
        return 2 * y(denmem) + x(denmem) % 2;
    }

    /// The floating-gate block (`2 * y + x`) with the denmem's own parameters: by the quarter of the chip it lies in.
    public static int fgBlock(int denmem) {
        return 2 * y(denmem) + x(denmem) / (COLUMNS / 2);
    }

    /// The column of that block with the denmem's own parameters, 1 to 128.
    public static int fgColumn(int denmem) {
        return 1 + x(denmem) % (COLUMNS / 2);
    }

    /// The denmem whose own parameters are in column 1 to 128 of a floating-gate block.
    public static int denmemOfFg(int fgBlock, int fgColumn) {
        return denmem(fgBlock % 2 * (COLUMNS / 2) + fgColumn - 1, fgBlock / 2);
    }

    /// The floating-gate block with the shared parameters that hold for the denmem (V_reset and others), and the block
    /// whose current stimulus it takes: by its position in the quad, not by the quarter of the chip.
    public static int sharedFgBlock(int denmem) {
        return quadPosition(denmem);
    }

    /// The denmem that the synapse at this row (0 to 447) and column (0 to 255) feeds.
    public static int denmemOfSynapse(int row, int column) {
        return denmem(column, row / (SynapseRowOnHicann.COUNT / 2));
    }
}
