package bss.emulator.event;

import bss.spec.backend.PulseAddress;

/// The way of a chip's events to its FPGA: a queue of 16 from which one event goes every 5 clocks (40 ns).
///
/// Source: sthal, `sthal/FPGA.cpp` (25 M events/s per link); ess, `global_src/systemc/sim_def.h` (queue).
final class UpLink {

    private static final int DEPTH = 16;
    private static final int CLOCKS_PER_EVENT = 5;

    private final int hicann;
    private final Tally tally;
    private final TraceRecorder trace;
    /// tick << 9 | link << 6 | address
    private final LongQueue queue = new LongQueue();

    private long free;
    private boolean dropBackground;

    UpLink(int hicann, Tally tally, TraceRecorder trace) {
        this.hicann = hicann;
        this.tally = tally;
        this.trace = trace;
    }

    void configure(boolean dropBackgroundEvents) {
        dropBackground = dropBackgroundEvents;
    }

    void push(int link, long event, long clock) {
        tally.sentUp++;
        if (queue.size() == DEPTH) {
            tally.lostUp++;
            return;
        }
        long tick = Math.max(0, EventWord.tick(EventWord.time(event, clock)));
        queue.add(tick << 9 | link << 6 | EventWord.address(event));
    }

    boolean active() {
        return queue.size() > 0;
    }

    /// Before the mergers of the same clock.
    void clock(long clock) {
        if (queue.size() == 0 || clock < free) {
            return;
        }
        free = clock + CLOCKS_PER_EVENT;
        long entry = queue.remove();
        int address = (int) entry & 63;
        if (dropBackground && address == 0) {
            tally.filtered++;
            return;
        }
        tally.traced++;
        trace.add(entry >> 9, PulseAddress.pack(hicann, (int) entry >> 6 & 7, address));
    }

    /// Smallest tick in the queue.
    long earliest() {
        long earliest = Long.MAX_VALUE;
        for (int k = 0; k < queue.size(); k++) {
            earliest = Math.min(earliest, queue.get(k) >> 9);
        }
        return earliest;
    }

    int count() {
        return queue.size();
    }

    void clear() {
        queue.clear();
        free = 0;
    }
}
