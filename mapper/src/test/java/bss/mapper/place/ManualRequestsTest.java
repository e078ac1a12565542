package bss.mapper.place;

import static bss.mapper.TestNetworks.network;
import static bss.mapper.TestNetworks.neurons;
import static bss.mapper.TestNetworks.on;
import static bss.mapper.TestNetworks.poisson;
import static bss.mapper.TestNetworks.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.GreedyStages;
import bss.mapper.merge.BusAssignment;
import bss.mapper.merge.MergerRouter;
import bss.mapper.network.Network;
import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Population;
import bss.mapper.network.Region;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Placement;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.WaferTopology;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What is asked for by hand is met, or the message names what ran out and by how much.
class ManualRequestsTest {

    private static final Region ONE_CHIP = new Region(28, 28, 4, 4);

    private static PlacementRequest in(Region region, int size) {
        return new PlacementRequest(
                size == 0 ? OptionalInt.empty() : OptionalInt.of(size), List.of(), List.of(), Optional.of(region));
    }

    private static String refusal(Network network, WaferResources wafer) {
        MappingException e = assertThrows(MappingException.class, () -> {
            MappingProblem problem = MappingProblem.of(network);
            Placement placement = NeuronPlacer.place(problem, wafer, OptionalInt.empty());
            BusAssignment buses = MergerRouter.route(problem, placement, wafer);
            InputPlacer.place(problem, placement, wafer, buses, 10_000);
        });
        return String.valueOf(e.getMessage());
    }

    private static String refusal(WaferResources wafer, Population... populations) {
        return refusal(network(List.of(populations)), wafer);
    }

    @Test
    void cellsStayInTheirRegions() {
        Region west = new Region(4, 6, 5, 7);
        Region east = new Region(30, 35, 0, 15);
        GreedyStages stages = GreedyStages.of(
                network(
                        List.of(
                                neurons("anywhere", 300),
                                neurons("west", 900, in(west, 4)),
                                poisson("east", 700, 1).withPlacement(in(east, 0))),
                        random(2, 1, 0.01)),
                WaferResources.ALL);
        for (int cell = 300; cell < 1200; cell++) {
            assertTrue(west.contains(stages.placement().hicann(cell)), "neuron " + cell);
        }
        for (int cell = 1200; cell < 1900; cell++) {
            int chip = stages.buses().hicann(stages.buses().bus(cell));
            assertTrue(WaferTopology.x(chip) >= 30, "source " + cell);
        }
    }

    @Test
    void neuronsByHandMayUseWhatIsWithheldFromOthers() throws MappingException {
        // 59 neurons of 8 denmems fit onto one bus, 64 onto the chip
        Network network = network(List.of(neurons("full", 64, on(OptionalInt.of(8), List.of(88), List.of()))));
        Placement placement = NeuronPlacer.place(MappingProblem.of(network), WaferResources.ALL, OptionalInt.empty());
        for (int cell = 0; cell < 64; cell++) {
            assertEquals(88, placement.hicann(cell));
        }
    }

    @Test
    void denmemsThatRunOutAreCounted() {
        assertEquals(
                "population 'exc' does not fit on HICANNs [88]: 100 neurons of 8 denmems need 800 denmems, "
                        + "512 are there (0 defect, 0 taken by other populations), 36 neurons find no place",
                refusal(WaferResources.ALL, neurons("exc", 100, on(OptionalInt.of(8), List.of(88), List.of()))));
        assertEquals(
                "population 'second' does not fit on region x 28 to 28, y 4 to 4: 40 neurons of 8 denmems need "
                        + "320 denmems, 256 are there (0 defect, 256 taken by other populations), "
                        + "8 neurons find no place",
                refusal(
                        WaferResources.ALL,
                        neurons("first", 32, in(ONE_CHIP, 8)),
                        neurons("second", 40, in(ONE_CHIP, 8))));
        assertEquals(
                "population 'third' does not fit on the wafer, neuron blocks [7]: 3073 neurons of 8 denmems need "
                        + "24584 denmems, 24576 are there (0 defect, 0 taken by other populations), "
                        + "1 neurons find no place",
                refusal(WaferResources.ALL, neurons("third", 3073, on(OptionalInt.of(8), List.of(), List.of(7)))));
    }

    @Test
    void denmemsThatLieApartAreNamedAsSuch() {
        Defects.Builder defects = Defects.builder();
        for (int x = 0; x < 256; x += 4) {
            defects.mark(DefectClass.DENMEM, 88, x);
        }
        assertEquals(
                "population 'wide' does not fit on HICANNs [88]: 2 neurons of 8 denmems need 16 denmems, "
                        + "384 are there (128 defect, 0 taken by other populations), 2 neurons find no place; "
                        + "384 denmems are left, but nowhere 4 columns of a block side by side",
                refusal(
                        WaferResources.of(defects.build()),
                        neurons("wide", 2, on(OptionalInt.of(8), List.of(88), List.of()))));
    }

    @Test
    void chipsThatCannotBeUsedAreNamedWithTheReason() {
        Defects defects = Defects.builder()
                .mark(DefectClass.HICANN, 3, 0)
                .mark(DefectClass.HIGH_SPEED_LINK, 4, 0)
                .mark(DefectClass.HICANN, 5, 0)
                .build();
        BitSet allowed = new BitSet();
        allowed.set(3, 7);
        assertEquals(
                "population 'n' does not fit on HICANNs [3, 4, 5, 6, 7]: 600 neurons of 2 denmems need 1200 denmems, "
                        + "512 are there (0 defect, 0 taken by other populations), 344 neurons find no place; "
                        + "HICANN 4 is cut off (its high-speed link or FPGA is defect); HICANNs [3, 5] are defect; "
                        + "HICANN 7 is not allowed",
                refusal(
                        WaferResources.of(defects, allowed),
                        neurons("n", 600, on(OptionalInt.of(2), List.of(3, 4, 5, 6, 7), List.of()))));
        assertEquals(
                "population 'n' does not fit on region x 0 to 35, y 0 to 0: 1 neurons of 4 denmems need 4 denmems, "
                        + "0 are there (0 defect, 0 taken by other populations), 1 neurons find no place; "
                        + "12 of the HICANNs are not allowed",
                refusal(
                        WaferResources.of(Defects.NONE, new BitSet()),
                        neurons("n", 1, in(new Region(0, 35, 0, 0), 0))));
    }

    @Test
    void addressesOrRatesThatRunOutAreCounted() {
        // 8 * 59 addresses; 17.8 MHz * 0.8 / 10,000 = 1424 Hz
        assertEquals(
                "population 's' does not fit on region x 28 to 28, y 4 to 4: 500 sources need 500 addresses on DNC "
                        + "mergers without neurons, 472 are there; 28 sources find no place",
                refusal(WaferResources.ALL, poisson("s", 500, 1).withPlacement(in(ONE_CHIP, 0))));
        assertEquals(
                "population 's' does not fit on HICANNs [7]: 100 sources need 2000.0 Hz of biological rate, the links "
                        + "to the chips take 1424.0 Hz, one chip at most 1424.0 Hz; 29 sources find no place",
                refusal(
                        WaferResources.ALL,
                        poisson("s", 100, 20).withPlacement(on(OptionalInt.empty(), List.of(7), List.of()))));
        assertEquals(
                "population 's' does not fit on HICANNs [7]: 500 sources need 500 addresses on DNC mergers without "
                        + "neurons, 472 are there and 5000.0 Hz of biological rate, the links to the chips take "
                        + "1424.0 Hz, one chip at most 1424.0 Hz; 358 sources find no place",
                refusal(
                        WaferResources.ALL,
                        poisson("s", 500, 10).withPlacement(on(OptionalInt.empty(), List.of(7), List.of()))));
    }
}
