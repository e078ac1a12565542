package bss.hil.loop;

import bss.spec.backend.HardwareTime;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import java.util.Arrays;

/// The spikes that the external sources of a network play, until they are replaced.
final class InputTrains {

    private final Mapping mapping;
    /// By population and cell, in ms; empty for populations of neurons.
    private final double[][][] trains;

    InputTrains(Mapping mapping) {
        this.mapping = mapping;
        trains = new double[mapping.cells().size()][][];
        for (int p = 0; p < trains.length; p++) {
            CellSites sites = mapping.cells().get(p);
            trains[p] = new double[sites.external() ? sites.count() : 0][0];
        }
    }

    void set(int population, int cell, double[] timesMs) {
        require(population, cell, timesMs);
        trains[population][cell] = timesMs.clone();
    }

    void require(int population, int cell, double[] timesMs) {
        CellSites sites = mapping.cells().get(population);
        if (!sites.external()) {
            throw new IllegalArgumentException(
                    "population \"%s\" is of neurons, spikes are played by sources alone".formatted(sites.label()));
        }
        if (cell < 0 || cell >= sites.count()) {
            throw new IllegalArgumentException("cell of population \"%s\" is %d, must be 0 to %d"
                    .formatted(sites.label(), cell, sites.count() - 1));
        }
        for (int i = 0; i < timesMs.length; i++) {
            if (!(timesMs[i] >= 0 && timesMs[i] <= NetworkLoop.MAX_MS)) {
                throw new IllegalArgumentException("spike %d of %s[%d] is at %s ms, must be 0 to %s ms"
                        .formatted(i, sites.label(), cell, timesMs[i], NetworkLoop.MAX_MS));
            }
        }
    }

    /// Those before `durationMs`, of sources that have a place.
    Pulses pulses(double durationMs) {
        long[] ticks = new long[1024];
        int[] addresses = new int[ticks.length];
        int n = 0;
        for (int p = 0; p < trains.length; p++) {
            CellSites sites = mapping.cells().get(p);
            for (int cell = 0; cell < trains[p].length; cell++) {
                if (!sites.sends(cell)) {
                    continue;
                }
                int address = PulseAddress.pack(sites.hicann(cell), sites.dncMerger(cell), sites.address(cell));
                for (double ms : trains[p][cell]) {
                    if (ms >= durationMs) {
                        continue;
                    }
                    if (n == ticks.length) {
                        ticks = Arrays.copyOf(ticks, 2 * n);
                        addresses = Arrays.copyOf(addresses, 2 * n);
                    }
                    ticks[n] = HardwareTime.msToTick(ms, mapping.speedup());
                    addresses[n++] = address;
                }
            }
        }
        return Pulses.sorted(Arrays.copyOf(ticks, n), Arrays.copyOf(addresses, n));
    }
}
