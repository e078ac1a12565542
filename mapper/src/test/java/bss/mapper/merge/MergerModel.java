package bss.mapper.merge;

import bss.mapper.stage.ChipMergers;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import java.util.Set;
import java.util.TreeSet;

/// What reaches the output of a DNC merger, found by going back from it: an own, literal model of the tree.
final class MergerModel {

    /// M0_0, M1_0, M0_2, M3, M0_4, M2_1, M1_3, M0_7 as level and position.
    private static final int[][] TAPS = {{0, 0}, {1, 0}, {0, 2}, {3, 0}, {0, 4}, {2, 1}, {1, 3}, {0, 7}};

    private static final int[] FIRST_OF_LEVEL = {0, 8, 12, 14};

    final Set<Integer> generators = new TreeSet<>();
    final Set<Integer> blocks = new TreeSet<>();
    final Set<Integer> mergers = new TreeSet<>();
    final boolean external;

    MergerModel(ChipMergers chip, int dncMerger) {
        MergerConfig dnc = chip.dnc().get(dncMerger);
        external = dnc.mode() != MergerConfig.Mode.RIGHT_ONLY && chip.links().get(dncMerger) == LinkDirection.TO_HICANN;
        if (dnc.mode() != MergerConfig.Mode.LEFT_ONLY) {
            collect(chip, TAPS[dncMerger][0], TAPS[dncMerger][1]);
        }
    }

    private void collect(ChipMergers chip, int level, int position) {
        int number = FIRST_OF_LEVEL[level] + position;
        mergers.add(number);
        MergerConfig.Mode mode = chip.tree().get(number).mode();
        boolean left = mode != MergerConfig.Mode.RIGHT_ONLY;
        boolean right = mode != MergerConfig.Mode.LEFT_ONLY;
        if (level == 0) {
            if (left && chip.generators().get(position)) {
                generators.add(position);
            }
            if (right) {
                blocks.add(position);
            }
        } else {
            if (left) {
                collect(chip, level - 1, 2 * position);
            }
            if (right) {
                collect(chip, level - 1, 2 * position + 1);
            }
        }
    }
}
