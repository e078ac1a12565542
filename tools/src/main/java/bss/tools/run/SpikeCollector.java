package bss.tools.run;

import bss.spec.backend.HardwareTime;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Brings recorded pulses back to the cells that sent them.
public final class SpikeCollector {

    /// By when a spike has left the chip: encoder, mergers and a full queue to the FPGA.
    public static final long FLUSH_CYCLES = 1000;

    private static final int UNKNOWN = -1;

    private final double speedup;
    private final double durationMs;
    /// By packed pulse address: index of the cell, numbered through, or UNKNOWN.
    private final int[] cellOf = new int[384 << 9];

    private final int[] firstCell;
    private final double[][] times;
    private final int[] counts;
    private long stray;

    /// A collector that has none yet.
    ///
    /// @param durationMs spikes from then on are left out
    public SpikeCollector(Mapping mapping, double durationMs) {
        this.speedup = mapping.speedup();
        this.durationMs = durationMs;
        Arrays.fill(cellOf, UNKNOWN);
        List<Integer> first = new ArrayList<>();
        int cells = 0;
        for (CellSites sites : mapping.cells()) {
            first.add(cells);
            for (int cell = 0; cell < sites.count(); cell++) {
                if (sites.sends(cell)) {
                    int packed = PulseAddress.pack(sites.hicann(cell), sites.dncMerger(cell), sites.address(cell));
                    cellOf[packed] = cells + cell;
                }
            }
            cells += sites.count();
        }
        first.add(cells);
        firstCell = first.stream().mapToInt(Integer::intValue).toArray();
        times = new double[cells][];
        counts = new int[cells];
    }

    /// Takes what the session recorded since the last call.
    public void take(Pulses pulses) {
        for (int i = 0; i < pulses.count(); i++) {
            int cell = cellOf[pulses.address(i)];
            double ms = HardwareTime.tickToMs(pulses.tick(i), speedup);
            if (cell == UNKNOWN) {
                stray++;
            } else if (ms < durationMs) {
                if (times[cell] == null) {
                    times[cell] = new double[16];
                } else if (counts[cell] == times[cell].length) {
                    times[cell] = Arrays.copyOf(times[cell], 2 * counts[cell]);
                }
                times[cell][counts[cell]++] = ms;
            }
        }
    }

    /// Pulses that no cell sends.
    public long stray() {
        return stray;
    }

    /// Spike times of each cell of a population, ascending.
    public double[][] trains(int population) {
        int first = firstCell[population];
        double[][] trains = new double[firstCell[population + 1] - first][];
        for (int cell = 0; cell < trains.length; cell++) {
            int n = counts[first + cell];
            trains[cell] = n == 0 ? new double[0] : Arrays.copyOf(times[first + cell], n);
            Arrays.sort(trains[cell]);
        }
        return trains;
    }
}
