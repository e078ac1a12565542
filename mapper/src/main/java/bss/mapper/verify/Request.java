package bss.mapper.verify;

import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Receptor;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Variable;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import java.util.ArrayList;
import java.util.List;

/// What a network asks for, drawn: populations and the synapses of every projection, both in the network's order.
///
/// Cells of all populations are numbered through, in that order.
public final class Request {

    private final List<Cells> populations;
    private final List<Synapses> projections;
    private final int[] firstCell;

    public Request(List<Cells> populations, List<Synapses> projections) {
        this.populations = List.copyOf(populations);
        this.projections = List.copyOf(projections);
        firstCell = new int[populations.size() + 1];
        for (int p = 0; p < populations.size(); p++) {
            firstCell[p + 1] = firstCell[p] + populations.get(p).size();
        }
    }

    /// Draws a network.
    public static Request of(Network network) {
        List<Connections> drawn = new ArrayList<>();
        for (int p = 0; p < network.projections().size(); p++) {
            drawn.add(Expansion.expand(network, p));
        }
        return of(network, drawn);
    }

    /// A network whose synapses are drawn already, one entry per projection.
    public static Request of(Network network, List<Connections> drawn) {
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        List<Cells> populations = new ArrayList<>();
        for (int p = 0; p < network.populations().size(); p++) {
            var population = network.populations().get(p);
            boolean external = population.cell().isSource();
            populations.add(new Cells(
                    population.label(),
                    population.size(),
                    external,
                    population.record().contains(Variable.SPIKES),
                    external ? new double[0] : resolved.parameter(p, "cm")));
        }
        List<Synapses> projections = new ArrayList<>();
        for (int p = 0; p < network.projections().size(); p++) {
            var projection = network.projections().get(p);
            projections.add(new Synapses(
                    projection.label(),
                    projection.source(),
                    projection.target(),
                    projection.receptor() == Receptor.INHIBITORY,
                    projection.synapse().plasticity(),
                    drawn.get(p).sources(),
                    drawn.get(p).targets()));
        }
        return new Request(populations, projections);
    }

    public List<Cells> populations() {
        return populations;
    }

    public List<Synapses> projections() {
        return projections;
    }

    /// Cells of all populations.
    public int cells() {
        return firstCell[populations.size()];
    }

    /// The number of a population's cell among all.
    public int cell(int population, int index) {
        return firstCell[population] + index;
    }

    /// The population of a cell.
    public int population(int cell) {
        int population = 0;
        while (firstCell[population + 1] <= cell) {
            population++;
        }
        return population;
    }

    /// A cell in words: `label[index]`.
    public String name(int cell) {
        int population = population(cell);
        return "%s[%d]".formatted(populations.get(population).label(), cell - firstCell[population]);
    }

    /// A population.
    public static final class Cells {

        private final String label;
        private final int size;
        private final boolean external;
        private final boolean spikesRecorded;
        private final double[] cmNanofarad;

        /// @param external sources that are played in
        /// @param spikesRecorded whether the host is to hear them
        /// @param cmNanofarad capacitance by cell, empty for external sources
        public Cells(String label, int size, boolean external, boolean spikesRecorded, double[] cmNanofarad) {
            if (!external && cmNanofarad.length != size) {
                throw new IllegalArgumentException(
                        "population '%s' has %d capacitances, must be %d".formatted(label, cmNanofarad.length, size));
            }
            this.label = label;
            this.size = size;
            this.external = external;
            this.spikesRecorded = spikesRecorded;
            this.cmNanofarad = cmNanofarad.clone();
        }

        public String label() {
            return label;
        }

        public int size() {
            return size;
        }

        public boolean external() {
            return external;
        }

        public boolean spikesRecorded() {
            return spikesRecorded;
        }

        /// Membrane capacitance of a neuron in nF, as the network has it.
        public double cmNanofarad(int cell) {
            return cmNanofarad[cell];
        }
    }

    /// The synapses of a projection. The columns are not copied: a network can have millions.
    public static final class Synapses {

        private final String label;
        private final int sourcePopulation;
        private final int targetPopulation;
        private final boolean inhibitory;
        private final Plasticity plasticity;
        private final int[] sources;
        private final int[] targets;

        /// Synapses without plasticity.
        ///
        /// @param inhibitory right synaptic input, else the left one
        /// @param sources index in the source population, by synapse
        /// @param targets index in the target population, by synapse
        public Synapses(
                String label,
                int sourcePopulation,
                int targetPopulation,
                boolean inhibitory,
                int[] sources,
                int[] targets) {
            this(label, sourcePopulation, targetPopulation, inhibitory, new Plasticity.Static(), sources, targets);
        }

        /// Synapses of any kind.
        ///
        /// @param inhibitory right synaptic input, else the left one
        /// @param plasticity what becomes of the weights
        /// @param sources index in the source population, by synapse
        /// @param targets index in the target population, by synapse
        public Synapses(
                String label,
                int sourcePopulation,
                int targetPopulation,
                boolean inhibitory,
                Plasticity plasticity,
                int[] sources,
                int[] targets) {
            if (sources.length != targets.length) {
                throw new IllegalArgumentException("projection '%s' has %d sources and %d targets, must be equal"
                        .formatted(label, sources.length, targets.length));
            }
            this.label = label;
            this.sourcePopulation = sourcePopulation;
            this.targetPopulation = targetPopulation;
            this.inhibitory = inhibitory;
            this.plasticity = plasticity;
            this.sources = sources;
            this.targets = targets;
        }

        public String label() {
            return label;
        }

        public int sourcePopulation() {
            return sourcePopulation;
        }

        public int targetPopulation() {
            return targetPopulation;
        }

        public boolean inhibitory() {
            return inhibitory;
        }

        public Plasticity plasticity() {
            return plasticity;
        }

        public int count() {
            return sources.length;
        }

        public int source(int synapse) {
            return sources[synapse];
        }

        public int target(int synapse) {
            return targets[synapse];
        }
    }
}
