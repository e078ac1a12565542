package bss.mapper.partition;

import bss.mapper.merge.BusAssignment;
import bss.mapper.merge.MergerTree;
import bss.spec.defects.Defects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Fills chips with neurons, one after the other, as if nothing were defect.
///
/// Neurons come in units that would like to stay together (populations). A block takes sources of one kind, and
/// the blocks of a kind lie side by side, so that kinds share no bus.
public final class ChipFill {

    private static final MergerTree WHOLE = MergerTree.of(0, Defects.NONE);
    private static final double ROUNDING = 1e-9;

    private final int[] sizes;
    private final double[] rateHz;
    private final NeuronKinds kinds;
    private final double mostHz;
    private final int wantedBuses;
    private final boolean together;
    private final List<ChipPlan> chips = new ArrayList<>();

    private List<List<Integer>> blocks = empty();
    private int[] freeColumns = columns();
    private int[] blockKind = new int[BlockSizes.BLOCKS];
    private double[] blockHz = new double[BlockSizes.BLOCKS];
    private double filled;
    private double waiting;
    private double level;

    private ChipFill(
            int[] sizes, double[] rateHz, NeuronKinds kinds, double mostHz, int wantedBuses, boolean together) {
        this.sizes = sizes;
        this.rateHz = rateHz;
        this.kinds = kinds;
        this.mostHz = mostHz;
        this.wantedBuses = wantedBuses;
        this.together = together;
    }

    /// Fills chips.
    ///
    /// @param units cells in the order in which they are placed
    /// @param sizes denmems by cell
    /// @param rateHz expected rate by cell, biological
    /// @param mostHz rate that a bus may carry
    /// @param wantedBuses of each chip
    /// @param together whether a unit that fits on a chip is not torn apart
    public static List<ChipPlan> fill(
            List<int[]> units,
            int[] sizes,
            double[] rateHz,
            NeuronKinds kinds,
            double mostHz,
            int wantedBuses,
            boolean together) {
        ChipFill fill = new ChipFill(sizes, rateHz, kinds, mostHz, wantedBuses, together);
        for (int[] unit : units) {
            fill.waiting += fill.share(unit);
        }
        fill.setLevel();
        for (int[] unit : units) {
            double share = fill.share(unit);
            if (together && share <= 1 + ROUNDING && !fill.fits(unit)) {
                fill.close();
            }
            for (int cell : unit) {
                fill.add(cell);
            }
        }
        fill.close();
        return fill.chips;
    }

    /// How far the next chip is filled: as many chips as what waits needs, all alike.
    private void setLevel() {
        level = together ? 1 : waiting / Math.max(1, Math.ceil(waiting - ROUNDING));
    }

    private double share(int[] unit) {
        double sum = 0;
        for (int cell : unit) {
            sum += share(cell);
        }
        return sum;
    }

    /// The part of a chip that a neuron takes.
    private double share(int cell) {
        double ofRate = rateHz[cell] / (mostHz * BlockSizes.BLOCKS);
        return Math.max(ofRate, 1.0 / BlockSizes.perChip(sizes[cell]));
    }

    private boolean fits(int[] unit) {
        if (filled + share(unit) > 1 + ROUNDING) {
            return false;
        }
        int[] free = freeColumns.clone();
        int[] kind = blockKind.clone();
        double[] hz = blockHz.clone();
        for (int cell : unit) {
            int block = block(cell, free, kind, hz);
            if (block < 0) {
                return false;
            }
            free[block] -= sizes[cell] / 2;
            kind[block] = 1 + kinds.of(cell);
            hz[block] += rateHz[cell];
        }
        return true;
    }

    /// The first block of the cell's kind that should take it, else an empty one, else one of its kind that can
    /// take it; -1 if there is none.
    private int block(int cell, int[] free, int[] kind, double[] hz) {
        int width = sizes[cell] / 2;
        for (int pass = 0; pass < 3; pass++) {
            int of = pass == 1 ? 0 : 1 + kinds.of(cell);
            for (int b = 0; b < free.length; b++) {
                boolean fast = kind[b] != 0 && hz[b] + rateHz[cell] > mostHz;
                boolean full = pass == 0 && BlockSizes.COLUMNS - free[b] >= BlockSizes.wanted(sizes[cell], b) * width;
                if (kind[b] == of && !fast && !full && free[b] >= width) {
                    return b;
                }
            }
        }
        return -1;
    }

    private void add(int cell) {
        int block = block(cell, freeColumns, blockKind, blockHz);
        if (block < 0 || filled + share(cell) > level + share(cell) / 2) {
            close();
            block = block(cell, freeColumns, blockKind, blockHz);
        }
        blocks.get(block).add(cell);
        blockKind[block] = 1 + kinds.of(cell);
        freeColumns[block] -= sizes[cell] / 2;
        blockHz[block] += rateHz[cell];
        filled += share(cell);
        waiting -= share(cell);
    }

    private void close() {
        if (filled == 0) {
            return;
        }
        chips.add(plan(blocks, blockKind, kinds, rateHz, WHOLE, wantedBuses, mostHz)
                .orElseThrow(() -> new IllegalStateException("a chip without defects has a bus for each block")));
        blocks = empty();
        freeColumns = columns();
        blockKind = new int[BlockSizes.BLOCKS];
        blockHz = new double[BlockSizes.BLOCKS];
        filled = 0;
        setLevel();
    }

    /// Orders blocks by kind, the same kinds side by side, and divides them among buses.
    private static Optional<ChipPlan> plan(
            List<List<Integer>> blocks,
            int[] blockKind,
            NeuronKinds kinds,
            double[] rateHz,
            MergerTree tree,
            int wantedBuses,
            double mostHz) {
        List<List<Integer>> ordered = IntStream.range(0, blocks.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer b) -> blockKind[b] == 0 ? Integer.MAX_VALUE : blockKind[b]))
                .map(blocks::get)
                .toList();
        return cut(ordered, kinds, rateHz, tree, wantedBuses, mostHz).map(cuts -> new ChipPlan(ordered, cuts));
    }

    /// Divides the blocks of a chip among buses.
    public static Optional<List<MergerCuts.Group>> cut(
            List<List<Integer>> blocks,
            NeuronKinds kinds,
            double[] rateHz,
            MergerTree tree,
            int wantedBuses,
            double mostHz) {
        double[] hz = blocks.stream()
                .mapToDouble(cells -> cells.stream().mapToDouble(c -> rateHz[c]).sum())
                .toArray();
        return MergerCuts.choose(
                ChipPlan.counts(blocks),
                ChipPlan.kinds(blocks, kinds),
                hz,
                tree,
                new MergerCuts.Limits(wantedBuses, BusAssignment.CAPACITY, mostHz));
    }

    private static List<List<Integer>> empty() {
        List<List<Integer>> blocks = new ArrayList<>();
        for (int b = 0; b < BlockSizes.BLOCKS; b++) {
            blocks.add(new ArrayList<>());
        }
        return blocks;
    }

    private static int[] columns() {
        int[] columns = new int[BlockSizes.BLOCKS];
        Arrays.fill(columns, BlockSizes.COLUMNS);
        return columns;
    }
}
