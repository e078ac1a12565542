package bss.spec.backend;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Pulses in columns, ordered by time, then by packed address: a playback program on the way down, a trace on the way
/// up. Immutable.
public final class Pulses {

    public static final Pulses NONE = new Pulses(new long[0], new int[0]);

    private final long[] ticks;
    private final int[] addresses;

    private Pulses(long[] ticks, int[] addresses) {
        this.ticks = ticks;
        this.addresses = addresses;
    }

    /// Sorts pulses given in any order.
    ///
    /// @param ticks times [4 ns]
    /// @param addresses packed [PulseAddress]
    public static Pulses sorted(long[] ticks, int[] addresses) {
        if (ticks.length != addresses.length) {
            throw new IllegalArgumentException("%d times but %d addresses".formatted(ticks.length, addresses.length));
        }
        if (isSorted(ticks, addresses)) {
            return new Pulses(ticks.clone(), addresses.clone());
        }
        int[] order = IntStream.range(0, ticks.length)
                .boxed()
                .sorted((a, b) -> ticks[a] != ticks[b]
                        ? Long.compare(ticks[a], ticks[b])
                        : Integer.compare(addresses[a], addresses[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Pulses(
                Arrays.stream(order).mapToLong(i -> ticks[i]).toArray(),
                Arrays.stream(order).map(i -> addresses[i]).toArray());
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
