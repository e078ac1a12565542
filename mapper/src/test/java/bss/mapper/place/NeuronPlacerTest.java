package bss.mapper.place;

import static bss.mapper.TestNetworks.network;
import static bss.mapper.TestNetworks.neurons;
import static bss.mapper.TestNetworks.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.TestNetworks;
import bss.mapper.network.Network;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Placement;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.WaferTopology;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeuronPlacerTest {

    private static final OptionalInt CHOOSE = OptionalInt.empty();

    private static Placement place(Network network, WaferResources wafer, OptionalInt size) throws MappingException {
        return NeuronPlacer.place(MappingProblem.of(network), wafer, size);
    }

    @ParameterizedTest(name = "{1} neurons of {0} denmems on a chip")
    @CsvSource({"2, 236", "4, 118", "6, 80", "8, 59", "10, 48", "64, 8"})
    void chipsHoldAsManyNeuronsAsPublished(int size, int neurons) throws MappingException {
        Placement placement =
                place(network(List.of(neurons("a", 3 * neurons))), WaferResources.ALL, OptionalInt.of(size));
        for (int cell = 0; cell < 3 * neurons; cell++) {
            assertEquals(cell / neurons, placement.hicann(cell), "neuron " + cell);
        }
    }

    @Test
    void populationsFillBlocksInOrder() throws MappingException {
        Placement placement =
                place(network(List.of(neurons("a", 20), neurons("b", 20))), WaferResources.ALL, OptionalInt.of(4));
        // the first block holds 15 neurons of two columns, the second 14
        for (int cell = 0; cell < 15; cell++) {
            assertEquals(2 * cell, placement.column(cell));
        }
        assertEquals(32, placement.column(15));
        assertEquals(32 + 2 * 5, placement.column(20));
        assertEquals(64, placement.column(29));
    }

    @Test
    void sizeFollowsTheInputs() {
        assertEquals(4, NeuronSizes.forInputs(0));
        assertEquals(4, NeuronSizes.forInputs(716));
        assertEquals(6, NeuronSizes.forInputs(717));
        assertEquals(64, NeuronSizes.forInputs(11_468));
        assertEquals(64, NeuronSizes.forInputs(1_000_000));
    }

    @Test
    void requestsAreMetFirst() throws MappingException {
        Network network = network(List.of(
                neurons("auto", 10), neurons("manual", 6, on(OptionalInt.of(8), List.of(90, 88), List.of(2)))));
        Placement placement = place(network, WaferResources.ALL, CHOOSE);
        for (int cell = 10; cell < 16; cell++) {
            assertEquals(88, placement.hicann(cell));
            assertEquals(64 + 4 * (cell - 10), placement.column(cell));
            assertEquals(8, placement.size(cell));
        }
        assertEquals(0, placement.hicann(0));
    }

    @Test
    void aRequestThatDoesNotFitSaysWhatIsMissing() {
        Network network = network(List.of(neurons("big", 20, on(OptionalInt.of(16), List.of(3, 5), List.of(0, 1)))));
        WaferResources wafer = WaferResources.of(
                Defects.builder().mark(DefectClass.HICANN, 5, 0).build());
        MappingException e = assertThrows(MappingException.class, () -> place(network, wafer, CHOOSE));
        assertEquals(
                "population 'big' does not fit on HICANNs [3, 5], neuron blocks [0, 1]: "
                        + "20 neurons of 16 denmems need 320 denmems, 128 are there (0 defect, 0 taken by other "
                        + "populations), 12 neurons find no place; HICANN 5 is defect",
                e.getMessage());
    }

    @Test
    void whatDoesNotFitOnTheWaferIsNowhere() throws MappingException {
        BitSet two = new BitSet();
        two.set(10, 12);
        Placement placement =
                place(network(List.of(neurons("a", 300))), WaferResources.of(Defects.NONE, two), OptionalInt.of(4));
        for (int cell = 0; cell < 300; cell++) {
            assertEquals(cell < 118 ? 10 : cell < 236 ? 11 : Placement.NOWHERE, placement.hicann(cell));
        }
    }

    @Test
    void chipsWithoutLinkHoldNothing() throws MappingException {
        Defects defects = Defects.builder()
                .mark(DefectClass.HIGH_SPEED_LINK, 0, 0)
                .mark(DefectClass.FPGA, WaferTopology.fpga(4), 0)
                .build();
        Placement placement = place(network(List.of(neurons("a", 1000))), WaferResources.of(defects), CHOOSE);
        for (int cell = 0; cell < 1000; cell++) {
            assertTrue(placement.hicann(cell) != 0);
            assertTrue(WaferTopology.fpga(placement.hicann(cell)) != WaferTopology.fpga(4));
        }
    }

    @Test
    void neuronsNeverOverlapOrTouchDefects() throws MappingException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Network network = TestNetworks.random(random);
            Defects defects = TestNetworks.defects(random, 0.1 * random.nextDouble());
            WaferResources wafer = WaferResources.of(defects);
            Placement placement = place(network, wafer, CHOOSE);
            BitSet used = new BitSet();
            for (int cell = 0; cell < placement.cells(); cell++) {
                if (!placement.placed(cell)) {
                    continue;
                }
                int first = placement.column(cell);
                int last = first + placement.size(cell) / 2 - 1;
                assertEquals(first / 32, last / 32, "seed " + seed + ": neuron over two blocks");
                assertTrue(wafer.spikes(placement.hicann(cell)), "seed " + seed);
                for (int x = first; x <= last; x++) {
                    int place = 256 * placement.hicann(cell) + x;
                    assertFalse(used.get(place), "seed " + seed + ": column taken twice");
                    used.set(place);
                    for (int denmem : new int[] {x, 256 + x}) {
                        int h = placement.hicann(cell);
                        assertFalse(defects.has(DefectClass.DENMEM, h, denmem), "seed " + seed);
                        assertFalse(defects.has(DefectClass.SYNAPTIC_INPUT, h, 2 * denmem), "seed " + seed);
                        assertFalse(defects.has(DefectClass.SYNAPTIC_INPUT, h, 2 * denmem + 1), "seed " + seed);
                        // own parameters by quarter of the chip, shared ones by position in the quad
                        int y = denmem / 256;
                        assertFalse(defects.has(DefectClass.FG_BLOCK, h, 2 * y + x / 128), "seed " + seed);
                        assertFalse(defects.has(DefectClass.FG_BLOCK, h, 2 * y + x % 2), "seed " + seed);
                    }
                }
            }
        }
    }
}
