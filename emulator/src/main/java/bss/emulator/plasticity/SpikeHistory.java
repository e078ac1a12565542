package bss.emulator.plasticity;

import java.util.Arrays;

/// The last 16 spikes of each of the 256 columns of one half, and how far their pairs have been counted.
///
/// Times are 1 to 32,767, 0 is never. A column takes four words of four times each, the newest lowest.
final class SpikeHistory {

    static final int NEVER = 0;

    private static final int WORDS = 4;
    private static final int BITS = 16;
    /// The latest time.
    static final int LATEST = 0x7fff;
    private static final long ONES = 0x0001000100010001L;
    private static final long TOPS = ONES << (BITS - 1);

    private final long[] times = new long[WORDS * CorrelationArray.COLUMNS];
    /// The pairs of all spikes up to this one are counted.
    private final char[] counted = new char[CorrelationArray.COLUMNS];

    void clear() {
        Arrays.fill(times, 0);
        Arrays.fill(counted, (char) NEVER);
    }

    int last(int column) {
        return (int) times[WORDS * column] & LATEST;
    }

    /// Whether one more spike would push out the oldest.
    boolean isFull(int column) {
        return times[WORDS * column + WORDS - 1] >>> (BITS * 3) != 0;
    }

    void add(int column, int time) {
        int at = WORDS * column;
        for (int word = at + WORDS - 1; word > at; word--) {
            times[word] = (times[word] << BITS) | (times[word - 1] >>> (BITS * 3));
        }
        times[at] = (times[at] << BITS) | time;
    }

    /// All pairs of the column are counted: only its last spike matters from now on.
    void count(int column) {
        int last = last(column);
        Arrays.fill(times, WORDS * column, WORDS * column + WORDS, 0);
        times[WORDS * column] = last;
        counted[column] = (char) last;
    }

    /// Takes `cycles` from the times of a column whose pairs are all counted.
    void shift(int column, int cycles) {
        times[WORDS * column] = Math.max(last(column) - cycles, NEVER);
        count(column);
    }

    /// The spike up to which all pairs are counted.
    int counted(int column) {
        return counted[column];
    }

    /// The first spike at or after `time`, which is not never; any time if there is none, or its pair is
    /// counted.
    int firstOrAny(int column, int time) {
        long word = times[WORDS * column];
        int later = later(word, time);
        return later < 4 ? (int) (word >>> (BITS * (later - 1))) & LATEST : first(column, time);
    }

    /// The first spike at or after `time`, which is not never; never if there is none, or its pair is
    /// counted.
    int first(int column, int time) {
        if (time <= counted[column]) {
            return NEVER;
        }
        int first = NEVER;
        for (int word = WORDS * column; word < WORDS * column + WORDS; word++) {
            int later = later(times[word], time);
            if (later > 0) {
                first = (int) (times[word] >>> (BITS * (later - 1))) & LATEST;
            }
            if (later < 4) {
                break;
            }
        }
        return first;
    }

    /// How many of the four times of a word are at or after `time`: always the lowest ones.
    private static int later(long word, int time) {
        // the top bit of a part stays where the part is not below `time`
        return Long.bitCount(((word | TOPS) - time * ONES) & TOPS);
    }
}
