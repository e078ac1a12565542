package bss.tools.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkReader;
import bss.spec.backend.RunCounters;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.tools.result.ResultFile;
import bss.tools.result.RunResult;
import bss.tools.result.StatsFile;
import bss.tools.result.Trace;
import bss.tools.run.Progress;
import bss.tools.run.ReferenceRun;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is recorded is in biological units, agrees with the reference, and stands in the files under its name.
class RecordingTest {

    private static final double DURATION_MS = 200;

    private static Network network() throws Exception {
        String json = """
                {"version": 1, "name": "recording", "seed": 3, "populations": [
                  {"label": "in", "size": 2, "cell": {"type": "SpikeSourceArray", "parameters":
                    {"spike_times": [[0.0, 20.0, 60.0, 61.0], [0.5, 40.0, 100.0]]}}, "record": ["spikes"]},
                  {"label": "adex", "size": 2, "cell": {"type": "EIF_cond_exp_isfa_ista", "parameters":
                    {"cm": 0.2, "tau_m": 15.0, "tau_refrac": 1.0, "v_rest": -70.0, "v_reset": -68.0, "v_thresh": -52.0,
                     "v_spike": -42.0, "delta_T": 2.0, "a": 4.0, "b": 0.08, "tau_w": 140.0, "tau_syn_E": 5.0,
                     "tau_syn_I": 5.0, "e_rev_E": 0.0, "e_rev_I": -80.0}},
                   "initial_values": {"v": -65.0, "w": 0.01}, "record": ["spikes", "v", "w", "gsyn_exc", "gsyn_inh"],
                   "record_cells": [1], "sampling_interval": 0.5, "placement": {"neuron_size": 4}}],
                 "projections": [
                  {"source": "in", "target": "adex", "receptor": "excitatory", "connector": {"rule": "all_to_all"},
                   "synapse": {"type": "static", "weight": 0.004, "delay": 1.0}},
                  {"source": "in", "target": "adex", "receptor": "inhibitory", "connector": {"rule": "one_to_one"},
                   "synapse": {"type": "static", "weight": 0.006, "delay": 1.0}}]}""";
        return NetworkReader.read("recording", json.getBytes(StandardCharsets.UTF_8), Path.of("."));
    }

    @Test
    void tracesAgreeWithTheRealisedReferenceInBiologicalUnits() throws Exception {
        Network network = network();
        Mapping mapping = Pipeline.map(network, Pipeline.GREEDY, Defects.NONE).mapping();
        RunResult run = Pipeline.run(mapping, network, DURATION_MS);
        RunResult reference = ReferenceRun.run(network, Optional.of(mapping), DURATION_MS, Progress.SILENT);
        assertEquals(4, run.traces().size());
        // the ranges are those of the variable in this run; one step of 0.08 ms at the onset of a conductance is
        // allowed
        check(run, reference, "v", 1.0);
        check(run, reference, "w", 0.0005);
        check(run, reference, "gsyn_exc", 0.0006);
        check(run, reference, "gsyn_inh", 0.0008);
    }

    private static void check(RunResult run, RunResult reference, String variable, double tolerance) {
        double[] actual = trace(run, variable).samples().getFirst();
        double[] expected = trace(reference, variable).samples().getFirst();
        assertEquals(400, actual.length);
        double span = 0;
        double worst = 0;
        for (int k = 0; k < actual.length; k++) {
            worst = Math.max(worst, Math.abs(actual[k] - expected[k]));
            span = Math.max(span, Math.abs(expected[k] - expected[0]));
        }
        assertTrue(worst < tolerance, "%s differs by %.3g from the reference".formatted(variable, worst));
        assertTrue(span > 3 * tolerance, "%s moves by %.3g only".formatted(variable, span));
    }

    private static Trace trace(RunResult run, String variable) {
        return run.traces().stream()
                .filter(t -> t.variable().equals(variable))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sourceSpikesAtTheVeryBeginningArrive() throws Exception {
        Network network = network();
        Mapping mapping = Pipeline.map(network, Pipeline.GREEDY, Defects.NONE).mapping();
        RunCounters counters =
                Pipeline.run(mapping, network, DURATION_MS).counters().orElseThrow();
        assertEquals(7, counters.pulsesPlayed());
        assertEquals(0, counters.droppedBeforeRun() + counters.lostDown() + counters.lostMerger());
    }

    @Test
    void filesHoldWhatWasRecordedUnderItsName(@TempDir Path folder) throws Exception {
        Network network = network();
        Mapping mapping = Pipeline.map(network, Pipeline.GREEDY, Defects.NONE).mapping();
        RunResult run = Pipeline.run(mapping, network, DURATION_MS);
        Path file = folder.resolve("result.h5");
        ResultFile.write(run, file);
        try (HdfFile hdf = new HdfFile(file)) {
            assertEquals(DURATION_MS, hdf.getAttribute("duration").getData());
            assertEquals("emulator", hdf.getAttribute("engine").getData());
            assertEquals("ideal", hdf.getAttribute("silicon").getData());
            var timestamps = hdf.getDatasetByPath("/spikes/in/timestamps");
            assertEquals("ms", timestamps.getAttribute("units").getData());
            assertArrayEquals(new double[] {0, 0.5, 20, 40, 60, 61, 100}, (double[]) timestamps.getData());
            assertEquals("[0, 1, 0, 1, 0, 0, 1]", unsigned(hdf, "/spikes/in/node_ids"));
            assertEquals("[2]", unsigned(hdf, "/spikes/in/node_count"));
            double[][] v =
                    (double[][]) hdf.getDatasetByPath("/report/adex/v/data").getData();
            assertEquals(400, v.length);
            assertEquals(-65, v[0][0], 0.1);
            assertArrayEquals(new long[] {1}, (long[])
                    hdf.getDatasetByPath("/report/adex/v/mapping/node_ids").getData());
        }
        Path stats = folder.resolve("stats.json");
        StatsFile.write(stats, List.of(run), List.of(0.5), mapping.speedup(), List.of());
        JsonNode trial =
                new ObjectMapper().readTree(stats.toFile()).get("trials").get(0);
        assertEquals(7, trial.get("pulses_played").asInt());
        assertEquals(0.2, trial.get("biological_seconds").asDouble());
        assertEquals(2e-5, trial.get("hardware_seconds").asDouble(), 1e-12);
    }

    @Test
    void aRunWithoutASpikeWritesAValidFile(@TempDir Path folder) throws Exception {
        Network network = network();
        Mapping mapping = Pipeline.map(network, Pipeline.GREEDY, Defects.NONE).mapping();
        Path file = folder.resolve("silent.h5");
        ResultFile.write(Pipeline.run(mapping, network, 0.4), file);
        try (HdfFile hdf = new HdfFile(file)) {
            assertEquals(0L, hdf.getByPath("/spikes/adex").getAttribute("count").getData());
        }
    }

    private static String unsigned(HdfFile hdf, String path) {
        return Arrays.toString((BigInteger[]) hdf.getDatasetByPath(path).getData());
    }
}
