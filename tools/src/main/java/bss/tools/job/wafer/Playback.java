package bss.tools.job.wafer;

import bss.spec.backend.HardwareTime;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import java.util.Arrays;

/// The spikes of all placed sources as pieces of a playback program.
final class Playback {

    /// An FPGA releases a pulse up to 25 clocks before its time: this long before, it must be in the program, so what
    /// is
    /// played in pieces is released as if it were played at once. See `bss.emulator.event.Playback`.
    static final int LEAD_CYCLES = 32;

    private final Mapping mapping;
    private final SourceTrains trains;

    Playback(Mapping mapping, SourceTrains trains) {
        this.mapping = mapping;
        this.trains = trains;
    }

    /// The pulses of ticks `from` to before `until`.
    Pulses pulses(long from, long until) {
        long[] ticks = new long[1024];
        int[] addresses = new int[1024];
        int n = 0;
        // one tick more on both sides: spikes lie between ticks
        double fromMs = HardwareTime.tickToMs(Math.max(0, from - 1), mapping.speedup());
        double untilMs = HardwareTime.tickToMs(until + 1, mapping.speedup());
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
                for (double t : trains.train(p, cell, fromMs, untilMs)) {
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
