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

    private final ShortTermPlasticity shortTerm;
    private final LongTermPlasticity longTerm;
    private int touched;
    private final boolean[] enabled = new boolean[L1Topology.DRIVERS];

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
            longTerm.configure(chip, config.synapses(), cycle);
        }
    }

    /// Whether a controller is on.
    boolean changesWeights() {
        return longTerm.active();
    }

    /// The weight of a synapse as it stands; only while [#changesWeights].
    int weight(int row, int column) {
        return longTerm.weight(row, column);
    }

    /// `written` with the weights as they stand.
    HicannConfiguration withWeights(HicannConfiguration written) {
        if (!changesWeights()) {
            return written;
        }
        var builder = written.toBuilder();
        byte[] before = written.synapses();
        for (int k = 0; k < before.length; k++) {
            int row = k / HicannConfiguration.COLUMNS;
            int column = k % HicannConfiguration.COLUMNS;
            if ((before[k] >>> 4 & 15) != weight(row, column)) {
                builder.synapse(row, column, weight(row, column), before[k] & 15);
            }
        }
        return builder.build();
    }

    /// Whether any of these drivers has to be told its events one by one.
    boolean counts(int[] drivers) {
        return Arrays.stream(drivers)
                .anyMatch(y -> shortTerm.enabled(y) || (enabled[y] && longTerm.active(L1Topology.driverHalf(y))));
    }

    /// Brings what an event at these drivers will need into the cache.
    void approach(int[] drivers, int address) {
        int sum = 0;
        for (int k = 0; changesWeights() && k < drivers.length; k++) {
            sum += longTerm.touch(drivers[k], address);
        }
        touched = sum;
    }

    /// Keeps the reads of [#approach] from being optimised away.
    int touched() {
        return touched;
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
    /// @return the row, 0 to 447, if a weight changed, or -1
    int update(long cycle) {
        return longTerm.update(cycle);
    }

    /// Whether the last [#update] changed the weight of a column.
    boolean changed(int column) {
        return longTerm.changed(column);
    }
}
