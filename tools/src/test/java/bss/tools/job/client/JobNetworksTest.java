package bss.tools.job.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Variable;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.mapper.network.io.NetworkReader;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.wafer.WaferNetwork;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobNetworksTest {

    private static final String DRAWN = """
        { "version": 1, "name": "drawn", "seed": 7,
          "populations": [
            { "label": "noise", "size": 20,
              "cell": { "type": "SpikeSourcePoisson", "parameters": { "rate":
                { "distribution": "uniform", "low": 5.0, "high": 90.0 }, "start": 3.0, "duration": 150.0 } } },
            { "label": "listed", "size": 2,
              "cell": { "type": "SpikeSourceArray", "parameters": { "spike_times": [[1.0, 2.5], []] } } },
            { "label": "cells", "size": 10,
              "cell": { "type": "EIF_cond_exp_isfa_ista", "parameters": { "tau_m":
                { "distribution": "normal", "mu": 10.0, "sigma": 1.0 } } },
              "initial_values": { "v": { "distribution": "uniform", "low": -70.0, "high": -60.0 }, "w": 0.01 },
              "record": ["spikes", "v", "w"], "record_cells": [7, 2], "sampling_interval": 0.2,
              "expected_rate": 33.0,
              "placement": { "neuron_size": 6, "region": { "x": [12, 23], "y": [4, 9] }, "neuron_blocks": [1] } }
          ],
          "projections": [
            { "label": "a", "source": "noise", "target": "cells", "receptor": "excitatory",
              "connector": { "rule": "fixed_probability", "p": 0.4 },
              "synapse": { "type": "tsodyks_markram", "U": 0.3, "tau_rec": 100.0, "tau_facil": 0.0,
                "weight": { "distribution": "lognormal", "mu": -6.0, "sigma": 0.5 },
                "delay": { "distribution": "uniform", "low": 0.5, "high": 2.0 } } },
            { "label": "b", "source": "cells", "target": "cells", "receptor": "inhibitory",
              "source_cells": [1, 3, 5], "target_cells": { "from": 2, "to": 9 },
              "connector": { "rule": "fixed_indegree", "n": 2 },
              "synapse": { "type": "stdp", "weight": 0.004, "delay": 1.0, "w_max": 0.02 } },
            { "label": "c", "source": "listed", "target": "cells", "receptor": "excitatory",
              "connector": { "rule": "from_list", "pairs": [[0, 1, 0.003, 2.0], [0, 1, 0.004, 1.0]] },
              "synapse": { "type": "static" } },
            { "label": "d", "source": "listed", "target": "cells", "receptor": "excitatory",
              "connector": { "rule": "fixed_probability", "p": 0.0 },
              "synapse": { "type": "static", "weight": 0.01, "delay": 1.0 } }
          ],
          "currents": [
            { "target": "cells", "cells": [4], "type": "step", "times": [10.0, 60.0], "amplitudes": [0.5, 0.0] },
            { "target": "cells", "type": "dc", "amplitude": 0.2, "start": 5.0, "stop": 50.0 } ] }
        """;

    private static Network drawn(String text) throws Exception {
        return NetworkReader.read("test", text.getBytes(StandardCharsets.UTF_8), Path.of("."));
    }

    private static List<Network> networks() throws Exception {
        List<Network> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("..", "examples"))) {
            for (Path file :
                    files.filter(p -> p.toString().endsWith(".json")).sorted().toList()) {
                all.add(NetworkReader.read(file.toString(), Files.readAllBytes(file), file.toAbsolutePath()));
            }
        }
        assertTrue(all.size() >= 4, "examples: " + all.size());
        all.add(drawn(DRAWN));
        return all;
    }

    @Test
    void theNetworkOfAJobHasTheSameValuesConnectionsAndTrains() throws Exception {
        for (Network network : networks()) {
            JobNetwork job = JobNetworks.of(network);
            Network again = WaferNetwork.of(job).network();
            assertEquals(network.seed(), again.seed());
            ResolvedNetwork before = new ResolvedNetwork(network);
            ResolvedNetwork after = new ResolvedNetwork(again);
            for (int p = 0; p < network.populations().size(); p++) {
                Population population = network.populations().get(p);
                Population other = again.populations().get(p);
                String where = network.name() + "/" + population.label();
                assertEquals(population.size(), other.size(), where);
                for (String name : population.cell().parameters().names()) {
                    assertArrayEquals(before.parameter(p, name), after.parameter(p, name), 0, where + "." + name);
                }
                for (int cell = 0; population.cell().isSource() && cell < population.size(); cell++) {
                    assertArrayEquals(before.spikeTimesMs(p, cell, 200), after.spikeTimesMs(p, cell, 200), 0, where);
                }
                for (Variable v : List.of(Variable.V, Variable.W)) {
                    if (population.cell().recordable().contains(v)) {
                        assertArrayEquals(before.initialValues(p, v), after.initialValues(p, v), 0, where + v);
                    }
                }
                assertArrayEquals(
                        population.placement().allowedHicanns(),
                        other.placement().allowedHicanns(),
                        where);
                assertEquals(
                        population.placement().neuronSize(), other.placement().neuronSize(), where);
                assertEquals(
                        population.placement().neuronBlocks(), other.placement().neuronBlocks(), where);
                assertEquals(population.expectedRateHz(), other.expectedRateHz(), where);
            }
            for (int p = 0; p < network.projections().size(); p++) {
                same(network.name() + " projection " + p, Expansion.expand(network, p), Expansion.expand(again, p));
                assertEquals(
                        network.projections().get(p).synapse().plasticity(),
                        again.projections().get(p).synapse().plasticity());
            }
            for (int c = 0; c < network.currents().size(); c++) {
                for (double t = 0; t < 100; t += 0.5) {
                    assertEquals(before.currentNa(c, t), after.currentNa(c, t), network.name() + " current " + c);
                }
            }
        }
    }

    private static void same(String where, Connections a, Connections b) {
        assertArrayEquals(a.sources(), b.sources(), where);
        assertArrayEquals(a.targets(), b.targets(), where);
        for (int i = 0; i < a.size(); i++) {
            assertEquals(a.weight(i), b.weight(i), where);
            assertEquals(a.delayMs(i), b.delayMs(i), where);
        }
    }

    @Test
    void whatIsRecordedIsRecorded() throws Exception {
        var cells = JobNetworks.of(drawn(DRAWN)).getPopulations(2);
        assertEquals(
                List.of("v", "w"),
                cells.getRecordingsList().stream().map(r -> r.getVariable()).toList());
        for (var recording : cells.getRecordingsList()) {
            assertEquals(0.2, recording.getIntervalMs());
            assertEquals(JobNetworks.column(new int[] {2, 7}), recording.getCells());
        }
    }

    @Test
    void aCurrentIntoNoCellsIsRefused() throws Exception {
        Network network = drawn(DRAWN.replace("\"cells\": [4]", "\"cells\": []"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> JobNetworks.of(network));
        assertTrue(String.valueOf(e.getMessage()).contains("current 0"), e.getMessage());
    }

    @Test
    void theSameJobHasTheSameBytesAndIdAndAnotherHasAnother() throws Exception {
        ByteString one = JobFiles.bytes(JobFiles.log(JobNetworks.of(drawn(DRAWN)), Options.getDefaultInstance(), 10));
        ByteString same = JobFiles.bytes(JobFiles.log(JobNetworks.of(drawn(DRAWN)), Options.getDefaultInstance(), 10));
        ByteString other = JobFiles.bytes(JobFiles.log(JobNetworks.of(drawn(DRAWN)), Options.getDefaultInstance(), 11));
        assertEquals(one, same);
        SubmitRequest what = SubmitRequest.getDefaultInstance();
        String id = JobFiles.id("my net.json", what, one);
        assertTrue(id.matches("my-net-[0-9a-f]{8}"), id);
        assertEquals(id, JobFiles.id("my net.json", what, same));
        assertTrue(!id.equals(JobFiles.id("my net.json", what, other)), id);
        assertTrue(
                !id.equals(JobFiles.id(
                        "my net.json", what.toBuilder().setTitle("x").build(), one)),
                id);
        String longName = JobFiles.id("ü".repeat(3) + "x".repeat(300) + ".json", what, one);
        assertTrue(longName.matches("[A-Za-z0-9._-]{64}"), longName);
    }
}
