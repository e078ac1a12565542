package bss.tools.run;

import bss.mapper.network.Network;
import bss.mapper.network.ResolvedNetwork;

/// The spike trains of source populations: the same for every engine.
public final class Sources {

    private Sources() {}

    /// Spike times in ms of each cell of source population `population`, in [0, `untilMs`).
    public static double[][] trains(Network network, int population, double untilMs) {
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        int size = network.populations().get(population).size();
        double[][] trains = new double[size][];
        for (int cell = 0; cell < size; cell++) {
            trains[cell] = resolved.spikeTimesMs(population, cell, untilMs);
        }
        return trains;
    }
}
