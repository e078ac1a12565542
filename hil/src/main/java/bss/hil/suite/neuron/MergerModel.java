package bss.hil.suite.neuron;

import bss.spec.config.HicannConfiguration;
import bss.spec.topology.MergerTopology;

/// Which background generators come through a merger, by its mode and those of the mergers before it.
final class MergerModel {

    private MergerModel() {}

    /// Generators at the output of a merger of the tree, bit i for generator i.
    static int generators(HicannConfiguration chip, int merger) {
        int left = MergerTopology.level(merger) == 0
                ? 1 << MergerTopology.leftBackgroundGenerator(merger)
                : generators(chip, MergerTopology.leftMerger(merger));
        int right = MergerTopology.level(merger) == 0 ? 0 : generators(chip, MergerTopology.rightMerger(merger));
        return (chip.merger(merger).passesLeft() ? left : 0)
                | (chip.merger(merger).passesRight() ? right : 0);
    }
}
