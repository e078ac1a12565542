package bss.tools.bench.jobs;

import java.util.Arrays;

/// How long calls took, from many threads.
final class Times {

    private long[] nanos = new long[1 << 12];
    private int count;

    synchronized void add(long taken) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = taken;
    }

    synchronized int count() {
        return count;
    }

    /// So much of the calls took at most so many milliseconds.
    synchronized double ms(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.clamp((long) Math.ceil(share * count) - 1, 0, count - 1)] * 1e-6;
    }
}
