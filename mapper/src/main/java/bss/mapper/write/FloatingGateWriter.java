package bss.mapper.write;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.translate.ChipTranslation;
import bss.spec.translate.NeuronTranslation;

/// Floating-gate cells of a chip: defaults everywhere, then what the translation says.
final class FloatingGateWriter {

    /// A chip after reset with all floating gates at their default codes.
    static final HicannConfiguration DEFAULTS = defaults();

    private FloatingGateWriter() {}

    private static HicannConfiguration defaults() {
        HicannConfigurationBuilder chip = new HicannConfigurationBuilder();
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            for (SharedParameter parameter : SharedParameter.values()) {
                if (parameter.existsIn(block)) {
                    chip.floatingGate(
                            block, parameter.row(block), FloatingGates.SHARED_COLUMN, parameter.defaultCode());
                }
            }
            for (NeuronParameter parameter : NeuronParameter.values()) {
                for (int column = 1; column < FloatingGates.COLUMNS; column++) {
                    chip.floatingGate(block, parameter.row(block), column, parameter.defaultCode());
                }
            }
        }
        return chip.build();
    }

    static void shared(HicannConfigurationBuilder chip, ChipTranslation translation) {
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            for (SharedParameter parameter : SharedParameter.values()) {
                if (parameter.existsIn(block)) {
                    chip.floatingGate(
                            block,
                            parameter.row(block),
                            FloatingGates.SHARED_COLUMN,
                            translation.sharedCode(block, parameter));
                }
            }
        }
    }

    static void neuron(HicannConfigurationBuilder chip, NeuronTranslation neuron) {
        for (int k = 0; k < neuron.request().denmems(); k++) {
            int denmem = neuron.request().denmem(k);
            int block = NeuronTopology.fgBlock(denmem);
            for (NeuronParameter parameter : NeuronParameter.values()) {
                chip.floatingGate(
                        block, parameter.row(block), NeuronTopology.fgColumn(denmem), neuron.code(k, parameter));
            }
        }
    }
}
