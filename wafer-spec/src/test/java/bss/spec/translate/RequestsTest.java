package bss.spec.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static final CellParameters IF = CellParameters.defaults(CellType.IF_COND_EXP);
    private static final CellParameters EIF = CellParameters.defaults(CellType.EIF_COND_EXP_ISFA_ISTA);

    @Test
    void denmemsFillColumnsFromTheTopLeft() {
        NeuronRequest neuron = request(10, 6);
        int[] expected = {10, 266, 11, 267, 12, 268};
        for (int k = 0; k < 6; k++) {
            assertEquals(expected[k], neuron.denmem(k));
        }
        TreeSet<Integer> all = new TreeSet<>();
        for (int column = 0; column < 256; column += 32) {
            for (int k = 0; k < 64; k++) {
                all.add(request(column, 64).denmem(k));
            }
        }
        assertEquals(512, all.size());
        assertEquals(1, request(13, 2).resetBlock());
    }

    @Test
    void impossibleShapesAreRefused() {
        for (int size : new int[] {0, 3, 66, -2}) {
            assertThrows(IllegalArgumentException.class, () -> request(0, size), "size " + size);
        }
        assertThrows(IllegalArgumentException.class, () -> request(255, 4));
        assertEquals(255, request(255, 1).denmem(0));
        assertThrows(IllegalArgumentException.class, () -> new WeightRange(2, 1));
    }

    @Test
    void meaninglessCellsAreRefusedByName() {
        var error = assertThrows(IllegalArgumentException.class, () -> IF.with(CellParameter.TAU_M, 0));
        assertEquals("tau_m of IF_cond_exp is 0.0 ms, must be finite and possible", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> IF.with(CellParameter.A, 1));
        assertThrows(IllegalArgumentException.class, () -> EIF.with(CellParameter.V_SPIKE, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> IF.get(CellParameter.DELTA_T));
        assertEquals(0, EIF.with(CellParameter.DELTA_T, 0).get(CellParameter.DELTA_T));
    }

    @Test
    void cellsCompareByValue() {
        assertEquals(IF, IF.with(CellParameter.CM, 2).with(CellParameter.CM, 1));
        assertEquals(
                IF.hashCode(), CellParameters.of(CellType.IF_COND_EXP, Map.of()).hashCode());
        assertNotEquals(IF, IF.with(CellParameter.CM, 2));
    }

    @Test
    void firingPotentialAndRestFollowTheCellType() {
        assertEquals(-50, IF.firingPotential());
        assertEquals(-40, EIF.firingPotential());
        assertEquals(-50.4, EIF.with(CellParameter.DELTA_T, 0).firingPotential());
        assertEquals(-65 + 2, IF.with(CellParameter.I_OFFSET, 0.1).foldedRest(), 1e-12);
        assertTrue(EIF.exponential() && EIF.adaptation());
        assertFalse(IF.exponential() || IF.adaptation());
    }

    @Test
    void theWindowMapsBothWays() {
        VoltageWindow window = VoltageWindow.covering(-80, 0, 0.4, 1.3);
        assertEquals(0.4, window.toVolt(-80), 1e-12);
        assertEquals(1.3, window.toVolt(0), 1e-12);
        assertEquals(-55, window.toMillivolt(window.toVolt(-55)), 1e-12);
        assertEquals(11.25, window.alpha(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> new VoltageWindow(0, 1));
    }

    private static NeuronRequest request(int column, int denmems) {
        return new NeuronRequest(0, column, denmems, IF, WeightRange.NONE, WeightRange.NONE);
    }
}
