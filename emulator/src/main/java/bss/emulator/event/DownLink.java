package bss.emulator.event;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import java.util.Arrays;

/// The way of a chip's pulses from its FPGA: a queue of 16 from which one pulse goes every 7 clocks (56 ns), 6 clocks
/// of transport, and, with `timestamp_enable`, the wait in the chip for the pulse's time. A pulse whose time has come
/// stays in the release buffer of its channel (10 entries) while the input of the DNC merger is occupied.
///
/// Sources: marocco, `marocco/placement/internal/InputPlacement.cpp` (rate); ess, `global_src/systemc/sim_def.h`.
final class DownLink {

    private static final int DEPTH = 16;
    private static final int CLOCKS_PER_PULSE = 7;
    private static final int TRANSPORT_CLOCKS = 6;
    private static final int LINKS = 8;
    private static final int RELEASE_BUFFER = 10;

    private final Tally tally;
    /// Pulses are tick << 9 | link << 6 | address.
    private final LongQueue queue = new LongQueue();

    private final LongQueue arriving = new LongQueue();
    private final LongQueue arrivals = new LongQueue();
    private final LongQueue waiting = new LongQueue();
    /// By link, as event words.
    private final LongQueue[] released = new LongQueue[LINKS];
    private long free = -Playback.PRE_ROLL_CLOCKS;
    private boolean timestamps;
    private int open;

    DownLink(Tally tally) {
        this.tally = tally;
        Arrays.setAll(released, link -> new LongQueue());
    }

    void configure(HicannConfiguration chip) {
        timestamps = chip.timestampEnable();
        open = 0;
        for (int link = 0; link < LINKS; link++) {
            open |= chip.link(link) == LinkDirection.TO_HICANN ? 1 << link : 0;
        }
    }

    /// The FPGA releases a pulse.
    void release(long pulse) {
        if (queue.size() == DEPTH) {
            tally.lostDown++;
            return;
        }
        queue.add(pulse);
    }

    boolean active() {
        return count() > 0;
    }

    void clock(long clock, MergerTree tree) {
        if (queue.size() > 0 && clock >= free) {
            free = clock + CLOCKS_PER_PULSE;
            arriving.add(queue.remove());
            arrivals.add(clock + TRANSPORT_CLOCKS);
        }
        if (arriving.size() > 0 && arrivals.peek() == clock) {
            arrivals.remove();
            long pulse = arriving.remove();
            if (timestamps && clock < enterClock(pulse)) {
                waiting.add(pulse);
            } else {
                enter(pulse, clock, 0);
            }
        }
        while (waiting.size() > 0 && enterClock(waiting.peek()) <= clock) {
            long pulse = waiting.remove();
            int lag = (pulse >> 9 & 1) != 0 ? 1 << (EventWord.LAG_BITS - 1) : 0;
            enter(pulse, clock, lag);
        }
        for (int link = 0; link < LINKS; link++) {
            if (released[link].size() > 0 && tree.takesExternal(link)) {
                tally.external++;
                tree.writeExternal(link, released[link].remove());
            }
        }
    }

    /// The first clock that is not before the pulse's time.
    private static long enterClock(long pulse) {
        return ((pulse >> 9) + 1) >> 1;
    }

    private void enter(long pulse, long clock, int lag) {
        int link = (int) pulse >> 6 & 7;
        if ((open & 1 << link) == 0 || released[link].size() == RELEASE_BUFFER) {
            tally.lostDown++;
            return;
        }
        released[link].add(EventWord.of(clock, lag, 0, (int) pulse & 63));
    }

    int count() {
        int count = queue.size() + arriving.size() + waiting.size();
        for (LongQueue link : released) {
            count += link.size();
        }
        return count;
    }

    void clear() {
        queue.clear();
        arriving.clear();
        arrivals.clear();
        waiting.clear();
        for (LongQueue link : released) {
            link.clear();
        }
        free = -Playback.PRE_ROLL_CLOCKS;
    }
}
