package bss.emulator.plasticity;

import bss.emulator.silicon.Silicon;
import bss.spec.config.StdpConfig;
import bss.spec.transfer.StdpTransfer;

/// The controller of one half of the synapse array: walks the rows, evaluates them and writes their
/// weights.
final class StdpController {

    /// Gains of capacitors are rounded to 1/256 and limited to 0.5 to 1.496.
    static final int GAIN_FRACTION = 8;

    private static final int GAIN_LOWEST = 128;
    private static final int COLUMNS = SynapseOrder.COLUMNS;

    private final Silicon silicon;
    private final int hicann;
    private final int half;
    private final CorrelationArray array;
    private StdpConfig config;
    /// What a weight becomes by the two evaluation bits: first bit 1, second bit 2; 16 entries each.
    private int[] tables;
    private int row;
    private long due;

    StdpController(Silicon silicon, int hicann, int half, StdpConfig config, SynapseOrder order, long cycle) {
        this.silicon = silicon;
        this.hicann = hicann;
        this.half = half;
        this.array = new CorrelationArray(order, cycle);
        this.config = config;
        this.tables = tables(config);
        restart(cycle);
    }

    CorrelationArray array() {
        return array;
    }

    /// When the row under way, 0 to 223 of the half, is evaluated and written.
    long due() {
        return due;
    }

    int row() {
        return row;
    }

    /// Starts with the first row.
    void restart(long cycle) {
        row = config.firstRow();
        due = cycle + StdpTransfer.ROW_CYCLES;
    }

    /// The walk goes on where it is, unless other rows are to be walked.
    void configure(StdpConfig next, long cycle) {
        boolean sameRows = config.firstRow() == next.firstRow() && config.lastRow() == next.lastRow();
        config = next;
        tables = tables(next);
        if (!sameRows) {
            restart(cycle);
        }
    }

    /// Evaluates the row under way and goes to the next; whether a weight changed.
    ///
    /// @param weights of the chip, by 256 * row + column
    /// @param low threshold in pairs, Q22
    /// @param high the same
    /// @param strengths what the new weights do
    boolean update(WeightArray weights, long low, long high, SynapseStrengths strengths) {
        boolean changed = false;
        int[] places = array.settle(row, due);
        int chipRow = half * SynapseOrder.ROWS + row;
        for (int column = 0; column < COLUMNS; column++) {
            long causal = array.causal(places[column]);
            long anticausal = array.anticausal(places[column]);
            int gain = (causal | anticausal) == 0 ? 0 : gain(chipRow, column);
            int bits = evaluate(causal * gain, anticausal * gain, low, high);
            if (bits == 0) {
                continue;
            }
            int weight = weights.get(COLUMNS * chipRow + column);
            int next = tables[16 * bits + weight];
            if (next != weight) {
                weights.set(COLUMNS * chipRow + column, next);
                array.setStrength(row, column, places[column], next, strengths);
                changed = true;
            }
            if (!config.withoutReset()) {
                array.empty(places[column]);
            }
        }
        row = row == config.lastRow() ? config.firstRow() : (row + 1) % SynapseOrder.ROWS;
        due += StdpTransfer.ROW_CYCLES;
        return changed;
    }

    private int gain(int chipRow, int column) {
        double gain = silicon.capacitorGain(hicann, chipRow, column);
        return Math.clamp(Math.round(gain * (1 << GAIN_FRACTION)), GAIN_LOWEST, GAIN_LOWEST + 255);
    }

    private int evaluate(long causal, long anticausal, long low, long high) {
        return (above(config.pattern0(), causal, anticausal, low, high) ? 1 : 0)
                | (above(config.pattern1(), causal, anticausal, low, high) ? 2 : 0);
    }

    /// (low + ac A_c + ca A_a) / (1 + ac + ca) > (high + cc A_c + aa A_a) / (1 + cc + aa), without the
    /// divisions.
    private static boolean above(int pattern, long causal, long anticausal, long low, long high) {
        int aa = pattern & 1;
        int ac = pattern >> 1 & 1;
        int ca = pattern >> 2 & 1;
        int cc = pattern >> 3 & 1;
        return (low + ac * causal + ca * anticausal) * (1 + cc + aa)
                > (high + cc * causal + aa * anticausal) * (1 + ac + ca);
    }

    private static int[] tables(StdpConfig config) {
        int[] tables = new int[4 * 16];
        System.arraycopy(config.causal(), 0, tables, 16, 16);
        System.arraycopy(config.anticausal(), 0, tables, 32, 16);
        System.arraycopy(config.combined(), 0, tables, 48, 16);
        return tables;
    }
}
