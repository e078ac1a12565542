package bss.spec.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeyedRandomTest {

    private static final int DRAWS = 200_000;

    @Test
    void aStreamIsThePureHashOfItsKeyAndCounter() {
        KeyedRandom stream = KeyedRandom.of(42, 1, 2);
        for (int n = 0; n < 100; n++) {
            assertEquals(KeyedRandom.hash(KeyedRandom.key(42, 1, 2), n), stream.nextLong());
        }
    }

    @Test
    void theOrderAndTheNumberOfKeyPartsMatter() {
        assertNotEquals(KeyedRandom.key(1, 2, 3), KeyedRandom.key(1, 3, 2));
        assertNotEquals(KeyedRandom.key(1, 0), KeyedRandom.key(1));
        assertNotEquals(KeyedRandom.key(1, 0), KeyedRandom.key(1, 0, 0));
    }

    @Test
    void smallBoundsAreDrawnEvenly() {
        int[] counts = new int[7];
        KeyedRandom random = KeyedRandom.of(7);
        for (int n = 0; n < DRAWS; n++) {
            counts[random.nextInt(7)]++;
        }
        for (int count : counts) {
            assertEquals(DRAWS / 7.0, count, 5 * Math.sqrt(DRAWS / 7.0));
        }
    }

    @Test
    void normalAndExponentialDrawsHaveTheirMoments() {
        KeyedRandom random = KeyedRandom.of(11);
        double sum = 0;
        double squares = 0;
        double exponential = 0;
        for (int n = 0; n < DRAWS; n++) {
            double x = random.nextGaussian();
            sum += x;
            squares += x * x;
            exponential += random.nextExponential();
        }
        assertEquals(0, sum / DRAWS, 0.01);
        assertEquals(1, squares / DRAWS, 0.02);
        assertEquals(1, exponential / DRAWS, 0.01);
    }

    @Test
    void neighbouringSeedsShareNoBits() {
        int equal = 0;
        for (long seed = 0; seed < 1000; seed++) {
            equal += Long.bitCount(~(KeyedRandom.key(seed) ^ KeyedRandom.key(seed + 1)));
        }
        assertTrue(Math.abs(equal - 32_000) < 1000, "equal bits: " + equal);
    }
}
