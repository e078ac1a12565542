package bss.tools.run;

import bss.spec.backend.HardwareTime;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import java.util.Arrays;

/// The spikes of all placed external sources as a playback program.
public final class SourcePulses {

    private SourcePulses() {}

    /// Where the spikes are from.
    public interface Trains {

        /// Spike times of a source in ms.
        double[] of(int population, int cell);
    }

    /// The pulses that fall on ticks `from` to before `until`.
    public static Pulses of(Mapping mapping, Trains trains, long from, long until) {
        long[] ticks = new long[1024];
        int[] addresses = new int[1024];
        int n = 0;
        for (int p = 0; p < mapping.cells().size(); p++) {
            CellSites cells = mapping.cells().get(p);
            if (!cells.external()) {
                continue;
            }
            for (int cell = 0; cell < cells.count(); cell++) {
                if (!cells.sends(cell)) {
                    continue;
                }
                int address = PulseAddress.pack(cells.hicann(cell), cells.dncMerger(cell), cells.address(cell));
                for (double t : trains.of(p, cell)) {
                    long tick = HardwareTime.msToTick(t, mapping.speedup());
                    if (tick >= from && tick < until) {
                        if (n == ticks.length) {
                            ticks = Arrays.copyOf(ticks, 2 * n);
                            addresses = Arrays.copyOf(addresses, 2 * n);
                        }
                        ticks[n] = tick;
                        addresses[n++] = address;
                    }
                }
            }
        }
        return Pulses.sorted(Arrays.copyOf(ticks, n), Arrays.copyOf(addresses, n));
    }
}
