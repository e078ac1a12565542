package bss.emulator;

import bss.emulator.plasticity.LongTermPlasticity;
import bss.emulator.plasticity.ShortTermPlasticity;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.topology.L1Topology;
import java.util.Arrays;

/// The plasticity of one chip, and its weights while a controller changes them.
final class ChipPlasticity {

    private static final int ROWS = 2 * L1Topology.DRIVERS;
    private static final int SYNAPSES = ROWS * HicannConfiguration.COLUMNS;
    private static final byte[] NONE = {};

    private final ShortTermPlasticity shortTerm;
    private final LongTermPlasticity longTerm;
    private final boolean[] enabled = new boolean[L1Topology.DRIVERS];
    /// Weights by 256 * row + column; empty while no controller is on.
    private byte[] weights = NONE;

    ChipPlasticity(Silicon silicon, WrittenChip chip, long cycle) {
        shortTerm = new ShortTermPlasticity(silicon);
        longTerm = new LongTermPlasticity(silicon);
        configure(chip, cycle);
    }

    /// Takes a new configuration, with its weights; times and charges go on.
    void configure(WrittenChip chip, long cycle) {
        HicannConfiguration config = chip.config();
        for (int driver = 0; driver < enabled.length; driver++) {
            enabled[driver] = config.synapseDriver(driver).enable();
        }
        shortTerm.configure(chip);
        boolean automatic = config.stdp(0).automatic() || config.stdp(1).automatic();
        if (automatic || changesWeights()) {
            byte[] synapses = config.synapses();
            byte[] next = new byte[SYNAPSES];
            byte[] decoders = new byte[SYNAPSES];
            for (int k = 0; k < SYNAPSES; k++) {
                next[k] = (byte) (synapses[k] >>> 4 & 15);
                decoders[k] = (byte) (synapses[k] & 15);
            }
            longTerm.configure(chip, next, decoders, cycle);
            weights = automatic ? next : NONE;
        }
    }

    /// Whether a controller is on.
    boolean changesWeights() {
        return weights.length > 0;
    }

    /// The weight of a synapse as it stands; only while [#changesWeights].
    int weight(int row, int column) {
        return weights[HicannConfiguration.COLUMNS * row + column];
    }

    /// `written` with the weights as they stand.
    HicannConfiguration withWeights(HicannConfiguration written) {
        if (!changesWeights()) {
            return written;
        }
        var builder = written.toBuilder();
        byte[] before = written.synapses();
        for (int k = 0; k < weights.length; k++) {
            if ((before[k] >>> 4 & 15) != weights[k]) {
                builder.synapse(
                        k / HicannConfiguration.COLUMNS, k % HicannConfiguration.COLUMNS, weights[k], before[k] & 15);
            }
        }
        return builder.build();
    }

    /// Whether any of these drivers has to be told its events one by one.
    boolean counts(int[] drivers) {
        return Arrays.stream(drivers)
                .anyMatch(y -> shortTerm.enabled(y) || (enabled[y] && longTerm.active(L1Topology.driverHalf(y))));
    }

    /// An event arrives at a driver.
    ///
    /// @return the factor on its strength, Q16
    int arrive(int driver, int address, long cycle) {
        if (!enabled[driver]) {
            return ShortTermPlasticity.ONE;
        }
        longTerm.pre(driver, address, cycle);
        return shortTerm.factor(driver, address, cycle);
    }

    /// A denmem gets its fire signal.
    void fire(int denmem, long cycle) {
        longTerm.post(denmem, cycle);
    }

    /// Cycle at which the next row is written; the largest long if none.
    long due() {
        return longTerm.due();
    }

    /// Writes the row that is due.
    ///
    /// @return the driver whose weights changed, or -1
    int update(long cycle) {
        int row = longTerm.update(cycle);
        return row < 0 ? -1 : row / 2;
    }
}
