package bss.emulator.event;

import bss.spec.backend.PulseAddress;
import bss.spec.topology.MergerTopology;
import java.util.Arrays;

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
    /// By link, what the mergers ahead of this clock send: clock, and the entry for the queue.
    private final LongQueue[] coming = new LongQueue[MergerTopology.DNC_MERGERS];

    private int ahead;

    private long free;
    private boolean dropBackground;

    UpLink(int hicann, Tally tally, TraceRecorder trace) {
        this.hicann = hicann;
        this.tally = tally;
        this.trace = trace;
        Arrays.setAll(coming, link -> new LongQueue());
    }

    void configure(boolean dropBackgroundEvents) {
        dropBackground = dropBackgroundEvents;
    }

    /// An event that leaves a DNC merger at `clock`, which is not before that of the coming [#clock(long)].
    void push(int link, long event, long clock) {
        tally.sentUp++;
        long tick = Math.max(0, EventWord.tick(EventWord.time(event, clock)));
        coming[link].add(clock);
        coming[link].add(tick << 9 | link << 6 | EventWord.address(event));
        ahead++;
    }

    boolean active() {
        return queue.size() + ahead > 0;
    }

    /// One event goes up; then the queue takes what left the mergers in this clock.
    void clock(long clock) {
        if (queue.size() > 0 && clock >= free) {
            free = clock + CLOCKS_PER_EVENT;
            send(queue.remove());
        }
        for (int link = 0; ahead > 0 && link < coming.length; link++) {
            if (coming[link].size() > 0 && coming[link].peek() <= clock) {
                coming[link].remove();
                ahead--;
                enter(coming[link].remove());
            }
        }
    }

    private void enter(long entry) {
        if (queue.size() == DEPTH) {
            tally.lostUp++;
        } else {
            queue.add(entry);
        }
    }

    private void send(long entry) {
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
        return queue.size() + ahead;
    }

    void clear() {
        queue.clear();
        for (LongQueue link : coming) {
            link.clear();
        }
        ahead = 0;
        free = 0;
    }
}
