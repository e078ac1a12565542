package bss.tools.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.MapperResult;
import bss.mapper.network.Network;
import bss.proto.MappingCodec;
import bss.spec.defects.Defects;
import bss.tools.result.ResultFile;
import bss.tools.result.RunResult;
import bss.tools.result.SpikeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples run as they stand.
class ExamplesRunTest {

    private static final int GROUPS = 11;

    @Test
    void aWavePassesAllGroupsOfTheSynfireChainInOrderAndComesRoundAgain() throws Exception {
        Network network = Pipeline.example("synfire-chain");
        MapperResult mapped = Pipeline.map(network, Pipeline.GREEDY, Defects.NONE);
        assertEquals(0, mapped.report().synapses().lost());
        RunResult run = Pipeline.run(mapped.mapping(), network, 300);

        Map<String, SpikeTable> tables =
                run.spikes().stream().collect(Collectors.toMap(SpikeTable::population, t -> t));
        double before = 10;
        for (int group = 0; group < GROUPS; group++) {
            double[] first = firstSpikes(tables.get("exc" + group));
            assertEquals(8, first.length, "neurons of group %d that fire".formatted(group));
            double median = first[first.length / 2];
            assertTrue(
                    median > before + 0.7,
                    "group %d at %.2f ms, the one before at %.2f".formatted(group, median, before));
            before = median;
        }
        double last = Arrays.stream(tables.get("exc0").timesMs()).max().orElse(0);
        assertTrue(last > 250, "the wave still circulates at the end, last spike of group 0 at " + last);
    }

    @Test
    void anAdexNeuronSlowsDownUnderConstantRandomDrive() throws Exception {
        Network network = Pipeline.example("adex-adaptation");
        MapperResult mapped = Pipeline.map(network, Pipeline.GREEDY, Defects.NONE);
        assertEquals(0, mapped.report().synapses().lost());
        RunResult run = Pipeline.run(mapped.mapping(), network, 1000);

        double[] times = run.spikes().getFirst().timesMs();
        long early = Arrays.stream(times).filter(t -> t >= 100 && t < 300).count();
        long late = Arrays.stream(times).filter(t -> t >= 500 && t < 900).count() / 2;
        assertTrue(early > late, "spikes in 200 ms: %d at first, %d later".formatted(early, late));
        assertTrue(late > 0, "it still fires");
        assertEquals(1, run.traces().size());
        assertEquals(10_000, run.traces().getFirst().samples().getFirst().length);
    }

    @Test
    void theSameSeedGivesTheSameBytesOfMappingAndResult(@TempDir Path folder) throws Exception {
        byte[][] mappings = new byte[2][];
        byte[][] results = new byte[2][];
        for (int i = 0; i < 2; i++) {
            Network network = Pipeline.example("balanced");
            MapperResult mapped = Pipeline.map(network, Pipeline.GREEDY, Defects.NONE);
            mappings[i] = MappingCodec.encode(mapped.mapping());
            Path file = folder.resolve("result" + i + ".h5");
            ResultFile.write(Pipeline.run(MappingCodec.decode(mappings[i]), network, 200), file);
            results[i] = Files.readAllBytes(file);
        }
        assertArrayEquals(mappings[0], mappings[1]);
        assertArrayEquals(results[0], results[1]);
    }

    private static double[] firstSpikes(SpikeTable table) {
        return Arrays.stream(table.byCell())
                .filter(t -> t.length > 0)
                .mapToDouble(t -> t[0])
                .sorted()
                .toArray();
    }
}
