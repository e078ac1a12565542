package bss.tools.reference;

import java.util.Arrays;

/// Samples of one variable of one neuron, at multiples of an interval. A sample on an event shows the state
/// after it.
final class Sampler {

    /// How far behind the end a sample may lie to count as at the end: multiples of an interval are
    /// rounded.
    static final double ROUNDING_MS = 1e-9;

    private final Recordable variable;
    private final long first;
    private final double intervalMs;
    private double[] values = new double[0];
    private int taken;
    private double due;

    /// The first sample is at the first multiple of `intervalMs` from `fromMs` on.
    Sampler(Recordable variable, double fromMs, double intervalMs) {
        this.variable = variable;
        this.intervalMs = intervalMs;
        first = (long) Math.ceil((fromMs - ROUNDING_MS) / intervalMs);
        due = first * intervalMs;
    }

    Recordable variable() {
        return variable;
    }

    double intervalMs() {
        return intervalMs;
    }

    double beginMs() {
        return first * intervalMs;
    }

    boolean dueBefore(double endMs) {
        return due < endMs;
    }

    /// Time of the next sample.
    double dueMs() {
        return due;
    }

    void take(double value) {
        if (taken == values.length) {
            values = Arrays.copyOf(values, Math.max(64, 2 * taken));
        }
        values[taken] = value;
        restore(taken + 1);
    }

    /// Samples taken; those after [#count] are ahead of time.
    int taken() {
        return taken;
    }

    /// Forgets all but the first samples.
    void restore(int kept) {
        taken = kept;
        due = (first + taken) * intervalMs;
    }

    /// How many samples lie at or before `endMs`.
    int count(double endMs) {
        int n = taken;
        while (n > 0 && (first + n - 1) * intervalMs > endMs + ROUNDING_MS) {
            n--;
        }
        return n;
    }

    double value(int sample) {
        return values[sample];
    }

    /// Samples up to and including `endMs`.
    double[] until(double endMs) {
        return Arrays.copyOf(values, count(endMs));
    }
}
