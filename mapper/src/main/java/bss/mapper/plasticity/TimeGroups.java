package bss.mapper.plasticity;

import java.util.Arrays;

/// Divides projections with short-term plasticity into two groups by their time constants.
///
/// Drivers of a quadrant recover with one time constant. Projections of two groups can go to the two halves
/// of a chip; how they are divided leaves the least squared error of the logarithms, weighted by synapses.
final class TimeGroups {

    /// Time constants that differ by no more are one.
    private static final double SAME = 1.1;

    private TimeGroups() {}

    /// The group of each projection: 0 or 1, or [DriverClasses#NONE] for all if one group will do.
    ///
    /// @param tauMs by projection, NaN for those without short-term plasticity
    /// @param synapses by projection
    static int[] of(double[] tauMs, long[] synapses) {
        int[] group = new int[tauMs.length];
        Arrays.fill(group, DriverClasses.NONE);
        double[] sorted = Arrays.stream(tauMs)
                .filter(t -> !Double.isNaN(t))
                .sorted()
                .distinct()
                .toArray();
        if (sorted.length < 2 || sorted[sorted.length - 1] <= SAME * sorted[0]) {
            return group;
        }
        double least = Double.POSITIVE_INFINITY;
        double border = sorted[1];
        for (int k = 1; k < sorted.length; k++) {
            double error =
                    error(tauMs, synapses, 0, sorted[k]) + error(tauMs, synapses, sorted[k], Double.POSITIVE_INFINITY);
            if (error < least) {
                least = error;
                border = sorted[k];
            }
        }
        for (int p = 0; p < group.length; p++) {
            group[p] = Double.isNaN(tauMs[p]) ? DriverClasses.NONE : tauMs[p] < border ? 0 : 1;
        }
        return group;
    }

    /// Weighted sum of squared deviations from the mean logarithm, of time constants in [from, to).
    private static double error(double[] tauMs, long[] synapses, double from, double to) {
        double weight = 0;
        double sum = 0;
        double squares = 0;
        for (int p = 0; p < tauMs.length; p++) {
            if (tauMs[p] >= from && tauMs[p] < to) {
                double log = StrictMath.log(tauMs[p]);
                double w = Math.max(1, synapses[p]);
                weight += w;
                sum += w * log;
                squares += w * log * log;
            }
        }
        return weight == 0 ? 0 : squares - sum * sum / weight;
    }
}
