package bss.emulator.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Ten seconds of conductance noise against the equations in steps of 0.05 ns: the coincidence factor is at least
/// 0.95 within 0.1 ms and 0.98 within 1 ms (docs/kernel.md). A single lost spike near a bifurcation costs more
/// than any bound on time differences would allow, so these are not bounded.
class ConductanceNoiseTest {

    private static final int STEPS = 125_000;
    private static final double DURATION_MS = STEPS * Cell.STEP_MS;

    record Neuron(String name, Cell cell, double excitatoryNS, double inhibitoryNS) {}

    static final List<Neuron> NEURONS = List.of(
            new Neuron("tonic", Cell.adex(200, 10, -70, -50, 2, 2, 30, 0, -58), 0.6, 0.8),
            new Neuron("adaptation", Cell.adex(200, 12, -70, -50, 2, 2, 300, 60, -58), 0.9, 0.8),
            new Neuron("initial burst", Cell.adex(130, 18, -58, -50, 2, 4, 150, 120, -50), 0.8, 0.8),
            new Neuron("regular burst", Cell.adex(200, 10, -58, -50, 2, 2, 120, 100, -46), 0.45, 0.8),
            new Neuron("LIF", Cell.lif(200, 10, -65, -50, -60, 1.23), 0.4, 0.8),
            new Neuron("LIF that adapts", Cell.lif(200, 10, -65, -50, -60, 1.23).adapting(2, 120, 40), 0.5, 0.8));

    static Stream<Arguments> neuronsAndSeeds() {
        return NEURONS.stream()
                .flatMap(n -> IntStream.rangeClosed(1, 3).mapToObj(seed -> Arguments.of(n, (long) seed)));
    }

    @Tag("sweep")
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("neuronsAndSeeds")
    void coincidesWithTheReference(Neuron neuron, long seed) {
        compare(neuron, seed);
    }

    @Test
    void anAdaptingNeuronCoincidesWithTheReference() {
        compare(NEURONS.get(1), 4);
    }

    @Test
    void aNeuronWithoutExponentialTermCoincidesWithTheReference() {
        compare(NEURONS.get(5), 4);
    }

    private static void compare(Neuron neuron, long seed) {
        ConductanceNoise noise =
                new ConductanceNoise(seed, 1, STEPS, 2400, neuron.excitatoryNS(), 600, neuron.inhibitoryNS());
        double[] actual = Trains.recordAlike(
                () -> state(neuron.cell()), STEPS, s -> step -> noise.into(s, 0, 0, neuron.cell(), step));
        ReferenceMembrane membrane = new ReferenceMembrane(List.of(neuron.cell()));
        for (int step = 0; step < STEPS; step++) {
            noise.into(membrane, 0, step);
            membrane.step();
        }
        double[] expected = membrane.spikeTimes();
        double near = Trains.gamma(expected, actual, 0.1, DURATION_MS);
        double far = Trains.gamma(expected, actual, 1, DURATION_MS);
        String figures = "%s, seed %d: %d of %d spikes, Γ(0.1 ms) = %.4f, Γ(1 ms) = %.4f"
                .formatted(neuron.name(), seed, actual.length, expected.length, near, far);
        assertTrue(expected.length >= 50 && expected.length <= 250, figures);
        assertTrue(near >= 0.95 && far >= 0.98, figures);
        assertEquals(expected.length, actual.length, 0.005 * expected.length + 1, figures);
    }

    private static CircuitState state(Cell cell) {
        CircuitState s = new CircuitState(1);
        s.set(0, cell.onChip(new Cell.Scale(10)));
        s.rest(0);
        return s;
    }
}
