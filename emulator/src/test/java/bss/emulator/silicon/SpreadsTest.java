package bss.emulator.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.IdealCircuit;
import org.junit.jupiter.api.Test;

class SpreadsTest {

    private static final long SEED = 31;
    private static final int HICANN = 100;

    private static IdealCircuit circuit(TypicalSilicon silicon, int denmem) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        int block = NeuronTopology.fgBlock(denmem);
        for (NeuronParameter p : NeuronParameter.values()) {
            bits.floatingGate(block, p.row(block), NeuronTopology.fgColumn(denmem), 400);
        }
        return silicon.circuit(new WrittenChip(HICANN, bits.build(), 7, 0), denmem);
    }

    @Test
    void aFactorOfOneIsTheTypicalWafer() {
        TypicalSilicon typical = new TypicalSilicon(SEED);
        TypicalSilicon one = new TypicalSilicon(SEED, 1);
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            assertEquals(circuit(typical, d), circuit(one, d), "denmem " + d);
            assertEquals(
                    typical.readout().membraneOffset(HICANN, d), one.readout().membraneOffset(HICANN, d));
        }
        for (int channel = 0; channel < 12; channel++) {
            assertEquals(typical.readout().board(channel), one.readout().board(channel));
        }
    }

    @Test
    void deviationsOfTheSameDrawsGrowWithTheFactorAndDefectsStay() {
        TypicalSilicon none = new TypicalSilicon(SEED, 0);
        TypicalSilicon typical = new TypicalSilicon(SEED);
        TypicalSilicon wide = new TypicalSilicon(SEED, 1.5);
        assertEquals(typical.defects(), wide.defects());
        int compared = 0;
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            double mean = circuit(none, d).eSynx();
            double one = circuit(typical, d).eSynx() - mean;
            double more = circuit(wide, d).eSynx() - mean;
            // the bend is taken at the level, which the noise of the write moves
            assertEquals(1.5 * one, more, 1e-3, "denmem %d, wafer seed %d".formatted(d, SEED));
            compared += Math.abs(one) > 1e-3 ? 1 : 0;
        }
        assertTrue(compared > 480, "compared: " + compared);
    }

    @Test
    void factorsThatMakeStrengthsNegativeAreRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new TypicalSilicon(SEED, 2));
        assertEquals("factor on spreads is 2.0, must be 0..1.5", refused.getMessage());
    }
}
