package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {

    private static final List<String> TINY = List.of("bench", "--quick", "--scale", "0.003", "--threads", "1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private CommandRun bench(String rows, Path json) {
        List<String> args = new ArrayList<>(TINY);
        args.addAll(List.of("--rows", rows, "--json", json.toString()));
        return CommandRun.of("run", args);
    }

    @Test
    void theTableHoldsTheRowsAskedFor() throws Exception {
        Path file = folder.resolve("bench.json");
        CommandRun run = bench("full_wafer_rtf,neuron_update_ns_lif,emulator_bytes_per_synapse,map_column_loss", file);
        assertEquals(0, run.code(), run.err());
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        assertEquals(1, root.get("version").asInt());
        assertTrue(root.get("machine").get("cores").asInt() > 0);
        JsonNode rows = root.get("rows");
        assertEquals(
                List.of("neuron_update_ns_lif", "full_wafer_rtf", "emulator_bytes_per_synapse", "map_column_loss"),
                rows.findValuesAsText("name"));
        for (JsonNode row : rows) {
            assertTrue(run.out().contains(row.get("name").asText()));
            for (String key : List.of("value", "unit", "samples", "circuits", "events_per_s", "rate_hz")) {
                assertTrue(row.has(key), key);
            }
        }
        JsonNode wafer = rows.get(1);
        assertEquals(512, wafer.get("circuits").asInt());
        assertEquals(3, wafer.get("samples").size());
        assertTrue(
                wafer.get("value").asDouble() > 0 && wafer.get("events_per_s").asDouble() > 1e5, wafer.toString());
        assertTrue(rows.get(0).get("rate_hz").asDouble() > 5, rows.toString());
    }

    @Test
    void whatCannotBeMeasuredIsNamedAndNothingIsWritten() {
        Path file = folder.resolve("bench.json");
        CommandRun run = bench("full_wafer_rtf,full_wafer", file);
        assertEquals(2, run.code());
        assertTrue(run.err().contains("row is 'full_wafer', must be one of neuron_update_ns, "), run.err());
        assertFalse(Files.exists(file));
        run = CommandRun.of("run", List.of("bench", "--threads", "0"));
        assertEquals(2, run.code());
        assertTrue(run.err().contains("number of threads is 0"), run.err());
    }
}
