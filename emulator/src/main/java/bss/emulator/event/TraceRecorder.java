package bss.emulator.event;

import bss.spec.backend.Pulses;
import java.util.Arrays;

/// The trace of all FPGAs: pulses as they come, handed out in order of time once nothing earlier can follow.
public final class TraceRecorder {

    private long[] ticks = new long[64];
    private int[] addresses = new int[64];
    private int size;

    void add(long tick, int address) {
        if (size == ticks.length) {
            ticks = Arrays.copyOf(ticks, 2 * size);
            addresses = Arrays.copyOf(addresses, 2 * size);
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
