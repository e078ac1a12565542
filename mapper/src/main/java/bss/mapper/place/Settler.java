package bss.mapper.place;

import bss.mapper.merge.BusAssignment;
import bss.mapper.merge.MergerTree;
import bss.mapper.partition.ChipFill;
import bss.mapper.partition.ChipPlan;
import bss.mapper.partition.MergerCuts;
import bss.mapper.partition.NeuronKinds;
import bss.mapper.partition.Plan;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Brings the chips of a plan onto chips of the wafer, with what is defect there: a neuron whose place is taken
/// by a defect goes to another block of its chip, else to another chip with room for it and its address, else to
/// a new chip.
public final class Settler {

    private static final int BLOCKS = 8;

    private final MappingProblem problem;
    private final WaferResources wafer;
    private final BusAssignment assignment;
    private final Plan plan;
    private final NeuronKinds kinds;
    private final double busHz;
    private final int wantedBuses;
    private final int[] hicann;
    private final int[] column;
    private final List<Chip> chips = new ArrayList<>();
    private final BitSet taken = new BitSet();

    /// A chip of the wafer while it is filled.
    private static final class Chip {
        final int hicann;
        final List<BlockSpace> spaces = new ArrayList<>();
        final List<List<Integer>> blocks = new ArrayList<>();
        List<MergerCuts.Group> cuts = List.of();

        Chip(int hicann, WaferResources wafer) {
            this.hicann = hicann;
            for (int b = 0; b < BLOCKS; b++) {
                spaces.add(new BlockSpace(hicann, b, wafer.defects(), 0));
                blocks.add(new ArrayList<>());
            }
        }
    }

    /// Neurons with their places, and the buses of the chips that hold them.
    ///
    /// @param buses chip by chip
    public record Settled(Placement placement, List<Bus> buses) {

        public Settled {
            buses = List.copyOf(buses);
        }
    }

    /// The blocks of a chip that share a DNC merger.
    ///
    /// @param blocks bit set
    public record Bus(int hicann, int dncMerger, int blocks, List<Integer> cells) {

        public Bus {
            cells = List.copyOf(cells);
        }
    }

    private Settler(
            MappingProblem problem,
            WaferResources wafer,
            BusAssignment assignment,
            Plan plan,
            NeuronKinds kinds,
            double busHz,
            int wantedBuses) {
        this.problem = problem;
        this.wafer = wafer;
        this.assignment = assignment;
        this.plan = plan;
        this.kinds = kinds;
        this.busHz = busHz;
        this.wantedBuses = wantedBuses;
        hicann = new int[problem.cells()];
        column = new int[problem.cells()];
        Arrays.fill(hicann, Placement.NOWHERE);
        Arrays.fill(column, Placement.NOWHERE);
    }

    /// Settles a plan.
    ///
    /// @param assignment DNC mergers that are given to something already are left alone
    /// @param sites chip of the wafer by chip of the plan, -1: it has none and its neurons go where there is room
    /// @param fixed places that are kept, by cell
    /// @param spare further chips, those to be filled first in front
    public static Settled settle(
            MappingProblem problem,
            WaferResources wafer,
            BusAssignment assignment,
            Plan plan,
            int[] sites,
            Placement fixed,
            List<Integer> spare,
            NeuronKinds kinds,
            double busHz,
            int wantedBuses) {
        Settler settler = new Settler(problem, wafer, assignment, plan, kinds, busHz, wantedBuses);
        return settler.run(sites, fixed, spare);
    }

    private Settled run(int[] sites, Placement fixed, List<Integer> spare) {
        List<Integer> left = new ArrayList<>();
        for (int c = 0; c < sites.length; c++) {
            ChipPlan from = plan.chips().get(c);
            if (sites[c] < 0) {
                left.addAll(from.cells());
                continue;
            }
            Chip chip = new Chip(sites[c], wafer);
            chips.add(chip);
            taken.set(sites[c]);
            List<Integer> displaced = new ArrayList<>();
            for (int cell : from.cells()) {
                if (fixed.placed(cell)) {
                    hold(chip, cell, fixed.column(cell));
                }
            }
            for (int b = 0; b < BLOCKS; b++) {
                for (int cell : from.blocks().get(b)) {
                    if (!fixed.placed(cell) && !put(chip, b, cell)) {
                        displaced.add(cell);
                    }
                }
            }
            for (int cell : displaced) {
                if (!nearby(chip, cell)) {
                    left.add(cell);
                }
            }
            cut(chip, left);
        }
        elsewhere(left, spare);
        return result();
    }

    private void hold(Chip chip, int cell, int first) {
        int block = first / BlockSpace.COLUMNS;
        if (!chip.spaces.get(block).take(first, plan.size(cell) / 2)) {
            throw new IllegalStateException(
                    "columns of %s on HICANN %d are not free".formatted(problem.name(cell), chip.hicann));
        }
        hicann[cell] = chip.hicann;
        column[cell] = first;
        chip.blocks.get(block).add(cell);
    }

    private boolean put(Chip chip, int block, int cell) {
        int first = chip.spaces.get(block).take(plan.size(cell) / 2);
        if (first < 0) {
            return false;
        }
        hicann[cell] = chip.hicann;
        column[cell] = first;
        chip.blocks.get(block).add(cell);
        return true;
    }

    private void lift(Chip chip, int block, int cell) {
        chip.blocks.get(block).remove(Integer.valueOf(cell));
        hicann[cell] = Placement.NOWHERE;
        column[cell] = Placement.NOWHERE;
    }

    /// Another block of the same chip with sources of the same kind or none.
    private boolean nearby(Chip chip, int cell) {
        for (int b = 0; b < BLOCKS; b++) {
            boolean fits =
                    chip.blocks.get(b).isEmpty() || kinds.of(chip.blocks.get(b).getFirst()) == kinds.of(cell);
            if (fits && put(chip, b, cell)) {
                return true;
            }
        }
        return false;
    }

    /// Divides the blocks of a chip among buses; blocks for which there is none give up their neurons.
    private void cut(Chip chip, List<Integer> left) {
        while (true) {
            Optional<List<MergerCuts.Group>> cuts = cuts(chip);
            if (cuts.isPresent()) {
                chip.cuts = cuts.get();
                return;
            }
            // the smallest block goes: without it the mergers may do
            int smallest = IntStream.range(0, BLOCKS)
                    .filter(b -> !chip.blocks.get(b).isEmpty())
                    .boxed()
                    .min(Comparator.comparingInt(b -> chip.blocks.get(b).size()))
                    .orElseThrow();
            for (int cell : List.copyOf(chip.blocks.get(smallest))) {
                lift(chip, smallest, cell);
                left.add(cell);
            }
        }
    }

    private Optional<List<MergerCuts.Group>> cuts(Chip chip) {
        double[] rates = new double[problem.cells()];
        chip.blocks.forEach(block -> block.forEach(cell -> rates[cell] = problem.rateHz(cell)));
        MergerTree tree = assignment.tree(chip.hicann);
        return ChipFill.cut(chip.blocks, kinds, rates, tree, wantedBuses, busHz);
    }

    private void elsewhere(List<Integer> left, List<Integer> spare) {
        int next = 0;
        for (int cell : left) {
            boolean done = chips.stream().anyMatch(chip -> join(chip, cell));
            while (!done && next < spare.size()) {
                int site = spare.get(next);
                if (taken.get(site)) {
                    next++;
                    continue;
                }
                Chip chip = new Chip(site, wafer);
                chips.add(chip);
                taken.set(site);
                done = join(chip, cell);
            }
        }
    }

    /// Adds a neuron to a chip if the chip's buses can still be cut with it.
    private boolean join(Chip chip, int cell) {
        for (int b = 0; b < BLOCKS; b++) {
            List<Integer> block = chip.blocks.get(b);
            boolean fits = block.isEmpty() || kinds.of(block.getFirst()) == kinds.of(cell);
            if (!fits || !put(chip, b, cell)) {
                continue;
            }
            Optional<List<MergerCuts.Group>> cuts = cuts(chip);
            if (cuts.isPresent()) {
                chip.cuts = cuts.get();
                return true;
            }
            chip.spaces.get(b).give(column[cell], plan.size(cell) / 2);
            lift(chip, b, cell);
        }
        return false;
    }

    private Settled result() {
        List<Bus> buses = new ArrayList<>();
        for (Chip chip : chips) {
            for (MergerCuts.Group group : chip.cuts) {
                List<Integer> cells = new ArrayList<>();
                int blocks = 0;
                for (int b = group.first(); b <= group.last(); b++) {
                    cells.addAll(chip.blocks.get(b));
                    blocks |= chip.blocks.get(b).isEmpty() ? 0 : 1 << b;
                }
                buses.add(new Bus(chip.hicann, group.dncMerger(), blocks, cells));
            }
        }
        return new Settled(new Placement(hicann, column, plan.sizes()), buses);
    }

    /// Gives the buses their mergers.
    public static void enter(BusAssignment assignment, List<Bus> buses) {
        for (Bus bus : buses) {
            assignment.occupy(bus.hicann());
            assignment.tree(bus.hicann()).output(bus.dncMerger(), bus.blocks());
        }
    }
}
