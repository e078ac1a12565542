package bss.hil.loop;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What the iterations of a loop took. The first one, which is charged with the whole configuration, is left out of
/// all but `iterations`, `hardwareSeconds` and `programmingSeconds` as soon as there is another.
///
/// @param iterations how many
/// @param hardwareSeconds of the wafer, the sum
/// @param programmingSeconds of the wafer for floating gates, the sum
/// @param latency wall time of an iteration
/// @param configure its part for writing weights
/// @param play its part for sending spikes
/// @param run its part for running
/// @param read its part for bringing spikes back
public record LoopStatistics(
        int iterations,
        double hardwareSeconds,
        double programmingSeconds,
        Spread latency,
        Spread configure,
        Spread play,
        Spread run,
        Spread read) {

    /// Seconds that half of the iterations, and all but one in a hundred, did not exceed; the nearest rank, 0 without
    /// any.
    ///
    /// @param median 50 %
    /// @param p99 99 %
    public record Spread(double median, double p99) {

        static Spread of(double[] seconds) {
            double[] sorted = seconds.clone();
            Arrays.sort(sorted);
            return new Spread(rank(sorted, 0.5), rank(sorted, 0.99));
        }

        private static double rank(double[] sorted, double share) {
            return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
        }
    }

    /// Of iterations in the order in which they were done.
    public static LoopStatistics of(List<IterationTiming> iterations) {
        List<IterationTiming> later = iterations.size() > 1 ? iterations.subList(1, iterations.size()) : iterations;
        return new LoopStatistics(
                iterations.size(),
                sum(iterations, IterationTiming::hardwareSeconds),
                sum(iterations, IterationTiming::programmingSeconds),
                spread(later, IterationTiming::latencySeconds),
                spread(later, IterationTiming::configureSeconds),
                spread(later, IterationTiming::playSeconds),
                spread(later, IterationTiming::runSeconds),
                spread(later, IterationTiming::readSeconds));
    }

    private static double sum(List<IterationTiming> of, ToDoubleFunction<IterationTiming> part) {
        return of.stream().mapToDouble(part).sum();
    }

    private static Spread spread(List<IterationTiming> of, ToDoubleFunction<IterationTiming> part) {
        return Spread.of(of.stream().mapToDouble(part).toArray());
    }
}
