package bss.tools.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.random.KeyedRandom;
import org.junit.jupiter.api.Test;

class SpikeTrainsTest {

    @Test
    void rateIsSpikesPerSecond() {
        assertEquals(6, SpikeTrains.rateHz(new double[] {1, 2, 499}, 500), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> SpikeTrains.rateHz(new double[0], 0));
    }

    @Test
    void variationOfIntervalsMatchesHandComputation() {
        // intervals 1, 3, 2: mean 2, variance 2/3
        double[] spikes = {10, 11, 14, 16};
        assertArrayEquals(new double[] {1, 3, 2}, SpikeTrains.intervalsMs(spikes));
        assertEquals(Math.sqrt(2.0 / 3) / 2, SpikeTrains.cvOfIntervals(spikes), 1e-15);
        assertEquals(0, SpikeTrains.cvOfIntervals(new double[] {0, 5, 10, 15}));
        assertTrue(Double.isNaN(SpikeTrains.cvOfIntervals(new double[] {0, 5})));
        assertThrows(IllegalArgumentException.class, () -> SpikeTrains.intervalsMs(new double[] {2, 1}));
    }

    @Test
    void coincidenceFactorMatchesHandComputation() {
        // window 2 ms in 1 s, train of 4 spikes: 2 ν Δ = 2 * 0.004 * 2 = 0.016; pairs 10-11, 50-48.5, 90-90
        double[] reference = {10, 50, 90, 200, 300};
        double[] spikes = {11, 48.5, 90, 250};
        assertEquals(3, SpikeTrains.coincidences(reference, spikes, 2));
        assertEquals((3 - 0.016 * 5) / 4.5 / 0.984, SpikeTrains.coincidenceFactor(reference, spikes, 2, 1000), 1e-15);
        assertEquals(1, SpikeTrains.coincidenceFactor(reference, reference, 2, 1000), 1e-15);
        assertEquals(0, SpikeTrains.coincidenceFactor(reference, new double[0], 2, 1000));
        assertTrue(Double.isNaN(SpikeTrains.coincidenceFactor(new double[0], new double[0], 2, 1000)));
        assertTrue(Double.isNaN(SpikeTrains.coincidenceFactor(reference, spikes, 125, 1000)));
    }

    @Test
    void aSpikeHasOnePartnerAndTheWindowIsInclusive() {
        assertEquals(1, SpikeTrains.coincidences(new double[] {10}, new double[] {9, 10, 11}, 1));
        assertEquals(2, SpikeTrains.coincidences(new double[] {10, 11}, new double[] {11, 12}, 1));
        assertEquals(0, SpikeTrains.coincidences(new double[] {10}, new double[] {11.5}, 1));
    }

    @Test
    void coincidencesAreAMaximumMatching() {
        for (long seed = 0; seed < 200; seed++) {
            KeyedRandom random = KeyedRandom.of(seed, 1);
            double[] a = train(random, 7);
            double[] b = train(random, 7);
            assertEquals(best(a, b, 0, 0, 2), SpikeTrains.coincidences(a, b, 2), "seed " + seed);
        }
    }

    /// Brute force: spike `i` of `a` either stays alone or pairs with any free spike of `b`.
    private static int best(double[] a, double[] b, int i, int used, double window) {
        if (i == a.length) {
            return 0;
        }
        int most = best(a, b, i + 1, used, window);
        for (int j = 0; j < b.length; j++) {
            if ((used >> j & 1) == 0 && Math.abs(a[i] - b[j]) <= window) {
                most = Math.max(most, 1 + best(a, b, i + 1, used | 1 << j, window));
            }
        }
        return most;
    }

    private static double[] train(KeyedRandom random, int spikes) {
        double[] times = new double[spikes];
        double t = 0;
        for (int i = 0; i < spikes; i++) {
            t += 1.5 * random.nextExponential();
            times[i] = t;
        }
        return times;
    }

    @Test
    void independentPoissonTrainsScoreNearZero() {
        KeyedRandom random = KeyedRandom.of(5, 2);
        double[] a = new double[2000];
        double[] b = new double[2000];
        double ta = 0;
        double tb = 0;
        for (int i = 0; i < a.length; i++) {
            ta += 100 * random.nextExponential();
            tb += 100 * random.nextExponential();
            a[i] = ta;
            b[i] = tb;
        }
        // one standard deviation is about sqrt(2000 * 0.02)/2000 = 0.003
        assertEquals(0, SpikeTrains.coincidenceFactor(a, b, 1, Math.max(ta, tb)), 0.02);
    }

    @Test
    void differencesNeedEqualCounts() {
        assertEquals(0.5, SpikeTrains.maxDifferenceMs(new double[] {1, 2}, new double[] {1.25, 1.5}), 1e-15);
        assertTrue(Double.isNaN(SpikeTrains.maxDifferenceMs(new double[] {1}, new double[0])));
    }
}
