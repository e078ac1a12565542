package bss.tools.run;

import bss.mapper.network.CurrentSource;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Variable;
import bss.mapper.network.Waveform;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.RealisedCells;
import bss.spec.mapping.SynapseSites;
import bss.tools.reference.NeuronKind;
import bss.tools.reference.NeuronParameter;
import bss.tools.reference.Projection;
import bss.tools.reference.Receptor;
import bss.tools.reference.Recordable;
import bss.tools.reference.ReferenceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Builds the reference simulator's input from a network, as written or as a mapping realises it.
final class ReferenceModels {

    private final Network network;
    private final Optional<Mapping> mapping;
    private final ReferenceModel.Builder builder = ReferenceModel.builder();
    /// By population: first neuron or source of the model.
    private final int[] first;

    private final List<Part> plastic = new ArrayList<>();

    private ReferenceModels(Network network, Optional<Mapping> mapping) {
        this.network = network;
        this.mapping = mapping;
        this.first = new int[network.populations().size()];
    }

    /// The model, and how it belongs to the network.
    ///
    /// @param first by population: its first neuron or source
    /// @param plastic the synapses with STDP
    record Built(ReferenceModel model, List<Integer> first, List<Part> plastic) {
        Built {
            first = List.copyOf(first);
            plastic = List.copyOf(plastic);
        }
    }

    /// The synapses of a projection of the network that are one projection of the model, in its order.
    record Part(int projection, int ofModel, List<Integer> synapses) {
        Part {
            synapses = List.copyOf(synapses);
        }
    }

    /// @param mapping empty: the network as written; else its realised synapses, weights, delays and parameters, and
    ///     only the neurons that found a place
    static Built build(Network network, Optional<Mapping> mapping, double durationMs, double samplingIntervalMs) {
        ReferenceModels models = new ReferenceModels(network, mapping);
        models.addCells(durationMs);
        models.addProjections();
        models.addCurrents();
        models.builder.samplingIntervalMs(samplingIntervalMs);
        return new Built(
                models.builder.build(), Arrays.stream(models.first).boxed().toList(), models.plastic);
    }

    private void addCells(double durationMs) {
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        for (int p = 0; p < network.populations().size(); p++) {
            Population population = network.populations().get(p);
            if (population.cell().isSource()) {
                double[][] trains = Sources.trains(network, p, durationMs);
                for (int cell = 0; cell < trains.length; cell++) {
                    int source = builder.source(trains[cell]);
                    first[p] = cell == 0 ? source : first[p];
                }
            } else {
                addNeurons(resolved, p, population);
            }
        }
    }

    private void addNeurons(ResolvedNetwork resolved, int p, Population population) {
        NeuronKind kind = NeuronKind.ofPynnName(population.cell().name());
        first[p] = builder.neurons(kind, population.size());
        for (String name : population.cell().parameters().names()) {
            double[] values = realised(p, name).orElseGet(() -> resolved.parameter(p, name));
            for (int cell = 0; cell < values.length; cell++) {
                builder.set(NeuronParameter.ofPynnName(name), first[p] + cell, values[cell]);
            }
        }
        double[] v = resolved.initialValues(p, Variable.V);
        for (int cell = 0; cell < v.length; cell++) {
            builder.set(NeuronParameter.V, first[p] + cell, v[cell]);
        }
        if (population.cell().recordable().contains(Variable.W)) {
            double[] w = resolved.initialValues(p, Variable.W);
            for (int cell = 0; cell < w.length; cell++) {
                builder.set(NeuronParameter.W, first[p] + cell, w[cell]);
            }
        }
        int[] recorded = Arrays.stream(population.recordCells().indices(population.size()))
                .map(cell -> first[p] + cell)
                .toArray();
        for (Variable variable : population.record()) {
            recordable(variable).ifPresent(r -> builder.record(r, recorded));
        }
    }

    static Optional<Recordable> recordable(Variable variable) {
        return switch (variable) {
            case SPIKES -> Optional.empty();
            case V -> Optional.of(Recordable.V);
            case W -> Optional.of(Recordable.W);
            case GSYN_EXC -> Optional.of(Recordable.GSYN_EXC);
            case GSYN_INH -> Optional.of(Recordable.GSYN_INH);
        };
    }

    /// The realised column; unplaced neurons have NaN there and keep what was asked.
    private Optional<double[]> realised(int p, String name) {
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        String label = network.populations().get(p).label();
        RealisedCells cells = mapping.get().realised().stream()
                .filter(r -> r.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("mapping has no realised parameters of '%s'".formatted(label)));
        double[] values = cells.values(name);
        double[] written = new ResolvedNetwork(network).parameter(p, name);
        return Optional.of(IntStream.range(0, values.length)
                .mapToDouble(i -> Double.isNaN(values[i]) ? written[i] : values[i])
                .toArray());
    }

    private void addProjections() {
        for (int p = 0; p < network.projections().size(); p++) {
            Connections connections = Expansion.expand(network, p);
            if (mapping.isEmpty()) {
                add(
                        p,
                        plasticity(network.projections().get(p).synapse().plasticity()),
                        IntStream.range(0, connections.size()),
                        connections,
                        connections::weight,
                        connections::delayMs);
                continue;
            }
            SynapseSites sites = mapping.get().synapses().get(p);
            RealisedPlasticity realised = new RealisedPlasticity(mapping.get());
            Plasticity asked = network.projections().get(p).synapse().plasticity();
            // synapses of a projection that lie in different quadrants may differ
            Map<bss.tools.reference.Plasticity, List<Integer>> parts = new LinkedHashMap<>();
            for (int i = 0; i < connections.size(); i++) {
                if (sites.realised(i)) {
                    parts.computeIfAbsent(realised.of(asked, sites.hicann(i), sites.row(i)), _ -> new ArrayList<>())
                            .add(i);
                }
            }
            int projection = p;
            parts.forEach((plasticity, kept) -> add(
                    projection,
                    plasticity,
                    kept.stream().mapToInt(Integer::intValue),
                    connections,
                    sites::weight,
                    sites::delayMs));
        }
    }

    private void add(
            int p,
            bss.tools.reference.Plasticity plasticity,
            IntStream synapses,
            Connections connections,
            IntToDoubleFunction weight,
            IntToDoubleFunction delayMs) {
        bss.mapper.network.Projection projection = network.projections().get(p);
        int source = first[projection.source()];
        int target = first[projection.target()];
        int[] kept = synapses.toArray();
        int ofModel = builder.projection(new Projection(
                network.populations().get(projection.source()).cell().isSource()
                        ? Projection.Origin.SOURCES
                        : Projection.Origin.NEURONS,
                receptor(projection),
                plasticity,
                Arrays.stream(kept).map(i -> source + connections.source(i)).toArray(),
                Arrays.stream(kept).map(i -> target + connections.target(i)).toArray(),
                Arrays.stream(kept).mapToDouble(weight).toArray(),
                Arrays.stream(kept).mapToDouble(delayMs).toArray()));
        if (projection.synapse().plasticity() instanceof Plasticity.Stdp) {
            plastic.add(new Part(p, ofModel, Arrays.stream(kept).boxed().toList()));
        }
    }

    private static Receptor receptor(bss.mapper.network.Projection projection) {
        return switch (projection.receptor()) {
            case EXCITATORY -> Receptor.EXCITATORY;
            case INHIBITORY -> Receptor.INHIBITORY;
        };
    }

    static bss.tools.reference.Plasticity plasticity(Plasticity plasticity) {
        return switch (plasticity) {
            case Plasticity.Static _ -> bss.tools.reference.Plasticity.FIXED;
            case Plasticity.TsodyksMarkram tm ->
                new bss.tools.reference.Plasticity.TsodyksMarkram(tm.u(), tm.tauRecMs(), tm.tauFacilMs());
            case Plasticity.Stdp stdp ->
                new bss.tools.reference.Plasticity.SpikePairStdp(
                        stdp.tauPlusMs(), stdp.tauMinusMs(), stdp.aPlus(), stdp.aMinus(), stdp.wMin(), stdp.wMax());
        };
    }

    private void addCurrents() {
        for (int c = 0; c < network.currents().size(); c++) {
            CurrentSource current = network.currents().get(c);
            int[] neurons = Arrays.stream(current.cells()
                            .indices(network.populations().get(current.target()).size()))
                    .filter(cell -> placed(current.target(), cell))
                    .map(cell -> first[current.target()] + cell)
                    .toArray();
            builder.inject(waveform(current.waveform(), c), neurons);
        }
    }

    private boolean placed(int population, int cell) {
        return mapping.map(Mapping::cells)
                .map(cells -> cells.get(population))
                .map((CellSites sites) -> sites.placed(cell))
                .orElse(true);
    }

    private bss.tools.reference.CurrentSource waveform(Waveform waveform, int index) {
        return switch (waveform) {
            case Waveform.Dc dc -> new bss.tools.reference.CurrentSource.Dc(dc.amplitude(), dc.startMs(), dc.stopMs());
            case Waveform.Step step ->
                new bss.tools.reference.CurrentSource.Step(array(step.timesMs()), array(step.amplitudes()));
            case Waveform.Ac ac ->
                new bss.tools.reference.CurrentSource.Ac(
                        ac.amplitude(), ac.offset(), ac.frequencyHz(), ac.phaseDegrees(), ac.startMs(), ac.stopMs());
            case Waveform.Noisy noisy ->
                new bss.tools.reference.CurrentSource.Noisy(
                        noisy.mean(),
                        noisy.stdev(),
                        noisy.dtMs(),
                        noisy.startMs(),
                        noisy.stopMs(),
                        bss.tools.reference.CurrentSource.Noisy.seed(network.seed(), index));
        };
    }

    private static double[] array(DoubleSeries series) {
        double[] values = new double[series.size()];
        Arrays.setAll(values, series::get);
        return values;
    }
}
