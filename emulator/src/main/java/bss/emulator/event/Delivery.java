package bss.emulator.event;

import bss.emulator.build.Ints;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// Events on their way over L1 lines to the synapses, by the cycle of their arrival.
///
/// An entry is `destination << 6 | address`. An event is under way for less than 2^8 cycles: 9 cycles, and half a
/// cycle for each of at most 384 chips.
public final class Delivery {

    private static final int SIZE = 256;

    private final Ints[] ring = new Ints[SIZE];

    public Delivery() {
        Arrays.setAll(ring, i -> new Ints());
    }

    public void add(long arrival, int destination, int address) {
        ring[(int) arrival & SIZE - 1].add(destination << 6 | address);
    }

    /// The entries that arrive at `cycle`.
    public Ints at(long cycle) {
        return ring[(int) cycle & SIZE - 1];
    }

    /// Gives the destinations of all events under way new numbers.
    public void renumber(IntUnaryOperator number) {
        for (Ints slot : ring) {
            int[] entries = slot.toArray();
            slot.clear();
            for (int entry : entries) {
                slot.add(number.applyAsInt(entry >>> 6) << 6 | (entry & 63));
            }
        }
    }

    public void clear() {
        for (Ints slot : ring) {
            slot.clear();
        }
    }
}
