package bss.spec.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.fg.FloatingGates;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SynapseWeightTransferTest {

    private static final long SEED = 4711;
    private static final SynapseWeightTransfer MEASURED = SynapseWeightTransfer.of(500, 11);

    @Test
    void theMeasuredShapeComesOut() {
        double[] published = {93.9, 173.7, 250, 324, 394, 461, 525, 585, 643, 697, 748, 796, 840, 882, 920, 955};
        for (int w = 0; w < published.length; w++) {
            assertEquals(published[w], MEASURED.conductance(w), 0.55, "weight " + w);
        }
    }

    @Test
    void essPresetsScaleTheShapeAsPublished() {
        assertEquals(12.1, SynapseWeightTransfer.scale(550, 1), 1e-12);
        assertEquals(3.575, SynapseWeightTransfer.scale(650, 4), 1e-12);
        assertEquals(0.293, SynapseWeightTransfer.scale(200, 15), 5e-4);
        assertEquals(11552, SynapseWeightTransfer.of(550, 1).conductance(15), 0.5);
        assertEquals(
                93.9406513768 * 5 * 5.5,
                SynapseWeightTransfer.ofCode(FloatingGates.MAX_CODE, 2).conductance(0),
                1e-9);
    }

    @Test
    void everyWeightIsItsOwnNearestWhateverTheDraw() {
        for (int code : new int[] {1, 45, 205, 1023}) {
            for (int divisor = 1; divisor <= SynapseWeightTransfer.MAX_DIVISOR; divisor++) {
                SynapseWeightTransfer transfer = SynapseWeightTransfer.ofCode(code, divisor);
                for (int w = 0; w <= SynapseWeightTransfer.MAX_WEIGHT; w++) {
                    assertEquals(w, transfer.digitalWeight(transfer.conductance(w), 0));
                    assertEquals(w, transfer.digitalWeight(transfer.conductance(w), Math.nextDown(1.0)));
                    assertEquals(w, transfer.weight(transfer.conductance(w)), 1e-9);
                }
            }
        }
    }

    @Test
    void stochasticRoundingKeepsTheExpectationAndTakesNeighboursOnly() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 50; i++) {
            double target = MEASURED.conductance(15 * random.nextDouble());
            int draws = 1000;
            double sum = 0;
            for (int d = 0; d < draws; d++) {
                int w = MEASURED.digitalWeight(target, (d + 0.5) / draws);
                assertTrue(Math.abs(w - MEASURED.weight(target)) < 1, "seed " + SEED);
                sum += MEASURED.conductance(w);
            }
            assertEquals(target, sum / draws, 85.0 / draws, "seed " + SEED);
        }
    }

    @Test
    void weightsBeyondTheRangeAreClipped() {
        assertEquals(0, MEASURED.digitalWeight(0, 0.999));
        assertEquals(0, MEASURED.digitalWeight(93.9, 0));
        assertEquals(15, MEASURED.digitalWeight(1e9, 0.999));
        assertEquals(15, MEASURED.weight(1e9));
        assertEquals(0, MEASURED.weight(1));
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> SynapseWeightTransfer.of(500, 0));
        assertThrows(IllegalArgumentException.class, () -> SynapseWeightTransfer.of(500, 31));
        assertThrows(IllegalArgumentException.class, () -> SynapseWeightTransfer.of(Double.NaN, 2));
        assertThrows(IllegalArgumentException.class, () -> new SynapseWeightTransfer(-1, 80, -1));
        assertThrows(IllegalArgumentException.class, () -> new SynapseWeightTransfer(90, 40, -1.5));
        assertThrows(IllegalArgumentException.class, () -> MEASURED.conductance(16));
        assertThrows(IllegalArgumentException.class, () -> MEASURED.digitalWeight(1, 1));
    }

    @Test
    void theTwoHalvesOfADivisorAddUp() {
        for (int divisor = 2; divisor <= SynapseWeightTransfer.MAX_DIVISOR; divisor++) {
            int left = SynapseWeightTransfer.leftDivisor(divisor);
            assertTrue(left >= 1 && left <= 15 && divisor - left >= 0 && divisor - left <= 15);
        }
    }
}
