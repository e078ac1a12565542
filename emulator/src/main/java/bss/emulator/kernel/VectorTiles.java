package bss.emulator.kernel;

import java.util.Objects;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// What vector kernels have in common: the range is cut into tiles whose state stays in the nearest cache between the
/// loops, and lanes that need the long arithmetic of [SpecialLanes] are noted as bits of a word per vector, for a
/// scalar loop afterwards.
///
/// An instance belongs to one thread at a time, since it holds what passes from loop to loop.
abstract class VectorTiles implements NeuronKernel {

    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

    static final int WIDTH = INTS.length();

    /// Lanes of a tile: those of a chip.
    static final int TILE = 512;

    /// Special lanes of each vector of the tile.
    final long[] special = new long[TILE / WIDTH];

    /// Those of them that are for [FineStep].
    final long[] fine = new long[TILE / WIDTH];
    /// V before the step, by lane of the tile from [CircuitState#BASE] on.
    final int[] before = new int[CircuitState.BASE + TILE];

    private final Overhang overhang = new Overhang();

    @Override
    public final int step(CircuitState s, int from, int to, long cycle, SpikeBuffer out) {
        Objects.checkFromToIndex(from, to, s.lanes());
        int before = out.count();
        long dither = FixedPoint.dither(cycle);
        int end = CircuitState.BASE + to;
        int over = -(to - from) & (WIDTH - 1);
        // behind the last lane there is nothing to lose
        boolean foreign = over > 0 && to < s.lanes();
        if (foreign) {
            overhang.save(s, end, over);
        }
        for (int i = CircuitState.BASE + from; i < end; i += TILE) {
            tile(s, i, Math.min(i + TILE, end), dither, out);
        }
        if (foreign) {
            overhang.restore(s, end, over);
        }
        return out.count() - before;
    }

    /// Steps the lanes of the indices `from` to `end`, at most [#TILE], and what the last vector covers besides.
    abstract void tile(CircuitState s, int from, int end, long dither, SpikeBuffer out);

    /// Steps the special lanes, which the vectors left as they were, in ascending order.
    final void stepSpecial(CircuitState s, int from, int end, long dither, SpikeBuffer out) {
        for (int i = from, m = 0; i < end; i += WIDTH, m++) {
            for (long bits = special(m, i, end); bits != 0; bits &= bits - 1) {
                int lane = Long.numberOfTrailingZeros(bits);
                int k = i + lane;
                if ((fine[m] >> lane & 1) != 0) {
                    FineStep.step(s, k, 1, dither, out);
                } else {
                    SpecialLanes.exponential(s, k, before[CircuitState.BASE + k - from], s.v[k], dither, out);
                }
            }
        }
    }

    /// The special lanes of the vector at index `i`, those from `end` on left out.
    private long special(int vector, int i, int end) {
        return end - i < WIDTH ? special[vector] & ((1L << (end - i)) - 1) : special[vector];
    }
}
