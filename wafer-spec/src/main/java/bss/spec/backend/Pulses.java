package bss.spec.backend;

import java.util.Arrays;

/// Pulses in columns, ordered by time, then by packed address: a playback program on the way down, a trace on the way
/// up. Immutable.
public final class Pulses {

    private static final int ADDRESS_BITS = 18;

    public static final Pulses NONE = new Pulses(new long[0], new int[0]);

    private final long[] ticks;
    private final int[] addresses;

    private Pulses(long[] ticks, int[] addresses) {
        this.ticks = ticks;
        this.addresses = addresses;
    }

    /// Sorts pulses given in any order.
    ///
    /// @param ticks times [4 ns], 0 to 2^44 - 1 where they are not in order
    /// @param addresses packed [PulseAddress]
    public static Pulses sorted(long[] ticks, int[] addresses) {
        if (ticks.length != addresses.length) {
            throw new IllegalArgumentException("%d times but %d addresses".formatted(ticks.length, addresses.length));
        }
        if (isSorted(ticks, addresses)) {
            return new Pulses(ticks.clone(), addresses.clone());
        }
        long[] keys = new long[ticks.length];
        for (int i = 0; i < keys.length; i++) {
            if (ticks[i] >> (62 - ADDRESS_BITS) != 0 || addresses[i] >> ADDRESS_BITS != 0) {
                throw new IllegalArgumentException(
                        "pulse %d has tick %d and packed address %d, must be 0..2^44 - 1 and 0..2^18 - 1"
                                .formatted(i, ticks[i], addresses[i]));
            }
            keys[i] = ticks[i] << ADDRESS_BITS | addresses[i];
        }
        Arrays.sort(keys);
        int[] sorted = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            sorted[i] = (int) keys[i] & (1 << ADDRESS_BITS) - 1;
            keys[i] >>>= ADDRESS_BITS;
        }
        return new Pulses(keys, sorted);
    }

    /// Pulses `from` (inclusive) to `to`, apart from the rest, so that these can be freed without those.
    public Pulses slice(int from, int to) {
        return new Pulses(Arrays.copyOfRange(ticks, from, to), Arrays.copyOfRange(addresses, from, to));
    }

    public int count() {
        return ticks.length;
    }

    public long tick(int index) {
        return ticks[index];
    }

    /// Packed [PulseAddress].
    public int address(int index) {
        return addresses[index];
    }

    private static boolean isSorted(long[] ticks, int[] addresses) {
        for (int i = 1; i < ticks.length; i++) {
            if (ticks[i] < ticks[i - 1] || (ticks[i] == ticks[i - 1] && addresses[i] < addresses[i - 1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pulses o && Arrays.equals(ticks, o.ticks) && Arrays.equals(addresses, o.addresses);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ticks) + Arrays.hashCode(addresses);
    }
}
