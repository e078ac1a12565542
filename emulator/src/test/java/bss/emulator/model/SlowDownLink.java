package bss.emulator.model;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The way of pulses from the FPGA into a chip: queue, transport, release buffers.
final class SlowDownLink {

    private static final int QUEUE = 16;
    private static final int CLOCKS = 7;
    private static final int TRANSPORT = 6;
    private static final int RELEASE_BUFFER = 10;

    private record Pulse(long tick, int link, int address) {}

    private record Arriving(Pulse pulse, long clock) {}

    private final ArrayDeque<Pulse> queue = new ArrayDeque<>();
    private final ArrayDeque<Arriving> transport = new ArrayDeque<>();
    /// In the chip, until their time: by clock, then in order of arrival.
    private final TreeMap<Long, List<Pulse>> waiting = new TreeMap<>();
    /// By link: as soon as the merger's input is free.
    private final List<ArrayDeque<SlowEvent>> buffers = new ArrayList<>();
    private final SlowCounters counters;
    private long next = Long.MIN_VALUE;

    SlowDownLink(SlowCounters counters) {
        this.counters = counters;
        for (int link = 0; link < 8; link++) {
            buffers.add(new ArrayDeque<>());
        }
    }

    void release(long tick, int link, int address) {
        if (queue.size() == QUEUE) {
            counters.lostDown++;
        } else {
            queue.add(new Pulse(tick, link, address));
        }
    }

    void clock(long clock, HicannConfiguration chip, SlowMerger[] dnc) {
        if (!queue.isEmpty() && clock >= next) {
            next = clock + CLOCKS;
            transport.add(new Arriving(queue.remove(), clock + TRANSPORT));
        }
        while (!transport.isEmpty() && transport.getFirst().clock == clock) {
            Pulse p = transport.remove().pulse;
            long itsTime = Math.ceilDiv(p.tick, 2L);
            if (chip.timestampEnable() && clock < itsTime) {
                waiting.computeIfAbsent(itsTime, c -> new ArrayList<>()).add(p);
            } else {
                release(p, clock * SlowEvent.FRACTION, clock, chip);
            }
        }
        while (!waiting.isEmpty() && waiting.firstKey() <= clock) {
            for (Pulse p : waiting.pollFirstEntry().getValue()) {
                release(p, p.tick * SlowEvent.FRACTION / 2, clock, chip);
            }
        }
        for (int link = 0; link < 8; link++) {
            ArrayDeque<SlowEvent> buffer = buffers.get(link);
            SlowMerger merger = dnc[link];
            if (!buffer.isEmpty() && (!merger.passes(0) || merger.input[0] == null)) {
                counters.external++;
                merger.overwrite(0, buffer.remove());
            }
        }
    }

    /// The pulse comes out at its link, which must be open.
    private void release(Pulse p, long time, long clock, HicannConfiguration chip) {
        ArrayDeque<SlowEvent> buffer = buffers.get(p.link);
        if (chip.link(p.link) != LinkDirection.TO_HICANN || buffer.size() == RELEASE_BUFFER) {
            counters.lostDown++;
        } else {
            buffer.add(new SlowEvent(p.address, time, clock));
        }
    }

    int inside() {
        return queue.size()
                + transport.size()
                + waiting.values().stream().mapToInt(List::size).sum()
                + buffers.stream().mapToInt(ArrayDeque::size).sum();
    }
}
