package bss.mapper.plasticity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeGroupsTest {

    private static final double NO = Double.NaN;

    @Test
    void timesThatAreAlikeNeedNoGroups() {
        assertArrayEquals(new int[] {-1, -1, -1}, TimeGroups.of(new double[] {100, NO, 105}, new long[] {5, 5, 5}));
        assertArrayEquals(new int[] {-1}, TimeGroups.of(new double[] {100}, new long[] {5}));
    }

    @Test
    void synapsesDecideWhereTheBorderIs() {
        double[] times = {10, 100, NO, 1000};
        assertArrayEquals(new int[] {0, 1, -1, 1}, TimeGroups.of(times, new long[] {1000, 1000, 9, 1}));
        assertArrayEquals(new int[] {0, 0, -1, 1}, TimeGroups.of(times, new long[] {1, 1000, 9, 1000}));
    }

    @Test
    void noOtherDivisionLeavesASmallerError() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(6);
            double[] times = new double[n];
            long[] synapses = new long[n];
            for (int p = 0; p < n; p++) {
                times[p] = 10 + random.nextInt(1000);
                synapses[p] = random.nextLong(1, 500);
            }
            int[] groups = TimeGroups.of(times, synapses);
            if (groups[0] < 0) {
                continue;
            }
            int chosen = 0;
            for (int p = 0; p < n; p++) {
                chosen |= groups[p] << p;
            }
            double least = Double.POSITIVE_INFINITY;
            for (int bits = 1; bits < (1 << n) - 1; bits++) {
                least = Math.min(least, error(times, synapses, bits));
            }
            assertEquals(least, error(times, synapses, chosen), 1e-9, "seed " + seed);
        }
    }

    private static double error(double[] times, long[] synapses, int bits) {
        double error = 0;
        for (int group = 0; group < 2; group++) {
            double weight = 0;
            double mean = 0;
            for (int p = 0; p < times.length; p++) {
                if ((bits >> p & 1) == group) {
                    weight += synapses[p];
                    mean += synapses[p] * Math.log(times[p]);
                }
            }
            for (int p = 0; p < times.length && weight > 0; p++) {
                if ((bits >> p & 1) == group) {
                    error += synapses[p] * Math.pow(Math.log(times[p]) - mean / weight, 2);
                }
            }
        }
        return error;
    }
}
