package bss.tools.job.reference;

import bss.tools.job.Columns;
import bss.tools.job.JobEngine;
import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.ChangedParameter;
import bss.tools.job.v1.ChangedRecordings;
import bss.tools.job.v1.ChangedSynapses;
import bss.tools.job.v1.ChangedTrains;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.MappingSummary;
import bss.tools.job.v1.Reset;
import bss.tools.reference.Recordable;
import bss.tools.reference.ReferenceModel;
import bss.tools.reference.ReferenceSimulator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Carries jobs out in the reference simulator.
abstract class SimulatedEngine implements JobEngine {

    private @Nullable JobModel model;
    private @Nullable ReferenceSimulator simulator;
    private boolean ended;

    @Override
    public MappingSummary build(Build build, JobListener listener) throws JobException, InterruptedException {
        if (model != null) {
            throw JobException.refused("the network is built already");
        }
        listener.progress("expand", 0);
        Realisation realisation = realise(build, listener);
        JobModel built = new JobModel(build.getNetwork(), realisation);
        simulator = built.begin();
        model = built;
        listener.progress("expand", 1);
        return summary(built);
    }

    /// What of the network is simulated.
    abstract Realisation realise(Build build, JobListener listener) throws JobException, InterruptedException;

    /// What a build made of the network.
    abstract MappingSummary summary(JobModel built);

    /// Answers what depends on a mapping.
    abstract void fetchMapped(FetchRequest request, Fetch fetch, TableWriter to) throws JobException;

    @Override
    public void advance(double untilMs, JobListener listener) throws JobException, InterruptedException {
        ReferenceSimulator running = running();
        Advance.until(running, untilMs, listener);
    }

    @Override
    public Optional<MappingSummary> change(Change change, JobListener listener) throws JobException {
        ReferenceSimulator running = running();
        JobModel changed = model();
        double now = running.nowMs();
        for (ChangedTrains trains : change.getTrainsList()) {
            changed.change(trains, now);
        }
        for (ChangedParameter parameter : change.getParametersList()) {
            changed.change(parameter, now);
        }
        Set<Integer> written = new HashSet<>();
        for (ChangedSynapses synapses : change.getSynapsesList()) {
            changed.change(synapses);
            if (synapses.hasWeight()) {
                written.add(synapses.getProjection());
            }
        }
        if (change.hasCurrents()) {
            changed.setCurrents(change.getCurrents().getCurrentsList());
        }
        for (ChangedRecordings recordings : change.getRecordingsList()) {
            JobCells cells = changed.population("changed recordings", recordings.getPopulation());
            cells.record(recordings.getRecordingsList());
            if (!cells.isSource()) {
                changed.record(cells);
            }
        }
        ReferenceModel next = changed.model();
        if (now > 0) {
            running.change(next, written);
        }
        for (ChangedParameter state : change.getInitialValuesList()) {
            JobCells cells = changed.population("changed " + state.getName(), state.getPopulation());
            int[] which = Columns.cells(cells.where() + ", changed " + state.getName(), state.getCells(), cells.size);
            Recordable variable = cells.setInitial(state.getName(), which, state.getValues());
            double[] column = java.util.Objects.requireNonNull(cells.initial.get(variable));
            for (int cell : which) {
                running.set(variable, cells.first + cell, column[cell]);
            }
        }
        if (now == 0) {
            simulator = changed.begin();
        }
        return Optional.empty();
    }

    @Override
    public void reset(Reset reset, JobListener listener) throws JobException {
        running();
        simulator = model().begin();
    }

    @Override
    public double nowMs() {
        return simulator == null ? 0 : simulator.nowMs();
    }

    @Override
    public void fetch(FetchRequest request, TableWriter to) throws JobException {
        if (simulator == null) {
            throw JobException.refused("nothing is built yet");
        }
        Fetch fetch = new Fetch(model(), simulator, to);
        switch (request.getWhatCase()) {
            case SPIKES -> fetch.spikes(request.getSpikes());
            case TRACE -> fetch.trace(request.getTrace());
            case SYNAPSES, PLACEMENT, PARAMETERS, TEXT -> fetchMapped(request, fetch, to);
            case WHAT_NOT_SET -> throw JobException.invalid("nothing is asked for");
        }
    }

    /// Whether a population is of neurons.
    final boolean isNeurons(int population) throws JobException {
        return !model().population("change", population).isSource();
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public void close() {
        ended = true;
        simulator = null;
        model = null;
    }

    private ReferenceSimulator running() throws JobException {
        if (simulator == null) {
            throw JobException.refused("nothing is built yet");
        }
        if (ended) {
            throw JobException.refused("the job has ended");
        }
        return simulator;
    }

    private JobModel model() throws JobException {
        if (model == null) {
            throw JobException.refused("nothing is built yet");
        }
        return model;
    }
}
