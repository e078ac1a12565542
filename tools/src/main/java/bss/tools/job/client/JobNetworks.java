package bss.tools.job.client;

import bss.mapper.network.CellType;
import bss.mapper.network.CurrentSource;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Value;
import bss.mapper.network.Variable;
import bss.mapper.network.Waveform;
import bss.tools.job.Columns;
import bss.tools.job.v1.AcCurrent;
import bss.tools.job.v1.DcCurrent;
import bss.tools.job.v1.JobCurrent;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.NoisyCurrent;
import bss.tools.job.v1.Recording;
import bss.tools.job.v1.SpikeTrains;
import bss.tools.job.v1.StepCurrent;
import bss.tools.job.v1.Values;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;

/// Networks as jobs have them: what a network file leaves to be drawn is drawn here, by the code that mapper and
/// reference
/// draw it with, so that a job is the same network. Poisson trains and noise stay with the seed, which jobs have too.
///
/// A job's log does not say which populations record spikes: those of all are at hand.
public final class JobNetworks {

    private JobNetworks() {}

    /// The network as columns.
    ///
    /// @throws IllegalArgumentException if it cannot be drawn, or would be longer than a message may be
    public static JobNetwork of(Network network) {
        JobNetwork.Builder job = JobNetwork.newBuilder().setName(network.name()).setSeed(network.seed());
        for (int p = 0; p < network.populations().size(); p++) {
            job.addPopulations(population(network, p));
        }
        JobProjections.add(network, job);
        for (int c = 0; c < network.currents().size(); c++) {
            job.addCurrents(current(network, c));
        }
        return job.build();
    }

    private static JobPopulation population(Network network, int index) {
        Population population = network.populations().get(index);
        CellType cell = population.cell();
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        JobPopulation.Builder job = JobPopulation.newBuilder()
                .setLabel(population.label())
                .setSize(population.size())
                .setCellType(cell.name())
                .setExpectedRateHz(population.expectedRateHz())
                .setNeuronSize(population.placement().neuronSize().orElse(0))
                .addAllNeuronBlocks(population.placement().neuronBlocks());
        if (population.placement().restricted()) {
            int[] hicanns = population.placement().allowedHicanns();
            if (hicanns.length == 0) {
                throw new IllegalArgumentException(
                        "population '%s': its hicanns are none of those in its region".formatted(population.label()));
            }
            job.addAllHicanns(Arrays.stream(hicanns).boxed().toList());
        }
        for (String name : cell.parameters().names()) {
            job.putParameters(name, values(cell.parameters().get(name), () -> resolved.parameter(index, name)));
        }
        // as elsewhere, synaptic conductances begin at 0
        for (Variable variable : List.of(Variable.V, Variable.W)) {
            Value given = population.initialValues().get(variable);
            if (given != null && cell.recordable().contains(variable)) {
                job.putInitialValues(variable.label(), values(given, () -> resolved.initialValues(index, variable)));
            }
        }
        if (cell instanceof CellType.SpikeSourceArray array) {
            job.setSpikeTrains(trains(array));
        }
        record(population, job);
        return job.build();
    }

    private interface Drawn {
        double[] values();
    }

    private static Values values(Value value, Drawn drawn) {
        return value instanceof Value.Constant constant
                ? Values.newBuilder().setAll(constant.value()).build()
                : Values.newBuilder().setF64(column(drawn.values())).build();
    }

    private static SpikeTrains trains(CellType.SpikeSourceArray array) {
        List<double[]> all =
                array.spikeTimes().stream().map(DoubleSeries::toArray).toList();
        int[] counts = all.stream().mapToInt(t -> t.length).toArray();
        double[] times = all.stream().flatMapToDouble(Arrays::stream).toArray();
        return SpikeTrains.newBuilder()
                .setCounts(column(counts))
                .setTimes(column(times))
                .build();
    }

    private static void record(Population population, JobPopulation.Builder job) {
        int[] cells = population.recordCells().indices(population.size());
        Arrays.sort(cells);
        for (Variable variable : population.record()) {
            if (variable != Variable.SPIKES && cells.length > 0) {
                job.addRecordings(Recording.newBuilder()
                        .setVariable(variable.label())
                        .setIntervalMs(population.samplingIntervalMs())
                        // none means all
                        .setCells(cells.length == population.size() ? ByteString.EMPTY : column(cells)));
            }
        }
    }

    private static JobCurrent current(Network network, int index) {
        CurrentSource current = network.currents().get(index);
        int[] cells = current.cells()
                .indices(network.populations().get(current.target()).size());
        if (cells.length == 0) {
            // in a job none means all; left out, it would change what noisy ones draw
            throw new IllegalArgumentException("current %d flows into no cells: leave it out".formatted(index));
        }
        JobCurrent.Builder job =
                JobCurrent.newBuilder().setTarget(current.target()).setCells(column(cells));
        switch (current.waveform()) {
            case Waveform.Dc dc ->
                job.setDc(DcCurrent.newBuilder()
                        .setAmplitude(dc.amplitude())
                        .setStart(dc.startMs())
                        .setStop(dc.stopMs()));
            case Waveform.Step step ->
                job.setStep(StepCurrent.newBuilder()
                        .setTimes(column(step.timesMs().toArray()))
                        .setAmplitudes(column(step.amplitudes().toArray())));
            case Waveform.Ac ac ->
                job.setAc(AcCurrent.newBuilder()
                        .setAmplitude(ac.amplitude())
                        .setOffset(ac.offset())
                        .setFrequency(ac.frequencyHz())
                        .setPhase(ac.phaseDegrees())
                        .setStart(ac.startMs())
                        .setStop(ac.stopMs()));
            case Waveform.Noisy noisy ->
                job.setNoisy(NoisyCurrent.newBuilder()
                        .setMean(noisy.mean())
                        .setStdev(noisy.stdev())
                        .setStart(noisy.startMs())
                        .setStop(noisy.stopMs())
                        .setDt(noisy.dtMs()));
        }
        return job.build();
    }

    static ByteString column(double[] values) {
        return Columns.bytes(values, 0, values.length);
    }

    static ByteString column(int[] values) {
        return Columns.bytes(values, 0, values.length);
    }
}
