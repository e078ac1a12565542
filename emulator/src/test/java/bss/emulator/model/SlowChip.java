package bss.emulator.model;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.RepeaterConfig;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The digital part of a chip: links, generators, encoders, mergers, sending repeaters.
final class SlowChip {

    private record Rising(int link, SlowEvent event) {}

    private static final int TREE = MergerTopology.MERGERS;
    private static final int DNC = MergerTopology.DNC_MERGERS;

    /// A sending repeater that has an event for its lines.
    interface Sender {

        void send(int dncMerger, SlowEvent event, long clock);
    }

    final SlowDownLink down;
    final SlowUpLink up;
    private final int hicann;
    private final SlowMerger[] tree = new SlowMerger[TREE];
    private final SlowMerger[] dnc = new SlowMerger[DNC];
    private final SlowGenerator[] generators = new SlowGenerator[8];
    private final SlowEncoder[] encoders = new SlowEncoder[8];
    private final SlowCounters counters;
    /// What goes up in this clock.
    private final List<Rising> rising = new ArrayList<>();
    private HicannConfiguration chip;

    SlowChip(int hicann, HicannConfiguration chip, SlowCounters counters, Sender sender) {
        this.hicann = hicann;
        this.chip = chip;
        this.counters = counters;
        down = new SlowDownLink(counters);
        up = new SlowUpLink(counters);
        for (int m = 0; m < TREE; m++) {
            tree[m] = new SlowMerger(chip.merger(m), false, counters);
        }
        for (int d = 0; d < DNC; d++) {
            dnc[d] = new SlowMerger(chip.dncMerger(d), true, counters);
        }
        for (int b = 0; b < 8; b++) {
            generators[b] = new SlowGenerator(chip.backgroundGenerator(b), chip.backgroundSeed(), counters);
            encoders[b] = new SlowEncoder(counters);
        }
        configure(chip, sender);
    }

    /// New bits; what is in the registers stays there.
    void configure(HicannConfiguration next, Sender sender) {
        for (int b = 0; b < 8; b++) {
            boolean starts = !chip.backgroundGenerator(b).enable() || chip.backgroundSeed() != next.backgroundSeed();
            generators[b].config = next.backgroundGenerator(b);
            if (starts) {
                generators[b].seed(next.backgroundSeed());
            }
        }
        chip = next;
        for (int m = 0; m < TREE; m++) {
            tree[m].config = next.merger(m);
            tree[m].takers.clear();
        }
        for (int d = 0; d < DNC; d++) {
            dnc[d].config = next.dncMerger(d);
            dnc[d].takers.clear();
        }
        for (int m = 0; m < TREE; m++) {
            int above = MergerTopology.next(m);
            if (above >= 0) {
                connect(tree[m], tree[above], MergerTopology.isLeftInputOfNext(m) ? 0 : 1);
            }
        }
        for (int d = 0; d < DNC; d++) {
            connect(tree[MergerTopology.dncTap(d)], dnc[d], 1);
            if (loops(d)) {
                connect(dnc[d], dnc[d ^ 1], 0);
            }
            outputs(d, sender);
        }
    }

    private static void connect(SlowMerger from, SlowMerger to, int side) {
        if (to.passes(side)) {
            from.takers.add(to.inputTaker(side));
        }
    }

    private boolean loops(int d) {
        return chip.dncMerger(d).loopback() && !chip.dncMerger(d ^ 1).loopback();
    }

    private void outputs(int d, Sender sender) {
        RepeaterConfig repeater = chip.horizontalRepeater(MergerTopology.hlineOfDnc(d));
        if (repeater.mode() == RepeaterConfig.Mode.OUTPUT
                && (repeater.towardsWestOrNorth() || repeater.towardsEastOrSouth())) {
            dnc[d].takers.add(always((event, clock) -> {
                counters.offered++;
                sender.send(d, event, clock);
            }));
        }
        if (chip.link(d) == LinkDirection.TO_DNC) {
            dnc[d].takers.add(always((event, clock) -> rising.add(new Rising(d, event))));
        }
    }

    private interface Sink {
        void take(SlowEvent event, long clock);
    }

    private static SlowMerger.Taker always(Sink sink) {
        return new SlowMerger.Taker() {
            @Override
            public boolean free() {
                return true;
            }

            @Override
            public void take(SlowEvent event, long clock) {
                sink.take(event, clock);
            }
        };
    }

    /// Which generators reach a DNC merger: bit i for generator i.
    private int generatorsAt(int d) {
        MergerConfig own = chip.dncMerger(d);
        int found = own.passesRight() ? generatorsBelow(MergerTopology.dncTap(d)) : 0;
        if (loops(d ^ 1) && own.passesLeft()) {
            found |= chip.dncMerger(d ^ 1).passesRight() ? generatorsBelow(MergerTopology.dncTap(d ^ 1)) : 0;
        }
        return found;
    }

    private int generatorsBelow(int merger) {
        MergerConfig config = chip.merger(merger);
        int generator = MergerTopology.leftBackgroundGenerator(merger);
        if (generator >= 0) {
            return config.passesLeft() && chip.backgroundGenerator(generator).enable() ? 1 << generator : 0;
        }
        return (config.passesLeft() ? generatorsBelow(MergerTopology.leftMerger(merger)) : 0)
                | (config.passesRight() ? generatorsBelow(MergerTopology.rightMerger(merger)) : 0);
    }

    /// Whether the sender of a DNC merger sees regular events with address 0 and no other generator.
    boolean locked(int d) {
        int there = generatorsAt(d);
        return Integer.bitCount(there) == 1
                && !chip.backgroundGenerator(Integer.numberOfTrailingZeros(there))
                        .random()
                && chip.backgroundGenerator(Integer.numberOfTrailingZeros(there))
                                .address()
                        == 0;
    }

    void spike(int denmem, int address, long time, long clock) {
        encoders[NeuronTopology.block(denmem)].spike(denmem, address, time, clock);
    }

    /// The way down alone.
    void down(long clock) {
        down.clock(clock, chip, dnc);
    }

    /// One clock: whoever takes comes before whoever gives.
    void clock(long clock, boolean dropBackground, List<SlowUpLink.Traced> trace) {
        up.clock(clock, dropBackground, trace);
        for (int d = 0; d < DNC; d++) {
            if (!loops(d)) {
                dnc[d].clock(clock);
            }
        }
        for (int d = 0; d < DNC; d++) {
            if (loops(d)) {
                dnc[d].clock(clock);
            }
        }
        // the lowest link first
        rising.sort(Comparator.comparingInt(Rising::link));
        rising.forEach(r -> up.push(hicann, r.link, r.event, clock));
        rising.clear();
        for (int m = TREE - 1; m >= 0; m--) {
            tree[m].clock(clock);
        }
        for (int b = 0; b < 8; b++) {
            generators[b].clock(clock, tree[b]);
        }
        down(clock);
        for (int b = 0; b < 8; b++) {
            encoders[b].clock(tree[b]);
        }
    }

    int insideEncoders() {
        return IntStream.range(0, 8).map(b -> encoders[b].inside()).sum();
    }

    int insideMergers() {
        int inside = 0;
        for (SlowMerger m : tree) {
            inside += m.inside();
        }
        for (SlowMerger m : dnc) {
            inside += m.inside();
        }
        return inside;
    }
}
