package bss.emulator.event;

import java.util.Arrays;

/// The eight priority encoders of a chip, one per neuron block.
///
/// A spike sets the flag of its channel, `x % 32 + 32 y`; a spike that finds it set is lost. An encoder takes two
/// clocks per event: in one it selects the lowest flag and clears it, in the next it writes the event into the right
/// input of its merger. The write, which nothing can change any more, is done at once, in the wave of the selection;
/// the mergers have then made the clock of the write. Source: ess, `systemsim/priority_encoder.cpp`.
final class PriorityEncoders {

    static final int BLOCKS = 8;

    /// Clocks from a spike to the write in an idle encoder.
    static final int IDLE_CLOCKS = 1;

    private static final int CHANNELS = 64;

    private final Tally tally;
    private final long[] pending = new long[BLOCKS];
    private final long[] events = new long[BLOCKS * CHANNELS];
    /// Blocks with a flag set, and blocks that write in this clock, as bit sets.
    private int waiting;

    private int writing;

    PriorityEncoders(Tally tally) {
        this.tally = tally;
    }

    /// A spike of a denmem, before [#wave] of the clock at which it enters.
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

    /// Clock of the wave: all blocks that do not write select.
    void wave(MergerTree tree) {
        int select = waiting & ~writing;
        writing = select;
        while (select != 0) {
            int b = Integer.numberOfTrailingZeros(select);
            select &= select - 1;
            int channel = Long.numberOfTrailingZeros(pending[b]);
            pending[b] &= pending[b] - 1;
            waiting = pending[b] == 0 ? waiting & ~(1 << b) : waiting;
            tally.encoded++;
            tree.writeBlock(b, events[b * CHANNELS + channel]);
        }
    }

    /// Events inside.
    int count() {
        int count = 0;
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
