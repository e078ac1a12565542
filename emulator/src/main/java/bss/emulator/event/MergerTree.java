package bss.emulator.event;

import bss.emulator.build.MergerReach;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.topology.MergerTopology;
import java.util.Arrays;

/// The mergers of a chip, clock by clock: the tree of 15 (nodes 0 to 14) and the eight DNC mergers (15 to 22).
///
/// Each has a register per input and one at its output. In a clock it first hands over what still stands at the
/// output; if the output is free it takes one event from an input, of two the one not served last, and hands it over
/// at once if all consumers that pass it have a free register; else it waits at the output. An event moves by one
/// merger per clock. `slow`, when both inputs are merged, adds an idle clock after each event.
///
/// Computed is a wave at a time: in wave s each merger makes the clock s + [#ahead(int)], one more for each step down
/// the tree. What a merger takes in clock c was handed over in clock c - 1, earlier in the same wave; whether it can
/// hand over in clock c depends on what its consumers did in that clock, in the wave before. So the result is that
/// of clocks made one by one, but an event that nobody is in the way of leaves the tree in the wave in which it
/// entered the encoder, which gives the machine its lookahead. A loopback closes a cycle of consumers: the mergers
/// of a chip with one are all computed at the clock s + 3, consumers before their sources.
///
/// Sources: ess, `systemsim/merger_timed.cpp`, `systemsim/spl1_merger.cpp`; docs/machine.md.
final class MergerTree {

    private static final int TREE = MergerTopology.MERGERS;
    private static final int DNC = MergerTopology.DNC_MERGERS;
    private static final int NODES = TREE + DNC;
    private static final int NOWHERE = -1;

    private final Tally tally;
    private final DncListener listener;

    private final long[] in = new long[2 * NODES];
    private final long[] out = new long[NODES];
    /// Occupied input registers (bit 2 node + side, left 0) and output registers (bit node).
    private long inFull;

    private int outFull;
    /// Bit node: the right input was served last.
    private int rightLast;

    private final long[] ready = new long[NODES];

    /// Input registers that pass (bit 2 node + side), nodes that merge slowly (bit node).
    private long passes;

    private int slow;
    /// Input registers behind the output of a node, or -1.
    private final int[] next = new int[NODES];

    private final int[] tap = new int[NODES];
    private final boolean[] repeater = new boolean[DNC];
    private final boolean[] up = new boolean[DNC];
    private final int[] order = new int[NODES];
    private final int[] ahead = new int[NODES];
    /// After a change of `ahead`, until the wave `settled`: the first clock that a node has not made yet.
    private final long[] from = new long[NODES];

    private long settled = Long.MIN_VALUE;
    private boolean loops;

    MergerTree(Tally tally, DncListener listener) {
        this.tally = tally;
        this.listener = listener;
        arrange(false);
        clear();
    }

    /// How many clocks the mergers furthest ahead are ahead of the wave.
    static final int LARGEST_LEAD = 6;

    /// How many clocks of a merger's own come after the number of the wave: 2 to 6.
    private static int lead(int node) {
        return node < TREE
                ? 2 + MergerTopology.level(node)
                : 3 + MergerTopology.level(MergerTopology.dncTap(node - TREE));
    }

    /// Orders the nodes, without loopback partners.
    private void arrange(boolean withLoops) {
        loops = withLoops;
        for (int node = 0; node < NODES; node++) {
            ahead[node] = withLoops ? Math.min(lead(node), 3) : lead(node);
        }
        int k = 0;
        for (int m = 0; m < DNC; m++) {
            order[k++] = m;
        }
        k += withLoops ? DNC : 0;
        for (int m = DNC; m < TREE; m++) {
            order[withLoops ? NODES - 1 - (m - DNC) : k++] = m;
        }
        for (int d = 0; d < DNC; d++) {
            order[withLoops ? DNC + d : k++] = TREE + d;
        }
    }

    /// How many clocks DNC merger `dncMerger` is ahead of the wave.
    int ahead(int dncMerger) {
        return ahead[TREE + dncMerger];
    }

    /// Whether a DNC merger is looped to its partner, which shortens the lookahead.
    boolean loops() {
        return loops;
    }

    /// Takes new settings, from the given wave on. Events in inputs that no longer pass are lost.
    ///
    /// @param sends by DNC merger: whether its repeater sends
    void configure(HicannConfiguration chip, boolean[] sends, long wave) {
        boolean anyLoop = false;
        for (int d = 0; d < DNC; d++) {
            anyLoop |= MergerReach.loopSource(chip, d) >= 0;
        }
        if (anyLoop != loops) {
            for (int node = 0; node < NODES; node++) {
                from[node] = wave + ahead[node];
            }
            // nothing has been made before wave 0
            settled = wave == 0 ? Long.MIN_VALUE : wave + LARGEST_LEAD;
            arrange(anyLoop);
        }
        passes = 0;
        slow = 0;
        for (int m = 0; m < NODES; m++) {
            MergerConfig config = m < TREE ? chip.merger(m) : chip.dncMerger(m - TREE);
            passes |= (config.passesLeft() ? 1L << (2 * m) : 0) | (config.passesRight() ? 2L << (2 * m) : 0);
            slow |= config.slow() && config.mode() == MergerConfig.Mode.MERGE ? 1 << m : 0;
        }
        for (int m = 0; m < TREE; m++) {
            int up1 = MergerTopology.next(m);
            next[m] = up1 < 0 ? NOWHERE : passing(2 * up1 + (MergerTopology.isLeftInputOfNext(m) ? 0 : 1));
            int dnc = MergerTopology.dncOfTap(m);
            tap[m] = dnc < 0 ? NOWHERE : passing(2 * (TREE + dnc) + 1);
        }
        int first = DNC;
        int last = 2 * DNC;
        for (int d = 0; d < DNC; d++) {
            boolean looped = MergerReach.loopSource(chip, d ^ 1) == d;
            next[TREE + d] = looped ? passing(2 * (TREE + (d ^ 1))) : NOWHERE;
            tap[TREE + d] = NOWHERE;
            repeater[d] = sends[d];
            up[d] = chip.link(d) == LinkDirection.TO_DNC;
            if (loops) {
                // a loop's source comes after its partner
                order[looped ? --last : first++] = TREE + d;
            }
        }
        long stuck = inFull & ~passes;
        tally.lostMerger += Long.bitCount(stuck);
        inFull &= passes;
    }

    private int passing(int register) {
        return (passes & 1L << register) != 0 ? register : NOWHERE;
    }

    void writeGenerator(int generator, long event) {
        overwrite(2 * generator, event);
    }

    void writeBlock(int block, long event) {
        overwrite(2 * block + 1, event);
    }

    private void overwrite(int register, long event) {
        long bit = 1L << register;
        if ((passes & bit) == 0 || (inFull & bit) != 0) {
            tally.lostMerger++;
        }
        if ((passes & bit) != 0) {
            in[register] = event;
            inFull |= bit;
        }
    }

    /// Whether an event from outside need not wait: the register is free, or the mode throws the event away anyway.
    boolean takesExternal(int dncMerger) {
        long bit = 1L << (2 * (TREE + dncMerger));
        return (passes & bit) == 0 || (inFull & bit) == 0;
    }

    /// An event from the FPGA; lost if the register still holds one.
    void writeExternal(int dncMerger, long event) {
        int register = 2 * (TREE + dncMerger);
        long bit = 1L << register;
        if ((passes & bit) == 0 || (inFull & bit) != 0) {
            tally.lostMerger++;
            return;
        }
        in[register] = event;
        inFull |= bit;
    }

    boolean active() {
        return inFull != 0 || outFull != 0;
    }

    /// Lets every merger make its clock of this wave; there is none before clock 0.
    void wave(long wave) {
        for (int node : order) {
            int bit = 1 << node;
            long inputs = (inFull >> (2 * node)) & 3;
            if ((outFull & bit) == 0 && inputs == 0) {
                continue;
            }
            long clock = wave + ahead[node];
            if (clock < 0 || (wave < settled && clock < from[node])) {
                continue;
            }
            if ((outFull & bit) != 0) {
                handOver(node, clock);
            }
            if ((outFull & bit) == 0 && inputs != 0 && clock >= ready[node]) {
                boolean right = inputs == 2 || (inputs == 3 && (rightLast & bit) == 0);
                rightLast = right ? rightLast | bit : rightLast & ~bit;
                int register = 2 * node + (right ? 1 : 0);
                inFull &= ~(1L << register);
                out[node] = EventWord.hop(in[register]);
                outFull |= bit;
                if ((slow & bit) != 0) {
                    ready[node] = clock + 2;
                }
                handOver(node, clock);
            }
        }
    }

    private void handOver(int node, long clock) {
        int a = next[node];
        int b = tap[node];
        long taken = (a < 0 ? 0 : 1L << a) | (b < 0 ? 0 : 1L << b);
        if ((inFull & taken) != 0) {
            return;
        }
        long event = out[node];
        outFull &= ~(1 << node);
        int consumers = Long.bitCount(taken);
        if (a >= 0) {
            in[a] = event;
        }
        if (b >= 0) {
            in[b] = event;
        }
        inFull |= taken;
        if (node >= TREE) {
            int d = node - TREE;
            if (repeater[d]) {
                consumers++;
                listener.toRepeater(d, event, clock);
            }
            if (up[d]) {
                consumers++;
                listener.toFpga(d, event, clock);
            }
            tally.unheard += consumers == 0 ? 1 : 0;
        } else {
            tally.lostMerger += consumers == 0 ? 1 : 0;
        }
        tally.copies += Math.max(0, consumers - 1);
    }

    /// Events inside.
    int count() {
        return Long.bitCount(inFull) + Integer.bitCount(outFull);
    }

    void clear() {
        inFull = 0;
        outFull = 0;
        rightLast = -1;
        settled = Long.MIN_VALUE;
        Arrays.fill(ready, 0);
    }
}
