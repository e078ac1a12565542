package bss.emulator.silicon;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every size by which a typical wafer differs from an ideal one; the table in docs/silicon.md is made from it.
///
/// A size is published, i.e. a figure or read off a plot of the public projects, or assumed: then it is large enough
/// that a network without calibration visibly suffers.
public enum SiliconTable {
    // spotless:off
    CELL_FLOOR(35, Unit.MILLIVOLT, "cell", "level of a cell at code 0 (a current cell written 0 delivers nothing)",
            Source.FG),
    CELL_GAIN(0.91, Unit.NUMBER, "cell", "slope of a cell's level, relative to the ideal 1.8 V / 1023", Source.FG),
    CELL_CEILING(1.505, Unit.VOLT, "cell", "level at which a cell saturates", Source.FG),
    DRIFT_VOLTAGE(4.4, Unit.MILLIVOLT, "cell", "sigma of the drift of voltage cells in 49 min", Source.FG),
    DRIFT_VOLTAGE_MEAN(1.6, Unit.MILLIVOLT, "cell", "mean drift of voltage cells in 49 min", Source.FG),
    DRIFT_CURRENT(1.7, Unit.MILLIVOLT, "cell", "sigma of the drift of current cells in 49 min", Source.FG),
    DRIFT_CURRENT_MEAN(0.1, Unit.MILLIVOLT, "cell", "mean drift of current cells in 49 min", Source.FG),
    STUCK_CELLS(0.1, Unit.PERCENT, "cell", "part of the cells that hold a random code whatever is written",
            Source.ASSUMED),

    V_T_OFFSET(13, Unit.MILLIVOLT, "denmem", "sigma of the threshold's offset", Source.CAKE),
    V_T_BEND(5, Unit.MILLIVOLT, "denmem", "bend of the threshold against its cell", Source.ASSUMED),
    E_SYN_OFFSET(24, Unit.MILLIVOLT, "input", "sigma of the reversal potentials' offsets", Source.CAKE),
    E_SYN_BEND(8, Unit.MILLIVOLT, "input", "bend of the reversal potentials against their cells", Source.ASSUMED),
    E_L_OFFSET(20, Unit.MILLIVOLT, "denmem", "sigma of the leak potential's offset", Source.ASSUMED),
    E_L_BEND(8, Unit.MILLIVOLT, "denmem", "bend of the leak potential against its cell", Source.ASSUMED),
    V_EXP_OFFSET(30, Unit.MILLIVOLT, "denmem", "sigma of the exponential threshold's offset", Source.ASSUMED),
    V_EXP_BEND(8, Unit.MILLIVOLT, "denmem", "bend of the exponential threshold against its cell", Source.ASSUMED),
    V_RESET_BLOCK(10, Unit.MILLIVOLT, "FG block", "sigma of the reset potential's offset, common to a block",
            Source.ASSUMED),
    V_RESET_OFFSET(5, Unit.MILLIVOLT, "denmem", "sigma of the reset potential's offset", Source.ASSUMED),
    V_SYNTC_OFFSET(90, Unit.MILLIVOLT, "input", "sigma of the offset of the synaptic time constant's gate",
            Source.ASSUMED),
    LEAK_SPREAD(0.35, Unit.NUMBER, "denmem", "sigma of ln of the leak conductance's gain", Source.ASSUMED),
    REFRACTORY_SPREAD(0.6, Unit.NUMBER, "denmem", "sigma of ln of the refractory time's gain", Source.CAKE),
    REFRACTORY_OUTLIERS(1, Unit.PERCENT, "denmem", "part that is refractory for ever, or fires always: half each",
            Source.CAKE),
    ADAPTATION_SPREAD(0.4, Unit.NUMBER, "denmem", "sigma of ln of the gains of a, tau_w, b and Delta_T",
            Source.ASSUMED),
    BEND_LEAST(3, Unit.PERCENT, "denmem", "smallest bend of gains and time constants over the range of the code",
            Source.ASSUMED),
    BEND_MOST(5, Unit.PERCENT, "denmem", "largest bend of gains and time constants", Source.ASSUMED),

    CONVOFF_MEAN(0.75, Unit.VOLT, "input", "mean of V_off, the V_convoff at which an input has no offset",
            Source.ASSUMED),
    CONVOFF_SIGMA(0.15, Unit.VOLT, "input", "sigma of V_off", Source.ASSUMED),
    CONVOFF_LEAK(0.4, Unit.PER_MICROSECOND_AND_VOLT, "input", "leak to the reversal potential over C per volt below V_off",
            Source.ASSUMED),
    CONVOFF_LOSS(1, Unit.PER_VOLT, "input", "loss of synaptic gain per volt above V_off", Source.ASSUMED),
    CONVOFF_LEAST_GAIN(0.2, Unit.NUMBER, "input", "synaptic gain that always remains", Source.ASSUMED),
    SYNAPSE_SPREAD(8, Unit.PERCENT, "synapse", "relative sigma of a synapse's strength", Source.KOKE),
    ROW_SPREAD(10, Unit.PERCENT, "synapse row", "relative sigma of a row's strength", Source.KOKE),
    CORRELATION_SPREAD(10, Unit.PERCENT, "synapse", "relative sigma of the correlation capacitors' gain",
            Source.ASSUMED),

    DEAD_DRIVERS(2, Unit.PERCENT, "driver", "part of the synapse drivers that is off", Source.ASSUMED),
    DEAD_DENMEMS(1.5, Unit.PERCENT, "denmem",
            "part of the denmems that does not fire and whose inputs and exponential are off", Source.ASSUMED),
    DEAD_REPEATERS(0.5, Unit.PERCENT, "L1 repeater", "part of the repeaters that is idle", Source.ASSUMED),
    DELAY_JITTER(10, Unit.NANOSECOND, "route", "sigma of the delay, fixed for a wafer", Source.DEMOS),

    ADC_CLOCK(200, Unit.HERTZ, "ADC board", "sigma of the sample clock's deviation from 96 MHz", Source.CAKE_ADC),
    ADC_NOISE(1.8, Unit.MILLIVOLT, "sample", "sigma of a sample's noise", Source.CAKE_ADC),
    ADC_OFFSET(10, Unit.MILLIVOLT, "ADC board", "sigma of the voltage of code 0 around 1.8 V", Source.ASSUMED),
    ADC_GAIN(1, Unit.PERCENT, "ADC board", "relative sigma of the slope of the characteristic", Source.ASSUMED),
    ADC_BEND(2, Unit.NANOVOLT, "ADC board", "sigma of the factor of code^2 in the characteristic", Source.CALIBTIC),
    READOUT_OFFSET(14, Unit.MILLIVOLT, "denmem", "sigma of the readout buffer's offset, in the ADC path alone",
            Source.CAKE),
    READOUT_LIMIT(45, Unit.MILLIVOLT, "denmem", "largest offset of a readout buffer", Source.CAKE);
    // spotless:on

    /// What is the same on all wafers: means, limits, laws, and the parts that do not work.
    private static final Set<SiliconTable> FIXED = EnumSet.of(
            CELL_FLOOR,
            CELL_GAIN,
            CELL_CEILING,
            DRIFT_VOLTAGE_MEAN,
            DRIFT_CURRENT_MEAN,
            STUCK_CELLS,
            REFRACTORY_OUTLIERS,
            CONVOFF_MEAN,
            CONVOFF_LEAK,
            CONVOFF_LOSS,
            CONVOFF_LEAST_GAIN,
            DEAD_DRIVERS,
            DEAD_DENMEMS,
            DEAD_REPEATERS,
            READOUT_LIMIT);

    /// Time of the published drift in s: 49 min.
    static final double DRIFT_SECONDS = 49 * 60;

    private enum Unit {
        VOLT(1, " V"),
        MILLIVOLT(1e-3, " mV"),
        NANOVOLT(1e-9, " nV"),
        NUMBER(1, ""),
        PERCENT(1e-2, " %"),
        PER_MICROSECOND_AND_VOLT(1e6, " /(µs V)"),
        PER_VOLT(1, " /V"),
        NANOSECOND(1e-9, " ns"),
        HERTZ(1, " Hz");

        private final double si;
        private final String text;

        Unit(double si, String text) {
            this.si = si;
            this.text = text;
        }
    }

    private static final class Source {
        static final String ASSUMED = "";
        static final String FG = "halbe:tools/FG/result_doc/results.tex";
        static final String CAKE = "cake:doc/figures, uncalibrated";
        static final String CAKE_ADC = "cake:pycake/analyzer.py, doc/figures";
        static final String CALIBTIC = "calibtic:tools/compare_adc_calibrations.cpp";
        static final String DEMOS = "brainscales1-demos:cortical_microcircuit.rst";
        static final String KOKE = "order of Koke 2017";
    }

    private final double number;
    private final Unit unit;
    private final String of;
    private final String meaning;
    private final String source;

    SiliconTable(double number, Unit unit, String of, String meaning, String source) {
        this.number = number;
        this.unit = unit;
        this.of = of;
        this.meaning = meaning;
        this.source = source;
    }

    /// The size in SI units; a part is 0 to 1.
    public double value() {
        return number * unit.si;
    }

    /// Whether it is a sigma or a bend.
    boolean isSpread() {
        return !FIXED.contains(this);
    }

    private String row() {
        String shown = String.valueOf(number).replaceFirst("\\.0$", "");
        return "| %s | %s | %s%s | %s |"
                .formatted(meaning, of, shown, unit.text, source.isEmpty() ? "assumed" : "published: " + source);
    }

    /// All sizes as a table in Markdown.
    public static String markdown() {
        return Stream.concat(
                        Stream.of("| what | per | size | source |", "|---|---|---|---|"),
                        Stream.of(values()).map(SiliconTable::row))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
