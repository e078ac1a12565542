package bss.emulator;

/// An event on its way to the drivers of a chip, packed into a long whose order is that of arrival, target and address.
final class Arrival {

    private static final int ADDRESS_BITS = 6;
    private static final int TARGET_BITS = 24;
    private static final int CYCLE_AT = TARGET_BITS + ADDRESS_BITS;

    /// Largest number of targets of a wafer: 3,072 sending repeaters reach 384 chips by a few ways each.
    static final int TARGETS = 1 << TARGET_BITS;

    private Arrival() {}

    /// Packs an event.
    ///
    /// @param cycle not negative, below 2^33 (69 s of hardware time)
    static long of(long cycle, int target, int address) {
        return cycle << CYCLE_AT | (long) target << ADDRESS_BITS | address;
    }

    static long cycle(long event) {
        return event >>> CYCLE_AT;
    }

    static int target(long event) {
        return (int) (event >>> ADDRESS_BITS) & TARGETS - 1;
    }

    static int address(long event) {
        return (int) event & (1 << ADDRESS_BITS) - 1;
    }

    static long withTarget(long event, int target) {
        return of(cycle(event), target, address(event));
    }
}
