package bss.tools.job.wafer;

import bss.spec.backend.HardwareTime;
import bss.spec.backend.Pulses;
import bss.spec.mapping.Mapping;
import bss.tools.run.SourcePulses;

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
        // one tick more on both sides: spikes lie between ticks
        double fromMs = HardwareTime.tickToMs(Math.max(0, from - 1), mapping.speedup());
        double untilMs = HardwareTime.tickToMs(until + 1, mapping.speedup());
        return SourcePulses.of(mapping, (p, cell) -> trains.train(p, cell, fromMs, untilMs), from, until);
    }
}
