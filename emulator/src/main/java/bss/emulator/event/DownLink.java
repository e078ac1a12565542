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

    private final LongQueue waiting = new LongQueue();
    /// By link: clock at which a pulse enters the release buffer, and the event.
    private final LongQueue[] entering = new LongQueue[LINKS];

    /// By link, as event words.
    private final LongQueue[] released = new LongQueue[LINKS];
    private int inside;
    private long free = -Playback.PRE_ROLL_CLOCKS;
    private boolean timestamps;
    private int open;

    DownLink(Tally tally) {
        this.tally = tally;
        Arrays.setAll(entering, link -> new LongQueue());
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
        inside++;
    }

    boolean active() {
        return inside > 0;
    }

    /// The FPGA's clock of the wave, and what it means for the chip when the transport is over.
    void transport(long clock) {
        long arrival = clock + TRANSPORT_CLOCKS;
        if (queue.size() > 0 && clock >= free) {
            free = clock + CLOCKS_PER_PULSE;
            long pulse = queue.remove();
            if (timestamps && arrival < enterClock(pulse)) {
                waiting.add(pulse);
            } else {
                enter(pulse, arrival, 0);
            }
        }
        while (waiting.size() > 0 && enterClock(waiting.peek()) <= arrival) {
            long pulse = waiting.remove();
            int lag = (pulse >> 9 & 1) != 0 ? 1 << (EventWord.LAG_BITS - 1) : 0;
            enter(pulse, arrival, lag);
        }
    }

    private void enter(long pulse, long clock, int lag) {
        LongQueue link = entering[(int) pulse >> 6 & 7];
        link.add(clock);
        link.add(EventWord.of(clock, lag, 0, (int) pulse & 63));
    }

    /// The release buffers into the DNC mergers, each after the clock that its merger has made in this wave.
    void release(long wave, MergerTree tree) {
        for (int link = 0; link < LINKS; link++) {
            long clock = wave + tree.ahead(link);
            LongQueue coming = entering[link];
            while (coming.size() > 0 && coming.peek() <= clock) {
                coming.remove();
                long event = coming.remove();
                if ((open & 1 << link) == 0 || released[link].size() == RELEASE_BUFFER) {
                    tally.lostDown++;
                    inside--;
                } else {
                    released[link].add(event);
                }
            }
            if (released[link].size() > 0 && tree.takesExternal(link)) {
                tally.external++;
                tree.writeExternal(link, released[link].remove());
                inside--;
            }
        }
    }

    /// The first clock that is not before the pulse's time.
    private static long enterClock(long pulse) {
        return ((pulse >> 9) + 1) >> 1;
    }

    int count() {
        return inside;
    }

    void clear() {
        queue.clear();
        waiting.clear();
        for (int link = 0; link < LINKS; link++) {
            entering[link].clear();
            released[link].clear();
        }
        inside = 0;
        free = -Playback.PRE_ROLL_CLOCKS;
    }
}
