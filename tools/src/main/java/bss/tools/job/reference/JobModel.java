package bss.tools.job.reference;

import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.ChangedParameter;
import bss.tools.job.v1.ChangedSynapses;
import bss.tools.job.v1.ChangedTrains;
import bss.tools.job.v1.JobCurrent;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobProjection;
import bss.tools.reference.NeuronKind;
import bss.tools.reference.NeuronParameter;
import bss.tools.reference.Plasticity;
import bss.tools.reference.Projection;
import bss.tools.reference.Recordable;
import bss.tools.reference.ReferenceModel;
import bss.tools.reference.ReferenceSimulator;
import bss.tools.reference.SpikeTrain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The network of a job as last written.
final class JobModel {

    private final long seed;
    private final ReferenceModel.Builder builder = ReferenceModel.builder();
    private final List<JobCells> populations = new ArrayList<>();
    private final Realisation realisation;
    private final List<Synapses> projections = new ArrayList<>();
    /// By source: what it plays from now on, with what it has played, and what it plays from time 0 on
    /// after a reset.
    private final List<SpikeTrain> played = new ArrayList<>();

    /// The synapses of a projection of the job.
    private static final class Synapses {
        private final String label;
        private final JobCells target;
        /// As last written.
        private Projection written;
        /// What of them is there, and which projection of the model that is.
        private final List<Realisation.Part> parts;

        private final int first;

        Synapses(String label, JobCells target, Projection written, List<Realisation.Part> parts, int first) {
            this.label = label;
            this.target = target;
            this.written = written;
            this.parts = parts;
            this.first = first;
        }
    }

    JobModel(JobNetwork network, Realisation realisation) throws JobException {
        this.realisation = realisation;
        seed = network.getSeed();
        double timestep = network.getTimestepMs() == 0 ? 0.1 : network.getTimestepMs();
        if (!(timestep > 0 && timestep < Double.POSITIVE_INFINITY)) {
            throw JobException.invalid("timestep is %s ms, must be above 0", network.getTimestepMs());
        }
        Set<String> labels = new HashSet<>();
        for (JobPopulation population : network.getPopulationsList()) {
            if (!labels.add(population.getLabel())) {
                throw JobException.invalid("population '%s' stands twice, labels must differ", population.getLabel());
            }
            add(new JobCells(population, timestep));
        }
        labels.clear();
        for (JobProjection projection : network.getProjectionsList()) {
            String where = "projection '%s'".formatted(projection.getLabel());
            if (!labels.add(projection.getLabel())) {
                throw JobException.invalid("%s stands twice, labels must differ", where);
            }
            JobCells source = population(where + ", source", projection.getSource());
            JobCells target = population(where + ", target", projection.getTarget());
            Projection written = SynapseColumns.read(projection, source, target);
            List<Realisation.Part> parts = realisation.parts(projections.size(), written);
            int first = -1;
            for (Realisation.Part part : parts) {
                int index = builder.projection(part.synapses());
                first = first < 0 ? index : first;
            }
            projections.add(new Synapses(projection.getLabel(), target, written, parts, first));
        }
        setCurrents(network.getCurrentsList());
    }

    private void add(JobCells cells) throws JobException {
        cells.index = populations.size();
        if (cells.isSource()) {
            cells.first = played.size();
            for (int cell = 0; cell < cells.size; cell++) {
                SpikeTrain train = written(populations.size(), cells, cell);
                builder.source(train);
                played.add(train);
            }
        } else {
            cells.first = builder.neurons(cells.kind.orElseThrow(), cells.size);
        }
        populations.add(cells);
        if (!cells.isSource()) {
            write(cells);
            record(cells);
        }
    }

    JobCells population(String where, int index) throws JobException {
        if (index < 0 || index >= populations.size()) {
            throw JobException.invalid("%s: population is %d, must be 0 to %d", where, index, populations.size() - 1);
        }
        return populations.get(index);
    }

    int projections() {
        return projections.size();
    }

    Projection projection(int index) throws JobException {
        checkProjection(index);
        return projections.get(index).written;
    }

    long neurons() {
        return populations.stream()
                .filter(p -> !p.isSource())
                .mapToLong(p -> p.size)
                .sum();
    }

    long synapses() {
        return projections.stream().mapToLong(p -> p.written.size()).sum();
    }

    /// Whether a cell is there; sources always are.
    boolean placed(JobCells cells, int cell) {
        return cells.isSource() || realisation.placed(cells.index, cell);
    }

    /// Weights as they stand; as written without STDP, NaN where a synapse with STDP is not there.
    double[] weights(int index, ReferenceSimulator simulator) throws JobException {
        Synapses synapses = projections.get(index);
        if (!(projection(index).plasticity() instanceof Plasticity.SpikePairStdp)) {
            return synapses.written.weights();
        }
        if (realisation.whole()) {
            return simulator.weights(synapses.first);
        }
        double[] weights = new double[synapses.written.size()];
        Arrays.fill(weights, Double.NaN);
        for (int part = 0; part < synapses.parts.size(); part++) {
            double[] evolved = simulator.weights(synapses.first + part);
            for (int i = 0; i < evolved.length; i++) {
                weights[synapses.parts.get(part).connections().get(i)] = evolved[i];
            }
        }
        return weights;
    }

    /// What a source plays.
    SpikeTrain train(int source) {
        return played.get(source);
    }

    /// The network as it is now.
    ReferenceModel model() throws JobException {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw JobException.invalid("%s%s", message, whose(message));
        }
    }

    /// Which population a message about a neuron of the model means.
    private String whose(String message) {
        var index = java.util.regex.Pattern.compile("of neuron (\\d+)").matcher(message);
        if (!index.find()) {
            return "";
        }
        int neuron = Integer.parseInt(index.group(1));
        return populations.stream()
                .filter(p -> !p.isSource() && neuron >= p.first && neuron < p.first + p.size)
                .findFirst()
                .map(p -> " (cell %d of %s)".formatted(neuron - p.first, p.where()))
                .orElse("");
    }

    /// A simulation at time 0: initial values, weights as last written, sources from their beginning.
    ReferenceSimulator begin() throws JobException {
        for (int p = 0; p < populations.size(); p++) {
            JobCells cells = populations.get(p);
            for (int cell = 0; cells.isSource() && cell < cells.size; cell++) {
                play(cells.first + cell, written(p, cells, cell));
            }
        }
        ReferenceSimulator simulator = new ReferenceSimulator(model());
        for (JobCells cells : populations) {
            for (var e : cells.initial.entrySet()) {
                for (int cell = 0; cell < cells.size; cell++) {
                    simulator.set(e.getKey(), cells.first + cell, e.getValue()[cell]);
                }
            }
        }
        return simulator;
    }

    /// Replaces spike times.
    void change(ChangedTrains change, double nowMs) throws JobException {
        JobCells cells = population("changed spike times", change.getPopulation());
        cells.requireArray();
        int[] which = Columns.cells(cells.where() + ", changed spike times", change.getCells(), cells.size);
        double[][] trains = Columns.trains(cells.where() + ", changed spike times", change.getTrains(), which.length);
        for (int i = 0; i < which.length; i++) {
            cells.trains[which[i]] = trains[i];
            int source = cells.first + which[i];
            SpikeTrain train = SourceTrains.of(trains[i]);
            play(source, nowMs == 0 ? train : SourceTrains.changed(played.get(source), nowMs, train));
        }
    }

    /// Changes a parameter.
    void change(ChangedParameter change, double nowMs) throws JobException {
        JobCells cells = population("changed parameter " + change.getName(), change.getPopulation());
        int[] which = Columns.cells(cells.where() + ", changed parameter", change.getCells(), cells.size);
        cells.setParameter(change.getName(), which, change.getValues());
        if (!cells.isSource()) {
            write(cells);
            return;
        }
        for (int cell : which) {
            int source = cells.first + cell;
            // the process with these parameters, from now on: other engines draw the same
            SpikeTrain train = written(change.getPopulation(), cells, cell);
            play(source, nowMs == 0 ? train : SourceTrains.changed(played.get(source), nowMs, train));
        }
    }

    /// Changes weights, delays or plasticity of a projection.
    void change(ChangedSynapses change) throws JobException {
        checkProjection(change.getProjection());
        Synapses synapses = projections.get(change.getProjection());
        synapses.written = SynapseColumns.change(synapses.label, synapses.written, change, synapses.target);
        builder.replace(synapses.first, synapses.written);
    }

    /// Replaces all currents.
    void setCurrents(List<JobCurrent> currents) throws JobException {
        builder.withoutCurrents();
        for (int c = 0; c < currents.size(); c++) {
            JobCells target = population("current " + c, currents.get(c).getTarget());
            if (target.isSource()) {
                throw JobException.invalid(
                        "current %d: its target %s is a %s, must be of neurons", c, target.where(), target.cellType);
            }
            int[] cells = Columns.cells("current " + c, currents.get(c).getCells(), target.size);
            int[] neurons = Arrays.stream(cells)
                    .filter(cell -> placed(target, cell))
                    .map(cell -> target.first + cell)
                    .toArray();
            builder.inject(Currents.read(currents.get(c), c, seed), neurons);
        }
    }

    /// Records what the population says.
    void record(JobCells cells) {
        builder.withoutRecordings(cells.first, cells.size);
        for (JobCells.Recorded recorded : cells.recorded) {
            int[] neurons = recorded.cells().stream()
                    .mapToInt(cell -> cells.first + cell)
                    .toArray();
            builder.record(recorded.variable(), recorded.intervalMs(), neurons);
        }
    }

    private void write(JobCells cells) {
        NeuronKind kind = cells.kind.orElseThrow();
        for (NeuronParameter parameter : NeuronParameter.values()) {
            if (kind.has(parameter)) {
                double[] column =
                        realisation.parameter(cells.index, parameter.pynnName(), column(cells, parameter.pynnName()));
                for (int cell = 0; cell < cells.size; cell++) {
                    builder.set(parameter, cells.first + cell, column[cell]);
                }
            }
        }
        double[] v = cells.initial.getOrDefault(Recordable.V, column(cells, "v_rest"));
        for (int cell = 0; cell < cells.size; cell++) {
            builder.set(NeuronParameter.V, cells.first + cell, v[cell]);
        }
    }

    private void play(int source, SpikeTrain train) {
        played.set(source, train);
        builder.train(source, train);
    }

    /// What a source plays from time 0 on.
    private SpikeTrain written(int population, JobCells cells, int cell) {
        if (!cells.isPoisson()) {
            return SourceTrains.of(cells.trains[cell]);
        }
        double start = value(cells, "start", cell);
        return SourceTrains.poisson(
                seed, population, cell, value(cells, "rate", cell), start, start + value(cells, "duration", cell));
    }

    private static double value(JobCells cells, String name, int cell) {
        return column(cells, name)[cell];
    }

    private static double[] column(JobCells cells, String name) {
        return java.util.Objects.requireNonNull(cells.parameters.get(name));
    }

    private void checkProjection(int index) throws JobException {
        if (index < 0 || index >= projections.size()) {
            throw JobException.invalid("projection is %d, must be 0 to %d", index, projections.size() - 1);
        }
    }
}
