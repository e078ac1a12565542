package bss.mapper.network.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.Network;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarksTest {

    @ParameterizedTest(name = "scale {0}")
    @CsvSource({
        "0.005, 382, 7408",
        "0.01, 767, 29697",
        "0.02, 1539, 119226",
        "0.04, 3083, 477724",
        "0.06, 4625, 1074869",
        "0.08, 6170, 1911753",
        "0.1, 7713, 2987316"
    })
    void theColumnHasThePublishedSizes(double scale, int neurons, int synapses) {
        Network column =
                Benchmarks.generate("column", OptionalDouble.of(scale), OptionalInt.empty(), OptionalLong.empty());
        assertEquals(neurons, column.neuronCount());
        assertEquals(synapses, total(column));
    }

    @Test
    void theDrawnColumnHasThePublishedDistinctPairs() {
        Network column =
                Benchmarks.generate("column", OptionalDouble.of(0.02), OptionalInt.empty(), OptionalLong.of(5));
        long distinct = 0;
        for (int p = 0; p < column.projections().size(); p++) {
            Connections c = Expansion.expand(column, p);
            long[] pairs = new long[c.size()];
            for (int k = 0; k < pairs.length; k++) {
                pairs[k] = ((long) c.source(k) << 32) | c.target(k);
            }
            distinct += Arrays.stream(pairs).distinct().count();
        }
        assertEquals(113_590.0, (double) distinct, 500);
    }

    @ParameterizedTest
    @CsvSource({
        "random10, 800, 64000, 5",
        "random30, 800, 192000, 5",
        "fullyVisibleBM, 500, 499000, 0",
        "rbm, 1000, 1000000, 0",
        "pfeilsNoise, 500, 10000, 0",
        "feedforward, 300, 20000, 0",
        "brunel, 2083, 847781, 0",
        "synfire, 19000, 1444000, 0",
        "guidebook, 50, 2500, 5"
    })
    void theOthersHaveTheirNeuronsAndSynapses(String name, int neurons, int synapses, int sigmas) {
        Network network = Benchmarks.generate(name, OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty());
        assertEquals(neurons, network.neuronCount());
        assertEquals(synapses, (double) total(network), sigmas * Math.sqrt(synapses));
        assertEquals(name, network.name());
        assertTrue(Benchmarks.names().contains(name));
    }

    @Test
    void sizeAndSeedReachTheNetwork() {
        Network network = Benchmarks.generate("rbm", OptionalDouble.empty(), OptionalInt.of(10), OptionalLong.of(-3));
        assertEquals(400, total(network));
        assertEquals(-3, network.seed());
    }

    @Test
    void whatIsUnknownIsRefusedWithWhatIsKnown() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Benchmarks.generate("colum", OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty()));
        assertEquals(
                "no benchmark network 'colum', must be one of column, random10, random30, fullyVisibleBM, rbm, "
                        + "pfeilsNoise, feedforward, brunel, synfire, guidebook",
                e.getMessage());
        for (String name : Benchmarks.names()) {
            boolean column = name.equals("column");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Benchmarks.generate(
                            name,
                            column ? OptionalDouble.of(0) : OptionalDouble.of(1),
                            OptionalInt.empty(),
                            OptionalLong.empty()));
        }
    }

    private static long total(Network network) {
        long total = 0;
        for (int p = 0; p < network.projections().size(); p++) {
            total += Expansion.expand(network, p).size();
        }
        return total;
    }
}
