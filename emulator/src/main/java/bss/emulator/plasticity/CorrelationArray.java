package bss.emulator.plasticity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The correlation capacitors of the 224 x 256 synapses of one half, and the times of the last events.
///
/// A synapse takes 7 bytes: 24 bits of causal charge, 24 of anticausal charge, 8 of gain. The last
/// arrival is kept per row, column parity and decoder value, the last spike per column, both as 32-bit
/// cycles after a moving origin: what is older than the windows when the origin moves leaves no charge
/// any more and is forgotten.
final class CorrelationArray {

    static final int ROWS = 224;
    static final int COLUMNS = 256;
    /// Fraction bits of gains.
    static final int GAIN_FRACTION = 8;

    private static final int DECODERS = 16;
    private static final int CELL = 7;
    private static final int GAIN_OFFSET = 128;
    private static final int CHARGE_MASK = StdpModel.MAX_CHARGE;
    private static final int ANTICAUSAL = 24;
    private static final int GAIN = 48;
    private static final int NEVER = Integer.MIN_VALUE;
    private static final long ORIGIN_RANGE = 1L << 30;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int[] PLUS = StdpModel.window(StdpModel.TAU_PLUS_CYCLES);
    private static final int[] MINUS = StdpModel.window(StdpModel.TAU_MINUS_CYCLES);

    /// One byte more, because a cell is read and written as a word of eight.
    private final byte[] cells = new byte[ROWS * COLUMNS * CELL + 1];

    private final int[] lastPre = new int[ROWS * 2 * DECODERS];
    private final int[] lastPost = new int[COLUMNS];
    private long origin;

    /// Empty capacitors with gain 1; no events yet.
    CorrelationArray(long cycle) {
        for (int synapse = 0; synapse < ROWS * COLUMNS; synapse++) {
            gain(synapse, 1);
        }
        reset(cycle);
    }

    /// Sets the gain of a synapse (256 * row + column), rounded to 1/256 and limited to 0.5 to 1.496.
    void gain(int synapse, double gain) {
        long level = Math.clamp(Math.round(gain * (1 << GAIN_FRACTION)) - GAIN_OFFSET, 0, 255);
        long old = word(synapse);
        WORD.set(cells, CELL * synapse, (old & ~(0xffL << GAIN)) | level << GAIN);
    }

    /// Empties the capacitors and forgets all events.
    void reset(long cycle) {
        for (int synapse = 0; synapse < ROWS * COLUMNS; synapse++) {
            empty(synapse);
        }
        Arrays.fill(lastPre, NEVER);
        Arrays.fill(lastPost, NEVER);
        origin = cycle;
    }

    /// An event arrives at the synapses with this decoder in the even (0) or odd (1) columns of a row,
    /// 0 to 223.
    ///
    /// @param base place of the half's first synapse in `decoders`
    void pre(int row, int parity, int decoder, long cycle, byte[] decoders, int base) {
        int now = sinceOrigin(cycle);
        int group = (2 * row + parity) * DECODERS + decoder;
        int before = lastPre[group];
        for (int column = parity; column < COLUMNS; column += 2) {
            int post = lastPost[column];
            if (post >= before && post != NEVER && now - post < MINUS.length) {
                int synapse = COLUMNS * row + column;
                if (decoders[base + synapse] == decoder) {
                    addAnticausal(synapse, MINUS[now - post]);
                }
            }
        }
        lastPre[group] = now;
    }

    /// The neuron of a column fires.
    void post(int column, long cycle, byte[] decoders, int base) {
        int now = sinceOrigin(cycle);
        int before = lastPost[column];
        for (int row = 0; row < ROWS; row++) {
            int synapse = COLUMNS * row + column;
            int pre = lastPre[(2 * row + (column & 1)) * DECODERS + decoders[base + synapse]];
            if (pre > before && now - pre < PLUS.length) {
                addCausal(synapse, PLUS[now - pre]);
            }
        }
        lastPost[column] = now;
    }

    int causal(int synapse) {
        return (int) word(synapse) & CHARGE_MASK;
    }

    int anticausal(int synapse) {
        return (int) (word(synapse) >> ANTICAUSAL) & CHARGE_MASK;
    }

    /// The gain in 1/256.
    int gain(int synapse) {
        return (int) (word(synapse) >> GAIN & 0xff) + GAIN_OFFSET;
    }

    /// Takes both charges from a synapse.
    void empty(int synapse) {
        WORD.set(cells, CELL * synapse, word(synapse) & (-1L << GAIN));
    }

    private long word(int synapse) {
        return (long) WORD.get(cells, CELL * synapse);
    }

    private void addCausal(int synapse, int charge) {
        long old = word(synapse);
        long sum = Math.min((old & CHARGE_MASK) + charge, CHARGE_MASK);
        WORD.set(cells, CELL * synapse, (old & ~(long) CHARGE_MASK) | sum);
    }

    private void addAnticausal(int synapse, int charge) {
        long old = word(synapse);
        long sum = Math.min(((old >> ANTICAUSAL) & CHARGE_MASK) + charge, CHARGE_MASK);
        WORD.set(cells, CELL * synapse, (old & ~((long) CHARGE_MASK << ANTICAUSAL)) | sum << ANTICAUSAL);
    }

    private int sinceOrigin(long cycle) {
        if (cycle - origin >= ORIGIN_RANGE) {
            shift(lastPre, cycle);
            shift(lastPost, cycle);
            origin = cycle;
        }
        return (int) (cycle - origin);
    }

    private void shift(int[] times, long cycle) {
        int oldest = -Math.max(PLUS.length, MINUS.length);
        for (int i = 0; i < times.length; i++) {
            long shifted = times[i] == NEVER ? NEVER : times[i] + origin - cycle;
            times[i] = shifted < oldest ? NEVER : (int) shifted;
        }
    }
}
