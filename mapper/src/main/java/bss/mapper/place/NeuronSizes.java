package bss.mapper.place;

import bss.mapper.problem.MappingProblem;
import bss.spec.topology.L1Topology;
import java.util.OptionalInt;

/// How many denmems each neuron gets.
///
/// In order of preference: what the user says for all, what the population asks for, the smallest even size from 4 to
/// 64 of which 80 % of the synapses are enough for the neuron's inputs. The rest is room for inputs that do not fit
/// the rows as they come. (marocco leaves the size to the user; its default is 4.)
public final class NeuronSizes {

    public static final int LARGEST = 64;

    /// Synapses of a denmem: one column of its half of the array.
    static final int SYNAPSES_PER_DENMEM = L1Topology.DRIVERS;

    private static final int SMALLEST_CHOSEN = 4;
    private static final double FILL = 0.8;

    private NeuronSizes() {}

    /// Denmems by cell, 0 for external sources.
    ///
    /// @param forAll size of every neuron, whatever else is asked for
    public static int[] of(MappingProblem problem, OptionalInt forAll) {
        forAll.ifPresent(NeuronSizes::check);
        int[] sizes = new int[problem.cells()];
        for (int cell = 0; cell < sizes.length; cell++) {
            if (problem.external(cell)) {
                continue;
            }
            OptionalInt asked =
                    problem.population(problem.populationOf(cell)).placement().neuronSize();
            asked.ifPresent(NeuronSizes::check);
            sizes[cell] = forAll.orElse(asked.orElse(forInputs(problem.inDegree(cell))));
        }
        return sizes;
    }

    /// The size chosen for a neuron with so many inputs.
    static int forInputs(int inputs) {
        int size = SMALLEST_CHOSEN;
        while (size < LARGEST && size * SYNAPSES_PER_DENMEM * FILL < inputs) {
            size += 2;
        }
        return size;
    }

    private static void check(int size) {
        if (size < 2 || size > LARGEST || size % 2 != 0) {
            throw new IllegalArgumentException(
                    "neuron size is %d, must be even, from 2 to %d".formatted(size, LARGEST));
        }
    }
}
