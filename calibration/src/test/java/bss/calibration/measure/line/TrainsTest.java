package bss.calibration.measure.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainsTest {

    private static final double PERIOD = 1700;
    private static final double CYCLES = 11_000;

    @Test
    void aTrainOfWhichSomeSpikesAreLostOrDoubledIsSeen() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Trains trains = new Trains(PERIOD);
            double first = PERIOD * random.nextDouble();
            int lost = random.nextInt(6);
            for (int n = 0; first + n * PERIOD < CYCLES; n++) {
                double cycle = first + n * PERIOD + 10 * random.nextDouble();
                if (n != lost) {
                    trains.add(3, cycle);
                }
                trains.add(7, cycle);
                trains.add(7, cycle + 200);
            }
            assertEquals(2, trains.seen(CYCLES), "seed " + seed);
        }
    }

    @Test
    void circuitsThatFireByThemselvesAreNotTakenForATrain() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Trains trains = new Trains(PERIOD);
            double own = 60 + 900 * random.nextDouble();
            for (double cycle = own; cycle < CYCLES; cycle += own) {
                trains.add(1, cycle);
            }
            for (int n = 0; n < 6; n++) {
                trains.add(2, CYCLES * random.nextDouble());
            }
            assertEquals(0, trains.seen(CYCLES), "seed " + seed);
        }
    }
}
