package bss.mapper.partition;

import bss.mapper.problem.MappingProblem;
import bss.spec.topology.L1Topology;
import java.util.OptionalInt;

/// How many denmems each neuron gets.
///
/// A neuron realises at most 224 synapses for each denmem (bound 1), but much fewer where its inputs come in
/// many small lots: a half row gives it as many circuits as it has columns of one parity, whatever is needed. So
/// larger neurons lose less until there are more chips than a chip has drivers for. Sizes grow with the mean
/// number of inputs of a population as `reference * (inputs / mean of all) ^ exponent`; which reference and
/// exponent are best is tried out.
///
/// @param reference denmems of a neuron with the mean number of inputs
/// @param exponent 0: all alike, 1: in proportion to the inputs
public record Sizing(double reference, double exponent) {

    /// Circuits of a denmem.
    public static final int CIRCUITS = L1Topology.DRIVERS;

    /// Denmems by cell, 0 for external sources.
    ///
    /// @param forAll what the user asks for every neuron
    /// @param fixed by cell what must be kept, 0: free
    public int[] sizes(MappingProblem problem, OptionalInt forAll, int[] fixed) {
        double mean = 0;
        int neurons = 0;
        double[] meanOf = new double[problem.populations()];
        for (int p = 0; p < problem.populations(); p++) {
            for (int cell = problem.firstCell(p); cell < problem.firstCell(p + 1); cell++) {
                meanOf[p] += problem.inDegree(cell);
            }
            if (!problem.population(p).cell().isSource()) {
                mean += meanOf[p];
                neurons += problem.population(p).size();
            }
            meanOf[p] /= Math.max(1, problem.population(p).size());
        }
        mean = Math.max(1, mean / Math.max(1, neurons));
        int[] sizes = new int[problem.cells()];
        for (int cell = 0; cell < sizes.length; cell++) {
            if (problem.external(cell)) {
                continue;
            }
            int p = problem.populationOf(cell);
            if (fixed[cell] > 0) {
                sizes[cell] = fixed[cell];
            } else if (forAll.isPresent()) {
                sizes[cell] = forAll.getAsInt();
            } else if (problem.population(p).placement().neuronSize().isPresent()) {
                sizes[cell] = problem.population(p).placement().neuronSize().getAsInt();
            } else {
                double wish = reference * Math.pow(Math.max(1, meanOf[p]) / mean, exponent);
                sizes[cell] = Math.max(nearest(wish), BlockSizes.atLeast(problem.inDegree(cell) / (double) CIRCUITS));
            }
        }
        return sizes;
    }

    /// The efficient size that is nearest by ratio.
    private static int nearest(double wish) {
        int best = 0;
        for (int size : BlockSizes.efficient()) {
            if (best == 0 || ratio(size, wish) < ratio(best, wish)) {
                best = size;
            }
        }
        return best;
    }

    private static double ratio(double a, double b) {
        return Math.max(a / b, b / a);
    }
}
