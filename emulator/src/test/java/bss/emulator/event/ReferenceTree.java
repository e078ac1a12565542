package bss.emulator.event;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.MergerConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The event network of a chip as objects: one per register, one step per clock, written from the rules alone.
final class ReferenceTree {

    /// @param time time of the event plus its waiting, in 2^-14 cycles
    record Leaving(int dncMerger, int address, long time) {}

    private static final class Event {
        final long entered;
        final int lag;
        final int address;
        /// Clock at which it would be where it is if nobody were in its way.
        long due;

        Event(long entered, int lag, int address, long due) {
            this.entered = entered;
            this.lag = lag;
            this.address = address;
            this.due = due;
        }

        Event copy() {
            return new Event(entered, lag, address, due);
        }
    }

    private static final class Merger {
        final MergerConfig config;
        final @Nullable Event[] input = new @Nullable Event[2];

        @Nullable
        Event output;

        int lastServed = 1;
        long rest;
        final List<Merger> consumers = new ArrayList<>();
        final List<Integer> sides = new ArrayList<>();
        int dnc = -1;

        Merger(MergerConfig config) {
            this.config = config;
        }

        boolean passes(int side) {
            return side == 0 ? config.passesLeft() : config.passesRight();
        }
    }

    private final List<Merger> inOrder = new ArrayList<>();
    private final Merger[] first = new Merger[8];
    private final List<TreeMap<Integer, Event>> pending = new ArrayList<>();
    private final @Nullable Event[] selected = new @Nullable Event[8];
    private final HicannConfiguration chip;
    private final long quietFrom;
    private final int[] lfsr = new int[8];
    long lostEncoder;
    long lostMerger;

    /// @param quietFrom clock from which the generators are silent
    ReferenceTree(HicannConfiguration chip, long quietFrom) {
        this.chip = chip;
        this.quietFrom = quietFrom;
        Merger[][] level = new Merger[4][];
        int number = 0;
        for (int l = 0; l < 4; l++) {
            level[l] = new Merger[8 >> l];
            for (int i = 0; i < level[l].length; i++) {
                level[l][i] = new Merger(chip.merger(number++));
            }
        }
        for (int l = 0; l < 3; l++) {
            for (int i = 0; i < level[l].length; i++) {
                connect(level[l][i], level[l + 1][i / 2], i % 2);
            }
        }
        Merger[] taps = {
            level[0][0], level[1][0], level[0][2], level[3][0], level[0][4], level[2][1], level[1][3], level[0][7]
        };
        Merger[] dnc = new Merger[8];
        for (int d = 0; d < 8; d++) {
            dnc[d] = new Merger(chip.dncMerger(d));
            dnc[d].dnc = d;
            connect(taps[d], dnc[d], 1);
        }
        for (int d = 0; d < 8; d++) {
            boolean loops = dnc[d].config.loopback() && !dnc[d ^ 1].config.loopback();
            if (loops) {
                connect(dnc[d], dnc[d ^ 1], 0);
            }
        }
        // whoever takes comes before whoever gives
        for (Merger m : dnc) {
            if (m.consumers.isEmpty()) {
                inOrder.add(m);
            }
        }
        for (Merger m : dnc) {
            if (!inOrder.contains(m)) {
                inOrder.add(m);
            }
        }
        for (int l = 3; l >= 0; l--) {
            inOrder.addAll(List.of(level[l]));
        }
        System.arraycopy(level[0], 0, first, 0, 8);
        for (int b = 0; b < 8; b++) {
            pending.add(new TreeMap<>());
            lfsr[b] = chip.backgroundSeed();
        }
    }

    private static void connect(Merger from, Merger to, int side) {
        if (to.passes(side)) {
            from.consumers.add(to);
            from.sides.add(side);
        }
    }

    /// @param spikes denmem, lag, address
    List<Leaving> clock(long clock, List<int[]> spikes) {
        List<Leaving> leaving = new ArrayList<>();
        for (Merger m : inOrder) {
            give(m, clock, leaving);
            if (m.output == null && clock >= m.rest) {
                int side = 1 - m.lastServed;
                if (m.input[side] == null) {
                    side = 1 - side;
                }
                Event e = m.input[side];
                if (e != null) {
                    m.input[side] = null;
                    m.lastServed = side;
                    e.due++;
                    m.output = e;
                    if (m.config.slow() && m.config.mode() == MergerConfig.Mode.MERGE) {
                        m.rest = clock + 2;
                    }
                    give(m, clock, leaving);
                }
            }
        }
        for (int g = 0; g < 8; g++) {
            generate(g, clock);
        }
        encode(clock, spikes);
        leaving.sort(Comparator.comparingInt(Leaving::dncMerger));
        return leaving;
    }

    private void give(Merger m, long clock, List<Leaving> leaving) {
        Event e = m.output;
        if (e == null) {
            return;
        }
        for (int k = 0; k < m.consumers.size(); k++) {
            if (m.consumers.get(k).input[m.sides.get(k)] != null) {
                return;
            }
        }
        m.output = null;
        for (int k = 0; k < m.consumers.size(); k++) {
            m.consumers.get(k).input[m.sides.get(k)] = e.copy();
        }
        if (m.dnc >= 0) {
            long waited = clock - e.due;
            leaving.add(new Leaving(m.dnc, e.address, ((e.entered + waited) << 14) - e.lag));
        } else if (m.consumers.isEmpty()) {
            lostMerger++;
        }
    }

    private void put(int block, int side, Event e) {
        Merger m = first[block];
        if (!m.passes(side)) {
            lostMerger++;
            return;
        }
        lostMerger += m.input[side] == null ? 0 : 1;
        m.input[side] = e;
    }

    private void generate(int g, long clock) {
        BackgroundGeneratorConfig c = chip.backgroundGenerator(g);
        if (!c.enable() || clock >= quietFrom) {
            return;
        }
        boolean sends = (clock + 1) % (c.period() + 1) == 0;
        if (c.random()) {
            int old = lfsr[g];
            int parity = Integer.bitCount(old & 0b1011_0100_0000_0000) % 2;
            lfsr[g] = old * 2 % 65536 + parity;
            sends = old <= c.period() && lfsr[g] > c.period();
        }
        if (sends) {
            put(g, 0, new Event(clock, 0, c.random() ? 0 : c.address(), clock));
        }
    }

    private void encode(long clock, List<int[]> spikes) {
        for (int[] s : spikes) {
            int block = s[0] % 256 / 32;
            int channel = s[0] % 32 + 32 * (s[0] / 256);
            if (pending.get(block).containsKey(channel)) {
                lostEncoder++;
            } else {
                pending.get(block).put(channel, new Event(clock, s[1], s[2], clock + 1));
            }
        }
        for (int b = 0; b < 8; b++) {
            Event e = selected[b];
            if (e != null) {
                put(b, 1, e);
                selected[b] = null;
            } else if (!pending.get(b).isEmpty()) {
                selected[b] = pending.get(b).remove(pending.get(b).firstKey());
            }
        }
    }
}
