package bss.mapper.plasticity.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.config.StdpConfig;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Tables and thresholds against additive weights without steps.
class WeightTablesTest {

    private static final RowRange ROWS = new RowRange(3, 9);

    /// One direction of pairs alone, as the controller treats it: collect, compare, look up, empty.
    private static int collect(StdpConfig config, int[] table, double threshold, int code, double[] pairs) {
        double charge = 0;
        int weight = code;
        for (double pair : pairs) {
            charge += pair;
            if (charge > threshold) {
                weight = table[weight];
                charge = 0;
            }
        }
        assertTrue(config.automatic());
        return weight;
    }

    @Test
    void manyPairsMoveTheWeightAboutAsFarAsTheyShould() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            double up = 0.02 + 0.3 * random.nextDouble();
            double down = up * (0.6 + 0.8 * random.nextDouble());
            WeightTables tables = WeightTables.of(0, 15, up, -down);
            StdpConfig config = tables.config(ROWS);
            double threshold = tables.thresholdCode() / 16.0;
            double[] pairs = random.doubles(2000, 0, 0.1).toArray();
            double sum = 0;
            int n = 0;
            while (n < pairs.length && sum * Math.max(up, down) < 7) {
                sum += pairs[n++];
            }
            double[] few = Arrays.copyOf(pairs, n);
            int raised = collect(config, config.causal(), threshold, 0, few);
            int lowered = collect(config, config.anticausal(), threshold, 15, few);
            String where = "seed %d, %s per pair, %s".formatted(seed, up, tables);
            // one step that is not yet earned, and a quarter for steps that are whole
            assertEquals(sum * up, raised, tables.causal() + 0.25 * sum * up, where);
            assertEquals(sum * down, 15 - lowered, -tables.anticausal() + 0.25 * sum * down, where);
        }
    }

    @Test
    void tablesKeepToTheBoundsAndLeaveWhatLiesBeyond() {
        StdpConfig config = WeightTables.of(2.2, 11.6, 0.1, -0.1).config(ROWS);
        for (int w = 0; w < 16; w++) {
            assertEquals(w >= 12 ? w : w + 1, config.causal()[w], "causal " + w);
            assertEquals(w <= 2 ? w : w - 1, config.anticausal()[w], "anticausal " + w);
            assertEquals(w, config.combined()[w], "combined " + w);
        }
        assertEquals(3, config.firstRow());
        assertEquals(9, config.lastRow());
    }

    @Test
    void amplitudesThatDifferGiveStepsThatDiffer() {
        WeightTables half = WeightTables.of(0, 15, 0.1, -0.15);
        assertEquals(2, half.causal());
        assertEquals(-3, half.anticausal());
        WeightTables fourth = WeightTables.of(0, 15, 0.4, -0.1);
        assertEquals(4, fourth.causal());
        assertEquals(-1, fourth.anticausal());
        WeightTables antihebbian = WeightTables.of(0, 15, -0.1, 0.1);
        assertEquals(-1, antihebbian.causal());
        assertEquals(1, antihebbian.anticausal());
    }

    @Test
    void withoutAmplitudeOrRangeTheControllerIsOff() {
        assertFalse(WeightTables.of(0, 15, 0, 0).config(ROWS).automatic());
        assertFalse(WeightTables.of(4, 4, 0.1, 0.1).config(ROWS).automatic());
        assertTrue(WeightTables.of(0, 15, 0.1, 0).config(ROWS).automatic());
        assertEquals(0, WeightTables.of(0, 15, 0.1, 0).anticausal());
    }
}
