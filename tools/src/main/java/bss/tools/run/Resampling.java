package bss.tools.run;

import bss.mapper.network.Variable;

/// Traces on the grid that a population asks for.
public final class Resampling {

    private Resampling() {}

    /// The first `count` points of a grid of `intervalMs`, linear between samples `gridMs` apart; beyond the last
    /// sample, that one.
    public static double[] linear(double[] samples, int length, double gridMs, double intervalMs, int count) {
        double[] row = new double[count];
        for (int k = 0; k < count; k++) {
            double position = k * intervalMs / gridMs;
            int left = (int) Math.min(Math.floor(position + 1e-9), length - 1);
            int right = Math.min(left + 1, length - 1);
            double share = Math.clamp(position - left, 0, 1);
            row[k] = (1 - share) * samples[left] + share * samples[right];
        }
        return row;
    }

    /// Samples of [0, `durationMs`) at this distance.
    public static int count(double durationMs, double intervalMs) {
        return (int) Math.floor(durationMs / intervalMs + 1e-9);
    }

    /// Unit of a recorded variable.
    public static String unit(Variable variable) {
        return switch (variable) {
            case V -> "mV";
            case W -> "nA";
            case GSYN_EXC, GSYN_INH -> "uS";
            case SPIKES -> "ms";
        };
    }
}
