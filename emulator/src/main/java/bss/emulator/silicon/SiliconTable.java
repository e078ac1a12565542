package bss.emulator.silicon;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every size by which a typical wafer differs from an ideal one; the table in docs/silicon.md is made from it.
///
/// A size is published, i.e. a figure or read off a plot of the public projects, or assumed: then it is large enough
/// that a network without calibration visibly suffers.
public enum SiliconTable {
    // spotless:off
    CELL_FLOOR(0.035, "V", "cell", "level of a cell at code 0 (a current cell written 0 delivers nothing)", Source.FG),
    CELL_GAIN(0.91, "", "cell", "slope of a cell's level, relative to the ideal 1.8 V / 1023", Source.FG),
    CELL_CEILING(1.505, "V", "cell", "level at which a cell saturates", Source.FG),
    DRIFT_VOLTAGE(4.4e-3, "V", "cell", "sigma of the drift of voltage cells in 49 min", Source.FG),
    DRIFT_VOLTAGE_MEAN(1.6e-3, "V", "cell", "mean drift of voltage cells in 49 min", Source.FG),
    DRIFT_CURRENT(1.7e-3, "V", "cell", "sigma of the drift of current cells in 49 min", Source.FG),
    DRIFT_CURRENT_MEAN(0.1e-3, "V", "cell", "mean drift of current cells in 49 min", Source.FG),
    STUCK_CELLS(0.001, "", "cell", "part of the cells that hold a random code whatever is written", Source.ASSUMED),

    V_T_OFFSET(13e-3, "V", "denmem", "sigma of the threshold's offset", Source.CAKE),
    V_T_BEND(5e-3, "V", "denmem", "bend of the threshold against its cell", Source.ASSUMED),
    E_SYN_OFFSET(22e-3, "V", "input", "sigma of the reversal potentials' offsets", Source.CAKE),
    E_SYN_BEND(8e-3, "V", "input", "bend of the reversal potentials against their cells", Source.ASSUMED),
    E_L_OFFSET(20e-3, "V", "denmem", "sigma of the leak potential's offset", Source.ASSUMED),
    E_L_BEND(8e-3, "V", "denmem", "bend of the leak potential against its cell", Source.ASSUMED),
    V_EXP_OFFSET(30e-3, "V", "denmem", "sigma of the exponential threshold's offset", Source.ASSUMED),
    V_EXP_BEND(8e-3, "V", "denmem", "bend of the exponential threshold against its cell", Source.ASSUMED),
    V_RESET_BLOCK(10e-3, "V", "FG block", "sigma of the reset potential's offset, common to a block", Source.ASSUMED),
    V_RESET_OFFSET(5e-3, "V", "denmem", "sigma of the reset potential's offset", Source.ASSUMED),
    V_SYNTC_OFFSET(90e-3, "V", "input", "sigma of the offset of the synaptic time constant's gate", Source.ASSUMED),
    LEAK_SPREAD(0.35, "", "denmem", "sigma of ln of the leak conductance's gain", Source.ASSUMED),
    REFRACTORY_SPREAD(0.60, "", "denmem", "sigma of ln of the refractory time's gain", Source.CAKE),
    REFRACTORY_OUTLIERS(0.01, "", "denmem", "part that is refractory for ever, or fires always: half each", Source.CAKE),
    ADAPTATION_SPREAD(0.40, "", "denmem", "sigma of ln of the gains of a, tau_w, b and Delta_T", Source.ASSUMED),
    BEND_LEAST(0.03, "", "denmem", "smallest bend of gains and time constants over the range of the code",
            Source.ASSUMED),
    BEND_MOST(0.05, "", "denmem", "largest bend of gains and time constants", Source.ASSUMED),

    CONVOFF_MEAN(0.75, "V", "input", "mean of V_off, the V_convoff at which an input has no offset", Source.ASSUMED),
    CONVOFF_SIGMA(0.15, "V", "input", "sigma of V_off", Source.ASSUMED),
    CONVOFF_LEAK(0.4e6, "1/(s V)", "input", "leak to the reversal potential over C per volt below V_off",
            Source.ASSUMED),
    CONVOFF_LOSS(1, "1/V", "input", "loss of synaptic gain per volt above V_off", Source.ASSUMED),
    CONVOFF_LEAST_GAIN(0.2, "", "input", "synaptic gain that always remains", Source.ASSUMED),
    SYNAPSE_SPREAD(0.08, "", "synapse", "relative sigma of its strength", Source.KOKE),
    ROW_SPREAD(0.10, "", "synapse row", "relative sigma of its strength", Source.KOKE),

    DEAD_DRIVERS(0.02, "", "driver", "part that is off", Source.ASSUMED),
    DEAD_DENMEMS(0.015, "", "denmem", "part that does not fire and whose inputs are off", Source.ASSUMED),
    DEAD_REPEATERS(0.005, "", "L1 repeater", "part that is idle", Source.ASSUMED),
    DELAY_JITTER(10e-9, "s", "route", "sigma of the delay, fixed for a wafer", Source.DEMOS),

    ADC_CLOCK(200, "Hz", "ADC board", "sigma of the deviation from 96 MHz", Source.CAKE_ADC),
    ADC_NOISE(1.8e-3, "V", "sample", "sigma of the noise", Source.CAKE_ADC),
    ADC_OFFSET(10e-3, "V", "ADC board", "sigma of the deviation from 1.8 V at code 0", Source.ASSUMED),
    ADC_GAIN(0.01, "", "ADC board", "relative sigma of the slope", Source.ASSUMED),
    ADC_BEND(2e-9, "V", "ADC board", "sigma of the factor of code^2", Source.CALIBTIC),
    READOUT_OFFSET(14e-3, "V", "denmem", "sigma of the readout buffer's offset, in the ADC path alone", Source.CAKE),
    READOUT_LIMIT(45e-3, "V", "denmem", "largest offset of a readout buffer", Source.CAKE);
    // spotless:on

    /// Time of the published drift in s: 49 min.
    static final double DRIFT_SECONDS = 49 * 60;

    private static final class Source {
        static final String ASSUMED = "";
        static final String FG = "halbe:tools/FG/result_doc/results.tex";
        static final String CAKE = "cake:doc/figures, uncalibrated";
        static final String CAKE_ADC = "cake:pycake/analyzer.py, doc/figures";
        static final String CALIBTIC = "calibtic:tools/compare_adc_calibrations.cpp";
        static final String DEMOS = "brainscales1-demos:cortical_microcircuit.rst";
        static final String KOKE = "order of Koke 2017";
    }

    private final double value;
    private final String unit;
    private final String of;
    private final String meaning;
    private final String source;

    SiliconTable(double value, String unit, String of, String meaning, String source) {
        this.value = value;
        this.unit = unit;
        this.of = of;
        this.meaning = meaning;
        this.source = source;
    }

    /// The size in SI units.
    public double value() {
        return value;
    }

    /// Whether it was published; else it is assumed.
    public boolean published() {
        return !source.isEmpty();
    }

    private String row() {
        return "| %s | %s | %s%s | %s |"
                .formatted(
                        meaning,
                        of,
                        String.format(Locale.ROOT, "%.4g", value).replaceAll("\\.?0+(e|$)", "$1"),
                        unit.isEmpty() ? "" : " " + unit,
                        published() ? "published: " + source : "assumed");
    }

    /// All sizes as a table in Markdown.
    public static String markdown() {
        return Stream.concat(
                        Stream.of("| what | per | size | source |", "|---|---|---|---|"),
                        Stream.of(values()).map(SiliconTable::row))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
