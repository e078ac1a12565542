package bss.emulator.model;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.fg.SharedParameter;
import java.util.Map;
import java.util.TreeMap;

/// Long-term plasticity: two capacitors per synapse, and a controller per half that walks the rows.
final class SlowLongTerm {

    private static final int ROWS = 224;
    private static final int COLUMNS = 256;
    private static final long NEVER = Long.MIN_VALUE;

    private static final class Synapse {
        long lastPre = NEVER;
        long lastPost = NEVER;
        double causal;
        double anticausal;
        /// Whether the last event was a pre or a post one that has paired already.
        boolean preSincePost;
        boolean postSincePre;
    }

    private static final class Controller {
        int row = -1;
        long due;
    }

    private final Map<Integer, Synapse> synapses = new TreeMap<>();
    private final Controller[] controllers = {new Controller(), new Controller()};

    private Synapse synapse(int row, int column) {
        return synapses.computeIfAbsent(COLUMNS * row + column, k -> new Synapse());
    }

    /// An event arrives at a synapse that it hits.
    void pre(HicannConfiguration chip, int row, int column, long cycle) {
        if (!chip.stdp(row / ROWS).automatic()) {
            return;
        }
        Synapse s = synapse(row, column);
        if (s.postSincePre) {
            s.anticausal += Math.exp(-(cycle - s.lastPost) / PlasticityChoices.TAU_MINUS);
        }
        s.lastPre = cycle;
        s.preSincePost = true;
        s.postSincePre = false;
    }

    /// A denmem fires.
    void post(HicannConfiguration chip, int denmem, long cycle) {
        int half = denmem / COLUMNS;
        if (!chip.stdp(half).automatic()) {
            return;
        }
        for (int row = half * ROWS; row < (half + 1) * ROWS; row++) {
            Synapse s = synapse(row, denmem % COLUMNS);
            if (s.preSincePost) {
                s.causal += Math.exp(-(cycle - s.lastPre) / PlasticityChoices.TAU_PLUS);
            }
            s.lastPost = cycle;
            s.postSincePre = true;
            s.preSincePost = false;
        }
    }

    /// The controllers' work of this cycle: a row is written when its time is over.
    void update(HicannConfiguration chip, int[][] weights, long cycle) {
        for (int half = 0; half < 2; half++) {
            StdpConfig config = chip.stdp(half);
            Controller c = controllers[half];
            if (!config.automatic()) {
                c.row = -1;
            } else if (c.row < 0) {
                c.row = config.firstRow();
                c.due = cycle + PlasticityChoices.ROW_CYCLES;
            } else if (cycle == c.due) {
                for (int column = 0; column < COLUMNS; column++) {
                    evaluate(chip, half, half * ROWS + c.row, column, weights);
                }
                c.row = c.row >= config.lastRow() ? config.firstRow() : c.row + 1;
                c.due += PlasticityChoices.ROW_CYCLES;
            }
        }
    }

    private void evaluate(HicannConfiguration chip, int half, int row, int column, int[][] weights) {
        StdpConfig config = chip.stdp(half);
        Synapse s = synapse(row, column);
        boolean first = exceeds(chip, half, config.pattern0(), s);
        boolean second = exceeds(chip, half, config.pattern1(), s);
        int weight = weights[row][column];
        if (first && second) {
            weights[row][column] = config.combined()[weight];
        } else if (first) {
            weights[row][column] = config.causal()[weight];
        } else if (second) {
            weights[row][column] = config.anticausal()[weight];
        }
        if (!config.withoutReset()) {
            s.causal = 0;
            s.anticausal = 0;
        }
    }

    /// Bits of a pattern: 0 aa, 1 ac, 2 ca, 3 cc.
    private static boolean exceeds(HicannConfiguration chip, int half, int pattern, Synapse s) {
        int aa = pattern & 1;
        int ac = pattern >> 1 & 1;
        int ca = pattern >> 2 & 1;
        int cc = pattern >> 3 & 1;
        double low = threshold(chip, half, SharedParameter.V_TLOW);
        double high = threshold(chip, half, SharedParameter.V_THIGH);
        return (low + ac * s.causal + ca * s.anticausal) / (1 + ac + ca)
                > (high + cc * s.causal + aa * s.anticausal) / (1 + cc + aa);
    }

    private static double threshold(HicannConfiguration chip, int half, SharedParameter parameter) {
        int block = 2 * half;
        return 1.8 * chip.floatingGate(block, parameter.row(block), 0) / 1023;
    }
}
