package bss.spec.config;

/// Settings of a repeater on an L1 line.
///
/// A repeater joins the line segment of its own chip to the segment beyond the border it sits on. It drives one of
/// the two: the one in the west (horizontal) or north (vertical), or the one in the east or south.
/// A forwarding repeater with none or both directions drives nothing.
///
/// Register word: bits 2..0 mode (0 idle, 1 forwarding, 2 output, 3 input, 4 loopback; others are reserved and act
/// as idle), bit 3 `towardsWestOrNorth`, bit 4 `towardsEastOrSouth`. Source: halbe, `hal/HICANNContainer.h` Repeater.
public record RepeaterConfig(Mode mode, boolean towardsWestOrNorth, boolean towardsEastOrSouth) {

    public enum Mode {
        /// Blocks.
        IDLE,
        /// Takes events from one side and drives the other.
        FORWARDING,
        /// Drives one or both sides with test data or, on the eight sending repeaters, with the events of its merger.
        OUTPUT,
        /// Forwards and copies the events to a test port.
        INPUT,
        /// Connects the test output of one port to the test input of the other.
        LOOPBACK
    }

    public static final int BITS = 5;

    public static final RepeaterConfig IDLE = new RepeaterConfig(Mode.IDLE, false, false);
    public static final RepeaterConfig FORWARD_WEST_OR_NORTH = new RepeaterConfig(Mode.FORWARDING, true, false);
    public static final RepeaterConfig FORWARD_EAST_OR_SOUTH = new RepeaterConfig(Mode.FORWARDING, false, true);

    public int bits() {
        return mode.ordinal() | Bits.flag(towardsWestOrNorth, 3) | Bits.flag(towardsEastOrSouth, 4);
    }

    public static RepeaterConfig fromBits(int word) {
        Mode mode = switch (word & 7) {
            case 1 -> Mode.FORWARDING;
            case 2 -> Mode.OUTPUT;
            case 3 -> Mode.INPUT;
            case 4 -> Mode.LOOPBACK;
            default -> Mode.IDLE;
        };
        return new RepeaterConfig(mode, Bits.flag(word, 3), Bits.flag(word, 4));
    }

    /// Whether it takes events from east or south and drives the segment in the west or north.
    public boolean forwardsWestOrNorth() {
        return forwards() && towardsWestOrNorth && !towardsEastOrSouth;
    }

    /// Whether it takes events from west or north and drives the segment in the east or south.
    public boolean forwardsEastOrSouth() {
        return forwards() && towardsEastOrSouth && !towardsWestOrNorth;
    }

    private boolean forwards() {
        return mode == Mode.FORWARDING || mode == Mode.INPUT;
    }
}
