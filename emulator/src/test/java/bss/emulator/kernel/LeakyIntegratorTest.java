package bss.emulator.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Circuits without exponential term at constant current, against the closed form.
class LeakyIntegratorTest {

    private static final Cell.Scale SCALE = new Cell.Scale(10);

    private static double[] train(Cell cell, double pA, double durationMs) {
        int steps = (int) Math.round(durationMs / Cell.STEP_MS);
        return Trains.recordAlike(() -> state(cell, pA), steps, s -> step -> {});
    }

    private static CircuitState state(Cell cell, double pA) {
        CircuitState s = new CircuitState(1);
        s.set(0, cell.onChip(SCALE));
        s.rest(0);
        s.setCurrent(0, cell.ampere(pA, SCALE));
        return s;
    }

    /// Time from `from` to the threshold.
    private static double rise(Cell cell, double pA, double from) {
        double end = cell.eL() + pA / cell.gL();
        return cell.c() / cell.gL() * Math.log((end - from) / (end - cell.vPeak()));
    }

    @ParameterizedTest(name = "C {0} pF, gL {1} nS, refractory {2} ms, {3} pA")
    @CsvSource({
        "200, 10, 0, 200", "200, 10, 0.5, 400", "200, 10, 1.23, 180", "200, 10, 17.31, 400", "200, 10, 0.03, 900",
        "100, 18, 0.15, 400", "100, 150, 0.4, 4000", "20, 30, 0, 900", "200, 0.5, 1, 15", "150, 12, 2.004, 3000",
    })
    void firesWhenTheClosedFormDoes(double c, double gL, double tauRefrac, double pA) {
        Cell cell = Cell.lif(c, gL, -65, -50, -60, tauRefrac);
        double[] actual = train(cell, pA, 600);
        double first = rise(cell, pA, cell.eL());
        double interval = tauRefrac + rise(cell, pA, cell.vReset());
        double worst = 0;
        for (int k = 0; k < actual.length; k++) {
            worst = Math.max(worst, Math.abs(actual[k] - first - k * interval));
        }
        int last = actual.length - 1;
        assertTrue(last >= 0 && first + last * interval <= 600.02 && first + (last + 1) * interval >= 599.98);
        assertEquals(0, worst, 0.02);
    }

    @ParameterizedTest(name = "{0} ms")
    @ValueSource(doubles = {0, 0.01, 0.04, 0.079, 0.08, 0.081, 0.15, 0.16, 0.23, 0.5, 1.004, 2.4, 17, 170.03})
    void refractoryTimeIsExact(double tauRefrac) {
        Cell cell = Cell.lif(200, 10, -65, -50, -60, tauRefrac);
        double[] times = train(cell, 400, 20 * (tauRefrac + 8));
        assertTrue(times.length >= 15);
        double rise = rise(cell, 400, cell.vReset());
        for (int k = 1; k < times.length; k++) {
            assertEquals(tauRefrac, times[k] - times[k - 1] - rise, 0.005, "spike " + k);
        }
    }

    @ParameterizedTest(name = "cut at {0} mV")
    @ValueSource(doubles = {-53, -50, -48, -46, -44, -43, -42, -41, -40, -39, -38, -35, -30})
    void aThresholdAnywhereAtTheExponentialOnsetIsCrossedInTime(double vPeak) {
        Cell cell = Cell.adex(200, 10, -70, -50, 2, 2, 120, 20, -58).firing(vPeak, 0.7);
        ReferenceMembrane membrane = new ReferenceMembrane(List.of(cell));
        membrane.current = 500;
        for (int step = 0; step < 7500; step++) {
            membrane.step();
        }
        double[] expected = membrane.spikeTimes();
        double[] actual = train(cell, 500, 600);
        assertEquals(expected.length, actual.length);
        assertEquals(0, Trains.largestDifference(expected, actual, expected.length), 0.05);
    }

    @ParameterizedTest(name = "a {0} nS, b {1} pA")
    @CsvSource({"0, 20", "2, 40", "10, 0", "-3, 15"})
    void adaptsLikeTheReference(double a, double b) {
        Cell cell = Cell.lif(200, 10, -65, -50, -60, 1.23).adapting(a, 120, b);
        ReferenceMembrane membrane = new ReferenceMembrane(List.of(cell));
        membrane.current = 400;
        for (int step = 0; step < 7500; step++) {
            membrane.step();
        }
        double[] expected = membrane.spikeTimes();
        double[] actual = train(cell, 400, 600);
        assertEquals(expected.length, actual.length);
        assertEquals(0, Trains.largestDifference(expected, actual, expected.length), 0.02);
    }
}
