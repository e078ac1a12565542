package bss.emulator.event;

/// A first-in first-out queue of longs that grows as needed.
final class LongQueue {

    private static final long[] NONE = new long[0];
    private static final int FIRST = 16;

    private long[] values = NONE;
    private int head;
    private int size;

    void add(long value) {
        if (size == values.length) {
            long[] grown = new long[Math.max(FIRST, 2 * size)];
            for (int k = 0; k < size; k++) {
                grown[k] = get(k);
            }
            values = grown;
            head = 0;
        }
        values[(head + size++) & (values.length - 1)] = value;
    }

    long peek() {
        return values[head];
    }

    long remove() {
        long value = values[head];
        head = (head + 1) & (values.length - 1);
        size--;
        return value;
    }

    /// The `k`-th oldest.
    long get(int k) {
        return values[(head + k) & (values.length - 1)];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }
}
