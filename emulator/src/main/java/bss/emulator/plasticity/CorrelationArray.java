package bss.emulator.plasticity;

import java.util.Arrays;

/// The correlation capacitors of the 224 x 256 synapses of one half, and the times of the last events.
///
/// A synapse takes 6 bytes, in the order of [DecoderIndex]: 24 bits of causal and 24 of anticausal charge.
/// The last arrival is kept per row, column parity and decoder value, as cycles after a moving origin: what
/// is older than the windows when the origin moves leaves no charge any more and is forgotten.
///
/// An arrival charges at once, a spike only when its synapse is looked at next: at the next arrival, at an
/// evaluation, when the history of the column is full or the origin moves. As only the first spike after an
/// arrival counts, it is known then from the times alone.
final class CorrelationArray {

    static final int ROWS = 224;
    static final int COLUMNS = 256;

    private static final int NEVER = SpikeHistory.NEVER;
    private static final int TIME = SpikeHistory.LATEST;
    private static final int ORIGIN_RANGE = 1 << 14;

    /// Both end with a 0, for all longer delays.
    private static final int[] PLUS = window(StdpModel.TAU_PLUS_CYCLES);

    private static final int[] MINUS = window(StdpModel.TAU_MINUS_CYCLES);
    private static final int LONGEST = Math.max(PLUS.length, MINUS.length);

    private final DecoderIndex index = new DecoderIndex();
    /// Lower 16 bits of the causal charge, then of the anticausal one.
    private final int[] lower = new int[ROWS * COLUMNS];
    /// Upper 8 bits of the causal charge, then of the anticausal one.
    private final char[] upper = new char[ROWS * COLUMNS];

    private final char[] lastPre = new char[2 * ROWS * DecoderIndex.DECODERS];
    private final SpikeHistory spikes = new SpikeHistory();
    /// The pairs of all spikes before this time are counted, by row.
    private final char[] evaluated = new char[ROWS];

    private long origin;

    /// Empty capacitors; no events yet.
    CorrelationArray(long cycle) {
        origin = cycle - LONGEST;
    }

    /// Empties the capacitors and forgets all events.
    void reset(long cycle) {
        Arrays.fill(lower, 0);
        Arrays.fill(upper, (char) 0);
        Arrays.fill(lastPre, (char) NEVER);
        Arrays.fill(evaluated, (char) NEVER);
        spikes.clear();
        origin = cycle - LONGEST;
    }

    /// Takes the decoders of all synapses.
    ///
    /// @param synapses decoders in the lower four bits
    /// @param base place of the half's first synapse
    void decoders(byte[] synapses, int base) {
        countAll();
        int[] before = new int[COLUMNS];
        int[] after = new int[COLUMNS];
        int[] oldLower = new int[DecoderIndex.SYNAPSES];
        char[] oldUpper = new char[DecoderIndex.SYNAPSES];
        for (int halfRow = 0; halfRow < 2 * ROWS; halfRow++) {
            index.places(halfRow, before);
            if (!index.set(halfRow, synapses, base + COLUMNS * (halfRow / 2))) {
                continue;
            }
            index.places(halfRow, after);
            int from = DecoderIndex.SYNAPSES * halfRow;
            System.arraycopy(lower, from, oldLower, 0, oldLower.length);
            System.arraycopy(upper, from, oldUpper, 0, oldUpper.length);
            for (int column = halfRow & 1; column < COLUMNS; column += 2) {
                lower[after[column]] = oldLower[before[column] - from];
                upper[after[column]] = oldUpper[before[column] - from];
            }
        }
    }

    /// Reads what [#pre] will need, and returns anything: misses of the cache overlap if many rows are read before
    /// the first of them is worked on.
    int touch(int row, int parity, int decoder) {
        int halfRow = 2 * row + parity;
        int place = index.first(halfRow, decoder);
        int last = Math.min(place, lower.length - 1);
        return lastPre[DecoderIndex.DECODERS * halfRow + decoder]
                + (int) index.matches(halfRow, 0, decoder)
                + lower[last]
                + upper[last];
    }

    /// An event arrives at the synapses with this decoder in the even (0) or odd (1) columns of a row,
    /// 0 to 223.
    void pre(int row, int parity, int decoder, long cycle) {
        int now = sinceOrigin(cycle);
        int halfRow = 2 * row + parity;
        int group = DecoderIndex.DECODERS * halfRow + decoder;
        int before = lastPre[group];
        lastPre[group] = (char) now;
        int since = Math.max(before, 1);
        int evaluatedBefore = evaluated[row];
        int place = index.first(halfRow, decoder);
        for (int word = 0; word < DecoderIndex.WORDS; word++) {
            long matches = index.matches(halfRow, word, decoder);
            while (matches != 0) {
                int column = DecoderIndex.column(halfRow, word, Long.numberOfTrailingZeros(matches));
                // without branches, which nobody could predict: a delay that does not count is set to the longest
                int post = spikes.last(column);
                int old = (post - before) >> 31;
                int anticausal = MINUS[Math.min((now - post) | (old & TIME), MINUS.length - 1)];
                int first = spikes.firstOrAny(column, since);
                int done = old | ((first - evaluatedBefore) >> 31) | ~((spikes.counted(column) - since) >> 31);
                int causal = PLUS[Math.min(((first - since) | done) & TIME, PLUS.length - 1)];
                add(place, causal, anticausal);
                place++;
                matches &= matches - 1;
            }
        }
    }

    /// The neuron of a column fires.
    void post(int column, long cycle) {
        int now = sinceOrigin(cycle);
        if (spikes.isFull(column)) {
            for (int row = 0; row < ROWS; row++) {
                int charge = pending(row, column);
                if (charge != 0) {
                    add(index.place(2 * row + (column & 1), column), charge, 0);
                }
            }
            spikes.count(column);
        }
        spikes.add(column, now);
    }

    /// Makes the charges of a row those before the events of this cycle.
    ///
    /// @param places takes the places of the row's synapses by column
    void settle(int row, long cycle, int[] places) {
        int now = sinceOrigin(cycle);
        count(row, places);
        evaluated[row] = (char) now;
    }

    /// The causal charge at a place of a row that is settled.
    int causal(int place) {
        return (lower[place] & 0xffff) | ((upper[place] & 0xff) << 16);
    }

    /// The anticausal charge at a place.
    int anticausal(int place) {
        return (lower[place] >>> 16) | ((upper[place] & 0xff00) << 8);
    }

    /// The causal charge as it stands, the last pair counted.
    int causal(int row, int column) {
        int charge = causal(index.place(2 * row + (column & 1), column));
        return Math.min(charge + pending(row, column), StdpModel.MAX_CHARGE);
    }

    int anticausal(int row, int column) {
        return anticausal(index.place(2 * row + (column & 1), column));
    }

    /// Takes both charges from a synapse.
    void empty(int place) {
        lower[place] = 0;
        upper[place] = 0;
    }

    private void add(int place, int moreCausal, int moreAnticausal) {
        int causal = Math.min(causal(place) + moreCausal, StdpModel.MAX_CHARGE);
        int anticausal = Math.min(anticausal(place) + moreAnticausal, StdpModel.MAX_CHARGE);
        lower[place] = (causal & 0xffff) | (anticausal << 16);
        upper[place] = (char) ((causal >> 16) | ((anticausal >> 16) << 8));
    }

    /// Charge of the pair of the last arrival, if it is not counted.
    private int pending(int row, int column) {
        int halfRow = 2 * row + (column & 1);
        return pending(row, column, lastPre[DecoderIndex.DECODERS * halfRow + index.decoder(halfRow, column)]);
    }

    private int pending(int row, int column, int pre) {
        if (pre == NEVER) {
            return 0;
        }
        int post = spikes.first(column, pre);
        return post == NEVER || post < evaluated[row] ? 0 : PLUS[Math.min(post - pre, PLUS.length - 1)];
    }

    private void count(int row, int[] places) {
        index.places(2 * row, places);
        index.places(2 * row + 1, places);
        for (int column = 0; column < COLUMNS; column++) {
            int charge = pending(row, column);
            if (charge != 0) {
                add(places[column], charge, 0);
            }
        }
    }

    private void countAll() {
        int[] places = new int[COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            count(row, places);
        }
        for (int column = 0; column < COLUMNS; column++) {
            spikes.count(column);
        }
        Arrays.fill(evaluated, (char) NEVER);
    }

    /// At least as long as the windows: nothing that is never is in them.
    private int sinceOrigin(long cycle) {
        if (cycle - origin >= ORIGIN_RANGE) {
            countAll();
            int shift = (int) Math.min(cycle - LONGEST - origin, ORIGIN_RANGE);
            for (int group = 0; group < lastPre.length; group++) {
                lastPre[group] = (char) Math.max(lastPre[group] - shift, NEVER);
            }
            for (int column = 0; column < COLUMNS; column++) {
                spikes.shift(column, shift);
            }
            origin = cycle - LONGEST;
        }
        return (int) (cycle - origin);
    }

    private static int[] window(int tauCycles) {
        int[] window = StdpModel.window(tauCycles);
        return Arrays.copyOf(window, window.length + 1);
    }
}
