package bss.spec.coord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The parts of one chip: who belongs to whom.
class OnHicannTest {

    @Test
    void fiftyNineAddressesCarrySpikes() {
        assertEquals(59, L1Address.usable().size());
        long[] groups = new long[4];
        for (L1Address address : L1Address.all()) {
            boolean reserved = List.of(0, 1, 17, 33, 49).contains(address.value());
            assertEquals(!reserved, address.isUsable(), address.toString());
            assertEquals(!reserved, L1Address.usable().contains(address));
            assertEquals(address.value(), 16 * address.driverDecoder() + address.synapseDecoder());
            groups[address.driverDecoder()] += reserved ? 0 : 1;
        }
        assertEquals(List.of(14L, 15L, 15L, 15L), List.of(groups[0], groups[1], groups[2], groups[3]));
    }

    @Test
    void mergersAreNamedByLevelAndPosition() {
        List<String> names = List.of(
                "M0_0", "M0_1", "M0_2", "M0_3", "M0_4", "M0_5", "M0_6", "M0_7", "M1_0", "M1_1", "M1_2", "M1_3", "M2_0",
                "M2_1", "M3");
        for (MergerOnHicann merger : MergerOnHicann.all()) {
            assertEquals(names.get(merger.index()), merger.toString());
            assertEquals(merger, MergerOnHicann.of(merger.toString()));
        }
        assertThrows(IllegalArgumentException.class, () -> MergerOnHicann.of("M3_0"));
        assertThrows(IllegalArgumentException.class, () -> new MergerOnHicann(2, 2));
        assertThrows(IllegalArgumentException.class, () -> new MergerOnHicann(4, 0));
    }

    @Test
    void sendingRepeatersSitOnEveryEighthLineInReverseOrderOfTheDncMergers() {
        int[] lines = {6, 14, 22, 30, 38, 46, 54, 62};
        for (SendingRepeaterOnHicann sender : SendingRepeaterOnHicann.all()) {
            assertEquals(lines[sender.index()], sender.hline().index());
            assertEquals(Optional.of(sender), sender.hline().repeater().sendingRepeater());
            assertEquals(Side.LEFT, sender.hline().repeater().side());
            assertEquals(sender, sender.dncMerger().sendingRepeater());
            assertEquals(7, sender.index() + sender.dncMerger().index());
        }
        long senders = HRepeaterOnHicann.all().stream()
                .filter(repeater -> repeater.sendingRepeater().isPresent())
                .count();
        assertEquals(8, senders);
    }

    @Test
    void linksAndMergersShareNumbers() {
        for (int i = 0; i < 8; i++) {
            assertEquals(DncMergerOnHicann.of(i), GbitLinkOnHicann.of(i).dncMerger());
            assertEquals(GbitLinkOnHicann.of(i), DncMergerOnHicann.of(i).gbitLink());
            assertEquals("M0_" + i, BackgroundGeneratorOnHicann.of(i).merger().toString());
            assertEquals("M0_" + i, NeuronBlockOnHicann.of(i).merger().toString());
        }
    }

    @Test
    void eachRepeaterBlockHoldsItsShare() {
        int[] held = new int[6];
        HRepeaterOnHicann.all().forEach(r -> held[r.block().index()]++);
        VRepeaterOnHicann.all().forEach(r -> held[r.block().index()]++);
        assertEquals(
                List.of(64, 64, 32, 32, 64, 64), Arrays.stream(held).boxed().toList());
        // halco:test/hicann/v2/L1.cpp
        assertEquals(new RepeaterBlockOnHicann(0, 2), VRepeaterOnHicann.of(0).block());
        assertEquals(new RepeaterBlockOnHicann(0, 0), VRepeaterOnHicann.of(1).block());
        assertEquals(new RepeaterBlockOnHicann(1, 0), VRepeaterOnHicann.of(130).block());
        assertEquals(new RepeaterBlockOnHicann(1, 2), VRepeaterOnHicann.of(131).block());
        assertEquals(new RepeaterBlockOnHicann(0, 1), HRepeaterOnHicann.of(0).block());
        assertEquals(new RepeaterBlockOnHicann(1, 1), HRepeaterOnHicann.of(15).block());
        assertEquals(Half.BOTTOM, VRepeaterOnHicann.of(0).half());
        assertEquals(Half.TOP, VRepeaterOnHicann.of(254).half());
    }

    @Test
    void driversAlternateBetweenTheSidesAndFillFourQuadrants() {
        int[] filled = new int[4];
        for (SynapseDriverOnHicann driver : SynapseDriverOnHicann.all()) {
            boolean odd = driver.y() % 2 == 1;
            boolean top = driver.y() < 112;
            assertEquals(top == odd ? Side.LEFT : Side.RIGHT, driver.side(), driver.toString());
            assertEquals(top ? Half.TOP : Half.BOTTOM, driver.half());
            int quadrant = driver.fgBlock().index();
            assertEquals(2 * driver.half().index() + driver.side().index(), quadrant);
            assertEquals(filled[quadrant]++, driver.indexOnQuadrant());
        }
        assertEquals(List.of(56, 56, 56, 56), Arrays.stream(filled).boxed().toList());
    }

    @Test
    void synapseRowsComeInPairsFromTheirDriver() {
        int row = 0;
        for (SynapseDriverOnHicann driver : SynapseDriverOnHicann.all()) {
            for (int r = 0; r < 2; r++) {
                SynapseRowOnHicann synapseRow = SynapseRowOnHicann.of(row++);
                assertEquals(synapseRow, driver.row(r));
                assertEquals(driver, synapseRow.driver());
                assertEquals(r, synapseRow.rowOnDriver());
                assertEquals(driver.half(), synapseRow.half());
            }
            assertThrows(IllegalArgumentException.class, () -> driver.row(2));
        }
    }

    @Test
    void eachDenmemHas224Synapses() {
        int[] synapses = new int[512];
        for (SynapseOnHicann synapse : SynapseOnHicann.all()) {
            NeuronOnHicann neuron = synapse.neuron();
            synapses[neuron.index()]++;
            assertEquals(synapse.column(), neuron.x());
            assertEquals(synapse.row() < 224 ? 0 : 1, neuron.y());
        }
        for (int count : synapses) {
            assertEquals(224, count);
        }
    }

    @Test
    void blocksHold64DenmemsAnd16Quads() {
        int[] denmems = new int[8];
        int[] onQuad = new int[128];
        for (NeuronOnHicann neuron : NeuronOnHicann.all()) {
            denmems[neuron.neuronBlock().index()]++;
            onQuad[neuron.quad().index()]++;
            assertEquals(neuron.neuronBlock(), neuron.quad().neuronBlock());
        }
        for (int count : denmems) {
            assertEquals(64, count);
        }
        for (int count : onQuad) {
            assertEquals(4, count);
        }
    }

    @Test
    void switchesThatDoNotExistAreRefusedByName() {
        assertTrue(CrossbarSwitchOnHicann.exists(42, 10));
        assertFalse(CrossbarSwitchOnHicann.exists(42, 11));
        assertEquals(
                "no crossbar switch at HLine 42, VLine 11",
                assertThrows(IllegalArgumentException.class, () -> new CrossbarSwitchOnHicann(42, 11))
                        .getMessage());
        assertEquals(
                "no synapse switch at VLine 13, row 8",
                assertThrows(IllegalArgumentException.class, () -> new SynapseSwitchOnHicann(13, 8))
                        .getMessage());
        assertFalse(CrossbarSwitchOnHicann.exists(-1, 31));
        assertFalse(CrossbarSwitchOnHicann.exists(64, 160));
        assertFalse(CrossbarSwitchOnHicann.exists(0, -1));
        assertFalse(CrossbarSwitchOnHicann.exists(0, 256));
        assertFalse(SynapseSwitchOnHicann.exists(-1, 0));
        assertFalse(SynapseSwitchOnHicann.exists(256, 0));
        assertFalse(SynapseSwitchOnHicann.exists(0, -1));
        assertFalse(SynapseSwitchOnHicann.exists(28, 224));
    }

    @Test
    void synapseSwitchesAreCountedBySideThenRowThenLine() {
        int index = 0;
        for (Side side : Side.all()) {
            for (int row = 0; row < 224; row++) {
                for (int line = 0; line < 128; line++) {
                    int vline = 128 * side.index() + line;
                    if (SynapseSwitchOnHicann.exists(vline, row)) {
                        SynapseSwitchOnHicann synapseSwitch = SynapseSwitchOnHicann.of(index);
                        assertEquals(new SynapseSwitchOnHicann(vline, row), synapseSwitch);
                        assertEquals(index++, synapseSwitch.index());
                        assertEquals(new SynapseSwitchRowOnHicann(side, row), synapseSwitch.switchRow());
                    }
                }
            }
        }
        assertEquals(7168, index);
    }
}
