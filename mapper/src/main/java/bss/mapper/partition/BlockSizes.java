package bss.mapper.partition;

import bss.mapper.merge.BusAssignment;

/// How neurons of one size fill a chip of eight blocks with 32 columns each.
public final class BlockSizes {

    public static final int BLOCKS = 8;
    public static final int COLUMNS = 32;

    /// Sizes that leave fewest columns empty: 32, 16, 10, 8, 6, 5, 4, 3, 2, 1 neurons to a block.
    private static final int[] EFFICIENT = {2, 4, 6, 8, 10, 12, 16, 20, 32, 64};

    /// Of the neurons of a chip at most this part is left out to save a bus.
    private static final double WORTH_A_BUS = 0.12;

    private BlockSizes() {}

    /// The sizes that are worth choosing, ascending.
    public static int[] efficient() {
        return EFFICIENT.clone();
    }

    /// Neurons of a size that fit into a block.
    public static int perBlock(int size) {
        return COLUMNS / (size / 2);
    }

    /// Neurons of a size that block 0 to 7 should hold while others have room: where a chip needs several buses,
    /// blocks side by side are to fill one.
    static int wanted(int size, int block) {
        int all = perChip(size);
        return all <= BusAssignment.CAPACITY ? perBlock(size) : (block + 1) * all / BLOCKS - block * all / BLOCKS;
    }

    /// Neurons of a size that a chip should hold at most: so many that the last bus is well used.
    public static int perChip(int size) {
        int all = BLOCKS * perBlock(size);
        int buses = Math.ceilDiv(all, BusAssignment.CAPACITY);
        int withOneLess = (buses - 1) * BusAssignment.CAPACITY;
        return withOneLess >= (1 - WORTH_A_BUS) * all ? withOneLess : all;
    }

    /// The smallest efficient size of at least so many denmems.
    public static int atLeast(double denmems) {
        for (int size : EFFICIENT) {
            if (size >= denmems) {
                return size;
            }
        }
        return EFFICIENT[EFFICIENT.length - 1];
    }
}
