package bss.emulator.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.kernel.CircuitParameters;
import bss.spec.transfer.IdealCircuit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Circuits of many denmems.
class CircuitDesignTest {

    private static final double SMALL = 0.164e-12;
    private static final double LARGE = 2.16e-12;
    private static final int DENMEMS = 512;

    private static IdealCircuit denmem(double capacitance, double tauM, boolean exponential) {
        return new IdealCircuit(
                capacitance,
                tauM,
                0.8,
                1.2,
                0.5,
                1,
                1.1,
                0.6,
                exponential,
                0.02,
                0,
                1e-5,
                0,
                1e-6,
                1e-6,
                1e-6,
                true,
                true);
    }

    /// Halves of a chip choose their capacitors, so that what leaks least may hang on what is largest.
    @Test
    void aDenmemThatHardlyLeaksCanBeJoinedToAllOthers() {
        CircuitDesign design = CircuitDesign.of(
                d -> d == 0 ? denmem(SMALL, 1e-3, true) : denmem(LARGE, 1e-5, false),
                IntStream.range(0, DENMEMS).toArray(),
                0);
        CircuitParameters first = design.lanes().getFirst();
        double total = SMALL + (DENMEMS - 1) * LARGE;
        assertEquals(total, first.capacitanceFarad(), 1e-9 * total);
        assertTrue(first.gLSiemens() >= SMALL / 1e-3);
        assertTrue(first.gLSiemens() < 1e-3 * design.lanes().get(1).gLSiemens());
    }
}
