package bss.tools.bench;

import bss.spec.config.WaferConfiguration;

/// How to measure.
///
/// @param threads worker threads of the rows that do not say one thread
/// @param quick fewer and shorter samples
/// @param scale share of the wafer, of the neurons and of the mapped network; 1 is the benchmark
public record BenchOptions(int threads, boolean quick, double scale) {

    public BenchOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("number of threads is %d, must be at least 1".formatted(threads));
        }
        if (!(scale > 0 && scale <= 1)) {
            throw new IllegalArgumentException("scale is %s, must be above 0 and at most 1".formatted(scale));
        }
    }

    /// Chips of the full wafer.
    int chips() {
        return Math.max(1, (int) Math.round(WaferConfiguration.HICANNS * scale));
    }

    /// Neurons of the balanced network.
    int balancedNeurons() {
        return scale == 1
                ? BalancedNetwork.NEURONS
                : 128 * Math.max(1, (int) Math.round(BalancedNetwork.NEURONS * scale / 128));
    }

    int samples() {
        return quick ? 3 : 5;
    }

    /// Biological milliseconds before the first sample: long enough for each neuron to fire, and for the compiler.
    double warmUpMs() {
        return quick ? 200 : 1000;
    }

    /// Biological milliseconds of a sample of a network.
    double sampleMs() {
        return quick ? 50 : 200;
    }
}
