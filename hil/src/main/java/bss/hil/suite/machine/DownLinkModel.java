package bss.hil.suite.machine;

import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.topology.WaferTopology;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Which pulses of a program come through a wafer of looped chips, and when, by docs/machine.md, "Down": a
/// recurrence over the pulses of an FPGA in order of time, without clocks.
///
/// A program starts 64 cycles before cycle 0. An FPGA gives out a pulse 25 cycles (200 ns) ahead of its time,
/// one per cycle; one that would slip by more than 12 cycles (100 ns) it drops. A chip's link sends one per 7
/// cycles (56 ns), 6 cycles (48 ns) under way; what finds 16 others waiting is lost. A pulse that comes
/// before its time waits for it; one that comes later has the time at which it came.
public final class DownLinkModel {

    /// Smallest distance between the pulses of a chip that loses none [ticks of 4 ns].
    public static final int LOSSLESS_TICKS = 14;

    private static final int LEAD = 25;
    private static final int PRE_ROLL = 64;
    private static final int LARGEST_SLIP = 12;
    private static final int QUEUE = 16;
    private static final int SPACING = 7;
    private static final int UNDER_WAY = 6;
    private static final int FPGAS = 48;

    /// What became of a program.
    ///
    /// @param back the pulses that come back, at their times and with the addresses of the partner links
    /// @param dropped pulses that the playback dropped
    /// @param lost pulses that found the queue of their chip full
    public record Outcome(Pulses back, int dropped, int lost) {}

    /// A chip's link: when those that wait will go, and when the last one goes.
    private static final class Link {
        final ArrayDeque<Long> waiting = new ArrayDeque<>();
        long free = Long.MIN_VALUE;
    }

    private final long[] lastGivenOut = new long[FPGAS];
    private final Map<Integer, Link> links = new HashMap<>();
    private final ProgramBuilder back = new ProgramBuilder();
    private int dropped;
    private int lost;

    private DownLinkModel() {
        Arrays.fill(lastGivenOut, -PRE_ROLL - 1);
    }

    /// The outcome of a program that is there before cycle 0.
    public static Outcome of(Pulses program) {
        DownLinkModel model = new DownLinkModel();
        for (int k = 0; k < program.count(); k++) {
            model.pulse(program.tick(k), program.address(k));
        }
        return new Outcome(model.back.build(), model.dropped, model.lost);
    }

    private void pulse(long tick, int address) {
        int hicann = PulseAddress.hicann(address);
        int fpga = WaferTopology.fpga(hicann);
        long due = tick / 2 - LEAD;
        long givenOut = Math.max(due, lastGivenOut[fpga] + 1);
        if (givenOut - due > LARGEST_SLIP) {
            dropped++;
            return;
        }
        lastGivenOut[fpga] = givenOut;
        Link link = links.computeIfAbsent(hicann, h -> new Link());
        while (!link.waiting.isEmpty() && link.waiting.peek() < givenOut) {
            link.waiting.remove();
        }
        if (link.waiting.size() == QUEUE) {
            lost++;
            return;
        }
        long sent = Math.max(givenOut, link.free);
        link.waiting.add(sent);
        link.free = sent + SPACING;
        long arrival = sent + UNDER_WAY;
        // it waits for the first cycle that is not before its time
        long time = arrival < (tick + 1) / 2 ? tick : Math.max(tick, 2 * arrival);
        back.add(time, looped(address));
    }

    /// The address with which a pulse comes back.
    public static int looped(int address) {
        int link = LoopChip.partner(PulseAddress.link(address));
        return PulseAddress.pack(PulseAddress.hicann(address), link, PulseAddress.l1Address(address));
    }
}
