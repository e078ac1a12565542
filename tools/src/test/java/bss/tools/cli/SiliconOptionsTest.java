package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bss-run --silicon typical --wafer-seed N`.
class SiliconOptionsTest {

    private static final String NETWORK = """
            {"version": 1, "name": "firing", "seed": 3, "populations": [
             {"label": "cell", "size": 2, "cell": {"type": "IF_cond_exp", "parameters":
               {"cm": 0.2, "tau_m": 10.0, "tau_refrac": 2.0, "v_rest": -45.0, "v_reset": -70.0, "v_thresh": -55.0}},
              "record": ["spikes", "v"]}], "projections": []}""";

    private static CommandRun run(Path folder, String output, String... options) throws Exception {
        Path network = Files.writeString(folder.resolve("network.json"), NETWORK);
        List<String> args = new ArrayList<>(List.of(network.toString(), "--duration", "20", "-o"));
        args.add(folder.resolve(output).toString());
        args.addAll(List.of("--strategy", "greedy"));
        args.addAll(List.of(options));
        return CommandRun.of("run", args);
    }

    private static long seed(Path file) {
        try (HdfFile hdf = new HdfFile(file)) {
            return (Long) hdf.getAttribute("wafer_seed").getData();
        }
    }

    @Test
    void typicalSiliconWarnsThatItIsUncalibratedAndNamesTheWafer(@TempDir Path folder) throws Exception {
        CommandRun run = run(folder, "a.h5", "--silicon", "typical", "--wafer-seed", "17");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().contains("WARNING: typical wafer 17 runs UNCALIBRATED"), run.err());
        assertEquals(17, seed(folder.resolve("a.h5")));
    }

    @Test
    void theWaferSeedIsOneIfNoneIsGiven(@TempDir Path folder) throws Exception {
        CommandRun run = run(folder, "a.h5", "--silicon", "typical");
        assertTrue(run.err().contains("typical wafer 1 runs"), run.err());
        assertEquals(
                0,
                run(folder, "b.h5", "--silicon", "typical", "--wafer-seed", "1").code());
        assertEquals(1, seed(folder.resolve("a.h5")));
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.h5")), Files.readAllBytes(folder.resolve("b.h5")));
    }

    @Test
    void idealSiliconDoesNotWarn(@TempDir Path folder) throws Exception {
        CommandRun run = run(folder, "a.h5");
        assertEquals(0, run.code(), run.err());
        assertFalse(run.err().contains("WARNING"), run.err());
    }
}
