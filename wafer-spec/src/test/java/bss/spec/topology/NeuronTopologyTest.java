package bss.spec.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.spec.coord.FgBlockOnHicann;
import bss.spec.coord.SynapseOnHicann;
import org.junit.jupiter.api.Test;

/// Where a denmem belongs, by counting along the chip.
class NeuronTopologyTest {

    @Test
    void denmemsAreCountedRowByRow() {
        int denmem = 0;
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 256; x++) {
                assertEquals(denmem, NeuronTopology.denmem(x, y));
                assertEquals(x, NeuronTopology.x(denmem));
                assertEquals(y, NeuronTopology.y(denmem));
                assertEquals(x / 32, NeuronTopology.block(denmem));
                assertEquals(x / 2, NeuronTopology.quad(denmem));
                denmem++;
            }
        }
        assertEquals(NeuronTopology.DENMEMS, denmem);
    }

    @Test
    void ownFloatingGatesFillEachBlockBeforeTheNext() {
        // halco:include/halco/hicann/v2/neuron.h divides the index by 128; column 0 of a block is shared
        for (int denmem = 0; denmem < 512; denmem++) {
            assertEquals(denmem / 128, NeuronTopology.fgBlock(denmem));
            assertEquals(1 + denmem % 128, NeuronTopology.fgColumn(denmem));
            assertEquals(
                    denmem, NeuronTopology.denmemOfFg(NeuronTopology.fgBlock(denmem), NeuronTopology.fgColumn(denmem)));
        }
        assertEquals(
                new FgBlockOnHicann(1, 0), FgBlockOnHicann.of(NeuronTopology.fgBlock(NeuronTopology.denmem(128, 0))));
        assertEquals(
                new FgBlockOnHicann(0, 1), FgBlockOnHicann.of(NeuronTopology.fgBlock(NeuronTopology.denmem(127, 1))));
    }

    @Test
    void sharedFloatingGatesGoByPositionInTheQuad() {
        int[] denmems = new int[4];
        for (int denmem = 0; denmem < 512; denmem++) {
            boolean odd = denmem % 2 == 1;
            boolean bottom = denmem >= 256;
            int expected = bottom ? (odd ? 3 : 2) : (odd ? 1 : 0);
            assertEquals(expected, NeuronTopology.sharedFgBlock(denmem));
            assertEquals(expected, NeuronTopology.quadPosition(denmem));
            denmems[expected]++;
        }
        for (int count : denmems) {
            assertEquals(128, count);
        }
    }

    @Test
    void synapsesFeedTheDenmemOfTheirColumnAndHalf() {
        for (SynapseOnHicann synapse : SynapseOnHicann.all()) {
            int denmem = NeuronTopology.denmemOfSynapse(synapse.row(), synapse.column());
            assertEquals(synapse.row() >= 224 ? 256 + synapse.column() : synapse.column(), denmem);
        }
    }
}
