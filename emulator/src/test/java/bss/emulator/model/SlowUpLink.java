package bss.emulator.model;

import bss.spec.backend.PulseAddress;
import java.util.ArrayDeque;
import java.util.List;

/// The way of a chip's events to its FPGA: a queue of 16, one event per 40 ns, and the filter behind it.
final class SlowUpLink {

    private static final int QUEUE = 16;
    private static final int CLOCKS = 5;

    /// A recorded pulse.
    record Traced(long tick, int address) {}

    private final ArrayDeque<Traced> queue = new ArrayDeque<>();
    private final SlowCounters counters;
    private long next;

    SlowUpLink(SlowCounters counters) {
        this.counters = counters;
    }

    void push(int hicann, int link, SlowEvent event, long clock) {
        counters.sentUp++;
        if (queue.size() == QUEUE) {
            counters.lostUp++;
            return;
        }
        long tick = Math.max(0, Math.floorDiv(event.time(clock) * 2, SlowEvent.FRACTION));
        queue.add(new Traced(tick, PulseAddress.pack(hicann, link, event.address)));
    }

    void clock(long clock, boolean dropBackground, List<Traced> trace) {
        if (clock < next || queue.isEmpty()) {
            return;
        }
        next = clock + CLOCKS;
        Traced pulse = queue.remove();
        if (dropBackground && PulseAddress.l1Address(pulse.address()) == 0) {
            counters.filtered++;
        } else {
            counters.traced++;
            trace.add(pulse);
        }
    }

    int inside() {
        return queue.size();
    }
}
