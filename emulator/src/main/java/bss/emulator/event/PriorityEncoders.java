package bss.emulator.event;

import java.util.Arrays;

/// The eight priority encoders of a chip, one per neuron block.
///
/// A spike sets the flag of its channel, `x % 32 + 32 y`; a spike that finds it set is lost. An encoder takes two
/// clocks
/// per event: in one it selects the lowest flag and clears it, in the next it writes the event into the right input of
/// its merger. Source: ess, `systemsim/priority_encoder.cpp`.
final class PriorityEncoders {

    static final int BLOCKS = 8;

    /// Clocks from a spike to the write in an idle encoder.
    static final int IDLE_CLOCKS = 1;

    private static final int CHANNELS = 64;

    private final Tally tally;
    private final long[] pending = new long[BLOCKS];
    private final long[] events = new long[BLOCKS * CHANNELS];
    private final long[] selected = new long[BLOCKS];
    /// Blocks with a flag set, and blocks with an event selected, as bit sets.
    private int waiting;

    private int writing;

    PriorityEncoders(Tally tally) {
        this.tally = tally;
    }

    /// A spike of a denmem, before [#clock] of the clock at which it enters.
    void spike(int denmem, long event) {
        int x = denmem & 255;
        int block = x >> 5;
        int channel = (x & 31) | (denmem >> 8) << 5;
        tally.neuronSpikes++;
        if ((pending[block] & 1L << channel) != 0) {
            tally.lostEncoder++;
            return;
        }
        pending[block] |= 1L << channel;
        events[block * CHANNELS + channel] = event;
        waiting |= 1 << block;
    }

    boolean active() {
        return (waiting | writing) != 0;
    }

    void clock(MergerTree tree) {
        int write = writing;
        int select = waiting & ~writing;
        for (int b = 0; b < BLOCKS; b++) {
            if ((write & 1 << b) != 0) {
                tally.encoded++;
                tree.writeBlock(b, selected[b]);
                writing &= ~(1 << b);
            } else if ((select & 1 << b) != 0) {
                int channel = Long.numberOfTrailingZeros(pending[b]);
                selected[b] = events[b * CHANNELS + channel];
                pending[b] &= pending[b] - 1;
                waiting = pending[b] == 0 ? waiting & ~(1 << b) : waiting;
                writing |= 1 << b;
            }
        }
    }

    /// Events inside.
    int count() {
        int count = Integer.bitCount(writing);
        for (long flags : pending) {
            count += Long.bitCount(flags);
        }
        return count;
    }

    void clear() {
        Arrays.fill(pending, 0);
        waiting = 0;
        writing = 0;
    }
}
