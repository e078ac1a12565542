package bss.emulator.model;

import java.util.Comparator;
import java.util.TreeMap;

/// The playback program of an FPGA: in order of time, then of address, one pulse per clock.
final class SlowFpga {

    /// Pulses go out so many clocks ahead of their time.
    private static final int AHEAD = 25;
    /// 100 ns are 12.5 clocks.
    private static final int LATEST = 12;

    /// Takes what goes out.
    interface Out {

        void pulse(long tick, int address);
    }

    /// The programs start so many clocks before the network does.
    static final long START = -64;

    private record Pulse(long tick, int address, long number) {}

    private final TreeMap<Pulse, Boolean> program = new TreeMap<>(Comparator.comparingLong(Pulse::tick)
            .thenComparingInt(Pulse::address)
            .thenComparingLong(Pulse::number));
    private final SlowCounters counters;
    private long count;

    SlowFpga(SlowCounters counters) {
        this.counters = counters;
    }

    void play(long tick, int address, long now) {
        counters.pulsesPlayed++;
        if (slip(tick, now == 0 ? START : now) > LATEST) {
            counters.droppedBeforeRun++;
        } else {
            program.put(new Pulse(tick, address, count++), true);
        }
    }

    private static long slip(long tick, long clock) {
        return clock - (tick / 2 - AHEAD);
    }

    void clock(long clock, Out out) {
        while (!program.isEmpty() && slip(program.firstKey().tick, clock) > LATEST) {
            program.pollFirstEntry();
            counters.droppedBeforeRun++;
        }
        if (!program.isEmpty() && slip(program.firstKey().tick, clock) >= 0) {
            Pulse p = program.pollFirstEntry().getKey();
            out.pulse(p.tick, p.address);
        }
    }

    int inside() {
        return program.size();
    }
}
