package bss.mapper.optimise;

import bss.mapper.merge.MergerTree;
import bss.mapper.partition.BlockSizes;
import bss.mapper.partition.ChipFill;
import bss.mapper.partition.ChipPlan;
import bss.mapper.partition.NeuronKinds;
import bss.mapper.partition.Sizing;
import bss.mapper.place.NeuronPlacer;
import bss.mapper.place.NeuronSizes;
import bss.mapper.place.Settler;
import bss.mapper.problem.FrozenPlaces;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What is asked for by hand: places of frozen neurons and of populations with chips or blocks of their own, and
/// the DNC mergers of frozen sources. The search takes these as they are.
///
/// @param placement places that are kept; everything else is NOWHERE
/// @param sizes by cell: denmems that are settled, 0 where the size is free
/// @param sites chips with such neurons, ascending
/// @param chips their neurons
/// @param inputs buses of frozen sources
record Asked(
        Placement placement, List<Integer> sizes, List<Integer> sites, List<ChipPlan> chips, List<Settler.Bus> inputs) {

    /// Sizes that a population without a size of its own may have on its chips, the largest that fits is taken.
    private static final int[] SIZES = {16, 12, 10, 8, 6, 4};

    static Asked of(
            MappingProblem problem,
            WaferResources wafer,
            OptionalInt neuronSize,
            FrozenPlaces frozen,
            NeuronKinds kinds,
            double busHz)
            throws MappingException {
        frozen.requireUsable(problem, wafer, neuronSize);
        Placement placement = place(problem, wafer, neuronSize, frozen);
        List<Settler.Bus> inputs = inputs(problem, frozen);
        List<Integer> sizes = IntStream.range(0, problem.cells())
                .map(cell -> placement.placed(cell) ? placement.size(cell) : 0)
                .boxed()
                .toList();
        SortedMap<Integer, List<List<Integer>>> blocks = new TreeMap<>();
        for (int cell = 0; cell < problem.cells(); cell++) {
            if (placement.placed(cell)) {
                blocks.computeIfAbsent(placement.hicann(cell), _ -> emptyChip())
                        .get(placement.column(cell) / BlockSizes.COLUMNS)
                        .add(cell);
            }
        }
        double[] rates =
                IntStream.range(0, problem.cells()).mapToDouble(problem::rateHz).toArray();
        List<ChipPlan> chips = new ArrayList<>();
        blocks.forEach((hicann, here) -> {
            MergerTree tree = MergerTree.of(hicann, wafer.defects());
            inputs.stream().filter(bus -> bus.hicann() == hicann).forEach(bus -> tree.input(bus.dncMerger()));
            chips.add(new ChipPlan(
                    here, ChipFill.cut(here, kinds, rates, tree, 1, busHz).orElse(List.of())));
        });
        return new Asked(placement, sizes, List.copyOf(blocks.keySet()), chips, inputs);
    }

    private static List<List<Integer>> emptyChip() {
        List<List<Integer>> blocks = new ArrayList<>();
        for (int b = 0; b < BlockSizes.BLOCKS; b++) {
            blocks.add(new ArrayList<>());
        }
        return blocks;
    }

    private static Placement place(
            MappingProblem problem, WaferResources wafer, OptionalInt neuronSize, FrozenPlaces frozen)
            throws MappingException {
        int[] least = NeuronSizes.of(problem, neuronSize);
        boolean free = neuronSize.isEmpty()
                && IntStream.range(0, problem.populations())
                        .anyMatch(p -> NeuronPlacer.asks(problem, p)
                                && problem.population(p)
                                        .placement()
                                        .neuronSize()
                                        .isEmpty());
        for (int size : free ? SIZES : new int[0]) {
            Optional<Placement> fits = tryPlace(problem, wafer, sizes(problem, least, size, frozen), frozen);
            if (fits.isPresent()) {
                return fits.get();
            }
        }
        return NeuronPlacer.placeAsked(problem, wafer, sizes(problem, least, 0, frozen), frozen);
    }

    private static Optional<Placement> tryPlace(
            MappingProblem problem, WaferResources wafer, int[] sizes, FrozenPlaces frozen) {
        try {
            return Optional.of(NeuronPlacer.placeAsked(problem, wafer, sizes, frozen));
        } catch (MappingException e) {
            return Optional.empty(); // smaller neurons may fit; the last try says what is missing
        }
    }

    private static int[] sizes(MappingProblem problem, int[] least, int wish, FrozenPlaces frozen) {
        return IntStream.range(0, problem.cells())
                .map(cell -> {
                    if (frozen.column(cell) != FrozenPlaces.NOWHERE) {
                        return frozen.size(cell);
                    }
                    int p = problem.populationOf(cell);
                    boolean free = wish > 0
                            && NeuronPlacer.asks(problem, p)
                            && problem.population(p).placement().neuronSize().isEmpty();
                    int needed = BlockSizes.atLeast(problem.inDegree(cell) / (double) Sizing.CIRCUITS);
                    return free ? Math.max(wish, needed) : least[cell];
                })
                .toArray();
    }

    private static List<Settler.Bus> inputs(MappingProblem problem, FrozenPlaces frozen) {
        SortedMap<Integer, List<Integer>> cells = new TreeMap<>();
        for (int cell = 0; cell < problem.cells(); cell++) {
            if (frozen.dncMerger(cell) != FrozenPlaces.NOWHERE) {
                cells.computeIfAbsent(8 * frozen.hicann(cell) + frozen.dncMerger(cell), _ -> new ArrayList<>())
                        .add(cell);
            }
        }
        List<Settler.Bus> buses = new ArrayList<>();
        cells.forEach((at, of) -> buses.add(new Settler.Bus(at / 8, at % 8, 0, of)));
        return buses;
    }

    /// External sources of each bus that is kept.
    List<List<Integer>> heldInputs() {
        return inputs.stream().map(Settler.Bus::cells).toList();
    }
}
