package bss.calibration.measure.bench;

import bss.spec.backend.HardwareTime;
import bss.spec.fg.CellKind;
import bss.spec.fg.SharedParameter;
import java.util.Arrays;
import java.util.List;

/// A regular train into one row of each half of the chip, and the mean PSP of up to 20 that it makes.
public final class PspExperiment {

    /// Interval of the events: long enough for a PSP to end, and a whole number of nominal ADC samples.
    public static final int PERIOD_CYCLES = 1750;

    private static final double PERIOD = PERIOD_CYCLES * HardwareTime.CYCLE_SECONDS;
    /// The most PSPs of which a mean is taken.
    public static final int PSPS = 20;
    private static final double BEFORE = 0.6e-6;
    private static final double AFTER = 9e-6;
    private static final double GMAX_AMPERE = 500e-9;

    private PspExperiment() {}

    /// Feeds the upper row of each driver over the first of its lines; drivers are at most one in each half.
    ///
    /// @param right it feeds the right (E_syni) inputs
    /// @param psps how many are recorded, 1 to 20
    public static void drive(Setting setting, int[] drivers, boolean right, int weight, int divisor, int psps) {
        setting.shared(SharedParameter.V_GMAX0, Setting.codeOf(CellKind.CURRENT, GMAX_AMPERE));
        List<RowDrive> rows = Arrays.stream(drivers)
                .mapToObj(d -> new RowDrive(2 * d, 0, divisor))
                .toList();
        feed(setting, rows, right, weight, 0, psps);
    }

    /// Feeds these rows, at most one in each half, as the current codes of V_gmax scale them.
    ///
    /// @param right they feed the right (E_syni) inputs
    /// @param vline over which of the lines that lead to a driver, from 0
    /// @param psps how many are recorded, 1 to 20
    public static void feed(Setting setting, List<RowDrive> rows, boolean right, int weight, int vline, int psps) {
        for (RowDrive row : rows) {
            SynapseDrive.route(setting.bits(), row.driver(), PERIOD_CYCLES, vline);
            SynapseDrive.row(setting.bits(), row, right);
        }
        setting.synapses(rows.stream().mapToInt(RowDrive::row).toArray(), weight)
                .time(1.5 * PERIOD, psps * PERIOD);
    }

    /// One period of a trace, the mean over all, from 0.6 us before the clock of the generator to 9 us after it.
    ///
    /// @param volts at equal distance
    /// @param sampleSecond that distance
    /// @param onset time of the first sample after an event
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Mean(double[] volts, double sampleSecond, double onset) {

        /// The same if events need longer.
        public Mean later(double second) {
            return new Mean(volts, sampleSecond, onset - second);
        }
    }

    /// The mean PSP of a trace.
    ///
    /// @param delay time from the generator to the synapse
    public static Mean mean(Trace trace, double delay) {
        Trace folded = trace.folded(PERIOD);
        int from = folded.at(PERIOD / 2 - BEFORE);
        double[] volts = new double[folded.at(PERIOD / 2 + AFTER) - from];
        Arrays.setAll(volts, k -> folded.volt(from + k));
        return new Mean(volts, folded.sampleSecond(), from * folded.sampleSecond() - PERIOD / 2 - delay);
    }
}
