package bss.spec.fg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FloatingGateRowsTest {

    // the two tables of halbe:hal/HICANN/FGBlock.cpp as published: row by row, neuron cell and shared cell
    private static final List<String> LEFT = List.of(
            "- V_reset",
            "I_bexp int_op_bias",
            "V_convoffx V_dllres",
            "I_convi V_bout",
            "V_convoffi V_fac",
            "I_spikeamp I_breset",
            "E_l V_dep",
            "I_fire I_bstim",
            "V_syni V_thigh",
            "I_gladapt V_gmax3",
            "V_syntci V_tlow",
            "I_gl V_gmax0",
            "V_t V_clra",
            "I_pl V_gmax1",
            "V_syntcx V_stdf",
            "I_radapt V_gmax2",
            "E_synx V_m",
            "I_convx V_bstdf",
            "E_syni -",
            "I_intbbx V_dtc",
            "V_exp -",
            "I_intbbi V_br",
            "V_synx -",
            "I_rexp V_ccas");
    private static final List<String> RIGHT = List.of(
            "E_synx V_reset",
            "I_convi int_op_bias",
            "E_syni V_dllres",
            "I_convx V_bexp",
            "V_exp V_fac",
            "I_intbbx I_breset",
            "V_synx V_dep",
            "I_intbbi I_bstim",
            "V_syntci V_thigh",
            "I_pl V_gmax3",
            "V_syni V_tlow",
            "I_gladapt V_gmax0",
            "V_syntcx V_clrc",
            "I_rexp V_gmax1",
            "V_t V_stdf",
            "I_bexp V_gmax2",
            "E_l V_m",
            "I_spikeamp V_bstdf",
            "V_convoffi -",
            "I_fire V_dtc",
            "V_convoffx -",
            "I_gl V_br",
            "- -",
            "I_radapt V_ccas");

    @Test
    void everyRowOfEveryBlockHoldsTheParameterOfThePublishedTable() {
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < FloatingGates.ROWS; row++) {
                rows.add(neuronNameAt(block, row) + " " + sharedNameAt(block, row));
            }
            assertEquals(block % 2 == 0 ? LEFT : RIGHT, rows, "block " + block);
        }
    }

    @Test
    void evenRowsAreVoltagesAndOddRowsCurrentsOnBothSides() {
        for (NeuronParameter parameter : NeuronParameter.values()) {
            assertEquals(parameter.row(0) % 2, parameter.row(1) % 2, parameter.halcoName());
            boolean voltage = !parameter.halcoName().startsWith("I_");
            assertEquals(voltage ? CellKind.VOLTAGE : CellKind.CURRENT, parameter.kind(), parameter.halcoName());
        }
        for (SharedParameter parameter : SharedParameter.values()) {
            for (int block = 0; block < FloatingGates.BLOCKS; block++) {
                if (parameter.existsIn(block)) {
                    assertEquals(CellKind.ofRow(parameter.row(block)), parameter.kind(), parameter.halcoName());
                }
            }
        }
        assertEquals(CellKind.CURRENT, SharedParameter.V_GMAX0.kind());
        assertEquals(CellKind.VOLTAGE, SharedParameter.V_RESET.kind());
    }

    @Test
    void aParameterOfTheOtherSideIsRefusedByName() {
        assertFalse(SharedParameter.V_CLRA.existsIn(3));
        var error = assertThrows(IllegalArgumentException.class, () -> SharedParameter.V_CLRA.row(3));
        assertEquals("V_clra does not exist in FG block 3", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> NeuronParameter.E_L.row(4));
        assertThrows(IllegalArgumentException.class, () -> SharedParameter.vGmax(4));
    }

    @Test
    void everyDenmemHasItsOwnCellAndAnyQuadMeetsAllFourSharedBlocks() {
        TreeSet<Integer> cells = new TreeSet<>();
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 256; x++) {
                int block = FloatingGates.blockOfDenmem(x, y);
                int column = FloatingGates.columnOfDenmem(x, y);
                assertTrue(column >= 1 && column < FloatingGates.COLUMNS);
                assertEquals(x >= 128, block % 2 == 1);
                assertEquals(y, block / 2);
                cells.add(block * FloatingGates.COLUMNS + column);
                assertEquals(2 * y + (x & 1), FloatingGates.sharedBlockOfDenmem(x, y));
            }
        }
        assertEquals(512, cells.size());
    }

    @Test
    void codesAndUnitsConvertBothWays() {
        assertEquals(1.8, FloatingGates.volt(1023));
        assertEquals(2.5e-6, FloatingGates.ampere(1023));
        for (int code = 0; code <= FloatingGates.MAX_CODE; code++) {
            assertEquals(code, FloatingGates.nearestCode(FloatingGates.codeOfVolt(FloatingGates.volt(code))));
            assertEquals(code, FloatingGates.nearestCode(FloatingGates.codeOfAmpere(FloatingGates.ampere(code))));
        }
        assertEquals(0, FloatingGates.nearestCode(-1e300));
        assertEquals(1023, FloatingGates.nearestCode(1e300));
        assertEquals(3, FloatingGates.nearestCode(2.5));
        assertThrows(IllegalArgumentException.class, () -> FloatingGates.nearestCode(Double.NaN));
    }

    private static String neuronNameAt(int block, int row) {
        List<String> names = new ArrayList<>();
        for (NeuronParameter parameter : NeuronParameter.values()) {
            if (parameter.row(block) == row) {
                names.add(parameter.halcoName());
            }
        }
        assertTrue(names.size() <= 1, names.toString());
        return names.isEmpty() ? "-" : names.getFirst();
    }

    private static String sharedNameAt(int block, int row) {
        List<String> names = new ArrayList<>();
        for (SharedParameter parameter : SharedParameter.values()) {
            if (parameter.existsIn(block) && parameter.row(block) == row) {
                names.add(parameter.halcoName());
            }
        }
        assertTrue(names.size() <= 1, names.toString());
        return names.isEmpty() ? "-" : names.getFirst();
    }
}
