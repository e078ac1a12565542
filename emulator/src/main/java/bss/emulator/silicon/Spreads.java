package bss.emulator.silicon;

/// How far a wafer's parts scatter: the sizes of [SiliconTable], spreads multiplied by a factor.
///
/// @param factor on sigmas and bends, 0 to 1.5: beyond, strengths far out in their tails would be negative
record Spreads(double factor) {

    static final Spreads TYPICAL = new Spreads(1);

    private static final double MOST = 1.5;

    Spreads {
        if (!(factor >= 0 && factor <= MOST)) {
            throw new IllegalArgumentException("factor on spreads is %s, must be 0..%s".formatted(factor, MOST));
        }
    }

    /// The size on this wafer in SI units.
    double of(SiliconTable size) {
        return size.isSpread() ? factor * size.value() : size.value();
    }
}
