package bss.mapper.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolvedNetworkTest {

    @Test
    void distributionsHaveTheirMoments() {
        int n = 100_000;
        record Row(Value value, double mean, double deviation) {}
        double e = Math.exp(0.125);
        for (Row row : List.of(
                new Row(new Value.Normal(20, 2), 20, 2),
                new Row(new Value.Uniform(3, 9), 6, 6 / Math.sqrt(12)),
                new Row(new Value.Exponential(4), 4, 4),
                new Row(new Value.LogNormal(0, 0.5), e, e * Math.sqrt(Math.exp(0.25) - 1)))) {
            double[] values = row.value.resolve(n, 77, Bound.FINITE);
            double mean = Arrays.stream(values).average().orElseThrow();
            double square =
                    Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / n;
            assertEquals(row.mean, mean, 5 * row.deviation / Math.sqrt(n), row.value.toString());
            assertEquals(row.deviation, Math.sqrt(square), 0.03 * row.deviation, row.value.toString());
        }
    }

    @Test
    void meaninglessDrawsAreDrawnAgain() {
        double[] values =
                resolved(1000, 1, Map.of("tau_m", new Value.Normal(1, 2))).parameter(0, "tau_m");
        assertTrue(Arrays.stream(values).allMatch(v -> v > 0));
    }

    @Test
    void aLargerPopulationBeginsWithTheValuesOfASmallerOne() {
        Map<String, Value> drawn = Map.of("tau_m", new Value.Normal(10, 1), "cm", new Value.Normal(10, 1));
        double[] small = resolved(10, 1, drawn).parameter(0, "tau_m");
        double[] large = resolved(20, 1, drawn).parameter(0, "tau_m");
        assertArrayEquals(small, Arrays.copyOf(large, 10));
        assertFalse(Arrays.equals(small, resolved(10, 1, drawn).parameter(0, "cm")));
        assertFalse(Arrays.equals(small, resolved(10, 2, drawn).parameter(0, "tau_m")));
    }

    @Test
    void aNeuronStartsAtRestUnlessToldOtherwise() {
        ResolvedNetwork network = resolved(5, 1, Map.of("v_rest", new Value.Uniform(-75, -65)));
        assertArrayEquals(network.parameter(0, "v_rest"), network.initialValues(0, Variable.V));
        assertArrayEquals(new double[5], network.initialValues(0, Variable.GSYN_EXC));
        assertThrows(IllegalArgumentException.class, () -> network.initialValues(0, Variable.W));
    }

    @Test
    void aLongerPoissonTrainBeginsWithTheShorterOne() {
        ResolvedNetwork network = poisson(Map.of("rate", Value.of(50), "start", Value.of(100)));
        double[] longer = network.spikeTimesMs(0, 3, 5000);
        double[] shorter = network.spikeTimesMs(0, 3, 700);
        assertArrayEquals(shorter, Arrays.copyOf(longer, shorter.length));
        assertTrue(shorter.length > 0 && shorter[0] >= 100 && shorter[shorter.length - 1] < 700);
        assertFalse(Arrays.equals(longer, network.spikeTimesMs(0, 4, 5000)));
    }

    @Test
    void poissonTrainsHaveTheRateAndTheIntervalsOfPoisson() {
        ResolvedNetwork network = poisson(Map.of("rate", Value.of(200), "duration", Value.of(50_000)));
        int count = 0;
        double squares = 0;
        for (int cell = 0; cell < 10; cell++) {
            double[] times = network.spikeTimesMs(0, cell, 1e9);
            assertTrue(times[times.length - 1] < 50_000);
            count += times.length;
            for (int k = 1; k < times.length; k++) {
                squares += (times[k] - times[k - 1]) * (times[k] - times[k - 1]);
            }
        }
        assertEquals(100_000, count, 5 * Math.sqrt(100_000));
        assertEquals(2 * 5.0 * 5.0, squares / count, 1.5, "second moment of exponential intervals of mean 5 ms");
        assertEquals(0, poisson(Map.of("rate", Value.of(0))).spikeTimesMs(0, 0, 1e9).length);
    }

    @Test
    void currentsFollowTheirFormulas() {
        Network base = resolved(1, 1, Map.of()).network();
        List<Waveform> waveforms = List.of(
                new Waveform.Dc(0.5, 10, 20),
                new Waveform.Step(DoubleSeries.of(5, 8), DoubleSeries.of(1, -2)),
                new Waveform.Ac(2, 0, 1000, 50, 0.25, 90),
                new Waveform.Noisy(3, 0.5, 0, 1e9, 0.1));
        ResolvedNetwork network = new ResolvedNetwork(new Network(
                "n",
                1,
                base.populations(),
                List.of(),
                waveforms.stream()
                        .map(w -> new CurrentSource(0, Cells.all(), w))
                        .toList()));
        assertArrayEquals(new double[] {0, 0.5, 0.5, 0}, at(network, 0, 9.9, 10, 19.9, 20));
        assertArrayEquals(new double[] {0, 1, 1, -2, -2}, at(network, 1, 4.9, 5, 7.9, 8, 1e6));
        assertArrayEquals(new double[] {2.25, 0.25, -1.75, 0}, at(network, 2, 0, 5, 10, 1000), 1e-9);
        double mean = 0;
        for (int k = 0; k < 10_000; k++) {
            mean += network.currentNa(3, k * 0.1 + 0.05) / 10_000;
        }
        assertEquals(3, mean, 5 * 0.5 / 100);
        assertEquals(network.currentNa(3, 0.31), network.currentNa(3, 0.39));
    }

    private static double[] at(ResolvedNetwork network, int current, double... times) {
        return Arrays.stream(times).map(t -> network.currentNa(current, t)).toArray();
    }

    private static ResolvedNetwork resolved(int size, long seed, Map<String, Value> given) {
        Population neurons = Population.of("n", size, CellType.IfCondExp.of(given));
        return new ResolvedNetwork(new Network("n", seed, List.of(neurons), List.of(), List.of()));
    }

    private static ResolvedNetwork poisson(Map<String, Value> given) {
        Population sources = Population.of("s", 10, CellType.SpikeSourcePoisson.of(given));
        return new ResolvedNetwork(new Network("n", 1, List.of(sources), List.of(), List.of()));
    }
}
