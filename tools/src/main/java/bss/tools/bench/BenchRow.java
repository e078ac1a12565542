package bss.tools.bench;

import java.util.Arrays;
import java.util.List;

/// One row of the benchmark table.
///
/// @param value median of the samples
/// @param samples in the order in which they were taken
/// @param circuits neuron circuits computed per step, 0 where there are none
/// @param eventsPerS synapses hit per biological second, 0 where there are none
/// @param rateHz mean rate of the neurons in biological time, 0 where there are none
public record BenchRow(
        String name, double value, String unit, List<Double> samples, long circuits, double eventsPerS, double rateHz) {

    public BenchRow {
        samples = List.copyOf(samples);
    }

    /// A row without neurons.
    static BenchRow of(String name, String unit, double... samples) {
        return of(name, unit, samples, 0, 0, 0);
    }

    static BenchRow of(String name, String unit, double[] samples, long circuits, double eventsPerS, double rateHz) {
        List<Double> list = Arrays.stream(samples).boxed().toList();
        return new BenchRow(name, median(samples), unit, list, circuits, eventsPerS, rateHz);
    }

    /// The smallest sample.
    public double min() {
        return samples.stream().mapToDouble(s -> s).min().orElse(Double.NaN);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
