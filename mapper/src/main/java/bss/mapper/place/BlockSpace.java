package bss.mapper.place;

import bss.spec.defects.Defects;
import bss.spec.topology.NeuronTopology;

/// The free columns of one neuron block. A column of which a denmem cannot be used is never free.
final class BlockSpace {

    static final int COLUMNS = 32;
    static final int DENMEMS = 2 * COLUMNS;

    private final int hicann;
    private final int block;
    private final int usable;
    private int free;
    private int taken;
    private int withheld;
    private boolean closed;

    /// @param withheld denmems that stay empty
    BlockSpace(int hicann, int block, Defects defects, int withheld) {
        this.hicann = hicann;
        this.block = block;
        this.withheld = withheld;
        for (int x = 0; x < COLUMNS; x++) {
            if (usable(defects, x, 0) && usable(defects, x, 1)) {
                free |= 1 << x;
            }
        }
        usable = Integer.bitCount(free);
    }

    private boolean usable(Defects defects, int x, int y) {
        return defects.denmemUsable(hicann, NeuronTopology.denmem(COLUMNS * block + x, y));
    }

    int hicann() {
        return hicann;
    }

    /// Denmems that may still be used; they need not lie side by side.
    int available() {
        return closed ? 0 : Math.max(0, Math.min(free(), DENMEMS - withheld - taken));
    }

    /// Denmems that are free, those withheld too.
    int free() {
        return 2 * Integer.bitCount(free);
    }

    /// Denmems of columns that cannot be used.
    int defect() {
        return DENMEMS - 2 * usable;
    }

    int taken() {
        return taken;
    }

    /// Whether it takes no neurons but by [#take(int, int)].
    boolean closed() {
        return closed;
    }

    /// Withholds nothing from now on.
    void release() {
        withheld = 0;
    }

    /// Refuses all neurons but those put in by [#take(int, int)].
    void close() {
        closed = true;
    }

    /// Takes the leftmost free run of so many columns.
    ///
    /// @return its first column on the chip, or -1 if there is none
    int take(int columns) {
        if (2 * columns > available()) {
            return -1;
        }
        int run = 0;
        for (int x = 0; x < COLUMNS; x++) {
            run = (free >> x & 1) != 0 ? run + 1 : 0;
            if (run == columns) {
                int first = COLUMNS * block + x - columns + 1;
                take(first, columns);
                return first;
            }
        }
        return -1;
    }

    /// Takes a given run of columns, whatever is withheld.
    ///
    /// @param first column on the chip, in this block
    /// @return false if one of them is not free; then nothing is taken
    boolean take(int first, int columns) {
        int begin = first - COLUMNS * block;
        if (begin < 0 || columns < 1 || begin + columns > COLUMNS) {
            throw new IllegalArgumentException(
                    "columns %d to %d are not in neuron block %d".formatted(first, first + columns - 1, block));
        }
        int run = (int) ((1L << columns) - 1) << begin;
        if ((free & run) != run) {
            return false;
        }
        free &= ~run;
        taken += 2 * columns;
        return true;
    }

    /// Gives columns back that were taken.
    ///
    /// @param first column on the chip, in this block
    void give(int first, int columns) {
        free |= (int) ((1L << columns) - 1) << (first - COLUMNS * block);
        taken -= 2 * columns;
    }
}
