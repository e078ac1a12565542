package bss.emulator.plasticity;

import bss.spec.config.StdpConfig;

/// The controller of one half of the synapse array: walks the rows, evaluates them and writes their
/// weights.
final class StdpController {

    private final CorrelationArray array;
    private StdpConfig config;
    /// What a weight becomes by the two evaluation bits: first bit 1, second bit 2; 16 entries each.
    private int[] tables;
    private int row;
    private long due;

    StdpController(CorrelationArray array, StdpConfig config, long cycle) {
        this.array = array;
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
        due = cycle + StdpModel.ROW_CYCLES;
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
    /// @param base place of the half's first synapse in `weights`
    /// @param low threshold in pairs, Q26
    /// @param high the same
    boolean update(byte[] weights, int base, long low, long high) {
        boolean changed = false;
        for (int synapse = 256 * row; synapse < 256 * (row + 1); synapse++) {
            long causal = (long) array.causal(synapse) * array.gain(synapse);
            long anticausal = (long) array.anticausal(synapse) * array.gain(synapse);
            int bits = (above(config.pattern0(), causal, anticausal, low, high) ? 1 : 0)
                    | (above(config.pattern1(), causal, anticausal, low, high) ? 2 : 0);
            if (bits == 0) {
                continue;
            }
            int weight = weights[base + synapse];
            int next = tables[16 * bits + weight];
            if (next != weight) {
                weights[base + synapse] = (byte) next;
                changed = true;
            }
            if (!config.withoutReset()) {
                array.empty(synapse);
            }
        }
        row = row == config.lastRow() ? config.firstRow() : (row + 1) % CorrelationArray.ROWS;
        due += StdpModel.ROW_CYCLES;
        return changed;
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
