package bss.tools.job.wafer;

import bss.mapper.network.Plasticity;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Variable;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.RunCounters;
import bss.spec.config.WaferConfiguration;
import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.FetchSpikes;
import bss.tools.job.v1.FetchTrace;
import bss.tools.result.StatsFile;
import bss.tools.run.FinalWeights;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Answers to what a client asks of an experiment.
final class Fetches {

    private Fetches() {}

    static void spikes(JobMapping mapping, Experiment experiment, FetchSpikes request, TableWriter to)
            throws JobException, BackendException, InterruptedException {
        int p = request.getPopulation();
        MappingColumns.requirePopulation(mapping, p);
        Population population = mapping.network().populations().get(p);
        int[] cells = Columns.cells(
                "population '%s', spikes".formatted(population.label()), request.getCells(), population.size());
        double[][] trains = population.cell().isSource()
                ? played(experiment, p, population.size())
                : experiment.complete(Silent.LISTENER).spikes().trains(p);
        int[] cell = new int[1024];
        double[] time = new double[1024];
        int n = 0;
        for (int c : cells) {
            for (double t : trains[c]) {
                if (t >= request.getFromMs() && t < experiment.nowMs()) {
                    if (n == cell.length) {
                        cell = Arrays.copyOf(cell, 2 * n);
                        time = Arrays.copyOf(time, 2 * n);
                    }
                    cell[n] = c;
                    time[n++] = t;
                }
            }
        }
        to.i32("cell", Arrays.copyOf(cell, n));
        to.f64("time", Arrays.copyOf(time, n));
    }

    private static double[][] played(Experiment experiment, int population, int size) {
        double[][] trains = new double[size][];
        for (int cell = 0; cell < size; cell++) {
            trains[cell] = experiment.trains().train(population, cell, 0, experiment.nowMs());
        }
        return trains;
    }

    static void trace(JobMapping mapping, Experiment experiment, FetchTrace request, TableWriter to)
            throws JobException, BackendException, InterruptedException {
        int p = request.getPopulation();
        MappingColumns.requirePopulation(mapping, p);
        Population population = mapping.network().populations().get(p);
        String where = "population '%s', trace".formatted(population.label());
        Variable variable = PopulationColumns.variable(where, request.getVariable(), population.cell());
        long cycle = experiment.cycle();
        Recorder recorder = experiment.until(cycle, Silent.LISTENER).recorder();
        if (!recorder.records(p, variable)) {
            throw JobException.refused(
                    "%s: %s is not recorded, must be recorded before it runs", where, variable.label());
        }
        var _ = experiment.until(recorder.needed(cycle), Silent.LISTENER);
        recorder.fetch(p, variable, experiment.nowMs(), cycle, to);
    }

    /// One weight per connection of a projection of the job as it stands: as written without STDP.
    static double[] evolved(JobMapping mapping, Experiment experiment, int projection)
            throws BackendException, InterruptedException {
        SplitProjection split = mapping.projections().get(projection);
        double[] all = new double[split.size()];
        for (int part = 0; part < split.parts(); part++) {
            int index = split.first() + part;
            Projection p = mapping.network().projections().get(index);
            double[] weights;
            if (p.synapse().plasticity() instanceof Plasticity.Stdp) {
                WaferConfiguration before = mapping.mapping().configuration();
                WaferConfiguration after = experiment.nowMs() == 0
                        ? before
                        : experiment
                                .standing(true, Silent.LISTENER)
                                .configuration()
                                .orElseThrow();
                weights = FinalWeights.weights(mapping.mapping().synapses().get(index), before, after);
            } else {
                Connections connections = Expansion.expand(mapping.network(), index);
                weights = new double[connections.size()];
                Arrays.setAll(weights, connections::weight);
            }
            for (int s = 0; s < weights.length; s++) {
                all[split.connection(part, s)] = weights[s];
            }
        }
        return all;
    }

    static void counters(Experiment experiment, TableWriter to) throws BackendException, InterruptedException {
        RunCounters counters = experiment.standing(false, Silent.LISTENER).counters();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("biological_ms", experiment.nowMs());
        entry.put("hardware_seconds", experiment.cycle() * HardwareTime.CYCLE_SECONDS);
        StatsFile.put(entry, counters);
        try {
            to.text(
                    "text",
                    new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(entry));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
