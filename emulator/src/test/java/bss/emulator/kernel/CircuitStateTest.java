package bss.emulator.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitStateTest {

    private static final double FARAD = 2e-12;

    private static CircuitParameters parameters(double tauM, double tauW) {
        return new CircuitParameters(
                FARAD, FARAD / tauM, 0.7, 1.3, 0.5, 0.5e-6, 0.7e-6, 0, 0, 1.7, 0.6, 2e-7, tauW, 1e-9, 1e-7, false);
    }

    private static CircuitState state() {
        CircuitState s = new CircuitState(2);
        s.set(0, parameters(1e-6, 10e-6));
        s.set(1, parameters(300e-6, 20e-6));
        s.rest(0);
        s.rest(1);
        return s;
    }

    @Test
    void theOrderOfInputsDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 200; trial++) {
            int[] inputs = random.ints(40, 0, trial < 100 ? Integer.MAX_VALUE : 1 << 22)
                    .toArray();
            CircuitState forward = state();
            CircuitState backward = state();
            for (int k = 0; k < inputs.length; k++) {
                forward.addInput(0, Receptor.EXCITATORY, inputs[k]);
                backward.addInput(0, Receptor.EXCITATORY, inputs[inputs.length - 1 - k]);
            }
            long sum = 0;
            for (int input : inputs) {
                sum += input;
            }
            assertEquals(Math.min(sum, Integer.MAX_VALUE), forward.inExc[CircuitState.BASE]);
            assertArrayEquals(forward.inExc, backward.inExc);
            assertArrayEquals(new int[backward.inInh.length], forward.inInh);
        }
    }

    @Test
    void probesShowWhatWasSet() {
        CircuitState s = state();
        s.setVoltage(1, 0.8123);
        s.setAdaptation(1, -3.3e-9);
        s.setConductance(1, Receptor.EXCITATORY, 45e-9);
        s.setConductance(1, Receptor.INHIBITORY, 12e-9);
        assertEquals(0.8123, s.voltage(1), 1e-9);
        assertEquals(-3.3e-9, s.adaptation(1), 1e-13);
        assertEquals(45e-9, s.conductance(1, Receptor.EXCITATORY), 2e-12);
        assertEquals(12e-9, s.conductance(1, Receptor.INHIBITORY), 2e-12);
        assertEquals(0.7, s.voltage(0), 1e-9);
        s.setVoltage(1, 3);
        assertEquals(1.8, s.voltage(1), 1e-9);
        s.setVoltage(1, -3);
        assertEquals(0, s.voltage(1));
    }

    /// Rounding down in every step would lose 6 % of it.
    @Test
    void aWeakConductanceCarriesItsChargeAndEnds() {
        CircuitState s = state();
        int weight = 3000;
        s.addInput(1, Receptor.INHIBITORY, weight);
        double sum = weight / 2.0;
        SpikeBuffer out = new SpikeBuffer(0);
        for (int step = 0; step < 3000; step++) {
            new ScalarKernel().step(s, 0, 2, step, out);
            sum += s.gInh[CircuitState.BASE + 1];
        }
        assertEquals(0, s.gInh[CircuitState.BASE + 1]);
        assertEquals(weight * 0.7e-6 / CircuitState.STEP_SECOND, sum, 0.01 * sum);
    }

    @Test
    void aCircuitLeftAloneStaysAtRest() {
        CircuitState s = state();
        s.addInput(1, Receptor.EXCITATORY, s.conductance(1, 5e-9));
        SpikeBuffer out = new SpikeBuffer(0);
        for (int step = 0; step < 500_000; step++) {
            new ScalarKernel().step(s, 0, 2, step, out);
        }
        assertEquals(0.7, s.voltage(0), 1e-6);
        assertEquals(0.7, s.voltage(1), 1e-4);
        assertEquals(0, s.adaptation(0), 1e-11);
        assertEquals(0, out.count());
    }

    /// V -> E_l + (I - w) / gL with w = a (V - E_l).
    @Test
    void aCurrentMovesRestAsOhmSays() {
        CircuitState s = state();
        s.setCurrent(0, 0.3e-6);
        SpikeBuffer out = new SpikeBuffer(0);
        for (int step = 0; step < 50_000; step++) {
            new ScalarKernel().step(s, 0, 1, step, out);
        }
        assertEquals(0.7 + 0.3e-6 / (2e-6 + 2e-7), s.voltage(0), 1e-6);
        assertEquals(2e-7 * (s.voltage(0) - 0.7), s.adaptation(0), 1e-12);
    }

    @Test
    void unconfiguredLanesAreSilent() {
        CircuitState s = new CircuitState(3);
        SpikeBuffer out = new SpikeBuffer(0);
        for (int step = 0; step < 100; step++) {
            assertEquals(0, new ScalarKernel().step(s, 0, 3, step, out));
        }
        assertArrayEquals(new int[s.v.length], s.v);
    }

    @ParameterizedTest
    @CsvSource({
        "40e-9, 1e-5, 'C / gL is 4.00000e-08 s, must be at least 42.7 ns'",
        "1e-6, 1e-7, 'tau_w is 1.0E-7 s, must be 5.1E-7 to 1.0 s'",
        "NaN, 1e-5, 'C / gL is NaN s, must be at least 42.7 ns'",
    })
    void refusesParametersOutOfRangeWithTheRange(double tauM, double tauW, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> parameters(tauM, tauW))
                        .getMessage());
    }

    @Test
    void refusesInputsOutOfRange() {
        CircuitState s = state();
        assertThrows(IllegalArgumentException.class, () -> s.addInput(0, Receptor.INHIBITORY, -1));
        assertThrows(IllegalArgumentException.class, () -> s.conductance(0, -1e-9));
        assertThrows(IllegalArgumentException.class, () -> s.setCurrent(0, 1));
        assertThrows(IllegalArgumentException.class, () -> s.setCurrent(0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new CircuitState(-1));
        assertTrue(s.conductance(0, 1) == Integer.MAX_VALUE);
    }
}
