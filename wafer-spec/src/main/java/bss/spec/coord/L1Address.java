package bss.spec.coord;

import java.util.List;

/// The six bits an event carries on an L1 line.
///
/// The upper two select half rows of a synapse driver, the lower four single synapses. Address 0 is kept for the events
/// that lock repeaters and drivers; a lower part of 1 marks a disabled synapse, since weight 0 still delivers charge.
/// This leaves 59 for neurons. Index = value.
///
/// Source: halbe:hal/HICANN/L1Address.h; calibtic SynapseDecoderDisablingSynapse.h; marocco L1AddressPool.cpp.
///
/// @param value 0 to 63
public record L1Address(int value) implements Comparable<L1Address> {

    public static final int COUNT = 64;

    /// The address of the events that keep repeaters and drivers locked.
    public static final int LOCKING = 0;

    /// The synapse decoder value that never matches a usable address.
    public static final int DISABLED_DECODER = 1;

    private static final List<L1Address> ALL = Places.list(COUNT, L1Address::compute);
    private static final List<L1Address> USABLE =
            ALL.stream().filter(L1Address::isUsable).toList();

    /// @throws IllegalArgumentException outside 0 to 63
    public L1Address {
        Places.check(value, COUNT, "L1 address");
    }

    /// All in index order.
    public static List<L1Address> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static L1Address of(int index) {
        return ALL.get(Places.check(index, COUNT, "L1 address"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The upper two bits, compared in the driver for each half row.
    public int driverDecoder() {
        return value >> 4;
    }

    /// The lower four bits, compared in each synapse.
    public int synapseDecoder() {
        return value & 15;
    }

    /// Whether a neuron or an external source may have this address.
    public boolean isUsable() {
        return isUsable(value);
    }

    /// Whether a neuron or an external source may have address `value`.
    public static boolean isUsable(int value) {
        return value != LOCKING && (value & 15) != DISABLED_DECODER;
    }

    /// The 59 addresses that carry spikes, ascending.
    public static List<L1Address> usable() {
        return USABLE;
    }

    @Override
    public int compareTo(L1Address other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "L1Address(" + value + ")";
    }

    private static L1Address compute(int index) {
        return new L1Address(index);
    }
}
