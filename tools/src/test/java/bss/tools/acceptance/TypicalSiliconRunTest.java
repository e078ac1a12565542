package bss.tools.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkReader;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.tools.result.ResultFile;
import bss.tools.result.RunResult;
import bss.tools.result.StatsFile;
import bss.tools.result.Trace;
import bss.tools.run.HardwareRun;
import bss.tools.run.Progress;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs on typical silicon: membranes come through ADC channels, and results say which wafer it was.
class TypicalSiliconRunTest {

    private static final double DURATION_MS = 100;

    /// Neurons that fire by themselves, three each on chips 88 and 300, which lie in different ADC groups.
    ///
    /// @param recorded cells of each population whose membranes are recorded
    private static Network network(String recorded) throws Exception {
        String population = """
                {"label": "%s", "size": 3, "cell": {"type": "IF_cond_exp", "parameters":
                  {"cm": 0.2, "tau_m": 10.0, "tau_refrac": 2.0, "v_rest": -45.0, "v_reset": -70.0, "v_thresh": -55.0,
                   "tau_syn_E": 5.0, "tau_syn_I": 5.0, "e_rev_E": 0.0, "e_rev_I": -80.0}},
                 "initial_values": {"v": -70.0}, "record": ["spikes", "v", "gsyn_exc"], "record_cells": %s,
                 "sampling_interval": 0.25, "placement": {"neuron_size": 4, "hicanns": [%d]}}""";
        String json =
                "{\"version\": 1, \"name\": \"firing\", \"seed\": 3, \"populations\": [%s, %s], \"projections\": []}"
                        .formatted(
                                population.formatted("west", recorded, 88),
                                population.formatted("south", recorded, 300));
        return NetworkReader.read("firing", json.getBytes(StandardCharsets.UTF_8), Path.of("."));
    }

    private static Mapping map(Network network) throws Exception {
        return Pipeline.map(network, Pipeline.GREEDY, Defects.NONE).mapping();
    }

    private static RunResult typical(long waferSeed, Network network, int trial) throws Exception {
        return new HardwareRun(
                        EmulatedWafer.typical(waferSeed, EmulatorOptions.DEFAULT),
                        map(network),
                        network,
                        Optional.of(waferSeed))
                .run(DURATION_MS, trial, Progress.SILENT);
    }

    private static Trace v(RunResult run, String population) {
        return run.traces().stream()
                .filter(t -> t.population().equals(population) && t.variable().equals("v"))
                .findFirst()
                .orElseThrow();
    }

    /// An ideal wafer that does not say so, as one behind a wire.
    private record Unnamed(EmulatedWafer wafer) implements WaferBackend {

        @Override
        public Capabilities capabilities() {
            return new Capabilities("wafer", "real", false, false, 2e9);
        }

        @Override
        public WaferSession open(Lease lease) throws BackendException {
            return wafer.open(lease);
        }
    }

    @Test
    void membranesThroughExactAdcsAreThoseOfTheProbe() throws Exception {
        Network network = network("[0, 2]");
        Mapping mapping = map(network);
        RunResult probe = Pipeline.run(mapping, network, DURATION_MS);
        RunResult adc = new HardwareRun(new Unnamed(EmulatedWafer.ideal()), mapping, network)
                .run(DURATION_MS, 1, Progress.SILENT);
        // half a code and, beside a spike, what lies between two cycles of 0.08 ms
        double half = 1e3 * 0.5 * 1.8 / 4095 / mapping.alpha();
        for (String population : List.of("west", "south")) {
            assertEquals(List.of(0, 2), v(adc, population).cells());
            for (int cell = 0; cell < 2; cell++) {
                double[] expected = v(probe, population).samples().get(cell);
                double[] actual = v(adc, population).samples().get(cell);
                assertEquals(400, actual.length);
                int off = 0;
                for (int k = 0; k < 400; k++) {
                    off += Math.abs(expected[k] - actual[k]) > 1.1 * half + 0.02 ? 1 : 0;
                }
                int spikes =
                        (int) Arrays.stream(expected).filter(x -> x < -69.9).count();
                assertTrue(spikes > 5, "the neuron fires");
                assertTrue(off < 20, off + " of 400 samples differ");
            }
        }
    }

    @Test
    void theSameWaferAndTrialGiveTheSameAndOthersDoNot() throws Exception {
        Network network = network("[1]");
        RunResult run = typical(5, network, 1);
        RunResult same = typical(5, network, 1);
        double[] trace = v(run, "west").samples().getFirst();
        assertArrayEquals(trace, v(same, "west").samples().getFirst());
        assertFalse(
                Arrays.equals(trace, v(typical(5, network, 2), "west").samples().getFirst()));
        assertFalse(
                Arrays.equals(trace, v(typical(6, network, 1), "west").samples().getFirst()));
        // on silicon the voltage is off, but still one of a membrane
        for (double x : trace) {
            assertTrue(x > -140 && x < 20, "v is " + x + " mV");
        }
    }

    @Test
    void resultsSayWhichWaferItWas(@TempDir Path folder) throws Exception {
        RunResult run = typical(5, network("[1]"), 2);
        Path file = folder.resolve("typical.h5");
        ResultFile.write(run, file);
        try (HdfFile hdf = new HdfFile(file)) {
            assertEquals("typical", hdf.getAttribute("silicon").getData());
            assertEquals(5L, hdf.getAttribute("wafer_seed").getData());
            assertEquals(2, hdf.getAttribute("trial").getData());
        }
        Path stats = folder.resolve("stats.json");
        StatsFile.write(stats, List.of(run), List.of(0.5), 1e4, List.of());
        JsonNode trial =
                new ObjectMapper().readTree(stats.toFile()).get("trials").get(0);
        assertEquals("typical", trial.get("silicon").asText());
        assertEquals(5, trial.get("wafer_seed").asInt());
    }

    @Test
    void moreMembranesThanChannelsAreRefused() throws Exception {
        Network three = network("[0, 1, 2]");
        String message = String.valueOf(
                assertThrows(BackendException.class, () -> typical(5, three, 1)).getMessage());
        assertTrue(message.contains("v of west[2] on HICANN 88 is the third membrane to record in ADC group"), message);

        String json = """
                {"version": 1, "name": "many", "seed": 3, "populations": [
                 {"label": "many", "size": 13, "cell": {"type": "IF_cond_exp", "parameters": {}}, "record": ["v"]}],
                 "projections": []}""";
        Network many = NetworkReader.read("many", json.getBytes(StandardCharsets.UTF_8), Path.of("."));
        String tooMany = String.valueOf(
                assertThrows(BackendException.class, () -> typical(5, many, 1)).getMessage());
        assertTrue(tooMany.contains("v of 13 cells is recorded, must be at most 12"), tooMany);
    }
}
