package bss.tools.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.hil.loop.NetworkLoop;
import bss.spec.backend.WaferBackend;
import bss.spec.mapping.Mapping;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A classifier learns with the wafer in the loop, and only by learning.
class ClassifierTest {

    private static final int BATCH = 40;

    /// Accuracy before, and then after every tenth iteration.
    private static List<Double> train(WaferBackend wafer, Mapping mapping, long seed, int iterations, int heldOut)
            throws Exception {
        try (NetworkLoop loop = NetworkLoop.open(wafer, mapping, 1)) {
            PatternClassifier classifier = new PatternClassifier(loop, seed, heldOut);
            classifier.write();
            List<Double> accuracy = new ArrayList<>(List.of(classifier.accuracy()));
            for (int i = 1; i <= iterations; i++) {
                classifier.learn(BATCH);
                if (i % 10 == 0) {
                    accuracy.add(classifier.accuracy());
                }
            }
            return accuracy;
        }
    }

    @Test
    void itLearnsOnIdealSiliconAndTheSameSeedGivesTheSame() throws Exception {
        long seed = 4;
        Mapping mapping = ClassifierNetwork.ideal();
        List<Double> accuracy = train(EmulatedWafer.ideal(), mapping, seed, 40, 100);
        assertTrue(accuracy.getFirst() < 0.65, "before: %s, seed %d".formatted(accuracy, seed));
        assertTrue(accuracy.getLast() > 0.9, "after: %s, seed %d".formatted(accuracy, seed));
        assertEquals(
                accuracy.subList(0, 2),
                train(EmulatedWafer.ideal(), mapping, seed, 10, 100),
                "the first ten iterations again, seed " + seed);
    }

    @Test
    @Tag("sweep")
    void itLearnsOnIdealAndOnCalibratedTypicalSiliconAndNotWithFrozenWeights() throws Exception {
        Mapping ideal = ClassifierNetwork.ideal();
        for (long seed = 1; seed <= 5; seed++) {
            List<Double> accuracy = train(EmulatedWafer.ideal(), ideal, seed, 100, 200);
            assertTrue(accuracy.getFirst() < 0.65, "ideal, frozen: %s, seed %d".formatted(accuracy, seed));
            assertTrue(accuracy.getLast() > 0.9, "ideal: %s, seed %d".formatted(accuracy, seed));
        }
        for (long wafer = 1; wafer <= 2; wafer++) {
            Mapping typical = ClassifierNetwork.typical(wafer);
            for (long seed = 1; seed <= 5; seed++) {
                boolean trains = seed == 1;
                List<Double> accuracy = train(
                        EmulatedWafer.typical(wafer, EmulatorOptions.DEFAULT), typical, seed, trains ? 60 : 0, 200);
                assertTrue(
                        accuracy.getFirst() < 0.65,
                        "typical wafer %d, frozen: %s, seed %d".formatted(wafer, accuracy, seed));
                assertTrue(
                        !trains || accuracy.getLast() > 0.9,
                        "typical wafer %d: %s, seed %d".formatted(wafer, accuracy, seed));
            }
        }
    }
}
