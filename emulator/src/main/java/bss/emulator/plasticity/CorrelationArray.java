package bss.emulator.plasticity;

import bss.emulator.kernel.SynapseEntry;
import java.util.Arrays;

/// The correlation capacitors of the 224 x 256 synapses of one half, beside what an event does there, and the times of
/// the last events; by place of a [SynapseOrder].
///
/// A synapse takes 5 bytes for 20 bits of causal and 20 of anticausal charge, and 4 for its [SynapseEntry]: the column,
/// and in bit 10 whether the pair of its last arrival is counted. The last arrival is kept per run and address, as
/// cycles after a moving origin: what is older than the windows when the origin moves leaves no charge any more and is
/// forgotten.
///
/// An arrival charges at once, a spike only when its synapse is looked at next: at the next arrival, at an
/// evaluation, when the origin moves or many spikes wait. As only the first spike after an arrival counts, it is known
/// then from the
/// times alone.
final class CorrelationArray {

    private static final int COLUMNS = SynapseOrder.COLUMNS;
    private static final int COLUMN_MASK = COLUMNS - 1;
    private static final int COUNTED = 1 << (SynapseEntry.LANE_BITS - 1);
    private static final int TO_SIGN = 32 - SynapseEntry.LANE_BITS;
    private static final int LOW_BITS = 12;
    private static final int LOW_MASK = (1 << LOW_BITS) - 1;
    /// Ints of a line of the cache.
    private static final int LINE = 16;
    private static final int NEVER = SpikeHistory.NEVER;
    private static final int TIME = SpikeHistory.LATEST;
    private static final int ORIGIN_RANGE = SpikeHistory.LATEST;

    /// Charge of a pair by its delay; ends with a 0, for all longer delays. Small, for it competes with what else a
    /// chip needs in the nearest cache.
    private static final char[] WINDOW = StdpModel.window();

    private static final int LONGEST = WINDOW.length;

    private SynapseOrder order;
    /// Places of the row that [#settle] saw last, by column.
    private final int[] places = new int[COLUMNS];

    private final int[] groups = new int[COLUMNS];
    private final int[] entries = new int[SynapseOrder.SYNAPSES];
    /// What events do at the right input by synapses of rows that feed both; empty if there are none.
    private int[] right = {};
    /// Causal charge in the upper 20 bits, lower 12 bits of the anticausal one.
    private int[] lower = new int[SynapseOrder.SYNAPSES];
    /// Upper 8 bits of the anticausal charge.
    private byte[] upper = new byte[SynapseOrder.SYNAPSES];
    /// By group.
    private char[] lastPre;

    private final SpikeHistory spikes = new SpikeHistory();
    private long origin;

    /// Empty capacitors; no events yet.
    CorrelationArray(SynapseOrder order, long cycle) {
        this.order = order;
        lastPre = new char[order.runs() * SynapseOrder.ADDRESSES];
        origin = cycle - LONGEST;
        enterColumns();
    }

    /// Empties the capacitors and forgets all events.
    void reset(long cycle) {
        Arrays.fill(lower, 0);
        Arrays.fill(upper, (byte) 0);
        Arrays.fill(lastPre, (char) NEVER);
        spikes.clear();
        origin = cycle - LONGEST;
        clearFlags();
    }

    private void enterColumns() {
        for (int row = 0; row < SynapseOrder.ROWS; row++) {
            order.places(row, places);
            for (int column = 0; column < COLUMNS; column++) {
                entries[places[column]] = column;
            }
        }
    }

    private void clearFlags() {
        for (int k = 0; k < entries.length; k++) {
            entries[k] &= ~COUNTED;
        }
    }

    SynapseOrder order() {
        return order;
    }

    /// Takes another order. Charges stay with their synapses; the last arrival of an address is that at the run of
    /// which the first driver was before. Entries have no conductance then.
    void reorder(SynapseOrder next) {
        countAll(0);
        int[] before = new int[COLUMNS];
        int[] newLower = new int[lower.length];
        byte[] newUpper = new byte[upper.length];
        for (int row = 0; row < SynapseOrder.ROWS; row++) {
            order.places(row, before);
            next.places(row, places);
            for (int column = 0; column < COLUMNS; column++) {
                newLower[places[column]] = lower[before[column]];
                newUpper[places[column]] = upper[before[column]];
            }
        }
        char[] newLast = new char[next.runs() * SynapseOrder.ADDRESSES];
        for (int run = 0; run < next.runs(); run++) {
            int old = order.run(next.drivers(run)[0] % (SynapseOrder.ROWS / 2));
            if (old >= 0) {
                System.arraycopy(
                        lastPre,
                        old * SynapseOrder.ADDRESSES,
                        newLast,
                        run * SynapseOrder.ADDRESSES,
                        SynapseOrder.ADDRESSES);
            }
        }
        lower = newLower;
        upper = newUpper;
        lastPre = newLast;
        order = next;
        enterColumns();
        for (int group = 0; group < lastPre.length; group++) {
            int end = order.begin(group, SynapseOrder.SIDES);
            for (int place = order.begin(group, 0); lastPre[group] != NEVER && place < end; place++) {
                entries[place] |= spikes.last(entries[place]) >= lastPre[group] ? COUNTED : 0;
            }
        }
    }

    /// What events do, by place; for reading.
    int[] entries() {
        return entries;
    }

    /// What events do at the right input where a row feeds both, by place; for reading.
    int[] right() {
        return right;
    }

    /// Gives all synapses that events hit their conductances.
    void setStrengths(WeightArray weights, SynapseStrengths strengths) {
        right = order.feedsBoth() ? new int[SynapseOrder.SYNAPSES] : new int[0];
        for (int row = 0; row < SynapseOrder.ROWS; row++) {
            order.places(row, places);
            for (int column = 0; order.run(row / 2) >= 0 && column < COLUMNS; column++) {
                int weight = weights.get(order.synapse(row, column));
                setStrength(row, column, places[column], weight, strengths);
            }
        }
    }

    /// Gives a synapse the conductances of a weight.
    void setStrength(int row, int column, int place, int weight, SynapseStrengths strengths) {
        int side = order.side(row);
        int chipRow = order.chipRow(row);
        int conductance = strengths.conductance(chipRow, column, weight, side == 1);
        entries[place] = SynapseEntry.of(entries[place] & SynapseEntry.LANE_MASK, conductance);
        if (side == 2 && right.length > 0) {
            right[place] = SynapseEntry.of(column, strengths.conductance(chipRow, column, weight, true));
        }
    }

    /// Reads what [#pre] will need, and returns anything.
    int touch(int group) {
        int sum = lastPre[group] + spikes.touch();
        int end = order.begin(group, SynapseOrder.SIDES);
        for (int place = order.begin(group, 0); place < end; place += LINE) {
            sum += entries[place] + lower[place] + upper[place];
        }
        return sum;
    }

    /// An event arrives at the synapses of a group.
    void pre(int group, long cycle) {
        int now = sinceOrigin(cycle);
        int last = lastPre[group];
        // no spike comes after an arrival that never was, but an arrival after any spike
        int before = last == NEVER ? TIME : last;
        lastPre[group] = (char) now;
        long fourBefore = SpikeHistory.fourTimes(before);
        int end = order.begin(group, SynapseOrder.SIDES);
        for (int place = order.begin(group, 0); place < end; place++) {
            int entry = entries[place];
            int column = entry & COLUMN_MASK;
            long word = spikes.newest(column);
            // without branches, which nobody could predict: a delay that does not count is set to the longest
            int post = (int) word & TIME;
            int anticausal = WINDOW[Math.min((now - post) | ((post - last) >> 31 & TIME), WINDOW.length - 1)];
            int later = SpikeHistory.later(word, fourBefore);
            int first = later < 4 ? SpikeHistory.oldest(word, later) : spikes.older(column, before);
            int done = (post - before) >> 31 | (entry << TO_SIGN) >> 31;
            int causal = WINDOW[Math.min(((first - before) | done) & TIME, WINDOW.length - 1)];
            add(place, causal, anticausal);
            if ((entry & COUNTED) != 0) {
                entries[place] = entry & ~COUNTED;
            }
        }
    }

    /// The neuron of a column fires.
    void post(int column, long cycle) {
        int now = sinceOrigin(cycle);
        if (spikes.isFull()) {
            countAll(0);
        }
        spikes.add(column, now);
    }

    /// Makes the charges of a row those before the events of this cycle.
    ///
    /// @return the places of the row's synapses by column, until the next call
    int[] settle(int row, long cycle) {
        sinceOrigin(cycle);
        order.places(row, places);
        order.groups(row, groups);
        for (int column = 0; column < COLUMNS; column++) {
            if (groups[column] >= 0) {
                count(places[column], column, lastPre[groups[column]]);
            }
        }
        return places;
    }

    /// The causal charge at a place of a row that is settled.
    int causal(int place) {
        return lower[place] >>> LOW_BITS;
    }

    /// The anticausal charge at a place.
    int anticausal(int place) {
        return (lower[place] & LOW_MASK) | ((upper[place] & 0xff) << LOW_BITS);
    }

    /// The causal charge as it stands, the last pair counted.
    int causal(int row, int column) {
        order.places(row, places);
        order.groups(row, groups);
        int place = places[column];
        int charge = causal(place);
        if (groups[column] >= 0) {
            int pre = lastPre[groups[column]];
            int post = pendingPost(place, column, pre);
            charge += post == NEVER ? 0 : charge(post, pre);
        }
        return Math.min(charge, StdpModel.MAX_CHARGE);
    }

    int anticausal(int row, int column) {
        order.places(row, places);
        return anticausal(places[column]);
    }

    /// Takes both charges from a synapse.
    void empty(int place) {
        lower[place] = 0;
        upper[place] = 0;
    }

    private void add(int place, int moreCausal, int moreAnticausal) {
        int low = lower[place];
        int high = (upper[place] & 0xff) << LOW_BITS;
        int causal = Math.min((low >>> LOW_BITS) + moreCausal, StdpModel.MAX_CHARGE);
        int anticausal = Math.min((low & LOW_MASK) + high + moreAnticausal, StdpModel.MAX_CHARGE);
        lower[place] = causal << LOW_BITS | (anticausal & LOW_MASK);
        upper[place] = (byte) (anticausal >> LOW_BITS);
    }

    /// The spike that pairs with the last arrival, never if there is none or it is counted.
    private int pendingPost(int place, int column, int pre) {
        return pre == NEVER || (entries[place] & COUNTED) != 0 ? NEVER : spikes.first(column, pre);
    }

    private static int charge(int post, int pre) {
        return WINDOW[Math.min(post - pre, WINDOW.length - 1)];
    }

    /// Counts all pairs, and takes `cycles` from all times.
    private void countAll(int cycles) {
        for (int group = 0; group < lastPre.length; group++) {
            int pre = lastPre[group];
            int end = order.begin(group, SynapseOrder.SIDES);
            for (int place = order.begin(group, 0); pre != NEVER && place < end; place++) {
                count(place, entries[place] & COLUMN_MASK, pre);
            }
            lastPre[group] = (char) Math.max(pre - cycles, NEVER);
        }
        spikes.count(cycles);
    }

    /// Counts the pair of the last arrival.
    private void count(int place, int column, int pre) {
        int post = pendingPost(place, column, pre);
        if (post != NEVER) {
            add(place, charge(post, pre), 0);
            entries[place] |= COUNTED;
        }
    }

    /// At least as long as the windows: nothing that is never is in them.
    private int sinceOrigin(long cycle) {
        if (cycle - origin >= ORIGIN_RANGE) {
            countAll((int) Math.min(cycle - LONGEST - origin, ORIGIN_RANGE));
            origin = cycle - LONGEST;
        }
        return (int) (cycle - origin);
    }
}
