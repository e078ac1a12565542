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
        int early = 0;
        for (int k = 0; k < size; k++) {
            early += ticks[k] < end ? 1 : 0;
        }
        long[] outTicks = new long[early];
        int[] outAddresses = new int[early];
        int out = 0;
        int kept = 0;
        for (int k = 0; k < size; k++) {
            if (ticks[k] < end) {
                outTicks[out] = ticks[k];
                outAddresses[out++] = addresses[k];
            } else {
                ticks[kept] = ticks[k];
                addresses[kept++] = addresses[k];
            }
        }
        size = kept;
        return Pulses.sorted(outTicks, outAddresses);
    }

    public void clear() {
        size = 0;
    }
}
