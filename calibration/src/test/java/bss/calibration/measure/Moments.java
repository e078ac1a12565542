package bss.calibration.measure;

import java.util.List;

/// Mean and spread of what was measured; of nothing there is neither.
final class Moments {

    private Moments() {}

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElseThrow();
    }

    /// Around the mean: what all circuits of a chip have in common is the ADC board's, which nobody sees from outside.
    static double sigma(List<Double> values) {
        double mean = mean(values);
        return Math.sqrt(
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / (values.size() - 1));
    }
}
