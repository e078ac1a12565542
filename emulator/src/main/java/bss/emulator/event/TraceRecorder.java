package bss.emulator.event;

import bss.spec.backend.Pulses;
import java.util.Arrays;

/// The trace of all FPGAs: pulses as they come, handed out in order of time once nothing earlier can follow.
public final class TraceRecorder {

    private static final int FIRST = 64;

    private long[] ticks = new long[0];
    private int[] addresses = new int[0];
    private int size;

    void add(long tick, int address) {
        if (size == ticks.length) {
            int length = Math.max(FIRST, 2 * size);
            ticks = Arrays.copyOf(ticks, length);
            addresses = Arrays.copyOf(addresses, length);
        }
        ticks[size] = tick;
        addresses[size++] = address;
    }

    /// Removes and returns the pulses before tick `end`.
    public Pulses take(long end) {
        TraceRecorder early = new TraceRecorder();
        move(end, early);
        return Pulses.sorted(Arrays.copyOf(early.ticks, early.size), Arrays.copyOf(early.addresses, early.size));
    }

    /// Moves the pulses before tick `end` to another recorder.
    public void move(long end, TraceRecorder to) {
        int kept = 0;
        for (int k = 0; k < size; k++) {
            if (ticks[k] < end) {
                to.add(ticks[k], addresses[k]);
            } else {
                ticks[kept] = ticks[k];
                addresses[kept++] = addresses[k];
            }
        }
        size = kept;
    }

    public void clear() {
        size = 0;
    }
}
