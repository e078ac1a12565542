package bss.mapper.route;

import static bss.mapper.TestNetworks.network;
import static bss.mapper.TestNetworks.neurons;
import static bss.mapper.TestNetworks.on;
import static bss.mapper.TestNetworks.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.GreedyStages;
import bss.mapper.TestNetworks;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Routing;
import bss.mapper.stage.Routing.Landing;
import bss.mapper.stage.Routing.Repeater;
import bss.mapper.stage.Routing.Route;
import bss.mapper.stage.Routing.Unreached;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.LossCause;
import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackboneRouterTest {

    private static final OptionalInt ONE_PER_CHIP = OptionalInt.of(64);

    @Test
    void routesOfRandomNetworksAreLegalTrees() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            double share = seed % 3 == 0 ? 0 : 0.1 * random.nextDouble();
            WaferResources wafer = WaferResources.of(TestNetworks.defects(random, share));
            check(GreedyStages.of(TestNetworks.random(random), wafer), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"random10, 1600", "guidebook, 0", "synfire, 0", "fullyVisibleBM, 500"})
    void routesOfBenchmarksAreLegalTrees(String name, int size) {
        OptionalInt cells = size == 0 ? OptionalInt.empty() : OptionalInt.of(size);
        check(
                GreedyStages.of(
                        Benchmarks.generate(name, OptionalDouble.empty(), cells, OptionalLong.empty()),
                        WaferResources.ALL),
                name);
    }

    @ParameterizedTest(name = "from HICANN {0}")
    @ValueSource(ints = {0, 11, 120, 155, 200, 263, 372, 383})
    void aloneABusReachesEveryChip(int hicann) {
        GreedyStages stages = GreedyStages.of(toEveryChip(List.of(hicann)), WaferResources.ALL);
        check(stages, "from " + hicann);
        assertEquals(List.of(), stages.routing().unreached());
        assertEquals(
                384,
                stages.routing().routes().stream()
                        .mapToInt(r -> r.landings().size())
                        .sum());
    }

    /// One neuron on each source chip, with synapses to one neuron on each chip of the wafer.
    private static Network toEveryChip(List<Integer> sources) {
        List<Population> populations = new ArrayList<>();
        List<Projection> projections = new ArrayList<>();
        for (int h = 0; h < 384; h++) {
            populations.add(neurons("n" + h, 1, on(ONE_PER_CHIP, List.of(h), List.of())));
        }
        for (int source : sources) {
            populations.add(neurons("source " + source, 1, on(ONE_PER_CHIP, List.of(source), List.of())));
            for (int h = 0; h < 384; h++) {
                projections.add(random(populations.size() - 1, h, 1));
            }
        }
        return network(populations, projections.toArray(Projection[]::new));
    }

    @Test
    void busesThatCompeteLoseChipsForWantOfLines() {
        List<Integer> everyFourth =
                IntStream.range(0, 384).filter(h -> h % 4 == 0).boxed().toList();
        GreedyStages stages = GreedyStages.of(toEveryChip(everyFourth), WaferResources.ALL);
        check(stages, "all to all");
        assertFalse(stages.routing().unreached().isEmpty());
        for (Unreached unreached : stages.routing().unreached()) {
            assertEquals(LossCause.L1_ROUTE, unreached.loss().cause());
        }
    }

    @Test
    void whatADefectCutsOffIsLostToTheDefect() {
        Defects.Builder defects = Defects.builder();
        for (int v = 0; v < 256; v++) {
            defects.mark(DefectClass.VLINE, 3, v);
        }
        GreedyStages stages = GreedyStages.of(
                network(
                        List.of(
                                neurons("a", 1, on(ONE_PER_CHIP, List.of(0), List.of())),
                                neurons("b", 1, on(ONE_PER_CHIP, List.of(3), List.of()))),
                        random(0, 1, 1)),
                WaferResources.of(defects.build()));
        assertEquals(1, stages.routing().unreached().size());
        assertEquals(
                LossCause.DEFECT, stages.routing().unreached().get(0).loss().cause());
        assertEquals(3, stages.routing().unreached().get(0).target());
    }

    @Test
    void whatTheUserForbidsIsLostToTheUser() {
        BitSet ends = new BitSet();
        ends.set(0);
        ends.set(3);
        GreedyStages stages = GreedyStages.of(
                network(
                        List.of(
                                neurons("a", 1, on(ONE_PER_CHIP, List.of(0), List.of())),
                                neurons("b", 1, on(ONE_PER_CHIP, List.of(3), List.of()))),
                        random(0, 1, 1)),
                WaferResources.of(Defects.NONE, ends));
        assertEquals(
                LossCause.USER_LIMIT, stages.routing().unreached().get(0).loss().cause());
    }

    @Test
    void aBlockedBackboneGoesRoundAndArrives() {
        // chip 2 of the top row is gone, so the way from 0 to 5 leads over the second row
        Defects defects = Defects.builder().mark(DefectClass.HICANN, 2, 0).build();
        GreedyStages stages = GreedyStages.of(
                network(
                        List.of(
                                neurons("a", 1, on(ONE_PER_CHIP, List.of(0), List.of())),
                                neurons("b", 1, on(ONE_PER_CHIP, List.of(5), List.of()))),
                        random(0, 1, 1)),
                WaferResources.of(defects));
        check(stages, "detour");
        // 5 columns to the east, one row down and up again
        assertEquals(8, stages.routing().routes().get(0).landings().get(0).chips());
    }

    @Test
    void theSameNetworkGetsTheSameRoutes() {
        for (int seed = 0; seed < 5; seed++) {
            Defects defects = TestNetworks.defects(new Random(seed), 0.02);
            Routing first = GreedyStages.of(TestNetworks.random(new Random(seed)), WaferResources.of(defects))
                    .routing();
            Routing second = GreedyStages.of(TestNetworks.random(new Random(seed)), WaferResources.of(defects))
                    .routing();
            assertEquals(first, second, "seed " + seed);
        }
    }

    private static void check(GreedyStages stages, String context) {
        Buses buses = stages.buses();
        Routing routing = stages.routing();
        RouteModel model = new RouteModel(routing.routes());
        Set<Integer> lines = new HashSet<>();
        Set<Integer> switched = new HashSet<>();
        for (int bus = 0; bus < buses.count(); bus++) {
            Route route = routing.routes().get(bus);
            for (int line : route.lines()) {
                assertTrue(lines.add(line), context + ": line " + line + " in two routes");
            }
            for (int s : route.crossbar()) {
                int h = L1Topology.hline(s / 512, L1Topology.crossbarHLine(s % 512));
                int v = L1Topology.vline(s / 512, L1Topology.crossbarVLine(s % 512));
                assertTrue(switched.add(h), context + ": two switches on HLine " + h);
                assertTrue(switched.add(v), context + ": two switches on VLine " + v);
            }
            if (!route.equals(Route.NOWHERE)) {
                model.check(bus, route, buses.hicann(bus), buses.dncMerger(bus));
            }
            assertNothingDefect(stages.wafer(), route, context);
        }
        assertEquals(List.of(), model.errors, context);
        assertEquals(wanted(stages), answered(routing), context);
    }

    private static void assertNothingDefect(WaferResources wafer, Route route, String context) {
        Defects defects = wafer.defects();
        for (int line : route.lines()) {
            int h = line / 320;
            int n = line % 320;
            assertTrue(wafer.present(h), context + ": HICANN " + h);
            assertFalse(
                    n < 64 ? defects.has(DefectClass.HLINE, h, n) : defects.has(DefectClass.VLINE, h, n - 64),
                    context + ": line " + n + " of HICANN " + h);
        }
        for (int s : route.crossbar()) {
            assertFalse(defects.has(DefectClass.CROSSBAR_SWITCH, s / 512, s % 512), context + ": switch " + s);
        }
        for (Repeater r : route.repeaters()) {
            assertTrue(wafer.present(r.hicann()), context);
            assertFalse(
                    r.line() < 64
                            ? defects.has(DefectClass.HREPEATER, r.hicann(), r.line())
                            : defects.has(DefectClass.VREPEATER, r.hicann(), r.line() - 64),
                    context + ": " + r);
        }
        for (Landing landing : route.landings()) {
            assertEquals(landing.target(), landing.hicann(), context);
            long drivers = IntStream.of(L1Topology.rowsOf(landing.vline()))
                    .filter(row -> L1Topology.synapseSwitchTargetHicann(landing.hicann(), landing.vline(), row)
                            == landing.target())
                    .filter(row -> defects.driverUsable(landing.target(), row))
                    .count();
            assertTrue(drivers > 0, context + ": no driver at " + landing);
        }
    }

    /// Pairs of bus and chip between which there is a synapse, from the connections themselves.
    private static Set<Integer> wanted(GreedyStages stages) {
        Set<Integer> wanted = new TreeSet<>();
        for (int p = 0; p < stages.problem().projections(); p++) {
            for (int s = 0; s < stages.problem().connections(p).size(); s++) {
                int bus = stages.buses().bus(stages.problem().sourceCell(p, s));
                int target = stages.problem().targetCell(p, s);
                if (bus != Buses.NONE && stages.placement().placed(target)) {
                    wanted.add(384 * bus + stages.placement().hicann(target));
                }
            }
        }
        return wanted;
    }

    /// Pairs of bus and chip that are routed or given as lost, each once.
    private static Set<Integer> answered(Routing routing) {
        Set<Integer> answered = new TreeSet<>();
        for (int bus = 0; bus < routing.routes().size(); bus++) {
            for (Landing landing : routing.routes().get(bus).landings()) {
                assertTrue(answered.add(384 * bus + landing.target()));
            }
        }
        for (Unreached unreached : routing.unreached()) {
            assertTrue(answered.add(384 * unreached.bus() + unreached.target()));
        }
        return answered;
    }
}
