package bss.emulator.plasticity;

import java.util.Arrays;

/// The spikes of the 256 columns of one half whose pairs may not be counted yet.
///
/// Times are 1 to 32,767, 0 is never. The last four of a column stand in a word, the newest lowest; all since
/// the last [#count] in chains, the newest first.
final class SpikeHistory {

    static final int NEVER = 0;
    /// The latest time.
    static final int LATEST = 0x7fff;

    private static final int COLUMNS = SynapseOrder.COLUMNS;
    private static final int CAPACITY = 1 << 10;
    /// Longs of a line of the cache.
    private static final int LINE = 8;
    private static final int BITS = 16;
    private static final long ONES = 0x0001000100010001L;
    private static final long TOPS = ONES << (BITS - 1);

    private final long[] newest = new long[COLUMNS];
    /// Link of a chain: time, and the link of the spike before it; 0 is the end of all chains, of time 0.
    private final char[] times = new char[CAPACITY];

    private final char[] before = new char[CAPACITY];
    private final char[] chain = new char[COLUMNS];
    private int links = 1;

    void clear() {
        Arrays.fill(newest, 0);
        Arrays.fill(chain, (char) 0);
        links = 1;
    }

    int last(int column) {
        return (int) newest[column] & LATEST;
    }

    /// Whether all pairs have to be counted before the next spike is added.
    boolean isFull() {
        return links == CAPACITY;
    }

    void add(int column, int time) {
        newest[column] = newest[column] << BITS | time;
        times[links] = (char) time;
        before[links] = chain[column];
        chain[column] = (char) links++;
    }

    /// All pairs are counted; from now on only the last spike of each column matters, and `cycles` are taken from its
    /// time.
    void count(int cycles) {
        for (int column = 0; column < COLUMNS; column++) {
            newest[column] = Math.max(last(column) - cycles, NEVER);
        }
        Arrays.fill(chain, (char) 0);
        links = 1;
    }

    /// The last four spikes of a column, the newest in the lowest 16 bits.
    long newest(int column) {
        return newest[column];
    }

    /// Reads the last spikes of all columns, and returns anything.
    int touch() {
        long sum = 0;
        for (int column = 0; column < COLUMNS; column += LINE) {
            sum += newest[column];
        }
        return (int) sum;
    }

    /// What [#later] takes for a time.
    static long fourTimes(int time) {
        return time * ONES;
    }

    /// How many of the four times of a word are at or after a time: always the lowest ones.
    static int later(long word, long fourTimes) {
        // the top bit of a part stays where the part is not below the time
        return Long.bitCount(((word | TOPS) - fourTimes) & TOPS);
    }

    /// The oldest of the lowest `later` times of a word; any time if `later` is 0.
    static int oldest(long word, int later) {
        return (int) (word >>> (BITS * (later - 1))) & LATEST;
    }

    /// The first spike at or after `time`, which is not never, among the last four and those since the last [#count];
    /// never if there is none.
    int first(int column, int time) {
        int later = later(newest[column], fourTimes(time));
        return later == 0 ? NEVER : later < 4 ? oldest(newest[column], later) : older(column, time);
    }

    /// The same if the last four spikes all come at or after `time`.
    int older(int column, int time) {
        int first = NEVER;
        for (int link = chain[column]; times[link] >= time; link = before[link]) {
            first = times[link];
        }
        return first;
    }
}
