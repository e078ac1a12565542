package bss.spec.defects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.coord.NeuronOnHicann;
import bss.spec.coord.SynapseDriverOnHicann;
import bss.spec.coord.SynapseSwitchOnHicann;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a mark takes out of use beside the component itself, over a whole chip.
class DefectsTest {

    private static final int CHIP = 88;

    private static Defects one(DefectClass kind, int index) {
        return Defects.builder().mark(kind, CHIP, index).build();
    }

    @Test
    void theUnionOfTwoHasWhatIsMarkedInEitherAndChangesNone() {
        Defects one = Defects.builder()
                .mark(DefectClass.DENMEM, CHIP, 7)
                .mark(DefectClass.HLINE, CHIP, 3)
                .build();
        Defects other = Defects.builder()
                .mark(DefectClass.DENMEM, CHIP, 8)
                .mark(DefectClass.VREPEATER, CHIP + 1, 200)
                .build();
        Defects both = Defects.builder()
                .mark(DefectClass.DENMEM, CHIP, 7)
                .mark(DefectClass.HLINE, CHIP, 3)
                .mark(DefectClass.DENMEM, CHIP, 8)
                .mark(DefectClass.VREPEATER, CHIP + 1, 200)
                .build();
        assertEquals(both, one.union(other));
        assertEquals(both, other.union(one));
        assertEquals(one, one.union(Defects.NONE));
        assertEquals(1, one.count(DefectClass.DENMEM));
    }

    @ParameterizedTest
    @EnumSource
    void aMarkedComponentIsNotUsableAndItsNeighboursAre(DefectClass kind) {
        int place = kind == DefectClass.FPGA ? 7 : CHIP;
        int index = kind.perChip() - 1;
        Defects defects = Defects.builder().mark(kind, place, index).build();
        assertEquals(false, defects.usable(kind, place, index));
        assertTrue(defects.usable(kind, place - 1, index));
        assertTrue(defects.usable(kind, place + 1, 0));
        assertTrue(kind.perChip() == 1 || defects.usable(kind, place, 0));
    }

    @Test
    void aSynapticInputTakesItsDenmemWithIt() {
        for (int denmem = 0; denmem < NeuronOnHicann.COUNT; denmem++) {
            for (int side = 0; side < 2; side++) {
                Defects defects = one(DefectClass.SYNAPTIC_INPUT, 2 * denmem + side);
                for (int other = 0; other < NeuronOnHicann.COUNT; other++) {
                    assertEquals(other != denmem, defects.denmemUsable(CHIP, other), denmem + ", " + other);
                }
            }
        }
    }

    @ParameterizedTest(name = "block {0}")
    @ValueSource(ints = {0, 1, 2, 3})
    void aFloatingGateBlockTakesDenmemsAndDriversWithParametersInItWithIt(int block) {
        Defects defects = one(DefectClass.FG_BLOCK, block);
        for (NeuronOnHicann denmem : NeuronOnHicann.all()) {
            boolean own = 2 * denmem.y() + denmem.x() / 128 == block;
            boolean shared = 2 * denmem.y() + denmem.x() % 2 == block;
            assertEquals(!own && !shared, defects.denmemUsable(CHIP, denmem.index()), denmem.toString());
        }
        for (SynapseDriverOnHicann driver : SynapseDriverOnHicann.all()) {
            int row = driver.index();
            // odd rows are on the left in the top half, even ones in the bottom half
            int side = row < 112 ? 1 - row % 2 : row % 2;
            assertEquals(2 * (row / 112) + side != block, defects.driverUsable(CHIP, row), driver.toString());
        }
    }

    @Test
    void aSwitchRowTakesItsSixteenSwitchesWithIt() {
        int[] taken = new int[SynapseSwitchOnHicann.COUNT];
        for (int row = 0; row < DefectClass.SYNAPSE_SWITCH_ROW.perChip(); row++) {
            Defects defects = one(DefectClass.SYNAPSE_SWITCH_ROW, row);
            int count = 0;
            for (SynapseSwitchOnHicann s : SynapseSwitchOnHicann.all()) {
                boolean member = s.vline() / 128 == row / 224 && s.row() == row % 224;
                assertEquals(!member, defects.synapseSwitchUsable(CHIP, s.index()), s.toString());
                count += member ? 1 : 0;
                taken[s.index()] += member ? 1 : 0;
            }
            assertEquals(16, count, "row " + row);
        }
        for (int count : taken) {
            assertEquals(1, count);
        }
    }

    @Test
    void nothingOfADefectChipIsUsable() {
        Defects defects = one(DefectClass.HICANN, 0);
        assertEquals(false, defects.denmemUsable(CHIP, 0));
        assertEquals(false, defects.driverUsable(CHIP, 0));
        assertEquals(false, defects.synapseSwitchUsable(CHIP, 0));
        assertEquals(false, defects.generatorUsable(CHIP, 0));
        assertTrue(Defects.NONE.generatorUsable(CHIP, 0));
    }
}
