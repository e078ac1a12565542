package bss.emulator.event;

/// An event on its way through a chip, packed into a long.
///
/// It holds its time T as the clock at which it enters the network, ceil(T), and the lag ceil(T) - T; the clocks that
/// an idle network takes for what it has passed so far; and its L1 address.
public final class EventWord {

    /// Parts of a cycle in which lags count, log2.
    public static final int LAG_BITS = 14;

    private static final int HOP_BITS = 4;
    private static final int ADDRESS_BITS = 6;
    private static final int LAG_AT = HOP_BITS + ADDRESS_BITS;
    private static final int ENTER_AT = LAG_AT + LAG_BITS;
    private static final long ONE_CYCLE = 1L << LAG_BITS;

    private EventWord() {}

    /// Packs an event.
    ///
    /// @param enter clock, not negative
    /// @param lag 0 to 2^14 - 1, in 2^-14 cycles
    /// @param hops 0 to 15
    /// @param address 0 to 63
    public static long of(long enter, int lag, int hops, int address) {
        return enter << ENTER_AT | (long) lag << LAG_AT | (long) hops << ADDRESS_BITS | address;
    }

    /// The event after one more hop.
    public static long hop(long word) {
        return word + (1 << ADDRESS_BITS);
    }

    public static int address(long word) {
        return (int) word & (1 << ADDRESS_BITS) - 1;
    }

    /// T plus what the event had to wait beyond the idle latency, when it leaves at `clock`, in 2^-14 cycles.
    public static long time(long word, long clock) {
        long hops = word >> ADDRESS_BITS & (1 << HOP_BITS) - 1;
        long lag = word >> LAG_AT & ONE_CYCLE - 1;
        return ((clock - hops) << LAG_BITS) - lag;
    }

    /// The cycle at which an event of this [#time] arrives at the synapse: `delay` (2^-14 cycles) later, rounded half
    /// up to a boundary.
    public static long arrival(long time, int delay) {
        return (time + delay + ONE_CYCLE / 2) >> LAG_BITS;
    }

    /// The 4 ns tick of an event of this [#time].
    public static long tick(long time) {
        return time >> (LAG_BITS - 1);
    }
}
