package bss.mapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.Network;
import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Population;
import bss.mapper.network.Region;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.report.MappingReport;
import bss.mapper.verify.Request;
import bss.mapper.verify.Verifier;
import bss.mapper.verify.VerifyReport;
import bss.spec.defects.Defects;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.LossCause;
import bss.spec.mapping.Mapping;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The strategy `optimise` as a whole. Each mapping passes the legality checker inside [Mapper].
class OptimiseTest {

    private static final MapperOptions OPTIMISE = MapperOptions.DEFAULTS;
    private static final MapperOptions GREEDY = OPTIMISE.withStrategy(Strategy.GREEDY);

    private static MapperResult map(Network network, Defects defects, MapperOptions options)
            throws MappingException, InterruptedException {
        return new Mapper(new PlainTranslation(true), defects, options, MapperProgress.NONE).map(network);
    }

    private static Network benchmark(String name, int size, long seed) {
        return Benchmarks.generate(
                name,
                OptionalDouble.empty(),
                size == 0 ? OptionalInt.empty() : OptionalInt.of(size),
                OptionalLong.of(seed));
    }

    private static void bitsAgree(Mapping mapping, Network network, String context) {
        VerifyReport report = new Verifier(mapping, Request.of(network)).verify();
        assertTrue(report.agrees(), () -> context + ": " + report);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theGuidebookNetworkLosesNothing(long seed) throws Exception {
        Network network = benchmark("guidebook", 0, seed);
        MapperResult result = map(network, Defects.NONE, OPTIMISE.withChainLength(5));
        assertEquals(0, result.report().synapses().lost(), () -> "seed " + seed);
        bitsAgree(result.mapping(), network, "seed " + seed);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "pfeilsNoise, 1250",
        "feedforward, 100",
        "random10, 800",
        "random30, 400",
        "fullyVisibleBM, 200",
        "rbm, 150",
        "brunel, 0"
    })
    void benchmarksLoseNothing(String name, int size) throws Exception {
        Network network = benchmark(name, size, 3);
        MapperResult result = map(network, Defects.NONE, OPTIMISE);
        assertEquals(0, result.report().synapses().lost());
        bitsAgree(result.mapping(), network, name);
    }

    @Test
    void randomNetworksWithDefectsLoseNoMoreThanGreedyAndNoLessThanTheBounds() throws Exception {
        for (int seed = 1; seed <= 16; seed++) {
            Random random = new Random(seed);
            Network network = TestNetworks.random(random);
            Defects defects = seed % 2 == 0 ? Defects.NONE : TestNetworks.defects(random, 0.02);
            String context = "seed " + seed;
            MapperResult optimised = map(network, defects, OPTIMISE);
            MappingReport report = optimised.report();
            long greedy = map(network, defects, GREEDY).report().synapses().lost();
            assertTrue(report.synapses().lost() <= greedy, context);
            assertTrue(report.bounds().free() <= report.bounds().placed(), context);
            assertTrue(report.bounds().placed() <= report.bounds().routed(), context);
            assertTrue(report.bounds().routed() <= report.synapses().lost(), context);
            bitsAgree(optimised.mapping(), network, context);
        }
    }

    @Test
    void sizesThatAreGivenAreKept() throws Exception {
        Network network = benchmark("random10", 300, 1);
        Mapping mapping = map(network, Defects.NONE, OPTIMISE.withNeuronSize(6)).mapping();
        CellSites cells = mapping.cells().getFirst();
        for (int i = 0; i < cells.count(); i++) {
            assertEquals(6, cells.size(i));
        }
    }

    @Test
    void aPopulationStaysOnItsChipsBlocksAndRegion() throws Exception {
        Population here =
                TestNetworks.neurons("here", 40, TestNetworks.on(OptionalInt.of(8), List.of(88, 89), List.of(2, 3, 4)));
        Population there = TestNetworks.neurons(
                "there",
                60,
                new PlacementRequest(OptionalInt.empty(), List.of(), List.of(), Optional.of(new Region(20, 21, 4, 5))));
        Network network = TestNetworks.network(
                List.of(here, there, TestNetworks.neurons("anywhere", 100)),
                TestNetworks.random(0, 1, 0.3),
                TestNetworks.random(1, 2, 0.3),
                TestNetworks.random(2, 0, 0.3));
        MapperResult result = map(network, Defects.NONE, OPTIMISE);
        assertEquals(0, result.report().synapses().lost());
        CellSites first = result.mapping().cells().getFirst();
        for (int i = 0; i < first.count(); i++) {
            assertTrue(Set.of(88, 89).contains(first.hicann(i)));
            assertTrue(Set.of(2, 3, 4).contains(first.denmem(i) / 32));
            assertEquals(8, first.size(i));
        }
        CellSites second = result.mapping().cells().get(1);
        int[] region = new Region(20, 21, 4, 5).hicanns();
        for (int i = 0; i < second.count(); i++) {
            assertTrue(Arrays.binarySearch(region, second.hicann(i)) >= 0);
        }
    }

    @Test
    void aRequestThatCannotBeMetNamesWhatRanOut() {
        Population here = TestNetworks.neurons("here", 100, TestNetworks.on(OptionalInt.of(8), List.of(88), List.of()));
        Network network = TestNetworks.network(List.of(here), TestNetworks.random(0, 0, 0.1));
        MappingException refused = assertThrows(MappingException.class, () -> map(network, Defects.NONE, OPTIMISE));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("'here'") && message.contains("88") && message.contains("36"), message);
    }

    @Test
    void neuronsBeyondTheChipsAreLostWithTheirCause() throws Exception {
        Network network =
                TestNetworks.network(List.of(TestNetworks.neurons("many", 300)), TestNetworks.random(0, 0, 0.05));
        MapperResult result = map(network, Defects.NONE, OPTIMISE.withHicanns(List.of(100)));
        MappingReport report = result.report();
        assertTrue(report.neurons().placed() < 300);
        assertTrue(report.synapses().lostByCause().getOrDefault(LossCause.NEURON_UNPLACED, 0L) > 0);
        bitsAgree(result.mapping(), network, "one chip");
        for (CellSites cells : result.mapping().cells()) {
            for (int i = 0; i < cells.count(); i++) {
                assertTrue(!cells.placed(i) || cells.hicann(i) == 100);
            }
        }
    }

    @Test
    void frozenPopulationsStayWhereTheyWere() throws Exception {
        Network network = TestNetworks.network(
                List.of(
                        TestNetworks.neurons("a", 120),
                        TestNetworks.neurons("b", 80),
                        TestNetworks.poisson("in", 40, 20)),
                TestNetworks.random(0, 1, 0.2),
                TestNetworks.random(1, 0, 0.2),
                TestNetworks.random(2, 0, 0.2));
        Mapping before = map(network, Defects.NONE, OPTIMISE).mapping();
        MapperResult after =
                map(network, Defects.NONE, OPTIMISE.withSeed(7).withFreeze(new Freeze(before, Set.of("b", "in"))));
        assertEquals(0, after.report().synapses().lost());
        for (int p : new int[] {1, 2}) {
            CellSites old = before.cells().get(p);
            CellSites now = after.mapping().cells().get(p);
            for (int i = 0; i < old.count(); i++) {
                assertEquals(old.hicann(i), now.hicann(i));
                assertEquals(old.denmem(i), now.denmem(i));
                assertEquals(old.size(i), now.size(i));
            }
        }
        bitsAgree(after.mapping(), network, "frozen");
    }

    @Test
    void fastNeuronsShareNoMoreOfABusThanItCarries() throws Exception {
        Population plain = TestNetworks.neurons("fast", 120);
        Population fast = new Population(
                plain.label(),
                plain.size(),
                plain.cell(),
                plain.initialValues(),
                plain.record(),
                plain.recordCells(),
                plain.samplingIntervalMs(),
                400,
                plain.placement());
        Network network = TestNetworks.network(List.of(fast), TestNetworks.random(0, 0, 0.2));
        Mapping mapping = map(network, Defects.NONE, OPTIMISE).mapping();
        double[] hz = new double[384 * 8];
        CellSites cells = mapping.cells().getFirst();
        MappingProblem problem = MappingProblem.of(network);
        for (int i = 0; i < cells.count(); i++) {
            hz[8 * cells.hicann(i) + cells.dncMerger(i)] += problem.rateHz(i) * mapping.speedup();
        }
        // 80 % of the 17.8 MHz of a link
        assertTrue(Arrays.stream(hz).max().orElseThrow() <= 0.8 * 17.8e6);
    }

    @Test
    void aSearchWithoutTimeIsLegalAndNoWorseThanGreedy() throws Exception {
        Network network = benchmark("random30", 500, 5);
        MapperResult result = map(network, Defects.NONE, OPTIMISE.withTimeLimitSeconds(1e-6));
        assertEquals("time_limit", result.report().stoppedBy());
        assertTrue(result.report().synapses().lost()
                <= map(network, Defects.NONE, GREEDY).report().synapses().lost());
        bitsAgree(result.mapping(), network, "no time");
    }

    @Test
    void theSameSeedGivesTheSameMapping() throws Exception {
        Network network = benchmark("rbm", 60, 2);
        MapperResult first = map(network, Defects.NONE, OPTIMISE);
        assertEquals("converged", first.report().stoppedBy());
        assertEquals(first.mapping(), map(network, Defects.NONE, OPTIMISE).mapping());
    }
}
