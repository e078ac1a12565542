package bss.tools.result;

import bss.spec.backend.RunCounters;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The statistics of a run as JSON: loss counters of each stage, and what it cost.
public final class StatsFile {

    private StatsFile() {}

    /// Writes one entry for each trial.
    ///
    /// @param wallSeconds of each trial
    /// @param speedup hardware time runs so many times faster than biological time
    /// @param distortions empty without a comparison
    public static void write(
            Path file,
            List<RunResult> trials,
            List<Double> wallSeconds,
            double speedup,
            List<PopulationDistortion> distortions)
            throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", 1);
        List<Map<String, Object>> entries = new ArrayList<>();
        for (int t = 0; t < trials.size(); t++) {
            entries.add(trial(trials.get(t), wallSeconds.get(t), speedup));
        }
        root.put("trials", entries);
        if (!distortions.isEmpty()) {
            root.put(
                    "comparison",
                    distortions.stream().map(StatsFile::distortion).toList());
        }
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), root);
    }

    private static Map<String, Object> trial(RunResult result, double wallSeconds, double speedup) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("trial", result.provenance().trial());
        entry.put("engine", result.provenance().engine());
        entry.put("silicon", result.provenance().silicon());
        result.provenance().waferSeed().ifPresent(seed -> entry.put("wafer_seed", seed));
        entry.put("wall_seconds", wallSeconds);
        entry.put("biological_seconds", result.durationMs() * 1e-3);
        if (result.counters().isPresent()) {
            entry.put("hardware_seconds", result.durationMs() * 1e-3 / speedup);
        }
        entry.put("recorded_spikes", result.spikeCount());
        entry.put("stray_events", result.strayEvents());
        if (!result.weights().isEmpty()) {
            entry.put("plastic_weights", result.plasticWeights());
            entry.put("changed_weights", result.changedWeights());
        }
        result.counters().ifPresent(c -> put(entry, c));
        return entry;
    }

    /// How they add up: [RunCounters].
    public static void put(Map<String, Object> entry, RunCounters c) {
        entry.put("pulses_played", c.pulsesPlayed());
        entry.put("dropped_before_run", c.droppedBeforeRun());
        entry.put("lost_down", c.lostDown());
        entry.put("external", c.external());
        entry.put("waiting_down", c.waitingDown());
        entry.put("neuron_spikes", c.neuronSpikes());
        entry.put("lost_encoder", c.lostEncoder());
        entry.put("encoded", c.encoded());
        entry.put("waiting_encoder", c.waitingEncoder());
        entry.put("generated", c.generated());
        entry.put("copies", c.copies());
        entry.put("lost_merger", c.lostMerger());
        entry.put("waiting_merger", c.waitingMerger());
        entry.put("offered", c.offered());
        entry.put("unheard", c.unheard());
        entry.put("l1_events", c.l1Events());
        entry.put("lost_l1", c.lostL1());
        entry.put("sent_up", c.sentUp());
        entry.put("lost_up", c.lostUp());
        entry.put("filtered", c.filtered());
        entry.put("traced", c.traced());
        entry.put("waiting_up", c.waitingUp());
        entry.put("synaptic_events", c.synapticEvents());
        entry.put("neuron_updates", c.neuronUpdates());
    }

    private static Map<String, @Nullable Object> distortion(PopulationDistortion d) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("population", d.population());
        entry.put("rate_hz", d.rateHz());
        entry.put("reference_rate_hz", d.referenceRateHz());
        entry.put("cv", number(d.cv()));
        entry.put("reference_cv", number(d.referenceCv()));
        entry.put("coincidence", number(d.coincidence()));
        return entry;
    }

    /// JSON has no NaN: what is not defined is null.
    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
