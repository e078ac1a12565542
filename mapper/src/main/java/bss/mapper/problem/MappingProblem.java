package bss.mapper.problem;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Receptor;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import java.util.Arrays;

/// A network in the dense numbers that the stages of the mapper work on: cells of all populations numbered through,
/// synapses drawn once. Immutable.
///
/// Synapses are numbered through as well, projection by projection; a list by source cell holds four bytes for each.
public final class MappingProblem {

    private final Network network;
    private final int[] firstCell;
    private final int[] populationOf;
    private final Connections[] connections;
    private final int[] firstSynapse;
    private final int[] outgoingBegin;
    private final int[] outgoing;
    private final int[][] inDegree;
    private final double[] rateHz;

    private MappingProblem(Network network) {
        this.network = network;
        int populations = network.populations().size();
        firstCell = new int[populations + 1];
        for (int p = 0; p < populations; p++) {
            firstCell[p + 1] =
                    Math.addExact(firstCell[p], network.populations().get(p).size());
        }
        populationOf = new int[cells()];
        rateHz = new double[cells()];
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        for (int p = 0; p < populations; p++) {
            Arrays.fill(populationOf, firstCell[p], firstCell[p + 1], p);
            for (int cell = firstCell[p]; cell < firstCell[p + 1]; cell++) {
                rateHz[cell] = resolved.meanRateHz(p, cell - firstCell[p]);
            }
        }
        int projections = network.projections().size();
        connections = new Connections[projections];
        firstSynapse = new int[projections + 1];
        inDegree = new int[Receptor.values().length][cells()];
        outgoingBegin = new int[cells() + 1];
        for (int p = 0; p < projections; p++) {
            connections[p] = Expansion.expand(network, p);
            firstSynapse[p + 1] = Math.addExact(firstSynapse[p], connections[p].size());
            count(p);
        }
        for (int cell = 0; cell < cells(); cell++) {
            outgoingBegin[cell + 1] += outgoingBegin[cell];
        }
        outgoing = sortBySource();
    }

    /// Draws all synapses of a network.
    ///
    /// @throws IllegalArgumentException if a connector cannot be met
    public static MappingProblem of(Network network) {
        return new MappingProblem(network);
    }

    private void count(int projection) {
        int source = firstCell[network.projections().get(projection).source()];
        int target = firstCell[network.projections().get(projection).target()];
        int[] degree = inDegree[network.projections().get(projection).receptor().ordinal()];
        for (int s : connections[projection].sources()) {
            outgoingBegin[source + s + 1]++;
        }
        for (int t : connections[projection].targets()) {
            degree[target + t]++;
        }
    }

    private int[] sortBySource() {
        int[] sorted = new int[synapses()];
        int[] next = Arrays.copyOf(outgoingBegin, cells());
        int id = 0;
        for (int p = 0; p < connections.length; p++) {
            int source = firstCell[network.projections().get(p).source()];
            for (int s : connections[p].sources()) {
                sorted[next[source + s]++] = id++;
            }
        }
        return sorted;
    }

    public Network network() {
        return network;
    }

    public int populations() {
        return firstCell.length - 1;
    }

    public int projections() {
        return connections.length;
    }

    public int cells() {
        return firstCell[firstCell.length - 1];
    }

    /// Synapses of all projections.
    public int synapses() {
        return firstSynapse[firstSynapse.length - 1];
    }

    public Population population(int population) {
        return network.populations().get(population);
    }

    /// The number of the first cell of a population; that of the last one plus 1 for the population after the last.
    public int firstCell(int population) {
        return firstCell[population];
    }

    public int populationOf(int cell) {
        return populationOf[cell];
    }

    /// Index of a cell in its population.
    public int offset(int cell) {
        return cell - firstCell[populationOf[cell]];
    }

    /// A cell in words, as the user knows it.
    public String name(int cell) {
        return "%s[%d]".formatted(population(populationOf[cell]).label(), offset(cell));
    }

    /// Whether a cell is a spike source that is played in.
    public boolean external(int cell) {
        return population(populationOf[cell]).cell().isSource();
    }

    /// The synapses of a projection.
    public Connections connections(int projection) {
        return connections[projection];
    }

    public Receptor receptor(int projection) {
        return network.projections().get(projection).receptor();
    }

    /// Synapses that end on a cell.
    public int inDegree(int cell) {
        int sum = 0;
        for (int[] degree : inDegree) {
            sum += degree[cell];
        }
        return sum;
    }

    /// Synapses of one receptor that end on a cell.
    public int inDegree(int cell, Receptor receptor) {
        return inDegree[receptor.ordinal()][cell];
    }

    /// Synapses that start at a cell.
    public int outDegree(int cell) {
        return outgoingBegin[cell + 1] - outgoingBegin[cell];
    }

    /// What a cell is expected to fire, in Hz of biological time.
    public double rateHz(int cell) {
        return rateHz[cell];
    }

    /// Number of the first synapse of a projection; the number of all synapses for the projection after the last.
    public int firstSynapse(int projection) {
        return firstSynapse[projection];
    }

    public int sourceCell(int projection, int synapse) {
        return firstCell[network.projections().get(projection).source()] + connections[projection].source(synapse);
    }

    public int targetCell(int projection, int synapse) {
        return firstCell[network.projections().get(projection).target()] + connections[projection].target(synapse);
    }

    /// Shows all synapses that start at a cell, by projection, then index.
    public void forEachOutgoing(int cell, SynapseVisitor visitor) {
        int projection = 0;
        for (int k = outgoingBegin[cell]; k < outgoingBegin[cell + 1]; k++) {
            int id = outgoing[k];
            while (id >= firstSynapse[projection + 1]) {
                projection++;
            }
            int synapse = id - firstSynapse[projection];
            visitor.synapse(projection, synapse, targetCell(projection, synapse));
        }
    }
}
