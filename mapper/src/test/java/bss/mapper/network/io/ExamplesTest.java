package bss.mapper.network.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.mapper.network.generate.Benchmarks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The networks in `examples/` lie within what the hardware can realise.
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    /// Biological ranges at a speedup of 10000 (docs of calibtic's ideal transformations), voltages at alpha 10.
    private static final Map<String, double[]> RANGES = Map.of(
            "tau_m", new double[] {5.4, 482},
            "tau_refrac", new double[] {0.15, 17},
            "tau_syn_E", new double[] {1.3, 15},
            "tau_syn_I", new double[] {1.3, 15},
            "v_rest", new double[] {-80, -40},
            "v_reset", new double[] {-80, -40},
            "v_thresh", new double[] {-80, -40});

    @ParameterizedTest
    @ValueSource(strings = {"synfire-chain", "balanced", "adex-adaptation", "guidebook"})
    void everyExampleIsWithinTheRangesOfTheHardware(String name) throws NetworkFileException {
        Network network = NetworkReader.read(EXAMPLES.resolve(name + ".json"));
        assertEquals(name, network.name());
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        for (int p = 0; p < network.populations().size(); p++) {
            Population population = network.populations().get(p);
            if (population.cell().isSource()) {
                continue;
            }
            for (Map.Entry<String, double[]> range : RANGES.entrySet()) {
                for (double value : resolved.parameter(p, range.getKey())) {
                    assertTrue(
                            value >= range.getValue()[0] && value <= range.getValue()[1],
                            population.label() + " " + range.getKey() + " " + value);
                }
            }
        }
        for (int p = 0; p < network.projections().size(); p++) {
            Connections c = Expansion.expand(network, p);
            for (int k = 0; k < c.size(); k++) {
                assertTrue(c.weight(k) >= 0.0005 && c.weight(k) <= 0.05, "weight " + c.weight(k));
                assertTrue(c.delayMs(k) >= 0.7 && c.delayMs(k) <= 1, "delay " + c.delayMs(k));
            }
        }
    }

    @Test
    void theGuidebookExampleIsTheGeneratedOne() throws IOException {
        Network network =
                Benchmarks.generate("guidebook", OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NetworkWriter.write(network, out);
        assertArrayEquals(Files.readAllBytes(EXAMPLES.resolve("guidebook.json")), out.toByteArray());
    }

    @Test
    void theSynfireChainIsAClosedRingOfElevenGroups() throws NetworkFileException {
        Network network = NetworkReader.read(EXAMPLES.resolve("synfire-chain.json"));
        int group = network.indexOf("exc0").orElseThrow();
        for (int step = 0; step < 11; step++) {
            int from = group;
            group = network.projections().stream()
                    .filter(p -> p.source() == from)
                    .mapToInt(Projection::target)
                    .filter(t -> network.populations().get(t).label().startsWith("exc"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    "exc" + (step + 1) % 11, network.populations().get(group).label());
        }
    }
}
