package bss.mapper.place;

import bss.spec.defects.Defects;
import bss.spec.topology.NeuronTopology;

/// The free columns of one neuron block. A column of which a denmem cannot be used is never free.
final class BlockSpace {

    static final int COLUMNS = 32;

    private final int hicann;
    private final int block;
    private int free;
    private int usableDenmems;

    /// @param withheld denmems that stay empty
    BlockSpace(int hicann, int block, Defects defects, int withheld) {
        this.hicann = hicann;
        this.block = block;
        for (int x = 0; x < COLUMNS; x++) {
            if (usable(defects, x, 0) && usable(defects, x, 1)) {
                free |= 1 << x;
            }
        }
        usableDenmems = Math.min(2 * Integer.bitCount(free), 2 * COLUMNS - withheld);
    }

    private boolean usable(Defects defects, int x, int y) {
        return defects.denmemUsable(hicann, NeuronTopology.denmem(COLUMNS * block + x, y));
    }

    int hicann() {
        return hicann;
    }

    /// Denmems that may still be used; they need not lie side by side.
    int available() {
        return usableDenmems;
    }

    /// Takes the leftmost free run of so many columns.
    ///
    /// @return its first column on the chip, or -1 if there is none
    int take(int columns) {
        if (2 * columns > usableDenmems) {
            return -1;
        }
        int run = 0;
        for (int x = 0; x < COLUMNS; x++) {
            run = (free >> x & 1) != 0 ? run + 1 : 0;
            if (run == columns) {
                int first = x - columns + 1;
                for (int taken = first; taken <= x; taken++) {
                    free &= ~(1 << taken);
                }
                usableDenmems -= 2 * columns;
                return COLUMNS * block + first;
            }
        }
        return -1;
    }
}
