package bss.mapper.plasticity.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RowRangeTest {

    @Test
    void noRangeHoldsMoreAndNoneHoldsOtherSynapses() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int[] plastic = new int[RowRange.ROWS];
            boolean[] others = new boolean[RowRange.ROWS];
            double share = 0.2 * random.nextDouble();
            for (int r = 0; r < RowRange.ROWS; r++) {
                others[r] = random.nextDouble() < share;
                plastic[r] = others[r] || random.nextInt(3) > 0 ? 0 : random.nextInt(100);
            }
            long most = 0;
            for (int first = 0; first < RowRange.ROWS; first++) {
                long sum = 0;
                for (int last = first; last < RowRange.ROWS && !others[last]; last++) {
                    sum += plastic[last];
                    most = Math.max(most, sum);
                }
            }
            RowRange range = RowRange.best(plastic, others);
            assertNotNull(range, "seed " + seed);
            long held = 0;
            for (int r = range.first(); r <= range.last(); r++) {
                assertFalse(others[r], "row %d, seed %d".formatted(r, seed));
                assertTrue(range.holds(r));
                held += plastic[r];
            }
            assertEquals(most, held, "seed " + seed);
            assertTrue(plastic[range.first()] > 0 && plastic[range.last()] > 0, "seed " + seed);
        }
    }

    @Test
    void withoutPlasticSynapsesThereIsNone() {
        assertNull(RowRange.best(new int[RowRange.ROWS], new boolean[RowRange.ROWS]));
    }

    @Test
    void aRangeGrowsByFreeRowsAloneOrNotAtAll() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            boolean[] others = new boolean[RowRange.ROWS];
            int first = random.nextInt(RowRange.ROWS);
            RowRange range = new RowRange(first, Math.min(RowRange.ROWS - 1, first + random.nextInt(20)));
            double share = 0.05 * random.nextDouble();
            for (int r = 0; r < RowRange.ROWS; r++) {
                others[r] = !range.holds(r) && random.nextDouble() < share;
            }
            int free = range.count();
            for (int r = range.last() + 1; r < RowRange.ROWS && !others[r]; r++) {
                free++;
            }
            for (int r = range.first() - 1; r >= 0 && !others[r]; r--) {
                free++;
            }
            double wanted = 0.5 + random.nextInt(120);
            RowRange grown = range.grown(wanted, others);
            String where = "seed %d: %s to %s rows is %s".formatted(seed, range, wanted, grown);
            assertEquals(
                    wanted <= free ? Math.max(range.count(), (int) Math.ceil(wanted)) : range.count(),
                    grown.count(),
                    where);
            assertTrue(grown.holds(range.first()) && grown.holds(range.last()), where);
            for (int r = grown.first(); r <= grown.last(); r++) {
                assertFalse(others[r], where);
            }
        }
    }
}
