package bss.tools.reference;

import java.util.Arrays;

/// Samples of one neuron at multiples of an interval. A sample on an event shows the state after it.
final class Sampler {

    private final double intervalMs;
    private final boolean[] wanted = new boolean[Recordable.values().length];
    private final double[][] values = new double[wanted.length][0];
    private int taken;
    private double due;

    Sampler(double intervalMs) {
        this.intervalMs = intervalMs;
    }

    void want(Recordable variable) {
        wanted[variable.ordinal()] = true;
    }

    boolean dueBefore(double endMs) {
        return due < endMs;
    }

    /// Time of the next sample.
    double dueMs() {
        return due;
    }

    void take(double v, double w, double ge, double gi) {
        put(Recordable.V, v);
        put(Recordable.W, w);
        put(Recordable.GSYN_EXC, ge);
        put(Recordable.GSYN_INH, gi);
        taken++;
        due = taken * intervalMs;
    }

    /// Samples up to and including `endMs`.
    double[] until(Recordable variable, double endMs) {
        int n = taken;
        while (n > 0 && (n - 1) * intervalMs > endMs) {
            n--;
        }
        return Arrays.copyOf(values[variable.ordinal()], n);
    }

    private void put(Recordable variable, double value) {
        int i = variable.ordinal();
        if (wanted[i]) {
            if (taken == values[i].length) {
                values[i] = Arrays.copyOf(values[i], Math.max(64, 2 * taken));
            }
            values[i][taken] = value;
        }
    }
}
