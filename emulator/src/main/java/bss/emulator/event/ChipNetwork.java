package bss.emulator.event;

import bss.emulator.build.MergerReach;
import bss.spec.config.HicannConfiguration;
import bss.spec.topology.MergerTopology;
import java.util.Arrays;

/// The event network of one chip: encoders, generators, mergers, sending repeaters and both links.
///
/// It is computed in waves ([MergerTree]): wave s takes the spikes of clock s and follows them through the tree at
/// once. So an event that leaves in wave s has a time after s - 1, and what it hits is at least [#LOOKAHEAD] cycles
/// after s. Settings of mergers act up to six clocks later than they are made.
public final class ChipNetwork implements DncListener {

    /// Cycles from the wave in which an event leaves to the earliest arrival of it, or of any later one.
    public static final int LOOKAHEAD = 7;

    /// The same if a chip has a loopback, where mergers are computed up to three clocks later.
    public static final int LOOKAHEAD_WITH_LOOPS = 4;

    private static final int DNC = MergerTopology.DNC_MERGERS;

    /// Clocks that an event may be older than the last one to come: see [#earliest].
    private static final int LARGEST_LATENCY = 10;

    private final Tally tally;
    private final EventSink sink;
    private final PriorityEncoders encoders;
    private final BackgroundGenerators generators;
    private final MergerTree tree;
    private final DownLink down;
    private final UpLink up;
    private final boolean[] passes = new boolean[DNC];
    private final long[] lastSent = new long[DNC];
    private final int[][] targets = new int[DNC][];
    private final int[][] delays = new int[DNC][];
    private long wave;

    public ChipNetwork(int hicann, Tally tally, EventSink sink, TraceRecorder trace) {
        this.tally = tally;
        this.sink = sink;
        encoders = new PriorityEncoders(tally);
        generators = new BackgroundGenerators(tally);
        tree = new MergerTree(tally, this);
        down = new DownLink(tally);
        up = new UpLink(hicann, tally, trace);
        Arrays.fill(lastSent, Long.MIN_VALUE / 2);
        Arrays.fill(targets, new int[0]);
        Arrays.fill(delays, new int[0]);
    }

    /// Takes new settings; events inside go on.
    ///
    /// @param sends by DNC merger: whether its repeater is in output mode
    /// @param carried by DNC merger: whether a line takes what it sends
    /// @param now the coming wave
    public void configure(
            HicannConfiguration chip, boolean[] sends, boolean[] carried, boolean dropBackground, long now) {
        MergerReach reach = new MergerReach(chip);
        for (int d = 0; d < DNC; d++) {
            passes[d] = carried[d] && reach.locked(d);
        }
        tree.configure(chip, sends, now);
        // generators are a clock ahead of the wave
        generators.configure(chip, now == 0 ? 0 : now + 1);
        down.configure(chip);
        up.configure(dropBackground);
    }

    /// Where the events of a DNC merger go from its sending repeater.
    ///
    /// @param numbers targets as the [EventSink] names them
    /// @param delay to each, in 2^-14 cycles
    public void setTargets(int dncMerger, int[] numbers, int[] delay) {
        targets[dncMerger] = numbers;
        delays[dncMerger] = delay;
    }

    /// Cycles for which this chip may run ahead of others.
    public int lookahead() {
        return tree.loops() ? LOOKAHEAD_WITH_LOOPS : LOOKAHEAD;
    }

    /// A spike of a denmem that enters its encoder in the coming [#wave].
    ///
    /// @param lag ceil(T) - T in 2^-14 cycles
    public void spike(int denmem, long clock, int lag, int address) {
        encoders.spike(denmem, EventWord.of(clock, lag, PriorityEncoders.IDLE_CLOCKS, address));
    }

    /// A pulse that the FPGA releases in the coming [#wave].
    public void release(long pulse) {
        down.release(pulse);
    }

    /// Whether [#wave] can do anything.
    public boolean isBusy(long clock) {
        return generators.due() <= clock + 1 || tree.active() || encoders.active() || up.active() || down.active();
    }

    /// Makes wave `clock`, from -[Playback#PRE_ROLL_CLOCKS] on.
    public void wave(long clock) {
        wave = clock;
        if (generators.due() <= clock + 1) {
            generators.clock(clock + 1, tree);
        }
        if (encoders.active()) {
            encoders.wave(tree);
        }
        if (tree.active()) {
            tree.wave(clock);
        }
        if (down.active()) {
            down.transport(clock);
            down.release(clock, tree);
        }
        if (up.active()) {
            up.clock(clock);
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
        int[] to = targets[dncMerger];
        int[] delay = delays[dncMerger];
        for (int k = 0; k < to.length; k++) {
            // a jitter that brings the delay to the lookahead may round to a boundary too early
            sink.event(Math.max(EventWord.arrival(time, delay[k]), wave + lookahead()), to[k], address);
        }
    }

    @Override
    public void toFpga(int dncMerger, long event, long clock) {
        up.push(dncMerger, event, clock);
    }

    /// No pulse with a smaller tick can still be recorded from wave `now` on.
    ///
    /// What leaves a DNC merger later has passed at most an encoder and six mergers since its time and its waiting.
    public long earliest(long now) {
        return Math.min(up.earliest(), 2 * (now - LARGEST_LATENCY));
    }

    /// Events on the way down, in encoders, in mergers, and in the queue up.
    public int[] inside() {
        return new int[] {down.count(), encoders.count(), tree.count(), up.count()};
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
