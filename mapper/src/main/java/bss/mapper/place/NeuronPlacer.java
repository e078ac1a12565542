package bss.mapper.place;

import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Population;
import bss.mapper.problem.FrozenPlaces;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Placement;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.MergerTopology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Fills neuron blocks in the order of chips and blocks with the populations in their order, manual requests
/// first.
///
/// A slice of a population goes into the first block with room; where defects leave no run of columns long
/// enough, it is halved until it fits, and a block that cannot take one more neuron is closed for all that come
/// later. Of each block some denmems stay empty, so that the neurons of a chip fit onto few L1 buses; manual
/// requests that do not fit otherwise get these too.
///
/// The rules are those of marocco: marocco/placement/NeuronPlacement.cpp, algorithms/PlacePopulationsBase.cpp,
/// algorithms/byNeuronBlockEnumAndPopulationIDasc.cpp. There the size of neurons is one number, which also
/// decides what is withheld; here it is the commonest size.
public final class NeuronPlacer {

    private static final int BLOCKS = MergerTopology.NEURON_BLOCKS;

    /// Denmems withheld by block, for neurons of 2, 4, 6 and 8 denmems: 236, 118, 80 and 59 neurons remain, which
    /// fit onto 4, 2, 2 and 1 buses.
    private static final int[][] WITHHELD = {
        {4, 6, 4, 6, 4, 6, 4, 6},
        {4, 8, 4, 4, 4, 8, 4, 4},
        {0, 0, 0, 0, 0, 0, 0, 0},
        {0, 8, 8, 8, 0, 8, 0, 8},
    };

    private final MappingProblem problem;
    private final WaferResources wafer;
    private final int[] sizes;
    private final FrozenPlaces frozen;
    private final int[] hicann;
    private final int[] column;
    private final BlockSpace[] blocks = new BlockSpace[HicannOnWafer.COUNT * BLOCKS];

    /// Neurons `first` to `first + count - 1`, all of one size.
    private record Slice(int first, int count) {}

    private NeuronPlacer(MappingProblem problem, WaferResources wafer, int[] sizes, FrozenPlaces frozen) {
        this.problem = problem;
        this.wafer = wafer;
        this.sizes = sizes;
        this.frozen = frozen;
        hicann = filled(problem.cells());
        column = filled(problem.cells());
        int commonest = commonest(sizes);
        for (int b = 0; b < blocks.length; b++) {
            int withheld = commonest >= 2 && commonest <= 8 ? WITHHELD[commonest / 2 - 1][b % BLOCKS] : 0;
            blocks[b] = new BlockSpace(b / BLOCKS, b % BLOCKS, wafer.defects(), withheld);
        }
    }

    /// Places all neurons, none of them frozen.
    public static Placement place(MappingProblem problem, WaferResources wafer, OptionalInt neuronSize)
            throws MappingException {
        return place(problem, wafer, neuronSize, FrozenPlaces.none());
    }

    /// Places all neurons; one that finds no place is NOWHERE. Frozen ones come first.
    ///
    /// @param neuronSize denmems of every neuron; else as [NeuronSizes] says
    /// @throws MappingException if a population does not fit where it is asked to go, or frozen cells cannot stay
    public static Placement place(
            MappingProblem problem, WaferResources wafer, OptionalInt neuronSize, FrozenPlaces frozen)
            throws MappingException {
        frozen.requireUsable(problem, wafer, neuronSize);
        int[] sizes = NeuronSizes.of(problem, neuronSize);
        for (int cell = 0; cell < sizes.length; cell++) {
            sizes[cell] = frozen.column(cell) == FrozenPlaces.NOWHERE ? sizes[cell] : frozen.size(cell);
        }
        NeuronPlacer placer = new NeuronPlacer(problem, wafer, sizes, frozen);
        List<Integer> automatic = placer.placeAsked();
        placer.fill(placer.slices(automatic), placer.open(PlacementRequest.NONE.allowedHicanns(), everyBlock()));
        return new Placement(placer.hicann, placer.column, placer.sizes);
    }

    /// Places frozen neurons and populations with a manual request alone; all others are NOWHERE.
    ///
    /// @param sizes denmems by cell
    /// @throws MappingException if a population does not fit where it is asked to go
    public static Placement placeAsked(MappingProblem problem, WaferResources wafer, int[] sizes, FrozenPlaces frozen)
            throws MappingException {
        NeuronPlacer placer = new NeuronPlacer(problem, wafer, sizes, frozen);
        placer.placeAsked();
        return new Placement(placer.hicann, placer.column, placer.sizes);
    }

    /// Whether a population asks for chips or blocks.
    public static boolean asks(MappingProblem problem, int population) {
        PlacementRequest request = problem.population(population).placement();
        return !problem.population(population).cell().isSource()
                && (request.restricted() || !request.neuronBlocks().isEmpty());
    }

    /// Places what is frozen or asked for by hand; returns the other populations.
    private List<Integer> placeAsked() throws MappingException {
        placeFrozen();
        List<Integer> automatic = new ArrayList<>();
        for (int p = 0; p < problem.populations(); p++) {
            if (problem.population(p).cell().isSource()) {
                continue;
            }
            if (asks(problem, p)) {
                placeByHand(p, problem.population(p).placement());
            } else {
                automatic.add(p);
            }
        }
        return automatic;
    }

    /// A block whose level-0 merger carries frozen sources takes no other neurons: they could not send.
    private void placeFrozen() throws MappingException {
        for (int cell = 0; cell < problem.cells(); cell++) {
            if (frozen.dncMerger(cell) != FrozenPlaces.NOWHERE) {
                blocks[frozen.hicann(cell) * BLOCKS + frozen.dncMerger(cell)].close();
            }
            if (frozen.column(cell) == FrozenPlaces.NOWHERE) {
                continue;
            }
            int first = frozen.column(cell);
            BlockSpace block = blocks[frozen.hicann(cell) * BLOCKS + first / BlockSpace.COLUMNS];
            if (!block.take(first, frozen.size(cell) / 2)) {
                throw new MappingException(
                        "frozen neuron %s and another one share columns of HICANN %d in the older mapping"
                                .formatted(problem.name(cell), frozen.hicann(cell)));
            }
            hicann[cell] = frozen.hicann(cell);
            column[cell] = first;
        }
    }

    /// Manual requests may use what is withheld from others: their neurons are asked to be here, whatever it
    /// costs.
    private void placeByHand(int population, PlacementRequest request) throws MappingException {
        int[] onHicann = request.neuronBlocks().isEmpty()
                ? everyBlock()
                : request.neuronBlocks().stream().mapToInt(b -> b).toArray();
        Deque<BlockSpace> chosen = open(request.allowedHicanns(), onHicann);
        String there = Shortage.denmems(chosen);
        Deque<Slice> left = fill(slices(List.of(population)), new ArrayDeque<>(chosen));
        if (!left.isEmpty()) {
            chosen.forEach(BlockSpace::release);
            left = fill(left, new ArrayDeque<>(chosen));
        }
        if (!left.isEmpty()) {
            throw new MappingException(doesNotFit(population, request, chosen, there, left));
        }
    }

    private String doesNotFit(
            int population, PlacementRequest request, Deque<BlockSpace> chosen, String there, Deque<Slice> left) {
        Population asked = problem.population(population);
        int[] asks = slices(List.of(population)).stream()
                .flatMapToInt(s -> IntStream.range(s.first(), s.first() + s.count()))
                .map(cell -> sizes[cell])
                .toArray();
        int homeless = left.stream().mapToInt(Slice::count).sum();
        int smallest = left.stream().mapToInt(s -> sizes[s.first()]).min().orElseThrow();
        int free = chosen.stream().mapToInt(BlockSpace::available).sum();
        return "population '%s' does not fit on %s%s: %d neurons of %s denmems need %d denmems, %s, %d neurons find no place%s%s"
                .formatted(
                        asked.label(),
                        request.where(),
                        request.neuronBlocks().isEmpty() ? "" : ", neuron blocks " + request.neuronBlocks(),
                        asks.length,
                        Shortage.sizes(asks),
                        IntStream.of(asks).sum(),
                        there,
                        homeless,
                        free < smallest
                                ? ""
                                : "; %d denmems are left, but nowhere %d columns of a block side by side"
                                        .formatted(free, smallest / 2),
                        Shortage.unusable(request, wafer));
    }

    /// Puts slices into blocks, both first come, first served.
    ///
    /// @return what found no place
    private Deque<Slice> fill(Deque<Slice> waiting, Deque<BlockSpace> open) {
        while (!waiting.isEmpty() && !open.isEmpty()) {
            BlockSpace block = open.element();
            int size = sizes[waiting.element().first()];
            int room = block.available() / size;
            if (room == 0) {
                open.remove();
                continue;
            }
            Slice slice = waiting.remove();
            if (slice.count() > room) {
                waiting.push(new Slice(slice.first() + room, slice.count() - room));
            }
            Slice chunk = new Slice(slice.first(), Math.min(room, slice.count()));
            int first = block.take(chunk.count() * size / 2);
            if (first >= 0) {
                for (int i = 0; i < chunk.count(); i++) {
                    hicann[chunk.first() + i] = block.hicann();
                    column[chunk.first() + i] = first + i * size / 2;
                }
            } else if (chunk.count() > 1) {
                // the second half goes first, as in marocco, whose queue is a stack
                int half = chunk.count() - chunk.count() / 2;
                waiting.push(new Slice(chunk.first(), half));
                waiting.push(new Slice(chunk.first() + half, chunk.count() - half));
            } else {
                open.remove();
                waiting.push(chunk);
            }
        }
        return waiting;
    }

    /// The neurons of populations that are not frozen, cut where the size changes.
    private Deque<Slice> slices(List<Integer> populations) {
        Deque<Slice> slices = new ArrayDeque<>();
        for (int p : populations) {
            int end = problem.firstCell(p + 1);
            int first = problem.firstCell(p);
            for (int cell = first; cell < end; cell++) {
                if (frozen.frozen(cell)) {
                    first = cell + 1;
                } else if (cell + 1 == end || frozen.frozen(cell + 1) || sizes[cell + 1] != sizes[first]) {
                    slices.add(new Slice(first, cell + 1 - first));
                    first = cell + 1;
                }
            }
        }
        return slices;
    }

    /// The blocks of usable chips, by chip, then block.
    private Deque<BlockSpace> open(int[] hicanns, int[] onHicann) {
        TreeSet<Integer> chosen = new TreeSet<>();
        for (int h : hicanns) {
            for (int b : onHicann) {
                if (wafer.spikes(h)) {
                    chosen.add(h * BLOCKS + b);
                }
            }
        }
        return new ArrayDeque<>(chosen.stream().map(b -> blocks[b]).toList());
    }

    private static int[] everyBlock() {
        return IntStream.range(0, BLOCKS).toArray();
    }

    private static int[] filled(int length) {
        int[] values = new int[length];
        Arrays.fill(values, Placement.NOWHERE);
        return values;
    }

    /// The size that most neurons have, the smaller one of two; 0 without neurons.
    private static int commonest(int[] sizes) {
        int[] count = new int[NeuronSizes.LARGEST + 1];
        for (int size : sizes) {
            count[size]++;
        }
        int best = 0;
        for (int size = 2; size < count.length; size += 2) {
            if (count[size] > (best == 0 ? 0 : count[best])) {
                best = size;
            }
        }
        return best;
    }
}
