package bss.emulator;

import bss.emulator.build.CircuitDesign;
import bss.emulator.build.CircuitTopology;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;

/// The circuits that the configuration of a chip makes of its denmems. Designs are worked out whenever they are asked
/// for, always the same: kept, those of a whole wafer would take more memory than its synapses' weights.
record CircuitPlan(Silicon silicon, WrittenChip chip, CircuitTopology topology) {

    static CircuitPlan of(Silicon silicon, WrittenChip chip) {
        return new CircuitPlan(silicon, chip, new CircuitTopology(chip.config()));
    }

    /// The circuit that a denmem, 0 to 511, is part of.
    CircuitDesign design(int denmem) {
        return CircuitDesign.of(
                member -> silicon.circuit(chip, member), topology.members(denmem), topology.lead(denmem));
    }
}
