package bss.emulator.event;

import bss.emulator.build.MergerReach;
import bss.spec.config.HicannConfiguration;
import bss.spec.topology.MergerTopology;
import java.util.Arrays;

/// The event network of one chip: encoders, generators, mergers, sending repeaters and both links.
///
/// Within a clock the order is: up link, mergers from the outputs to the inputs, generators, down link, encoders.
public final class ChipNetwork implements DncListener {

    private static final int DNC = MergerTopology.DNC_MERGERS;

    /// Clocks that an event may be older than the last one to come: see [#earliest].
    private static final int LARGEST_LATENCY = 10;

    private final Tally tally;
    private final Delivery delivery;
    private final PriorityEncoders encoders;
    private final BackgroundGenerators generators;
    private final MergerTree tree;
    private final DownLink down;
    private final UpLink up;
    private final boolean[] passes = new boolean[DNC];
    private final long[] lastSent = new long[DNC];
    private final int[][] destinations = new int[DNC][];
    private final int[][] chipsOnWay = new int[DNC][];

    public ChipNetwork(int hicann, Tally tally, Delivery delivery, TraceRecorder trace) {
        this.tally = tally;
        this.delivery = delivery;
        encoders = new PriorityEncoders(tally);
        generators = new BackgroundGenerators(tally);
        tree = new MergerTree(tally, this);
        down = new DownLink(tally);
        up = new UpLink(hicann, tally, trace);
        Arrays.fill(lastSent, Long.MIN_VALUE / 2);
        Arrays.fill(destinations, new int[0]);
        Arrays.fill(chipsOnWay, new int[0]);
    }

    /// Takes new settings; events inside go on.
    ///
    /// @param sends by DNC merger: whether its repeater is in output mode
    /// @param carried by DNC merger: whether a line takes what it sends
    public void configure(
            HicannConfiguration chip, boolean[] sends, boolean[] carried, boolean dropBackground, long clock) {
        MergerReach reach = new MergerReach(chip);
        for (int d = 0; d < DNC; d++) {
            passes[d] = carried[d] && reach.locked(d);
        }
        tree.configure(chip, sends);
        generators.configure(chip, clock);
        down.configure(chip);
        up.configure(dropBackground);
    }

    /// Where the events of a DNC merger go from its sending repeater.
    ///
    /// @param numbers destinations as [Delivery] names them
    /// @param chips chips on the way to each
    public void setDestinations(int dncMerger, int[] numbers, int[] chips) {
        destinations[dncMerger] = numbers;
        chipsOnWay[dncMerger] = chips;
    }

    /// A spike of a denmem that enters its encoder in the coming [#clock].
    ///
    /// @param lag ceil(T) - T in 2^-14 cycles
    public void spike(int denmem, long clock, int lag, int address) {
        encoders.spike(denmem, EventWord.of(clock, lag, PriorityEncoders.IDLE_CLOCKS, address));
    }

    void release(long pulse) {
        down.release(pulse);
    }

    /// A clock before the experiment: only the way down works.
    public void preRoll(long clock) {
        down.clock(clock, tree);
    }

    /// Whether [#clock] at this clock can do anything.
    public boolean isBusy(long clock) {
        return generators.due() == clock || tree.active() || encoders.active() || up.active() || down.active();
    }

    public void clock(long clock) {
        up.clock(clock);
        if (tree.active()) {
            tree.clock(clock);
        }
        if (generators.due() == clock) {
            generators.clock(clock, tree);
        }
        if (down.active()) {
            down.clock(clock, tree);
        }
        if (encoders.active()) {
            encoders.clock(tree);
        }
    }

    @Override
    public void toRepeater(int dncMerger, long event, long clock) {
        tally.offered++;
        if (!passes[dncMerger] || lastSent[dncMerger] == clock - 1) {
            tally.lostL1++;
            return;
        }
        lastSent[dncMerger] = clock;
        tally.l1Events++;
        long time = EventWord.time(event, clock);
        int address = EventWord.address(event);
        int[] to = destinations[dncMerger];
        int[] chips = chipsOnWay[dncMerger];
        for (int k = 0; k < to.length; k++) {
            delivery.add(EventWord.arrival(time, chips[k]), to[k], address);
        }
    }

    @Override
    public void toFpga(int dncMerger, long event, long clock) {
        up.push(dncMerger, event, clock);
    }

    /// No pulse with a smaller tick can still be recorded from clock `now` on.
    ///
    /// What leaves a DNC merger later has passed at most an encoder and six mergers since its time and its waiting.
    public long earliest(long now) {
        return Math.min(up.earliest(), 2 * (now - LARGEST_LATENCY));
    }

    /// Events in encoders, in mergers, in the queue up, and on the way down.
    public int[] inside() {
        return new int[] {encoders.count(), tree.count(), up.count(), down.count()};
    }

    /// Back to clock 0 with the same settings.
    public void reset() {
        encoders.clear();
        tree.clear();
        down.clear();
        up.clear();
        generators.reset();
        Arrays.fill(lastSent, Long.MIN_VALUE / 2);
    }
}
