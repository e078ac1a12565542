package bss.hil.suite.machine;

import bss.hil.bench.Tolerances;
import java.util.Map;

/// The limits of an ideal emulator and of a typical one.
public final class TestTolerances {

    private static final Map<String, Double> IDEAL = Map.ofEntries(
            Map.entry("C24.loss_fraction", 0.0),
            Map.entry("C24.delay_min_ticks", 0.0),
            Map.entry("C24.delay_max_ticks", 0.0),
            Map.entry("P25.loss_fraction", 0.0),
            Map.entry("P25.delay_min_ticks", 0.0),
            Map.entry("P25.delay_max_ticks", 0.0),
            Map.entry("P26.loss_fraction", 0.0),
            Map.entry("P26.delay_min_ticks", 0.0),
            Map.entry("P26.delay_max_ticks", 0.0),
            Map.entry("P26.exact_law", 1.0),
            Map.entry("P27.loss_fraction", 0.0),
            Map.entry("P27.delay_min_ticks", 0.0),
            Map.entry("P27.delay_max_ticks", 0.0),
            Map.entry("P28.loss_fraction", 0.0),
            Map.entry("P28.delay_min_ticks", 0.0),
            Map.entry("P28.delay_max_ticks", 0.0),
            Map.entry("N29.neurons_wrong_fraction", 0.0),
            Map.entry("N29.circuits_wrong_fraction", 0.0),
            Map.entry("N29.hits_missing_fraction", 0.0),
            Map.entry("N29.hits_elsewhere_fraction", 0.0),
            Map.entry("N29.weights_wrong_fraction", 0.0),
            Map.entry("N29.weight_bits_wrong_fraction", 0.0),
            Map.entry("N29.sides_wrong_fraction", 0.0),
            Map.entry("N29.borders_wrong_fraction", 0.0),
            Map.entry("N29.rate_fraction", 0.03),
            Map.entry("N29.loss_fraction", 0.0),
            Map.entry("N29.period_ticks", 1.0),
            Map.entry("N29.noise_fraction", 0.1),
            Map.entry("N29.merger_share_band", 0.1),
            Map.entry("N29.repeater_least_of_16", 16.0),
            Map.entry("N30.cell_offset_min_volt", -0.001),
            Map.entry("N30.cell_offset_max_volt", 0.001),
            Map.entry("N30.cell_slope_min", 0.999),
            Map.entry("N30.cell_slope_max", 1.001),
            Map.entry("N30.cell_error_volt", 0.001),
            Map.entry("N30.cells_wrong_fraction", 0.0),
            Map.entry("N30.psp_step_volt", 0.002),
            Map.entry("N30.membrane_noise_volt", 0.001),
            Map.entry("N30.falls_fraction", 0.0),
            Map.entry("N30.repeats_exactly", 1.0));

    private TestTolerances() {}

    /// What differs on typical silicon: its neurons and cells, not what is digital.
    private static final Map<String, Double> TYPICAL = Map.ofEntries(
            Map.entry("N29.neurons_wrong_fraction", 0.25),
            Map.entry("N29.circuits_wrong_fraction", 0.06),
            Map.entry("N29.hits_missing_fraction", 0.3),
            Map.entry("N29.hits_elsewhere_fraction", 0.02),
            Map.entry("N29.weights_wrong_fraction", 0.08),
            Map.entry("N29.weight_bits_wrong_fraction", 0.35),
            Map.entry("N29.sides_wrong_fraction", 0.35),
            Map.entry("N29.borders_wrong_fraction", 0.2),
            Map.entry("N29.rate_fraction", 0.7),
            Map.entry("N29.repeater_least_of_16", 3.0),
            Map.entry("N30.cell_offset_min_volt", -0.1),
            Map.entry("N30.cell_offset_max_volt", 0.15),
            Map.entry("N30.cell_slope_min", 0.82),
            Map.entry("N30.cell_slope_max", 1.02),
            Map.entry("N30.cell_error_volt", 0.05),
            Map.entry("N30.cells_wrong_fraction", 0.02),
            Map.entry("N30.membrane_noise_volt", 0.02),
            Map.entry("N30.falls_fraction", 0.02));

    public static Tolerances typical() {
        Tolerances ideal = ideal();
        return name -> {
            Double value = TYPICAL.get(name);
            return value == null ? ideal.get(name) : value;
        };
    }

    public static Tolerances ideal() {
        return name -> {
            Double value = IDEAL.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no limit is called " + name);
            }
            return value;
        };
    }
}
