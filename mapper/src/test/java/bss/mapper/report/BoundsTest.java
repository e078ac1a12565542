package bss.mapper.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.rows.Toy;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bounds against exhaustive search on small cases, and against what the greedy stages lose on larger ones.
class BoundsTest {

    /// Every even size of every neuron tried.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void noChoiceOfSizesRealisesMoreThanTheDenmemBound(long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(4);
        int[] inDegree = random.ints(n, 0, 3000).toArray();
        int[] size = random.ints(n, 0, 3).map(k -> k == 0 ? 4 : 0).toArray();
        int denmems = random.nextInt(16 * n);
        long best = bestSizes(inDegree, size, denmems, 0);
        long bound = FreeBound.realisable(inDegree, size, denmems);
        assertTrue(best <= bound, "realised %d above the bound %d, seed %d".formatted(best, bound, seed));
        boolean fixed = java.util.Arrays.stream(size).anyMatch(s -> s > 0);
        if (!fixed && denmems % 2 == 0) {
            assertEquals(best, bound, "with free sizes the bound is exact, seed " + seed);
        }
    }

    private static long bestSizes(int[] inDegree, int[] size, int denmems, int cell) {
        if (cell == inDegree.length) {
            return 0;
        }
        long best = bestSizes(inDegree, size, denmems, cell + 1);
        for (int d = 2; d <= Math.min(64, denmems); d += 2) {
            if (size[cell] == 0 || size[cell] == d) {
                best = Math.max(
                        best, Math.min(inDegree[cell], 224 * d) + bestSizes(inDegree, size, denmems - d, cell + 1));
            }
        }
        return best;
    }

    @Test
    void tooManySourcesLoseThoseWithTheFewestSynapses() {
        assertEquals(0, FreeBound.unsent(new int[] {5, 0, 3}, 2));
        assertEquals(3, FreeBound.unsent(new int[] {5, 0, 3}, 1));
        assertEquals(8, FreeBound.unsent(new int[] {5, 0, 3}, 0));
    }

    /// Two drivers, two buses, two inputs, two pairs of address bits: all settings of all half rows tried.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void noSettingOfTheRowsRealisesMoreThanTheHalfRowBound(long seed) {
        Random random = new Random(seed);
        int neurons = 1 + random.nextInt(3);
        int[] even = new int[neurons];
        int[] odd = new int[neurons];
        int[] width = new int[neurons];
        for (int k = 0; k < neurons; k++) {
            int columns = 1 + random.nextInt(3);
            even[k] = random.nextBoolean() ? (columns + 1) / 2 : columns / 2;
            odd[k] = columns - even[k];
            width[k] = (columns + 1) / 2;
        }
        int[] counts = new int[2 * 2 * 2 * neurons]; // bus, input, bits, neuron
        java.util.Arrays.setAll(counts, i -> random.nextInt(4));
        long best = 0;
        for (int setting = 0; setting < 4 << 12; setting++) {
            best = Math.max(best, realised(setting, counts, even, odd));
        }
        long bound = PlacedBound.realisable(counts, width, 8);
        assertTrue(best <= bound, "realised %d above the bound %d, seed %d".formatted(best, bound, seed));
        assertTrue(bound <= java.util.Arrays.stream(counts).sum());
    }

    /// Bits of a setting: 1 bus for each of 2 drivers, then input, bits of even and of odd half for each of 4 rows.
    private static long realised(int setting, int[] counts, int[] even, int[] odd) {
        int neurons = even.length;
        long sum = 0;
        for (int kind = 0; kind < 8; kind++) {
            int evenRows = 0;
            int oddRows = 0;
            for (int row = 0; row < 4; row++) {
                int bus = setting >> (row / 2) & 1;
                int bits = setting >> (2 + 3 * row);
                boolean here = bus == kind / 4 && (bits & 1) == kind / 2 % 2;
                evenRows += here && (bits >> 1 & 1) == kind % 2 ? 1 : 0;
                oddRows += here && (bits >> 2 & 1) == kind % 2 ? 1 : 0;
            }
            for (int k = 0; k < neurons; k++) {
                sum += Math.min(counts[kind * neurons + k], evenRows * even[k] + oddRows * odd[k]);
            }
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void theGreedyStagesNeverLoseLessThanThePlacedBound(long seed) {
        Toy toy = Toy.random(seed);
        Defects.Builder builder = Defects.builder();
        Random random = new Random(seed);
        for (int d = 0; d < 224; d++) {
            if (random.nextInt(4) != 0) {
                builder.mark(DefectClass.SYNAPSE_DRIVER, Toy.CHIP, d);
            }
        }
        Defects defects = builder.build();
        for (int chainLength : new int[] {1, 3, 56}) {
            var rows = toy.solve(defects, chainLength).rows();
            long lost = 0;
            for (int s = 0; s < rows.size(); s++) {
                lost += rows.realised(s) ? 0 : 1;
            }
            long bound = PlacedBound.of(toy.table(), toy.placement(), toy.buses(), defects);
            assertTrue(bound <= lost, "bound %d above the loss %d, seed %d".formatted(bound, lost, seed));
        }
    }
}
