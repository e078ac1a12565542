package bss.emulator.plasticity;

/// exp(-dt / tau) for whole cycles, as a product of three tables; immutable.
///
/// A factor of the tables has an error below 2^-31, the product below 2^-29. From 24 tau on the result
/// is 0 (e^-24 is 4e-11).
final class Recovery {

    private static final int FRACTION = 30;
    private static final int PART = 7;
    private static final int ENTRIES = 1 << PART;
    private static final long ONE = 1L << FRACTION;
    /// Beyond this many time constants nothing is left.
    private static final double HORIZON = 24;

    private final long[] table = new long[3 * ENTRIES];
    private final long end;

    /// @param tauCycles time constant in cycles, positive and at most 87,000 or infinite (nothing ever
    /// decays)
    Recovery(double tauCycles) {
        end = Double.isInfinite(tauCycles) ? Long.MAX_VALUE : (long) Math.ceil(HORIZON * tauCycles);
        if (!(tauCycles > 0) || (end != Long.MAX_VALUE && end > 1L << (3 * PART))) {
            throw new IllegalArgumentException(
                    "the recovery time constant is %s cycles, must be above 0 and at most 87000".formatted(tauCycles));
        }
        for (int i = 0; i < table.length; i++) {
            long dt = (long) (i % ENTRIES) << (PART * (i / ENTRIES));
            table[i] = Math.round(StrictMath.exp(-dt / tauCycles) * ONE);
        }
    }

    private static long scaled(long value, long factor) {
        return (value * factor + ONE / 2) >> FRACTION;
    }

    /// `value` after `dt` cycles (not negative), for values up to 2^32.
    long decayed(long value, long dt) {
        if (end == Long.MAX_VALUE) {
            return value;
        }
        if (dt >= end) {
            return 0;
        }
        int cycles = (int) dt;
        long low = table[cycles & (ENTRIES - 1)];
        long middle = table[ENTRIES + ((cycles >> PART) & (ENTRIES - 1))];
        long high = table[2 * ENTRIES + (cycles >> (2 * PART))];
        return scaled(value, scaled(scaled(high, middle), low));
    }
}
