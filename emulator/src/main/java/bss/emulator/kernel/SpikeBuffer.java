package bss.emulator.kernel;

import java.util.Arrays;

/// Spikes of one step, as columns, in ascending order of lanes within each call of a kernel.
///
/// The time is relative to the boundary at which the step starts, in 1/16384 of a step (Q14), from -1/2 to 1. It
/// can be negative because circuits without exponential term move in a window centred on that boundary.
public final class SpikeBuffer {

    /// One step in the unit of [#time(int)].
    public static final int STEP = 1 << 14;

    private int[] lane;
    private short[] time;
    private int count;

    /// Makes an empty buffer.
    ///
    /// @param capacity spikes to make room for; the buffer grows beyond it when needed
    public SpikeBuffer(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity is %d, must not be negative".formatted(capacity));
        }
        lane = new int[capacity];
        time = new short[capacity];
    }

    public int count() {
        return count;
    }

    /// Lane of spike `k`.
    ///
    /// @param k 0 to count - 1
    public int lane(int k) {
        return lane[k];
    }

    /// Time of spike `k` in 1/16384 step after the start of the step; -8192 to 16384.
    public int time(int k) {
        return time[k];
    }

    public void clear() {
        count = 0;
    }

    /// @param timeQ30 time relative to the start of the step in steps, Q30
    void add(int firingLane, long timeQ30) {
        if (count == lane.length) {
            int capacity = Math.max(16, count * 2);
            lane = Arrays.copyOf(lane, capacity);
            time = Arrays.copyOf(time, capacity);
        }
        lane[count] = firingLane;
        time[count++] = (short) (timeQ30 >> 16);
    }
}
