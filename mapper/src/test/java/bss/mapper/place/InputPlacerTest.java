package bss.mapper.place;

import static bss.mapper.TestNetworks.network;
import static bss.mapper.TestNetworks.neurons;
import static bss.mapper.TestNetworks.on;
import static bss.mapper.TestNetworks.poisson;
import static bss.mapper.TestNetworks.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.GreedyStages;
import bss.mapper.TestNetworks;
import bss.mapper.merge.BusAssignment;
import bss.mapper.merge.MergerRouter;
import bss.mapper.network.Network;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.spec.mapping.LossCause;
import bss.spec.topology.WaferTopology;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputPlacerTest {

    @Test
    void guidebookUsesOneBusForNeuronsAndOneForSources() {
        Network network =
                Benchmarks.generate("guidebook", OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty());
        Buses buses = GreedyStages.of(network, WaferResources.ALL).buses();
        assertEquals(2, buses.count());
        assertEquals(3, buses.dncMerger(0));
        assertFalse(buses.external(0));
        assertEquals(7, buses.dncMerger(1));
        assertTrue(buses.external(1));
        for (int[] cells : buses.cellsByBus()) {
            assertEquals(50, cells.length);
            int[] groups = new int[4];
            for (int cell : cells) {
                groups[buses.address(cell) >> 4]++;
            }
            assertEquals(List.of(5, 15, 15, 15), IntStream.of(groups).boxed().toList());
        }
    }

    @Test
    void sourcesGoToTheChipNearestToTheirTargets() {
        Network network = network(
                List.of(
                        neurons("west", 10, on(OptionalInt.empty(), List.of(156), List.of())),
                        neurons("east", 10, on(OptionalInt.empty(), List.of(176), List.of())),
                        poisson("both", 5, 10),
                        poisson("east only", 5, 10)),
                random(2, 0, 1),
                random(2, 1, 1),
                random(3, 1, 1));
        Buses buses = GreedyStages.of(network, WaferResources.ALL).buses();
        // row 7 starts with chip 156, so the mean of columns 0 and 20 is column 10
        assertEquals(166, buses.hicann(buses.bus(20)));
        assertEquals(176, buses.hicann(buses.bus(25)));
    }

    @Test
    void tooFastASourceIsNotSentAndTheOthersAre() {
        // 17.8 MHz * 0.8 / 10,000 = 1424 Hz
        Network network = network(
                List.of(neurons("n", 10), poisson("fast", 2, 1425), poisson("fits", 3, 1423)),
                random(1, 0, 1),
                random(2, 0, 1));
        Buses buses = GreedyStages.of(network, WaferResources.ALL).buses();
        assertEquals(
                List.of(11, 10), buses.unsent().stream().map(Buses.Unsent::cell).toList());
        assertEquals(LossCause.INPUT_RATE, buses.unsent().get(0).loss().cause());
        assertEquals(
                3,
                IntStream.range(12, 15)
                        .map(c -> buses.hicann(buses.bus(c)))
                        .distinct()
                        .count());
    }

    @Test
    void ratesAndAddressesStayWithinTheirLimits() {
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            WaferResources wafer = WaferResources.of(TestNetworks.defects(random, 0.05));
            GreedyStages stages = GreedyStages.of(TestNetworks.random(random), wafer);
            check(stages, "seed " + seed);
        }
        check(
                GreedyStages.of(
                        Benchmarks.generate(
                                "brunel", OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty()),
                        WaferResources.ALL),
                "brunel");
    }

    private static void check(GreedyStages stages, String context) {
        Buses buses = stages.buses();
        MappingProblem problem = stages.problem();
        double[] hicannHz = new double[384];
        double[] fpgaHz = new double[48];
        Set<Integer> used = new HashSet<>();
        Set<Integer> unsent = new HashSet<>();
        buses.unsent().forEach(u -> assertTrue(unsent.add(u.cell()), context));
        for (int cell = 0; cell < problem.cells(); cell++) {
            int bus = buses.bus(cell);
            if (bus == Buses.NONE) {
                assertTrue(unsent.contains(cell) || problem.outDegree(cell) == 0, context + ": cell " + cell);
                continue;
            }
            assertFalse(unsent.contains(cell), context);
            int address = buses.address(cell);
            assertTrue(address > 0 && address < 64 && address % 16 != 1, context + ": address " + address);
            assertTrue(used.add(64 * bus + address), context + ": address twice on bus " + bus);
            assertEquals(problem.external(cell), buses.external(bus), context);
            assertTrue(stages.wafer().spikes(buses.hicann(bus)), context);
            if (problem.external(cell)) {
                hicannHz[buses.hicann(bus)] += 1e4 * problem.rateHz(cell);
                fpgaHz[WaferTopology.fpga(buses.hicann(bus))] += 1e4 * problem.rateHz(cell);
            } else {
                assertEquals(stages.placement().hicann(cell), buses.hicann(bus), context);
            }
        }
        for (double hz : hicannHz) {
            assertTrue(hz <= 17.8e6 * 0.8, context + ": " + hz);
        }
        for (double hz : fpgaHz) {
            assertTrue(hz <= 125e6 * 0.8, context + ": " + hz);
        }
    }

    @Test
    void aRequestThatDoesNotFitSaysWhatIsMissing() throws MappingException {
        Network network = network(
                List.of(
                        neurons("n", 10),
                        poisson("s", 500, 1).withPlacement(on(OptionalInt.empty(), List.of(7), List.of()))),
                random(1, 0, 1));
        MappingProblem problem = MappingProblem.of(network);
        Placement placement = NeuronPlacer.place(problem, WaferResources.ALL, OptionalInt.empty());
        BusAssignment buses = MergerRouter.route(problem, placement, WaferResources.ALL);
        MappingException e = assertThrows(
                MappingException.class, () -> InputPlacer.place(problem, placement, WaferResources.ALL, buses, 10_000));
        assertEquals(
                "population 's' does not fit on HICANNs [7]: 500 sources need 500 addresses on DNC mergers without "
                        + "neurons, 472 are there; 28 sources find no place",
                e.getMessage());
    }
}
