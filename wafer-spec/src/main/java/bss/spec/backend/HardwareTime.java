package bss.spec.backend;

import bss.spec.fg.FloatingGates;

/// Units of hardware time. Sources: halbe, `hal/FPGAContainer.h`; hicann-system, `host_al_controller.cpp`.
public final class HardwareTime {

    /// One cycle of FPGA and PLL at 125 MHz.
    public static final double CYCLE_SECONDS = 8e-9;

    /// One tick of the timestamps of pulses, down and up.
    public static final double TICK_SECONDS = 4e-9;

    public static final int TICKS_PER_CYCLE = 2;

    /// Writing all floating gates: 24 rows in two passes at 0.3 s each, whatever the number of chips, since all blocks
    /// and chips are written at the same time (0.24 to 0.35 s per row: halbe:tools/FG/result_doc/results.tex).
    public static final double FLOATING_GATES_SECONDS = FloatingGates.ROWS * 0.3;

    private HardwareTime() {}

    /// Biological milliseconds of a time in ticks.
    public static double tickToMs(long tick, double speedup) {
        return tick * TICK_SECONDS * speedup * 1e3;
    }

    /// The nearest tick of a biological time.
    public static long msToTick(double ms, double speedup) {
        return Math.round(ms * 1e-3 / (speedup * TICK_SECONDS));
    }

    /// The first cycle that is not before a biological time.
    public static long msToCycle(double ms, double speedup) {
        return (long) Math.ceil(ms * 1e-3 / (speedup * CYCLE_SECONDS) - 1e-9);
    }
}
