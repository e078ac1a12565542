package bss.mapper.network;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// A network in biological units, as its file says it: what is to be drawn is not drawn yet.
///
/// Populations and projections are known by their place in the lists, and their labels are unique.
///
/// @param seed owns connectivity, parameters, initial values and every Poisson train
public record Network(
        String name,
        long seed,
        List<Population> populations,
        List<Projection> projections,
        List<CurrentSource> currents) {

    /// Synapses that a network may ask for, several times those of a wafer.
    public static final long MAX_SYNAPSES = 200_000_000;

    public Network {
        populations = List.copyOf(populations);
        projections = List.copyOf(projections);
        currents = List.copyOf(currents);
        Set<String> labels = new HashSet<>();
        for (Population population : populations) {
            if (!labels.add(population.label())) {
                throw new IllegalArgumentException(
                        "population label '%s' is used twice, must be unique".formatted(population.label()));
            }
        }
        labels.clear();
        for (Projection projection : projections) {
            if (!labels.add(projection.label())) {
                throw new IllegalArgumentException(
                        "projection label '%s' is used twice, must be unique".formatted(projection.label()));
            }
            requirePopulation(projection.source(), populations.size());
            requireNeurons(projection.target(), populations);
        }
        for (CurrentSource current : currents) {
            requireNeurons(current.target(), populations);
        }
    }

    /// Where the population of this label stands in the list.
    public OptionalInt indexOf(String label) {
        for (int i = 0; i < populations.size(); i++) {
            if (populations.get(i).label().equals(label)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// Neurons of all populations, spike sources not counted.
    public int neuronCount() {
        return populations.stream()
                .filter(p -> !p.cell().isSource())
                .mapToInt(Population::size)
                .sum();
    }

    private static void requirePopulation(int index, int count) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("population is %d, must be from 0 to %d".formatted(index, count - 1));
        }
    }

    private static void requireNeurons(int index, List<Population> populations) {
        requirePopulation(index, populations.size());
        if (populations.get(index).cell().isSource()) {
            throw new IllegalArgumentException("target '%s' is a %s, must be neurons"
                    .formatted(
                            populations.get(index).label(),
                            populations.get(index).cell().name()));
        }
    }
}
