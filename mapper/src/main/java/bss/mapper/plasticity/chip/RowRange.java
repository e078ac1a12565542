package bss.mapper.plasticity.chip;

import org.jspecify.annotations.Nullable;

/// The rows of one half of a synapse array that its STDP controller walks, 0 to 223 each.
///
/// The controller rewrites every row from the first to the last one, so none between them may hold other
/// synapses.
record RowRange(int first, int last) {

    static final int ROWS = 224;

    /// The legal range with most plastic synapses, ties to the upper one; null if there is none.
    ///
    /// @param plastic by row of the half: plastic synapses
    /// @param others by row of the half: it holds other synapses
    static @Nullable RowRange best(int[] plastic, boolean[] others) {
        RowRange best = null;
        long most = 0;
        int row = 0;
        while (row < ROWS) {
            int first = -1;
            int last = -1;
            long sum = 0;
            for (; row < ROWS && !others[row]; row++) {
                if (plastic[row] > 0) {
                    first = first < 0 ? row : first;
                    last = row;
                    sum += plastic[row];
                }
            }
            if (sum > most) {
                most = sum;
                best = new RowRange(first, last);
            }
            row++;
        }
        return best;
    }

    /// This range and free rows next to it, those below first, so that there are `rows` of them; this one if there are
    /// not
    /// as many.
    ///
    /// @param others by row of the half: it holds other synapses
    RowRange grown(double rows, boolean[] others) {
        int from = first;
        int to = last;
        while (to - from + 1 < rows && to + 1 < ROWS && !others[to + 1]) {
            to++;
        }
        while (to - from + 1 < rows && from > 0 && !others[from - 1]) {
            from--;
        }
        return to - from + 1 < rows ? this : new RowRange(from, to);
    }

    int count() {
        return last - first + 1;
    }

    boolean holds(int row) {
        return row >= first && row <= last;
    }
}
