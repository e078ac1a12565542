package bss.emulator.model;

/// An event in the digital network of a chip.
///
/// Its time is the one it would have if nobody had been in its way, plus what it waited.
final class SlowEvent {

    /// Fractions of a cycle are counted in 2^-14.
    static final int FRACTION = 1 << 14;

    final int address;
    /// Cycle at which it came in [2^-14 cycles], fraction included.
    private final long entered;
    /// Clock at which it would be where it is if nobody had been in its way.
    long due;

    SlowEvent(int address, long entered, long due) {
        this.address = address;
        this.entered = entered;
        this.due = due;
    }

    SlowEvent copy() {
        return new SlowEvent(address, entered, due);
    }

    /// Its time if it leaves the network in this clock [2^-14 cycles].
    long time(long clock) {
        return entered + (clock - due) * FRACTION;
    }
}
