package bss.tools.run;

import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Population;
import bss.mapper.network.Variable;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.mapper.network.io.NetworkWriter;
import bss.proto.WaferConfigurationCodec;
import bss.spec.mapping.Mapping;
import bss.tools.reference.Recordable;
import bss.tools.reference.ReferenceResult;
import bss.tools.reference.ReferenceSimulator;
import bss.tools.result.Provenance;
import bss.tools.result.RunResult;
import bss.tools.result.SpikeTable;
import bss.tools.result.Trace;
import bss.tools.result.Version;
import bss.tools.result.WeightTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Runs a network in the double-precision reference simulator: as written, or as a mapping realises it.
public final class ReferenceRun {

    private ReferenceRun() {}

    /// Runs from time 0.
    ///
    /// @param mapping empty: as written
    public static RunResult run(Network network, Optional<Mapping> mapping, double durationMs, Progress progress) {
        double interval = network.populations().stream()
                .filter(p -> p.record().stream().anyMatch(v -> v != Variable.SPIKES))
                .mapToDouble(Population::samplingIntervalMs)
                .min()
                .orElse(Population.DEFAULT_SAMPLING_INTERVAL_MS);
        progress.at("building the reference", 0);
        ReferenceModels.Built built = ReferenceModels.build(network, mapping, durationMs, interval);
        ReferenceResult result = ReferenceSimulator.run(
                built.model(), durationMs, ms -> progress.at("reference", Math.min(1, ms / durationMs)));
        List<SpikeTable> spikes = new ArrayList<>();
        List<Trace> traces = new ArrayList<>();
        for (int p = 0; p < network.populations().size(); p++) {
            Population population = network.populations().get(p);
            int first = built.first().get(p);
            if (population.record().contains(Variable.SPIKES)) {
                spikes.add(SpikeTable.of(population.label(), trains(network, mapping, p, first, result, durationMs)));
            }
            for (Variable variable : population.record()) {
                ReferenceModels.recordable(variable)
                        .ifPresent(r -> traces.add(trace(population, variable, r, first, result, interval)));
            }
        }
        return new RunResult(
                durationMs,
                spikes,
                traces,
                weights(network, built, result),
                Optional.empty(),
                0,
                new Provenance(
                        "reference",
                        "none",
                        Optional.empty(),
                        network.seed(),
                        mapping.map(Mapping::seed).orElse(-1L),
                        1,
                        NetworkWriter.digestHex(network),
                        mapping.map(m -> WaferConfigurationCodec.digest(m.configuration()))
                                .orElse(""),
                        Version.current()));
    }

    private static List<WeightTable> weights(Network network, ReferenceModels.Built built, ReferenceResult result) {
        List<WeightTable> tables = new ArrayList<>();
        for (int p = 0; p < network.projections().size(); p++) {
            if (!(network.projections().get(p).synapse().plasticity() instanceof Plasticity.Stdp)) {
                continue;
            }
            Connections drawn = Expansion.expand(network, p);
            double[] initial = new double[drawn.size()];
            Arrays.fill(initial, Double.NaN);
            double[] last = initial.clone();
            for (ReferenceModels.Part part : built.plastic()) {
                if (part.projection() == p) {
                    double[] weights = result.weights(part.ofModel());
                    for (int i = 0; i < weights.length; i++) {
                        int synapse = part.synapses().get(i);
                        initial[synapse] =
                                built.model().projections().get(part.ofModel()).weight(i);
                        last[synapse] = weights[i];
                    }
                }
            }
            String label = network.projections().get(p).label();
            tables.add(new WeightTable(label, drawn.sources(), drawn.targets(), initial, last));
        }
        return tables;
    }

    private static double[][] trains(
            Network network, Optional<Mapping> mapping, int p, int first, ReferenceResult result, double durationMs) {
        Population population = network.populations().get(p);
        if (population.cell().isSource()) {
            return Sources.trains(network, p, durationMs);
        }
        double[][] trains = new double[population.size()][];
        for (int cell = 0; cell < trains.length; cell++) {
            int index = cell;
            if (mapping.isPresent()
                    && !mapping.map(m -> m.cells().get(p).placed(index)).orElse(true)) {
                trains[cell] = new double[0];
                continue;
            }
            trains[cell] = Arrays.stream(result.spikesMs(first + cell))
                    .filter(t -> t < durationMs)
                    .toArray();
        }
        return trains;
    }

    /// Samples of the common grid at the population's own interval, linear in between.
    private static Trace trace(
            Population population,
            Variable variable,
            Recordable recordable,
            int first,
            ReferenceResult result,
            double gridMs) {
        double interval = population.samplingIntervalMs();
        int count = Resampling.count(result.durationMs(), interval);
        List<Integer> cells = Arrays.stream(population.recordCells().indices(population.size()))
                .boxed()
                .toList();
        List<double[]> rows = new ArrayList<>();
        for (int cell : cells) {
            double[] grid = result.trace(recordable, first + cell);
            rows.add(Resampling.linear(grid, grid.length, gridMs, interval, count));
        }
        return new Trace(population.label(), variable.label(), Resampling.unit(variable), cells, interval, rows);
    }
}
