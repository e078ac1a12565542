package bss.calibration.measure.bench;

import bss.spec.backend.HardwareTime;
import bss.spec.fg.CellKind;
import bss.spec.fg.SharedParameter;
import java.util.Arrays;

/// A regular train into one row of each half of the chip, and the mean PSP of 20 that it makes.
public final class PspExperiment {

    /// Interval of the events: long enough for a PSP to end, and a whole number of nominal ADC samples.
    public static final int PERIOD_CYCLES = 1750;

    private static final double PERIOD = PERIOD_CYCLES * HardwareTime.CYCLE_SECONDS;
    private static final int PSPS = 20;
    private static final double BEFORE = 0.6e-6;
    private static final double AFTER = 9e-6;
    private static final double GMAX_AMPERE = 500e-9;

    private PspExperiment() {}

    /// Feeds one row of each driver; drivers are at most one in each half.
    ///
    /// @param lower the lower of the driver's two rows
    /// @param right it feeds the right (E_syni) inputs
    /// @param vline over which of the lines that lead to the driver, from 0
    public static void drive(
            Setting setting, int[] drivers, boolean lower, boolean right, int weight, int divisor, int vline) {
        setting.shared(SharedParameter.V_GMAX0, Setting.codeOf(CellKind.CURRENT, GMAX_AMPERE));
        int[] rows = Arrays.stream(drivers).map(d -> 2 * d + (lower ? 1 : 0)).toArray();
        for (int k = 0; k < drivers.length; k++) {
            SynapseDrive.route(setting.bits(), drivers[k], PERIOD_CYCLES, vline);
            SynapseDrive.row(setting.bits(), rows[k], right, divisor);
        }
        setting.synapses(rows, weight).time(1.5 * PERIOD, PSPS * PERIOD);
    }

    /// The mean PSP from 0.6 us before the clock of the generator to 9 us after it.
    public static double[] meanPsp(Trace trace) {
        Trace mean = trace.folded(PERIOD);
        int from = mean.at(PERIOD / 2 - BEFORE);
        int to = mean.at(PERIOD / 2 + AFTER);
        double[] volts = new double[to - from];
        Arrays.setAll(volts, k -> mean.volt(from + k));
        return volts;
    }

    /// Time of the first sample of [#meanPsp] after an event whose way from the generator takes `delay`.
    public static double firstSecond(Trace trace, double delay) {
        double second = trace.foldedSecond(PERIOD);
        return Math.round((PERIOD / 2 - BEFORE) / second) * second - PERIOD / 2 - delay;
    }
}
