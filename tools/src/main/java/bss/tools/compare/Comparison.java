package bss.tools.compare;

import bss.tools.metrics.SpikeTrains;
import bss.tools.result.PopulationDistortion;
import bss.tools.result.RunResult;
import bss.tools.result.SpikeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Compares the spikes of two runs population by population.
public final class Comparison {

    /// Distance of spikes that count as coincident, to either side in ms.
    public static final double WINDOW_MS = 1;

    /// Spikes that a cell needs for its intervals to vary.
    private static final int MIN_SPIKES = 3;

    private Comparison() {}

    /// One entry for each population that both runs record, in the order of `run`.
    public static List<PopulationDistortion> of(RunResult run, RunResult reference) {
        List<PopulationDistortion> distortions = new ArrayList<>();
        for (SpikeTable table : run.spikes()) {
            reference.spikes().stream()
                    .filter(r -> r.population().equals(table.population()))
                    .findFirst()
                    .ifPresent(r -> distortions.add(of(table, r, run.durationMs())));
        }
        return distortions;
    }

    private static PopulationDistortion of(SpikeTable table, SpikeTable reference, double durationMs) {
        double[][] a = table.byCell();
        double[][] b = reference.byCell();
        double sum = 0;
        int defined = 0;
        for (int cell = 0; cell < a.length; cell++) {
            double gamma = SpikeTrains.coincidenceFactor(b[cell], a[cell], WINDOW_MS, durationMs);
            if (!Double.isNaN(gamma)) {
                sum += gamma;
                defined++;
            }
        }
        return new PopulationDistortion(
                table.population(),
                a.length,
                mean(a, t -> SpikeTrains.rateHz(t, durationMs), 0),
                mean(b, t -> SpikeTrains.rateHz(t, durationMs), 0),
                mean(a, SpikeTrains::cvOfIntervals, MIN_SPIKES),
                mean(b, SpikeTrains::cvOfIntervals, MIN_SPIKES),
                defined == 0 ? Double.NaN : sum / defined);
    }

    /// Mean over the trains of at least `minSpikes` spikes, NaN if there is none.
    private static double mean(double[][] trains, ToDoubleFunction<double[]> measure, int minSpikes) {
        double sum = 0;
        int count = 0;
        for (double[] train : trains) {
            if (train.length >= minSpikes) {
                sum += measure.applyAsDouble(train);
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
