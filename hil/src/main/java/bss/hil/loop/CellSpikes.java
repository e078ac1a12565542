package bss.hil.loop;

import bss.spec.backend.HardwareTime;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import java.util.Arrays;

/// The spikes of all neurons of a network in one iteration, by population and cell. Immutable.
public final class CellSpikes {

    private final double[][][] times;
    private final long stray;

    private CellSpikes(double[][][] times, long stray) {
        this.times = times;
        this.stray = stray;
    }

    /// Brings pulses back to the cells that sent them; those from `durationMs` on are left out.
    static CellSpikes of(Mapping mapping, Pulses pulses, double durationMs) {
        int[] populationOf = new int[384 << 9];
        int[] cellOf = new int[populationOf.length];
        Arrays.fill(cellOf, CellSites.NOWHERE);
        double[][][] times = new double[mapping.cells().size()][][];
        int[][] counts = new int[times.length][];
        for (int p = 0; p < times.length; p++) {
            CellSites sites = mapping.cells().get(p);
            times[p] = new double[sites.count()][0];
            counts[p] = new int[sites.count()];
            for (int cell = 0; cell < sites.count(); cell++) {
                if (!sites.external() && sites.sends(cell)) {
                    int address = PulseAddress.pack(sites.hicann(cell), sites.dncMerger(cell), sites.address(cell));
                    populationOf[address] = p;
                    cellOf[address] = cell;
                }
            }
        }
        long stray = 0;
        for (int i = 0; i < pulses.count(); i++) {
            int cell = cellOf[pulses.address(i)];
            double ms = HardwareTime.tickToMs(pulses.tick(i), mapping.speedup());
            if (cell == CellSites.NOWHERE) {
                stray++;
            } else if (ms < durationMs) {
                int p = populationOf[pulses.address(i)];
                int n = counts[p][cell]++;
                if (n == times[p][cell].length) {
                    times[p][cell] = Arrays.copyOf(times[p][cell], Math.max(8, 2 * n));
                }
                times[p][cell][n] = ms;
            }
        }
        for (int p = 0; p < times.length; p++) {
            for (int cell = 0; cell < times[p].length; cell++) {
                times[p][cell] = Arrays.copyOf(times[p][cell], counts[p][cell]);
            }
        }
        return new CellSpikes(times, stray);
    }

    /// Spike times of a cell in biological ms, ascending.
    public double[] times(int population, int cell) {
        return times[population][cell].clone();
    }

    public int count(int population, int cell) {
        return times[population][cell].length;
    }

    /// Pulses that no neuron of the network sends.
    public long stray() {
        return stray;
    }
}
