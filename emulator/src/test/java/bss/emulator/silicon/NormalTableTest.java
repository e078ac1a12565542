package bss.emulator.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.random.KeyedRandom;
import org.junit.jupiter.api.Test;

/// Normal deviates against published quantiles and moments.
class NormalTableTest {

    /// The bits whose upper tail probability is `p`.
    private static long bits(double p) {
        return (long) (2 * p * 0x1p63);
    }

    @Test
    void quantilesAreThoseOfTheTextbooks() {
        double[][] published = {
            {0.25, 0.674489750196082},
            {0.025, 1.959963984540054},
            {0.005, 2.575829303548901},
            {1e-3, 3.090232306167814},
            {1e-6, 4.753424308822899},
            {1e-9, 5.997807015007}
        };
        for (double[] q : published) {
            assertEquals(q[1], NormalTable.deviate(bits(q[0])), 1e-4, "tail " + q[0]);
            assertEquals(-q[1], NormalTable.deviate(bits(q[0]) | Long.MIN_VALUE), 1e-4, "lower tail " + q[0]);
        }
    }

    @Test
    void deviatesFallWithTheTailAndAreContinuous() {
        double before = 0;
        for (int k = 1; k < 200_000; k++) {
            double z = NormalTable.deviate(bits(0.5 * Math.pow(0.9999, k)));
            assertTrue(z >= before && z - before < 1e-3, "step " + k + ": " + before + " to " + z);
            before = z;
        }
    }

    @Test
    void momentsAreThoseOfTheNormalDistribution() {
        double[] sum = new double[5];
        int n = 1_000_000;
        for (int k = 0; k < n; k++) {
            double z = NormalTable.deviate(KeyedRandom.hash(99, k));
            for (int m = 1; m <= 4; m++) {
                sum[m] += Math.pow(z, m) / n;
            }
        }
        assertEquals(0, sum[1], 0.005);
        assertEquals(1, sum[2], 0.007);
        assertEquals(0, sum[3], 0.02);
        assertEquals(3, sum[4], 0.05);
    }

    @Test
    void extremeBitsGiveFiniteDeviates() {
        for (long bits : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertTrue(Math.abs(NormalTable.deviate(bits)) < 6.6, "bits " + bits);
        }
    }
}
