package bss.mapper.network;

import bss.spec.random.KeyedRandom;

/// The Poisson process of a source, spike by spike: drawn by the network's seed, the population and the cell, so that
/// whoever asks gets the same one.
public final class PoissonTrain {

    private static final long POISSON = 3;

    private final KeyedRandom random;
    private final double rateHz;
    private double lastMs;

    /// @param rateHz 0: it never fires
    public PoissonTrain(long seed, int population, int cell, double rateHz, double startMs) {
        random = KeyedRandom.of(seed, POISSON, population, cell);
        this.rateHz = rateHz;
        lastMs = startMs;
    }

    /// The next spike in ms.
    public double nextMs() {
        lastMs += random.nextExponential() * 1000 / rateHz;
        return lastMs;
    }
}
