package bss.tools.metrics;

/// Measures of spike trains; times in ms, ascending.
public final class SpikeTrains {

    private SpikeTrains() {}

    /// Mean rate in Hz over `durationMs`, which must be above 0.
    public static double rateHz(double[] spikesMs, double durationMs) {
        if (!(durationMs > 0)) {
            throw new IllegalArgumentException("duration is %s ms, must be above 0".formatted(durationMs));
        }
        return 1000 * spikesMs.length / durationMs;
    }

    /// Intervals between successive spikes in ms; empty below two spikes.
    public static double[] intervalsMs(double[] spikesMs) {
        double[] intervals = new double[Math.max(spikesMs.length - 1, 0)];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = spikesMs[i + 1] - spikesMs[i];
            if (!(intervals[i] >= 0)) {
                throw new IllegalArgumentException("spike %d at %s ms follows one at %s ms, times must ascend"
                        .formatted(i + 1, spikesMs[i + 1], spikesMs[i]));
            }
        }
        return intervals;
    }

    /// Coefficient of variation of the intervals: standard deviation (of the population, divisor n, as numpy's
    /// `std` in Elephant's `cv`) over mean. NaN below two intervals.
    public static double cvOfIntervals(double[] spikesMs) {
        double[] intervals = intervalsMs(spikesMs);
        if (intervals.length < 2) {
            return Double.NaN;
        }
        double sum = 0;
        for (double x : intervals) {
            sum += x;
        }
        double mean = sum / intervals.length;
        double squares = 0;
        for (double x : intervals) {
            squares += (x - mean) * (x - mean);
        }
        return Math.sqrt(squares / intervals.length) / mean;
    }

    /// Largest number of pairs, one spike of each train, at most `windowMs` apart, no spike used twice.
    public static int coincidences(double[] aMs, double[] bMs, double windowMs) {
        if (!(windowMs >= 0)) {
            throw new IllegalArgumentException("window is %s ms, must be 0 or above".formatted(windowMs));
        }
        // the earliest spikes left are either partners, or the earlier one has none: the greedy match is
        // maximal
        int count = 0;
        int a = 0;
        int b = 0;
        while (a < aMs.length && b < bMs.length) {
            if (Math.abs(aMs[a] - bMs[b]) <= windowMs) {
                count++;
                a++;
                b++;
            } else if (aMs[a] < bMs[b]) {
                a++;
            } else {
                b++;
            }
        }
        return count;
    }

    /// Coincidence factor Γ of a train against a reference (Kistler, Gerstner, van Hemmen 1997; Jolivet et al.
    /// 2008):
    ///
    /// ```
    /// Γ = (N_coinc - 2 ν Δ N_ref) / (½ (N_ref + N)) / (1 - 2 ν Δ),   ν = N/duration
    /// ```
    ///
    /// 1 for the same trains, 0 on average for a Poisson train of rate ν, at most 1. NaN when it is not defined:
    /// both trains empty, or 2 ν Δ at or above 1.
    ///
    /// @param windowMs Δ, the largest distance of coincident spikes to either side
    public static double coincidenceFactor(
            double[] referenceMs, double[] spikesMs, double windowMs, double durationMs) {
        double chance = 2 * rateHz(spikesMs, durationMs) / 1000 * windowMs;
        int total = referenceMs.length + spikesMs.length;
        if (total == 0 || chance >= 1) {
            return Double.NaN;
        }
        int together = coincidences(referenceMs, spikesMs, windowMs);
        return (together - chance * referenceMs.length) / (0.5 * total) / (1 - chance);
    }

    /// Largest difference between spikes of the same number; NaN if the counts differ, 0 for empty trains.
    public static double maxDifferenceMs(double[] aMs, double[] bMs) {
        if (aMs.length != bMs.length) {
            return Double.NaN;
        }
        double max = 0;
        for (int i = 0; i < aMs.length; i++) {
            max = Math.max(max, Math.abs(aMs[i] - bMs[i]));
        }
        return max;
    }
}
