package bss.emulator.kernel;

/// What an event does at one synapse, in an int: which lane (or denmem) it hits, lowest 11 bits, and the conductance as
/// the kernel takes it ([CircuitState#conductance(int, double)]), rounded to a mantissa of 17 bits with a shift of 4.
public final class SynapseEntry {

    public static final int LANE_BITS = 11;
    public static final int LANE_MASK = (1 << LANE_BITS) - 1;

    private static final int SHIFT_MASK = 15;
    private static final int VALUE_AT = LANE_BITS + 4;
    private static final int MANTISSA_BITS = 32 - VALUE_AT;

    private SynapseEntry() {}

    /// An entry.
    ///
    /// @param lane 0 to 2047
    /// @param conductance not negative
    public static int of(int lane, int conductance) {
        int shift = Math.max(0, 32 - Integer.numberOfLeadingZeros(conductance) - MANTISSA_BITS);
        int value = shift == 0 ? conductance : (int) (((long) conductance + (1L << (shift - 1))) >> shift);
        if (value >> MANTISSA_BITS != 0) {
            value >>= 1;
            shift++;
        }
        return value << VALUE_AT | shift << LANE_BITS | lane;
    }

    /// The conductance of an entry.
    public static int conductance(int entry) {
        return (entry >>> VALUE_AT) << (entry >>> LANE_BITS & SHIFT_MASK);
    }

    /// The conductance of an entry times a factor in Q16, at most the largest int.
    public static int conductance(int entry, int factor) {
        return (int) Math.min(((long) conductance(entry) * factor) >> 16, Integer.MAX_VALUE);
    }

    /// Adds a conductance to an input, which stays at the largest int.
    ///
    /// @param inputs [CircuitState#inputsExc()] or [CircuitState#inputsInh()]
    /// @param conductance not negative
    public static void add(int[] inputs, int lane, int conductance) {
        int at = CircuitState.INPUT_BASE + lane;
        int sum = inputs[at] + conductance;
        // neither is negative: a sum that is has overflown
        inputs[at] = (sum | sum >> 31) & Integer.MAX_VALUE;
    }
}
