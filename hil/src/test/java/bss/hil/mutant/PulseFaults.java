package bss.hil.mutant;

import bss.spec.backend.Pulses;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/// Changes of playback programs and traces, pulse by pulse.
final class PulseFaults {

    /// Where changed pulses go.
    interface Sink {

        /// Adds a pulse.
        ///
        /// @param tick [4 ns]
        /// @param address packed
        void add(long tick, int address);
    }

    /// What becomes of a pulse: none, itself, another, or several.
    interface Change {
        void of(long tick, int address, Sink to);
    }

    private PulseFaults() {}

    static UnaryOperator<Pulses> each(Change change) {
        return pulses -> {
            Columns columns = new Columns(pulses.count());
            for (int i = 0; i < pulses.count(); i++) {
                change.of(pulses.tick(i), pulses.address(i), columns);
            }
            return columns.pulses();
        };
    }

    /// Changes of the time alone.
    static UnaryOperator<Pulses> ticks(LongUnaryOperator tick) {
        return each((t, address, to) -> to.add(tick.applyAsLong(t), address));
    }

    /// Changes of the packed address alone.
    static UnaryOperator<Pulses> addresses(IntUnaryOperator address) {
        return each((tick, a, to) -> to.add(tick, address.applyAsInt(a)));
    }

    /// Both together, in order.
    static Pulses joined(Pulses a, Pulses b) {
        Columns columns = new Columns(a.count() + b.count());
        for (Pulses pulses : new Pulses[] {a, b}) {
            for (int i = 0; i < pulses.count(); i++) {
                columns.add(pulses.tick(i), pulses.address(i));
            }
        }
        return columns.pulses();
    }

    private static final class Columns implements Sink {

        private long[] ticks;
        private int[] addresses;
        private int count;

        Columns(int expected) {
            ticks = new long[expected + 16];
            addresses = new int[expected + 16];
        }

        @Override
        public void add(long tick, int address) {
            if (count == ticks.length) {
                ticks = Arrays.copyOf(ticks, 2 * count);
                addresses = Arrays.copyOf(addresses, 2 * count);
            }
            ticks[count] = tick;
            addresses[count++] = address;
        }

        Pulses pulses() {
            return Pulses.sorted(Arrays.copyOf(ticks, count), Arrays.copyOf(addresses, count));
        }
    }
}
