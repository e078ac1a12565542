package bss.mapper.problem;

import bss.mapper.network.Population;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// Where cells have to stay because an older mapping has them there, by cell numbered through. Immutable.
///
/// A frozen neuron keeps its chip, columns and size, a frozen external source its chip and DNC merger. Cells
/// that the older mapping could not place are free.
public final class FrozenPlaces {

    public static final int NOWHERE = CellSites.NOWHERE;

    private static final int LARGEST = 64;
    private static final FrozenPlaces NONE = new FrozenPlaces(0);

    private final int[] hicann;
    private final int[] column;
    private final int[] size;
    private final int[] dncMerger;
    private boolean empty = true;

    private FrozenPlaces(int cells) {
        hicann = new int[cells];
        column = new int[cells];
        size = new int[cells];
        dncMerger = new int[cells];
        for (int[] values : new int[][] {hicann, column, size, dncMerger}) {
            Arrays.fill(values, NOWHERE);
        }
    }

    /// No cell is frozen, whatever the problem.
    public static FrozenPlaces none() {
        return NONE;
    }

    /// The places of populations in an older mapping.
    ///
    /// @param populations labels; empty: all that both networks have with the same label, kind and size
    /// @throws MappingException if a population that is named cannot be frozen, or the network asks for other
    ///     places
    public static FrozenPlaces of(MappingProblem problem, Mapping old, Set<String> populations)
            throws MappingException {
        Map<String, CellSites> sites = new HashMap<>();
        old.cells().forEach(s -> sites.put(s.label(), s));
        Map<String, Integer> numbers = new HashMap<>();
        for (int p = 0; p < problem.populations(); p++) {
            numbers.put(problem.population(p).label(), p);
        }
        for (String label : new TreeSet<>(populations)) {
            requireBoth(label, numbers.containsKey(label), sites.containsKey(label));
        }
        FrozenPlaces places = new FrozenPlaces(problem.cells());
        for (int p = 0; p < problem.populations(); p++) {
            Population population = problem.population(p);
            CellSites before = sites.get(population.label());
            boolean named = populations.contains(population.label());
            if (before == null || (!populations.isEmpty() && !named)) {
                continue;
            }
            boolean same = before.count() == population.size()
                    && before.external() == population.cell().isSource();
            if (named) {
                requireSame(population, before);
                requirePlaced(problem, p, before);
            }
            if (same) {
                places.freeze(problem, p, before);
            }
        }
        return places;
    }

    private static void requireBoth(String label, boolean here, boolean before) throws MappingException {
        if (!here || !before) {
            throw new MappingException("population '%s' cannot be frozen: it is not in %s"
                    .formatted(
                            label,
                            here ? "the older mapping" : before ? "the network" : "the network nor the older mapping"));
        }
    }

    private static void requireSame(Population population, CellSites before) throws MappingException {
        if (before.external() != population.cell().isSource()) {
            throw new MappingException("population '%s' cannot be frozen: it has %s, the older mapping has %s"
                    .formatted(population.label(), kind(!before.external()), kind(before.external())));
        }
        if (before.count() != population.size()) {
            throw new MappingException("population '%s' cannot be frozen: it has %d cells, the older mapping has %d"
                    .formatted(population.label(), population.size(), before.count()));
        }
    }

    private static String kind(boolean external) {
        return external ? "external sources" : "neurons";
    }

    private static void requirePlaced(MappingProblem problem, int population, CellSites before)
            throws MappingException {
        int missing = 0;
        for (int i = 0; i < before.count(); i++) {
            int cell = problem.firstCell(population) + i;
            // a source without synapses needs no place
            boolean needed = !before.external() || problem.outDegree(cell) > 0;
            missing += needed && !before.placed(i) ? 1 : 0;
        }
        if (missing > 0) {
            throw new MappingException(
                    "population '%s' cannot be frozen: %d of its %d cells have no place in the older mapping"
                            .formatted(before.label(), missing, before.count()));
        }
    }

    private void freeze(MappingProblem problem, int population, CellSites before) throws MappingException {
        for (int i = 0; i < before.count(); i++) {
            if (!before.placed(i)) {
                continue;
            }
            int cell = problem.firstCell(population) + i;
            requireReal(problem.name(cell), before, i);
            empty = false;
            hicann[cell] = before.hicann(i);
            if (before.external()) {
                dncMerger[cell] = before.dncMerger(i);
            } else {
                column[cell] = before.denmem(i);
                size[cell] = before.size(i);
            }
        }
        FrozenCheck.requests(problem, population, this);
    }

    /// A mapping may come from a file that somebody has changed.
    private static void requireReal(String name, CellSites before, int i) throws MappingException {
        int size = before.size(i);
        int first = before.denmem(i);
        boolean real = before.hicann(i) >= 0
                && before.hicann(i) < HicannOnWafer.COUNT
                && (before.external()
                        ? before.dncMerger(i) >= 0 && before.dncMerger(i) < MergerTopology.DNC_MERGERS
                        : size >= 2
                                && size <= LARGEST
                                && size % 2 == 0
                                && first >= 0
                                && first + size / 2 <= NeuronTopology.COLUMNS
                                && NeuronTopology.block(first) == NeuronTopology.block(first + size / 2 - 1));
        if (!real) {
            throw new MappingException("the older mapping has %s at no place of the hardware".formatted(name));
        }
    }

    /// Refuses frozen cells that cannot stay.
    ///
    /// @param neuronSize what all neurons must have; empty: any
    /// @throws MappingException names the first component that is in the way, and how many cells are concerned
    public void requireUsable(MappingProblem problem, WaferResources wafer, OptionalInt neuronSize)
            throws MappingException {
        FrozenCheck.wafer(problem, this, wafer, neuronSize);
    }

    public boolean isEmpty() {
        return empty;
    }

    public boolean frozen(int cell) {
        return hicann(cell) != NOWHERE;
    }

    /// Chip of a frozen cell, else NOWHERE.
    public int hicann(int cell) {
        return at(hicann, cell);
    }

    /// Leftmost column of a frozen neuron, else NOWHERE.
    public int column(int cell) {
        return at(column, cell);
    }

    /// Denmems of a frozen neuron, else NOWHERE.
    public int size(int cell) {
        return at(size, cell);
    }

    /// DNC merger of a frozen external source, else NOWHERE.
    public int dncMerger(int cell) {
        return at(dncMerger, cell);
    }

    private static int at(int[] values, int cell) {
        return cell < values.length ? values[cell] : NOWHERE;
    }
}
