package bss.mapper.merge;

import bss.mapper.problem.FrozenPlaces;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Placement;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Merges adjacent neuron blocks onto as few DNC mergers as hold at most 59 neurons each.
///
/// DNC merger 3 is tried for all blocks first, then those in the middle of the chip, each with as many
/// neighbours to the left, then to the right of its own block as it reaches. Empty blocks at the ends are left
/// out, so that their mergers can take input.
///
/// The rules are those of marocco's `minimize_number_of_sending_repeaters`:
/// marocco/placement/MergerTreeRouter.cpp. Differences: where a DNC merger cannot be reached marocco gives up,
/// here the others are tried, and neurons that no merger can take are not sent. All mergers on the ways of
/// merged blocks are taken, not only those of the DNC merger's own block, so that no two buses ever mix.
public final class MergerRouter {

    private static final int BLOCKS = MergerTopology.NEURON_BLOCKS;
    private static final int COLUMNS_PER_BLOCK = 32;
    private static final int EVERY_BLOCK = (1 << BLOCKS) - 1;

    /// DNC mergers in the order in which they are tried, those that reach far and are scarce first.
    private static final int[] ORDER = {3, 5, 3, 6, 3, 5, 3, 1, 3, 0, 1, 2, 3, 4, 5, 6, 7};

    /// From this step on a DNC merger is only tried if its own block still waits.
    private static final int FIRST_FOR_OWN_BLOCK = 3;

    private MergerRouter() {}

    /// Puts every placed neuron onto a bus; no cell is frozen.
    public static BusAssignment route(MappingProblem problem, Placement placement, WaferResources wafer) {
        return route(problem, placement, wafer, FrozenPlaces.none());
    }

    /// Puts every placed neuron onto a bus, in the order of blocks and columns. The DNC mergers of frozen
    /// sources are given to input first and left out.
    public static BusAssignment route(
            MappingProblem problem, Placement placement, WaferResources wafer, FrozenPlaces frozen) {
        BusAssignment buses = new BusAssignment(problem, wafer);
        for (int cell = 0; cell < problem.cells(); cell++) {
            int dncMerger = frozen.dncMerger(cell);
            if (dncMerger != FrozenPlaces.NOWHERE) {
                MergerTree tree = buses.tree(frozen.hicann(cell));
                if (tree.use(dncMerger) == MergerTree.Use.UNUSED) {
                    tree.input(dncMerger);
                }
            }
        }
        List<List<Integer>> byHicann = new ArrayList<>();
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            byHicann.add(new ArrayList<>());
        }
        for (int cell = 0; cell < placement.cells(); cell++) {
            if (placement.placed(cell)) {
                byHicann.get(placement.hicann(cell)).add(cell);
            } else if (!problem.external(cell)) {
                buses.unsent(
                        cell,
                        new Loss(
                                LossCause.NEURON_UNPLACED,
                                "denmems for neurons of size %d".formatted(placement.size(cell))));
            }
        }
        for (int h = 0; h < byHicann.size(); h++) {
            if (!byHicann.get(h).isEmpty()) {
                byHicann.get(h).sort(Comparator.comparingInt(placement::column));
                routeChip(h, byHicann.get(h), placement, buses);
            }
        }
        return buses;
    }

    private static void routeChip(int hicann, List<Integer> cells, Placement placement, BusAssignment buses) {
        buses.occupy(hicann);
        int[] neurons = new int[BLOCKS];
        for (int cell : cells) {
            neurons[block(cell, placement)]++;
        }
        int[] dncOfBlock = merge(buses.tree(hicann), neurons);
        for (int cell : cells) {
            int block = block(cell, placement);
            if (dncOfBlock[block] >= 0) {
                buses.send(cell, hicann, dncOfBlock[block]);
            } else {
                // without defects each block has a way of its own
                buses.unsent(
                        cell,
                        new Loss(
                                LossCause.DEFECT,
                                "way of neuron block %d of HICANN %d to a DNC merger".formatted(block, hicann)));
            }
        }
    }

    private static int block(int cell, Placement placement) {
        return placement.column(cell) / COLUMNS_PER_BLOCK;
    }

    /// Gives DNC mergers of a tree to the blocks that hold neurons.
    ///
    /// @param neurons by block
    /// @return DNC merger by block, -1 for those that have none
    static int[] merge(MergerTree tree, int[] neurons) {
        int[] dncOfBlock = new int[BLOCKS];
        Arrays.fill(dncOfBlock, -1);
        int pending = 0;
        for (int block = 0; block < BLOCKS; block++) {
            pending |= neurons[block] > 0 ? 1 << block : 0;
        }
        for (int step = 0; step < ORDER.length && pending != 0; step++) {
            int dncMerger = ORDER[step];
            boolean ownWaits = (pending >> dncMerger & 1) != 0;
            if (!tree.reaches(dncMerger, dncMerger) || (step >= FIRST_FOR_OWN_BLOCK && !ownWaits)) {
                continue;
            }
            int blocks = mergeable(tree, dncMerger, neurons);
            if (step == 0 && blocks != EVERY_BLOCK) {
                continue;
            }
            blocks = trim(blocks, neurons);
            if ((blocks & pending) == 0) {
                continue;
            }
            tree.output(dncMerger, blocks);
            for (int block = 0; block < BLOCKS; block++) {
                if ((blocks >> block & 1) != 0) {
                    dncOfBlock[block] = dncMerger;
                }
            }
            pending &= ~blocks;
        }
        return dncOfBlock;
    }

    private static int mergeable(MergerTree tree, int dncMerger, int[] neurons) {
        int blocks = 1 << dncMerger;
        int sum = neurons[dncMerger];
        for (int direction = -1; direction <= 1; direction += 2) {
            for (int b = dncMerger + direction; b >= 0 && b < BLOCKS; b += direction) {
                if (sum + neurons[b] > BusAssignment.CAPACITY || !tree.reaches(b, dncMerger)) {
                    break;
                }
                blocks |= 1 << b;
                sum += neurons[b];
            }
        }
        return blocks;
    }

    /// Without empty blocks at the left end up to block 2 and at the right end down to block 4: block 3 has the
    /// mergers that both sides need and is not worth keeping free.
    private static int trim(int blocks, int[] neurons) {
        int left = blocks;
        for (int b = 0; b <= 2 && (left >> b & 1) * neurons[b] == 0; b++) {
            left &= ~(1 << b);
        }
        for (int b = BLOCKS - 1; b >= 4 && (left >> b & 1) * neurons[b] == 0; b--) {
            left &= ~(1 << b);
        }
        return left;
    }
}
