package bss.emulator.model;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import org.jspecify.annotations.Nullable;

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

    private final @Nullable Synapse[] synapses = new @Nullable Synapse[2 * ROWS * COLUMNS];
    private long charged;
    private final Controller[] controllers = {new Controller(), new Controller()};

    /// Synapses evaluated so far that held a charge.
    long charged() {
        return charged;
    }

    private Synapse synapse(int row, int column) {
        Synapse known = synapses[COLUMNS * row + column];
        if (known == null) {
            known = new Synapse();
            synapses[COLUMNS * row + column] = known;
        }
        return known;
    }

    /// An event arrives at a synapse that it hits.
    void pre(HicannConfiguration chip, int row, int column, long cycle) {
        if (!chip.stdp(row / ROWS).automatic()) {
            return;
        }
        Synapse s = synapse(row, column);
        if (s.postSincePre) {
            double pair = PlasticityChoices.pair(cycle - s.lastPost, PlasticityChoices.TAU_MINUS);
            s.anticausal = Math.min(PlasticityChoices.FULL, s.anticausal + pair);
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
                double pair = PlasticityChoices.pair(cycle - s.lastPre, PlasticityChoices.TAU_PLUS);
                s.causal = Math.min(PlasticityChoices.FULL, s.causal + pair);
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
                c.row = c.row == config.lastRow() ? config.firstRow() : (c.row + 1) % ROWS;
                c.due += PlasticityChoices.ROW_CYCLES;
            }
        }
    }

    private void evaluate(HicannConfiguration chip, int half, int row, int column, int[][] weights) {
        StdpConfig config = chip.stdp(half);
        Synapse s = synapse(row, column);
        charged += s.causal + s.anticausal > 0 ? 1 : 0;
        boolean first = exceeds(chip, row, config.pattern0(), s);
        boolean second = exceeds(chip, row, config.pattern1(), s);
        int weight = weights[row][column];
        if (first && second) {
            weights[row][column] = config.combined()[weight];
        } else if (first) {
            weights[row][column] = config.causal()[weight];
        } else if (second) {
            weights[row][column] = config.anticausal()[weight];
        }
        if ((first || second) && !config.withoutReset()) {
            s.causal = 0;
            s.anticausal = 0;
        }
    }

    /// Bits of a pattern: 0 aa, 1 ac, 2 ca, 3 cc.
    private static boolean exceeds(HicannConfiguration chip, int row, int pattern, Synapse s) {
        int aa = pattern & 1;
        int ac = pattern >> 1 & 1;
        int ca = pattern >> 2 & 1;
        int cc = pattern >> 3 & 1;
        double low = threshold(chip, row, SharedParameter.V_TLOW);
        double high = threshold(chip, row, SharedParameter.V_THIGH);
        return (low + ac * s.causal + ca * s.anticausal) / (1 + ac + ca)
                > (high + cc * s.causal + aa * s.anticausal) / (1 + cc + aa);
    }

    private static double threshold(HicannConfiguration chip, int row, SharedParameter parameter) {
        int block = L1Topology.driverQuadrant(row / 2);
        SharedParameter middle = PlasticityChoices.middle();
        return PlasticityChoices.threshold(
                chip.floatingGate(block, parameter.row(block), 0), chip.floatingGate(block, middle.row(block), 0));
    }
}
