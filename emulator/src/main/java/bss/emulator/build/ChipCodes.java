package bss.emulator.build;

import bss.spec.config.HicannConfiguration;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.FgCodes;

/// The floating-gate codes of one denmem of an ideal chip: cells hold what was written.
///
/// @param denmem 0 to 511
record ChipCodes(HicannConfiguration chip, int denmem) implements FgCodes {

    @Override
    public int neuron(NeuronParameter parameter) {
        int block = NeuronTopology.fgBlock(denmem);
        return chip.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(denmem));
    }

    @Override
    public int shared(SharedParameter parameter) {
        int block = NeuronTopology.sharedFgBlock(denmem);
        return chip.floatingGate(block, parameter.row(block), 0);
    }
}
