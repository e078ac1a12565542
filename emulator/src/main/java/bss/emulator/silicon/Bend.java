package bss.emulator.silicon;

import bss.spec.fg.FloatingGates;

/// How a circuit's quantity bends against the level of its cell: a piece of a sine of 0.8 to 1.3 periods over the
/// range of the code, with a phase of its own, so that no fit of a calibration (straight lines, rational functions,
/// softplus) can follow it exactly. Assumed.
final class Bend {

    private static final int STEPS = 1024;
    private static final double[] SINE = new double[STEPS + 1];

    static {
        for (int k = 0; k <= STEPS; k++) {
            SINE[k] = StrictMath.sin(2 * StrictMath.PI * k / STEPS);
        }
    }

    private static final double LEAST_PERIODS = 0.8;
    private static final double MORE_PERIODS = 0.5;
    private static final double PER_16_BITS = 0x1p-16;

    private Bend() {}

    /// The deviation at a level, -1 to 1.
    ///
    /// @param bits 64 uniform bits of circuit and parameter
    static double at(long bits, double level) {
        double periods = LEAST_PERIODS + MORE_PERIODS * (bits & 0xffff) * PER_16_BITS;
        double turns = (bits >>> 16 & 0xffff) * PER_16_BITS + periods * level / FloatingGates.MAX_CODE;
        double place = (turns - Math.floor(turns)) * STEPS;
        int k = Math.min((int) place, STEPS - 1);
        return SINE[k] + (place - k) * (SINE[k + 1] - SINE[k]);
    }

    /// A third part of the same bits: where between its limits the size of the bend lies, 0 to 1.
    static double size(long bits) {
        return (bits >>> 32 & 0xffff) * PER_16_BITS;
    }
}
