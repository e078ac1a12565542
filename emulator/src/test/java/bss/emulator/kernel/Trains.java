package bss.emulator.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/// Spike trains: recording them from a kernel, and comparing them.
final class Trains {

    private Trains() {}

    /// What arrives and when, between the steps of a kernel.
    interface Stimulus {
        void before(int step);
    }

    /// Spike times in biological ms of the circuit at lane 0 of a state, which the scalar and the vector kernels make
    /// to the last bit alike.
    static double[] recordAlike(Supplier<CircuitState> start, int steps, Function<CircuitState, Stimulus> stimulus) {
        CircuitState s = start.get();
        double[] scalar = record(Kernels.of(false).adex(), s, steps, stimulus.apply(s));
        s = start.get();
        assertTrue(Kernels.vectors());
        NeuronKernel kernel =
                s.isLif(0) ? Kernels.of(true).lif() : Kernels.of(true).adex();
        double[] vector = record(kernel, s, steps, stimulus.apply(s));
        assertArrayEquals(scalar, vector);
        return vector;
    }

    /// Spike times in biological ms of the circuits in a state.
    static double[] record(NeuronKernel kernel, CircuitState s, int steps, Stimulus stimulus) {
        double[] times = new double[steps];
        int count = 0;
        SpikeBuffer out = new SpikeBuffer(1);
        for (int step = 0; step < steps; step++) {
            stimulus.before(step);
            out.clear();
            kernel.step(s, 0, s.lanes(), step, out);
            for (int k = 0; k < out.count(); k++) {
                times[count++] = (step + out.time(k) / (double) SpikeBuffer.STEP) * Cell.STEP_MS;
            }
        }
        return Arrays.copyOf(times, count);
    }

    static double largestDifference(double[] a, double[] b, int count) {
        double max = 0;
        for (int k = 0; k < count; k++) {
            max = Math.max(max, Math.abs(a[k] - b[k]));
        }
        return max;
    }

    /// Coincidence factor of Kistler and Jolivet: (Nc - 2 ν Δ N) / ((N1 + N2) / 2) / (1 - 2 ν Δ).
    static double gamma(double[] reference, double[] train, double windowMs, double durationMs) {
        int coincidences = 0;
        int next = 0;
        for (double t : reference) {
            while (next < train.length && train[next] < t - windowMs) {
                next++;
            }
            if (next < train.length && train[next] <= t + windowMs) {
                coincidences++;
                next++;
            }
        }
        double nu = train.length / durationMs;
        double expected = 2 * nu * windowMs * reference.length;
        return (coincidences - expected) / (0.5 * (reference.length + train.length)) / (1 - 2 * nu * windowMs);
    }

    static double coefficientOfVariation(double[] times) {
        int n = times.length - 1;
        double mean = (times[n] - times[0]) / n;
        double square = 0;
        for (int k = 0; k < n; k++) {
            square += Math.pow(times[k + 1] - times[k] - mean, 2);
        }
        return Math.sqrt(square / n) / mean;
    }
}
