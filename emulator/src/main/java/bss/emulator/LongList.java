package bss.emulator;

import java.util.Arrays;

/// A growing list of longs.
final class LongList {

    private static final long[] NONE = new long[0];
    private static final int FIRST = 64;

    private long[] values = NONE;
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(FIRST, 2 * size));
        }
        values[size++] = value;
    }

    long get(int index) {
        return values[index];
    }

    void set(int index, long value) {
        values[index] = value;
    }

    int size() {
        return size;
    }

    /// Keeps the first `length`.
    void truncate(int length) {
        size = length;
    }

    void clear() {
        size = 0;
    }

    void sort() {
        Arrays.sort(values, 0, size);
    }
}
