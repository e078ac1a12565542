package bss.mapper.place;

import bss.mapper.merge.BusAssignment;
import bss.mapper.merge.MergerTree;
import bss.mapper.network.PlacementRequest;
import bss.mapper.problem.FrozenPlaces;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Placement;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Puts external sources onto DNC mergers that no neuron needs.
///
/// Populations that are asked for by hand go first, then those with the most target chips. Each starts at the
/// chip nearest to the mean of its target chips and goes on outwards; on a chip DNC mergers are filled from 7
/// down to 0 as far as addresses and rate go. The last sources of a population are placed first.
///
/// The rules are those of marocco without the halving for driver chains: marocco/placement/InputPlacement.cpp.
/// Differences: target chips are those with a synapse of the population; a source that no chip can take is not
/// sent and the others go on, where marocco gives up; a DNC merger whose HLine or sending repeater is defect, or
/// whose generator's way is used by others, is left out.
public final class InputPlacer {

    private static final double SLACK = 1e-9;
    private static final Loss NO_ADDRESS =
            new Loss(LossCause.EGRESS, "addresses on DNC mergers without neurons, on all HICANNs");

    private final MappingProblem problem;
    private final Placement placement;
    private final WaferResources wafer;
    private final BusAssignment buses;
    private final FrozenPlaces frozen;
    private final InputRates rates;

    /// An external population that waits for its place.
    private record Input(int population, BitSet targets) {}

    private InputPlacer(
            MappingProblem problem,
            Placement placement,
            WaferResources wafer,
            BusAssignment buses,
            double speedup,
            FrozenPlaces frozen) {
        this.problem = problem;
        this.placement = placement;
        this.wafer = wafer;
        this.buses = buses;
        this.frozen = frozen;
        rates = new InputRates(speedup);
    }

    /// Adds all external sources to the buses, none of them frozen.
    public static void place(
            MappingProblem problem, Placement placement, WaferResources wafer, BusAssignment buses, double speedup)
            throws MappingException {
        place(problem, placement, wafer, buses, speedup, FrozenPlaces.none());
    }

    /// Adds all external sources to the buses, frozen ones first. A population without synapses on placed
    /// neurons is not played in.
    ///
    /// @param speedup of hardware over biological time
    /// @param frozen the same as for the buses, which have their DNC mergers ready
    /// @throws MappingException if sources do not fit on the chips that they are asked to go to or frozen on
    public static void place(
            MappingProblem problem,
            Placement placement,
            WaferResources wafer,
            BusAssignment buses,
            double speedup,
            FrozenPlaces frozen)
            throws MappingException {
        InputPlacer placer = new InputPlacer(problem, placement, wafer, buses, speedup, frozen);
        placer.placeFrozen();
        List<Input> automatic = new ArrayList<>();
        for (int p = 0; p < problem.populations(); p++) {
            if (problem.population(p).cell().isSource()) {
                if (problem.population(p).placement().restricted()) {
                    placer.placeByHand(p);
                } else {
                    automatic.add(new Input(p, placer.targets(p)));
                }
            }
        }
        automatic.sort(Comparator.comparingInt(i -> -i.targets().cardinality()));
        automatic.forEach(placer::place);
    }

    private void placeFrozen() throws MappingException {
        for (int cell = 0; cell < problem.cells(); cell++) {
            int dncMerger = frozen.dncMerger(cell);
            if (dncMerger == FrozenPlaces.NOWHERE) {
                continue;
            }
            int hicann = frozen.hicann(cell);
            double available = rates.available(hicann);
            if (buses.free(hicann, dncMerger) == 0) {
                throw new MappingException(
                        "frozen source %s finds no address: DNC merger %d of HICANN %d has %d, all taken by frozen sources"
                                .formatted(problem.name(cell), dncMerger, hicann, BusAssignment.CAPACITY));
            }
            // what just fitted may not fit after summing in another order
            if (problem.rateHz(cell) > available + SLACK * rates.most()) {
                throw new MappingException("frozen source %s needs %s Hz, the link to HICANN %d has %s Hz left of %s"
                        .formatted(
                                problem.name(cell), hz(problem.rateHz(cell)), hicann, hz(available), hz(rates.most())));
            }
            buses.send(cell, hicann, dncMerger);
            rates.take(hicann, problem.rateHz(cell));
        }
    }

    /// The sources of a population that are not frozen.
    private int[] waiting(int population) {
        return IntStream.range(problem.firstCell(population), problem.firstCell(population + 1))
                .filter(cell -> !frozen.frozen(cell))
                .toArray();
    }

    private void placeByHand(int population) throws MappingException {
        PlacementRequest request = problem.population(population).placement();
        int[] hicanns =
                IntStream.of(request.allowedHicanns()).filter(wafer::spikes).toArray();
        int addresses = IntStream.of(hicanns).map(this::addresses).sum();
        double available = rates.available(hicanns);
        int[] cells = waiting(population);
        int count = cells.length;
        int left = count;
        for (int h : hicanns) {
            left = insert(h, cells, left);
        }
        if (left == 0) {
            return;
        }
        double rate = IntStream.of(cells).mapToDouble(problem::rateHz).sum();
        List<String> shortages = new ArrayList<>();
        if (addresses < count) {
            shortages.add("%d addresses on DNC mergers without neurons, %d are there".formatted(count, addresses));
        }
        if (addresses >= count || rate >= available) {
            shortages.add("%s Hz of biological rate, the links to the chips take %s Hz, one chip at most %s Hz"
                    .formatted(hz(rate), hz(available), hz(rates.most())));
        }
        throw new MappingException("population '%s' does not fit on %s: %d sources need %s; %d sources find no place%s"
                .formatted(
                        problem.population(population).label(),
                        request.where(),
                        count,
                        String.join(" and ", shortages),
                        left,
                        Shortage.unusable(request, wafer)));
    }

    private static String hz(double rate) {
        return String.format(Locale.ROOT, "%.1f", rate);
    }

    /// Sources that a chip can take, the rate aside.
    private int addresses(int hicann) {
        return IntStream.range(0, MergerTopology.DNC_MERGERS)
                .map(d -> room(hicann, d))
                .sum();
    }

    private void place(Input input) {
        int[] cells = waiting(input.population());
        int left = cells.length;
        if (input.targets().isEmpty()) {
            for (int cell : cells) {
                if (problem.outDegree(cell) > 0) {
                    buses.unsent(cell, new Loss(LossCause.NEURON_UNPLACED, "denmems for the source's targets"));
                }
            }
            return;
        }
        List<Integer> near = nearest(input.targets());
        while (left > 0) {
            int before = left;
            for (int i = 0; i < near.size() && left > 0; i++) {
                left = insert(near.get(i), cells, left);
            }
            boolean full = near.stream().noneMatch(this::hasAddress);
            if (full || left == before) {
                // without addresses all that are left, else the one that stands in the way: others may have less rate
                for (int drop = full ? left : 1; drop > 0; drop--) {
                    int cell = cells[--left];
                    buses.unsent(cell, full ? NO_ADDRESS : tooFast(cell));
                }
            }
        }
    }

    private boolean hasAddress(int hicann) {
        return addresses(hicann) > 0;
    }

    private Loss tooFast(int cell) {
        double rateHz = problem.rateHz(cell);
        return new Loss(
                LossCause.INPUT_RATE,
                rates.everFits(rateHz)
                        ? "rate of the links to all HICANNs and FPGAs"
                        : "rate of the link to a HICANN: a source of %s Hz in biological time".formatted(rateHz));
    }

    /// Puts the last of the first `count` of some sources onto a chip.
    ///
    /// @return how many are left
    private int insert(int hicann, int[] cells, int count) {
        int left = count;
        for (int d = MergerTopology.DNC_MERGERS - 1; d >= 0 && left > 0; d--) {
            int most = Math.min(left, room(hicann, d));
            if (most == 0) {
                continue;
            }
            double available = rates.available(hicann);
            double rate = 0;
            int taken = 0;
            while (taken < most && rate + problem.rateHz(cells[left - taken - 1]) < available) {
                rate += problem.rateHz(cells[left - ++taken]);
            }
            if (taken == 0) {
                return left;
            }
            if (buses.tree(hicann).use(d) == MergerTree.Use.UNUSED) {
                buses.tree(hicann).input(d);
            }
            for (int i = left - taken; i < left; i++) {
                buses.send(cells[i], hicann, d);
            }
            rates.take(hicann, rate);
            left -= taken;
        }
        return left;
    }

    /// Sources that a DNC merger can take, the rate aside.
    private int room(int hicann, int dncMerger) {
        return switch (buses.tree(hicann).use(dncMerger)) {
            case OUTPUT -> 0;
            case INPUT -> buses.free(hicann, dncMerger);
            case UNUSED -> buses.tree(hicann).canTakeInput(dncMerger) ? BusAssignment.CAPACITY : 0;
        };
    }

    /// The chips with a synapse of this population.
    private BitSet targets(int population) {
        BitSet targets = new BitSet();
        for (int cell = problem.firstCell(population); cell < problem.firstCell(population + 1); cell++) {
            problem.forEachOutgoing(cell, (_, _, target) -> {
                if (placement.placed(target)) {
                    targets.set(placement.hicann(target));
                }
            });
        }
        return targets;
    }

    /// The usable chips by distance from the mean of some, ties by number.
    private List<Integer> nearest(BitSet targets) {
        double x = targets.stream().map(WaferTopology::x).average().orElse(0);
        double y = targets.stream().map(WaferTopology::y).average().orElse(0);
        return IntStream.range(0, HicannOnWafer.COUNT)
                .filter(wafer::spikes)
                .boxed()
                .sorted(Comparator.comparingDouble(h -> Math.hypot(WaferTopology.x(h) - x, WaferTopology.y(h) - y)))
                .toList();
    }
}
