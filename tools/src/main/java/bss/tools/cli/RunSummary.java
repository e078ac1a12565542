package bss.tools.cli;

import bss.tools.metrics.SpikeTrains;
import bss.tools.result.PopulationDistortion;
import bss.tools.result.RunResult;
import bss.tools.result.SpikeTable;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/// What a run tells on the terminal.
final class RunSummary {

    private RunSummary() {}

    /// One line for each population: how many spikes, how fast, when first.
    static void print(RunResult result, PrintWriter out) {
        int width = width(result);
        out.printf("%-" + width + "s %7s %9s %9s %14s%n", "population", "cells", "spikes", "rate/Hz", "first spike/ms");
        for (SpikeTable table : result.spikes()) {
            double rate = 1000.0 * table.count() / (result.durationMs() * table.cells());
            String first = table.count() == 0 ? "-" : "%.2f".formatted(firstSpikeMs(table));
            out.printf(
                    "%-" + width + "s %7d %9d %9.2f %14s%n",
                    table.population(),
                    table.cells(),
                    table.count(),
                    rate,
                    first);
        }
        result.counters()
                .ifPresent(c -> out.printf(
                        "%d events on L1, %d synapses hit; lost: %d before the run, %d on the way down,"
                                + " %d in encoders and mergers, %d on L1, %d on the way up%n",
                        c.l1Events(),
                        c.synapticEvents(),
                        c.droppedBeforeRun(),
                        c.lostDown(),
                        c.lostEncoder() + c.lostMerger(),
                        c.lostL1(),
                        c.lostUp()));
        if (!result.weights().isEmpty()) {
            out.printf("%d of %d plastic weights changed%n", result.changedWeights(), result.plasticWeights());
        }
        if (result.strayEvents() > 0) {
            out.printf("%d recorded events come from no placed cell%n", result.strayEvents());
        }
    }

    /// Median over the cells that fire of their first spike.
    private static double firstSpikeMs(SpikeTable table) {
        double[] first = Arrays.stream(table.byCell())
                .filter(t -> t.length > 0)
                .mapToDouble(t -> t[0])
                .sorted()
                .toArray();
        return first[first.length / 2];
    }

    /// How far the run is from another.
    static void print(String other, List<PopulationDistortion> distortions, PrintWriter out) {
        int width = Math.max(
                10,
                distortions.stream()
                        .mapToInt(d -> d.population().length())
                        .max()
                        .orElse(0));
        out.printf(
                "%-" + width + "s %9s %9s %8s %7s %7s %7s   (emulator, %s)%n",
                "population",
                "rate/Hz",
                "rate/Hz",
                "change",
                "CV",
                "CV",
                "Gamma",
                other);
        for (PopulationDistortion d : distortions) {
            out.printf(
                    "%-" + width + "s %9.3f %9.3f %7.2f%% %7.3f %7.3f %7.3f%n",
                    d.population(),
                    d.rateHz(),
                    d.referenceRateHz(),
                    100 * d.relativeRate(),
                    d.cv(),
                    d.referenceCv(),
                    d.coincidence());
        }
    }

    /// Mean and standard deviation over trials of each population's rate.
    static void printSpread(List<RunResult> trials, PrintWriter out) {
        RunResult first = trials.getFirst();
        int width = width(first);
        out.printf("%-" + width + "s %9s %9s   (%d trials)%n", "population", "rate/Hz", "sd/Hz", trials.size());
        for (int p = 0; p < first.spikes().size(); p++) {
            int index = p;
            double[] rates = trials.stream()
                    .mapToDouble(t -> Arrays.stream(t.spikes().get(index).byCell())
                            .mapToDouble(train -> SpikeTrains.rateHz(train, t.durationMs()))
                            .average()
                            .orElse(0))
                    .toArray();
            double mean = Arrays.stream(rates).average().orElse(0);
            double variance = Arrays.stream(rates)
                    .map(r -> (r - mean) * (r - mean))
                    .average()
                    .orElse(0);
            out.printf("%-" + width + "s %9.3f %9.3f%n", first.spikes().get(p).population(), mean, Math.sqrt(variance));
        }
    }

    private static int width(RunResult result) {
        return Math.max(
                10,
                result.spikes().stream()
                        .mapToInt(t -> t.population().length())
                        .max()
                        .orElse(0));
    }
}
