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

    ChipPlasticity(Silicon silicon, WrittenChip chip, long cycle) {
        shortTerm = new ShortTermPlasticity(silicon);
        longTerm = new LongTermPlasticity(silicon);
        configure(chip, cycle);
    }

    /// Takes a new configuration, with its weights; times and charges go on.
    void configure(WrittenChip chip, long cycle) {
        HicannConfiguration config = chip.config();
        shortTerm.configure(chip);
        boolean automatic = config.stdp(0).automatic() || config.stdp(1).automatic();
        if (automatic || changesWeights()) {
            longTerm.configure(chip, cycle);
        }
    }

    ShortTermPlasticity shortTerm() {
        return shortTerm;
    }

    LongTermPlasticity longTerm() {
        return longTerm;
    }

    /// Whether a controller is on.
    boolean changesWeights() {
        return longTerm.active();
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
            int weight = longTerm.weight(row, column);
            if ((before[k] >>> 4 & 15) != weight) {
                builder.synapse(row, column, weight, before[k] & 15);
            }
        }
        return builder.build();
    }

    /// Whether the controller of a driver's half is on.
    boolean changesWeights(int driver) {
        return longTerm.active(L1Topology.driverHalf(driver));
    }

    /// Whether any of these drivers has short-term plasticity.
    boolean changesStrength(int[] drivers) {
        return Arrays.stream(drivers).anyMatch(shortTerm::enabled);
    }
}
