package bss.mapper.network.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import bss.mapper.network.Bound;
import bss.mapper.network.CellType;
import bss.mapper.network.Cells;
import bss.mapper.network.Connector;
import bss.mapper.network.CurrentSource;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Network;
import bss.mapper.network.PairList;
import bss.mapper.network.ParameterSpec;
import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Region;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import bss.mapper.network.Variable;
import bss.mapper.network.Waveform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkWriterTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatIsWrittenIsReadBackEqual() throws Exception {
        for (int seed = 0; seed < 150; seed++) {
            Network network = network(new Random(seed));
            byte[] bytes = NetworkWriter.canonical(network);
            Network back = NetworkReader.read("seed " + seed, bytes, folder);
            assertEquals(network, back, "seed " + seed);
            assertArrayEquals(bytes, NetworkWriter.canonical(back), "seed " + seed);
            ByteArrayOutputStream pretty = new ByteArrayOutputStream();
            NetworkWriter.write(network, pretty);
            assertEquals(network, NetworkReader.read("seed " + seed, pretty.toByteArray(), folder), "seed " + seed);
        }
    }

    @Test
    void theDigestIsSha256OfTheCanonicalBytesAndIgnoresSpelling() throws Exception {
        String terse =
                "{\"populations\":[{\"size\":2,\"label\":\"x\",\"cell\":{\"type\":\"IF_cond_exp\"}}],\"version\":1}";
        String wordy =
                "{\"version\": 1, \"seed\": 1, \"name\": \"network\", \"populations\": [{\"label\": \"x\", \"size\": 2,"
                        + " \"cell\": {\"type\": \"IF_cond_exp\", \"parameters\": {\"cm\": 1e0, \"tau_m\": 2.0E1}}, \"record\": []}],"
                        + " \"projections\": []}";
        Network a = NetworkReader.read("a", terse.getBytes(StandardCharsets.UTF_8), folder);
        Network b = NetworkReader.read("b", wordy.getBytes(StandardCharsets.UTF_8), folder);
        assertEquals(NetworkWriter.digestHex(a), NetworkWriter.digestHex(b));
        assertArrayEquals(
                MessageDigest.getInstance("SHA-256").digest(NetworkWriter.canonical(a)), NetworkWriter.digest(a));
        Network c = new Network(a.name(), 2, a.populations(), a.projections(), a.currents());
        assertNotEquals(NetworkWriter.digestHex(a), NetworkWriter.digestHex(c));
    }

    @Test
    void aPairsFileIsWrittenIntoTheNetwork() throws IOException, NetworkFileException {
        Files.writeString(folder.resolve("pairs.csv"), "# source, target, weight, delay\n0, 1, 0.1, 1\n\n1,0,2e-1,3\n");
        String text = """
                {"version": 1, "populations": [{"label": "x", "size": 2, "cell": {"type": "IF_cond_exp"}}],
                 "projections": [{"source": "x", "target": "x", "receptor": "excitatory",
                  "connector": {"rule": "from_list", "pairs_file": "pairs.csv"}, "synapse": {"type": "static"}}]}
                """;
        Network network = NetworkReader.read("net", text.getBytes(StandardCharsets.UTF_8), folder);
        assertEquals(
                new PairList(
                        new int[] {0, 1},
                        new int[] {1, 0},
                        Optional.of(DoubleSeries.of(0.1, 0.2)),
                        Optional.of(DoubleSeries.of(1, 3))),
                ((Connector.FromList) network.projections().get(0).connector()).pairs());
        assertEquals(network, NetworkReader.read("again", NetworkWriter.canonical(network), folder));
    }

    private static Network network(Random r) {
        List<Population> populations = new ArrayList<>();
        populations.add(population("p0", CellType.IfCondExp.of(parameters(r, CellType.IfCondExp.SPECS, 5)), 5, r));
        populations.add(population(
                "ü \"1\"", CellType.EifCondExpIsfaIsta.of(parameters(r, CellType.EifCondExpIsfaIsta.SPECS, 5)), 5, r));
        populations.add(Population.of(
                "p2", 5, CellType.SpikeSourcePoisson.of(parameters(r, CellType.SpikeSourcePoisson.SPECS, 5))));
        populations.add(Population.of(
                "p3",
                2,
                new CellType.SpikeSourceArray(
                        List.of(DoubleSeries.of(), DoubleSeries.of(r.nextDouble(), 1 + r.nextDouble())))));
        List<Projection> projections = new ArrayList<>();
        for (int i = r.nextInt(6); i > 0; i--) {
            Connector connector = connector(r);
            boolean listed = connector instanceof Connector.FromList list
                    && list.pairs().weights().isPresent();
            projections.add(new Projection(
                    "projection " + i,
                    r.nextInt(3),
                    r.nextInt(2),
                    r.nextBoolean() ? Receptor.EXCITATORY : Receptor.INHIBITORY,
                    connector,
                    new Synapse(
                            plasticity(r),
                            listed ? Value.of(0) : new Value.Normal(r.nextDouble(), r.nextDouble()),
                            Value.of(0.1 + r.nextDouble())),
                    r.nextBoolean() ? Cells.all() : Cells.range(0, 5),
                    r.nextBoolean() ? Cells.all() : Cells.of(4, 0, 1, 3, 2)));
        }
        List<CurrentSource> currents = new ArrayList<>();
        for (int i = r.nextInt(4); i > 0; i--) {
            currents.add(new CurrentSource(r.nextInt(2), Cells.of(r.nextInt(5)), waveform(r)));
        }
        return new Network("net " + r.nextInt(), r.nextLong(), populations, projections, currents);
    }

    private static Population population(String label, CellType cell, int size, Random r) {
        Population plain = Population.of(label, size, cell)
                .recording(Set.of(Variable.V, Variable.GSYN_INH), r.nextBoolean() ? Cells.all() : Cells.of(2, 1));
        Population placed = r.nextBoolean()
                ? plain
                : plain.withPlacement(new PlacementRequest(
                        OptionalInt.of(8), r.nextBoolean() ? List.of() : List.of(3, 1), List.of(), region(r)));
        return r.nextBoolean()
                ? placed
                : placed.withInitialValues(Map.of(Variable.V, new Value.Uniform(-80, -60)))
                        .withExpectedRateHz(r.nextDouble() + 1);
    }

    /// All of these hold chips 1 and 3, which are in the middle of the first row.
    private static Optional<Region> region(Random r) {
        return r.nextBoolean()
                ? Optional.empty()
                : Optional.of(new Region(r.nextInt(12), 24 + r.nextInt(12), 0, r.nextInt(16)));
    }

    private static Map<String, Value> parameters(Random r, List<ParameterSpec> specs, int size) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            // thresholds keep their defaults, which are in order
            if (spec.bound() != Bound.FINITE && r.nextBoolean()) {
                values.put(spec.name(), value(r, size));
            }
        }
        return values;
    }

    private static Value value(Random r, int size) {
        return switch (r.nextInt(6)) {
            case 0 -> Value.of(Double.MIN_VALUE * (1 + r.nextInt(100)));
            case 1 ->
                new Value.PerCell(DoubleSeries.of(r.doubles(size, 1e-3, 1e5).toArray()));
            case 2 -> new Value.Normal(r.nextDouble(), r.nextDouble());
            case 3 -> new Value.LogNormal(r.nextGaussian(), r.nextDouble());
            case 4 -> new Value.Uniform(r.nextDouble(), 1 + r.nextDouble());
            default -> new Value.Exponential(Math.nextUp(r.nextDouble()));
        };
    }

    private static Connector connector(Random r) {
        int n = r.nextInt(4);
        return switch (r.nextInt(7)) {
            case 0 -> new Connector.AllToAll(r.nextBoolean());
            case 1 -> new Connector.OneToOne();
            case 2 -> new Connector.FixedProbability(r.nextDouble(), r.nextBoolean());
            case 3 -> new Connector.FixedIndegree(n, r.nextBoolean(), r.nextBoolean());
            case 4 -> new Connector.FixedOutdegree(n, r.nextBoolean(), r.nextBoolean());
            case 5 -> new Connector.FixedTotalNumber(n, r.nextBoolean(), r.nextBoolean());
            default ->
                new Connector.FromList(new PairList(
                        new int[] {0, n},
                        new int[] {4, 1},
                        r.nextBoolean()
                                ? Optional.of(DoubleSeries.of(r.nextDouble(), r.nextDouble()))
                                : Optional.empty(),
                        Optional.empty()));
        };
    }

    private static Plasticity plasticity(Random r) {
        return switch (r.nextInt(3)) {
            case 0 -> new Plasticity.Static();
            case 1 -> new Plasticity.TsodyksMarkram(r.nextDouble(), 1 + r.nextDouble(), r.nextDouble());
            default ->
                new Plasticity.Stdp(
                        1 + r.nextDouble(), 2, r.nextGaussian(), r.nextGaussian(), r.nextDouble(), 1 + r.nextDouble());
        };
    }

    private static Waveform waveform(Random r) {
        return switch (r.nextInt(4)) {
            case 0 -> new Waveform.Dc(r.nextGaussian(), r.nextDouble(), Waveform.FOREVER_MS);
            case 1 ->
                new Waveform.Step(
                        DoubleSeries.of(r.nextDouble(), 1 + r.nextDouble()), DoubleSeries.of(r.nextGaussian(), -0.0));
            case 2 -> new Waveform.Ac(r.nextGaussian(), 0, 1 + r.nextDouble(), r.nextDouble(), r.nextGaussian(), 90);
            default -> new Waveform.Noisy(r.nextGaussian(), r.nextDouble(), 0, 5, 0.1);
        };
    }
}
