package bss.hil.suite.machine;

import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import java.util.Arrays;

/// Pulses to play, in any order.
public final class ProgramBuilder {

    private long[] ticks = new long[64];
    private int[] addresses = new int[64];
    private int count;

    /// Adds a pulse.
    ///
    /// @param tick time [4 ns]
    public ProgramBuilder add(long tick, int hicann, int link, int l1Address) {
        return add(tick, PulseAddress.pack(hicann, link, l1Address));
    }

    /// Adds a pulse with a packed address.
    public ProgramBuilder add(long tick, int address) {
        if (count == ticks.length) {
            ticks = Arrays.copyOf(ticks, 2 * count);
            addresses = Arrays.copyOf(addresses, 2 * count);
        }
        ticks[count] = tick;
        addresses[count++] = address;
        return this;
    }

    public int count() {
        return count;
    }

    /// Ordered by time, then by address.
    public Pulses build() {
        return Pulses.sorted(Arrays.copyOf(ticks, count), Arrays.copyOf(addresses, count));
    }

    /// The two together.
    public static Pulses joined(Pulses a, Pulses b) {
        ProgramBuilder both = new ProgramBuilder();
        for (Pulses pulses : new Pulses[] {a, b}) {
            for (int k = 0; k < pulses.count(); k++) {
                both.add(pulses.tick(k), pulses.address(k));
            }
        }
        return both.build();
    }
}
