package bss.tools.job.wafer;

import bss.emulator.EmulatedWafer;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Variable;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.tools.calibration.CalibrationChoice;
import bss.tools.job.Columns;
import bss.tools.job.JobEngine;
import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.ChangedParameter;
import bss.tools.job.v1.ChangedSynapses;
import bss.tools.job.v1.ChangedTrains;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchText;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.MappingSummary;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Reset;
import bss.tools.job.v1.Values;
import bss.tools.run.MembraneChannels;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A job on a wafer, emulated or behind the wire, or mapped alone.
///
/// A change of weights, delays, parameters or currents translates them anew with everything at its place and writes the
/// bits that differ into the running session. Short-term parameters and those of STDP choose drivers and rows, so they
/// can only change at time 0, where the network is mapped anew around its cells.
public final class WaferEngine implements JobEngine {

    private final WaferOptions options;
    private final WaferPart part;
    private final boolean ideal;
    private final boolean mapOnly;

    private @Nullable State state;
    private int trial;
    private boolean ended;

    /// What is there after a build.
    private static final class State {
        /// As last written.
        JobNetwork written;

        JobMapping mapping;
        Experiment experiment;
        /// Currents of the mapping begin later than time 0.
        boolean shifted;

        State(JobNetwork written, JobMapping mapping, Experiment experiment) {
            this.written = written;
            this.mapping = mapping;
            this.experiment = experiment;
        }
    }

    /// A job with these options, on an emulated wafer of its own if it needs one.
    ///
    /// @throws JobException if they make no sense
    public WaferEngine(Options options) throws JobException {
        this.options = WaferOptions.of(options);
        mapOnly = options.getEngine() == Options.Engine.MAP;
        trial = this.options.trial();
        EmulatedWafer wafer = mapOnly ? EmulatedWafer.ideal() : this.options.wafer();
        part = new WaferPart(wafer, Lease.wafer(), this.options.waferSeed(), () -> {});
        ideal = this.options.waferSeed().isEmpty();
    }

    /// A job with these options on a part of a wafer.
    ///
    /// @throws JobException if they make no sense there, or the wafer cannot be reached
    public WaferEngine(Options options, PartSource parts) throws JobException {
        WaferOptions wanted = WaferOptions.of(options);
        part = parts.open();
        boolean fits = false;
        try {
            this.options = wanted.on(part);
            fits = true;
        } finally {
            if (!fits) {
                part.close();
            }
        }
        mapOnly = false;
        trial = this.options.trial();
        ideal = WaferPart.ideal(part.wafer().capabilities());
    }

    private State state() throws JobException {
        State at = state;
        if (at == null) {
            throw JobException.refused("nothing is built, must be built first");
        }
        return at;
    }

    private State running(String what) throws JobException {
        State at = state();
        if (ended) {
            throw JobException.refused("%s: the job has ended, only what was recorded can be fetched", what);
        }
        return at;
    }

    @Override
    public MappingSummary build(Build build, JobListener listener) throws JobException, InterruptedException {
        if (state != null) {
            throw JobException.refused("build: the job is built, build a network in another job");
        }
        JobNetwork written = build.getNetwork();
        WaferNetwork network = WaferNetwork.of(written);
        var _ = Recorded.of(written, network);
        notices(written, listener);
        JobMapping mapping = JobMapping.map(network, options, null, listener);
        state = new State(written, mapping, experiment(written, mapping));
        return mapping.summary();
    }

    private void notices(JobNetwork job, JobListener listener) throws JobException {
        if (!mapOnly && !ideal && options.calibration().isEmpty()) {
            listener.notice(true, CalibrationChoice.uncalibrated(part.wafer().capabilities(), part.waferSeed()));
        }
        for (int p = 0; p < job.getPopulationsCount(); p++) {
            for (Map.Entry<String, Values> initial :
                    new TreeMap<>(job.getPopulations(p).getInitialValuesMap()).entrySet()) {
                initialNotice(job.getPopulations(p), initial.getKey(), initial.getValue(), listener);
            }
        }
        for (int p = 0; p < job.getProjectionsCount(); p++) {
            JobProjection projection = job.getProjections(p);
            if (projection.hasStdp() && projection.getStdp().getDendriticDelayFraction() > 0) {
                listener.notice(
                        false,
                        "projection '%s': all of its delay is axonal on the wafer, dendritic_delay_fraction %s is not met"
                                .formatted(
                                        projection.getLabel(),
                                        projection.getStdp().getDendriticDelayFraction()));
            }
        }
    }

    private void initialNotice(JobPopulation population, String variable, Values values, JobListener listener)
            throws JobException {
        String where = PopulationColumns.where(population);
        if (!ideal) {
            listener.notice(
                    true,
                    "%s: initial %s of %d cells is not set, its silicon has no preset of state"
                            .formatted(where, variable, population.getSize()));
        } else if (variable.startsWith("gsyn")) {
            for (double value : Columns.values(where, values, population.getSize())) {
                if (value != 0) {
                    listener.notice(
                            true,
                            "%s: initial %s is not set, synaptic conductances of the wafer begin at 0"
                                    .formatted(where, variable));
                    return;
                }
            }
        }
    }

    /// What begins at time 0.
    private Experiment experiment(JobNetwork written, JobMapping mapping) throws JobException {
        WaferNetwork network = new WaferNetwork(mapping.network(), mapping.projections());
        List<Recorded> recordings = Recorded.of(written, network);
        Optional<MembraneChannels> membranes = membranes(mapping, recordings);
        Experiment experiment = new Experiment(part, mapping, new SourceTrains(mapping.network()));
        experiment.open(Acts.open(mapping, trial, recordings, membranes));
        return experiment;
    }

    private Optional<MembraneChannels> membranes(JobMapping mapping, List<Recorded> recordings) throws JobException {
        return ideal || mapOnly ? Optional.empty() : Optional.of(Membranes.of(mapping, recordings));
    }

    @Override
    public void advance(double untilMs, JobListener listener) throws JobException, InterruptedException {
        State at = running("advance");
        if (mapOnly) {
            throw JobException.refused("advance: engine MAP maps only, nothing can be run: take engine EMULATOR");
        }
        if (!(untilMs >= at.experiment.nowMs() && untilMs <= 1e9)) {
            throw JobException.invalid(
                    "advance: until is %s ms, must be %s (now) to 1e9", untilMs, at.experiment.nowMs());
        }
        try {
            at.experiment.advance(untilMs, listener);
        } catch (BackendException e) {
            throw failed(at, e);
        }
    }

    private static JobException failed(State at, BackendException e) {
        Status.Code code = at.experiment.had() ? Status.Code.FAILED_PRECONDITION : Status.Code.UNAVAILABLE;
        return new JobException(code, String.valueOf(e.getMessage()), e);
    }

    @Override
    public Optional<MappingSummary> change(Change change, JobListener listener)
            throws JobException, InterruptedException {
        State at = running("change");
        JobNetwork next = ChangedNetwork.of(at.written, change, (p, name) -> defaults(at, p, name));
        WaferNetwork network = WaferNetwork.of(next);
        List<Recorded> recordings = Recorded.of(next, network);
        ChangeKinds kinds = ChangeKinds.of(change, at.written, next);
        try {
            if (at.experiment.nowMs() == 0) {
                return before(at, next, network, kinds, listener);
            }
            return during(at, change, next, network, recordings, kinds, listener);
        } catch (BackendException e) {
            throw failed(at, e);
        }
    }

    private Optional<MappingSummary> before(
            State at, JobNetwork next, WaferNetwork network, ChangeKinds kinds, JobListener listener)
            throws JobException, InterruptedException, BackendException {
        JobMapping mapping;
        if (kinds.plasticity()) {
            mapping = JobMapping.map(network, options, at.mapping, listener);
        } else if (kinds.values() || kinds.currents() || at.shifted) {
            mapping = at.mapping.translated(network, listener);
        } else {
            mapping = at.mapping.with(network);
        }
        Experiment experiment = experiment(next, mapping);
        at.experiment.release();
        at.experiment = experiment;
        at.mapping = mapping;
        at.written = next;
        at.shifted = false;
        return kinds.plasticity() || kinds.values() || kinds.currents()
                ? Optional.of(mapping.summary())
                : Optional.empty();
    }

    private Optional<MappingSummary> during(
            State at,
            Change change,
            JobNetwork next,
            WaferNetwork network,
            List<Recorded> recordings,
            ChangeKinds kinds,
            JobListener listener)
            throws JobException, InterruptedException, BackendException {
        double now = at.experiment.nowMs();
        if (kinds.plasticity()) {
            throw JobException.refused(
                    "change: short-term and STDP parameters choose synapse drivers and rows, on the wafer they can change"
                            + " at time 0 only, before the first run or after a reset; now is %s ms",
                    now);
        }
        boolean stimuli = kinds.currents() || kinds.stimulated();
        WaferNetwork shifted = stimuli ? network.withCurrents(next, now) : network;
        boolean translate = kinds.values() || kinds.currents();
        // what was mapped says which cells are where; only values differ
        JobMapping mapping = translate ? at.mapping.translated(shifted, listener) : at.mapping.with(shifted);
        List<Recorded> before =
                Recorded.of(at.written, new WaferNetwork(at.mapping.network(), at.mapping.projections()));
        if (!ideal && !membranesOf(before).equals(membranesOf(recordings))) {
            throw JobException.refused(
                    "change: recorded membranes are shown by analog outputs on silicon 'typical', they can change at time 0"
                            + " only, before the first run or after a reset; now is %s ms",
                    now);
        }
        Optional<MembraneChannels> membranes = membranes(mapping, recordings);
        Map<Integer, Acts.State> states = states(change, network, listener);
        // trains first: for them the session must be behind
        Set<Integer> trains = new TreeSet<>();
        change.getTrainsList().stream().map(ChangedTrains::getPopulation).forEach(trains::add);
        trains.addAll(kinds.sources());
        if (!trains.isEmpty()) {
            at.experiment.replay(
                    () -> trains.forEach(p -> at.experiment.trains().change(p, now, network.network())), listener);
        }
        if (translate) {
            at.experiment.now(
                    Acts.configure(at.mapping, mapping, trial, written(change, mapping), stimuli, membranes), listener);
            at.shifted |= stimuli;
        }
        if (!states.isEmpty()) {
            at.experiment.now(Acts.state(mapping, states), listener);
        }
        if (change.getRecordingsCount() > 0) {
            at.experiment.now(Acts.record(mapping, now, recordings, membranes), listener);
        }
        at.mapping = mapping;
        at.written = next;
        return translate ? Optional.of(mapping.summary()) : Optional.empty();
    }

    private static List<Recorded> membranesOf(List<Recorded> recordings) {
        return recordings.stream().filter(r -> r.variable() == Variable.V).toList();
    }

    /// Indices in the network of projections whose weights a change names.
    private static Set<Integer> written(Change change, JobMapping mapping) {
        Set<Integer> written = new TreeSet<>();
        for (ChangedSynapses changed : change.getSynapsesList()) {
            if (changed.hasWeight()) {
                SplitProjection split = mapping.projections().get(changed.getProjection());
                for (int part = 0; part < split.parts(); part++) {
                    written.add(split.first() + part);
                }
            }
        }
        return written;
    }

    private Map<Integer, Acts.State> states(Change change, WaferNetwork network, JobListener listener)
            throws JobException {
        Map<Integer, Acts.State> states = new TreeMap<>();
        for (ChangedParameter changed : change.getInitialValuesList()) {
            int p = changed.getPopulation();
            Population population = network.network().populations().get(p);
            String where = "population '%s', changed %s".formatted(population.label(), changed.getName());
            Variable variable = PopulationColumns.variable(where, changed.getName(), population.cell());
            if (!ideal || (variable != Variable.V && variable != Variable.W)) {
                listener.notice(
                        true,
                        "%s: is not set, %s"
                                .formatted(
                                        where,
                                        ideal
                                                ? "only v and w of a wafer can be set"
                                                : "its silicon has no preset of state"));
                continue;
            }
            int[] cells = Columns.cells(where, changed.getCells(), population.size());
            double[] values = Columns.values(where, changed.getValues(), cells.length);
            Acts.State of = states.computeIfAbsent(p, _ -> new Acts.State());
            for (int i = 0; i < cells.length; i++) {
                (variable == Variable.V ? of.v : of.w).put(cells[i], values[i]);
            }
        }
        return states;
    }

    private static double[] defaults(State at, int population, String name) throws JobException {
        ResolvedNetwork resolved = new ResolvedNetwork(at.mapping.network());
        Population p = at.mapping.network().populations().get(population);
        if (p.cell().parameters().names().contains(name)) {
            return resolved.parameter(population, name);
        }
        return resolved.initialValues(
                population, PopulationColumns.variable("population '%s'".formatted(p.label()), name, p.cell()));
    }

    @Override
    public void reset(Reset reset, JobListener listener) throws JobException, InterruptedException {
        State at = running("reset");
        if (reset.getTrial() < 0) {
            throw JobException.invalid("reset: trial is %d, must be 0 or above", reset.getTrial());
        }
        if (at.shifted) {
            at.mapping = at.mapping.translated(WaferNetwork.of(at.written), listener);
            at.shifted = false;
        }
        if (reset.getTrial() > 0) {
            trial = reset.getTrial();
        }
        Experiment experiment = experiment(at.written, at.mapping);
        release(at);
        at.experiment = experiment;
    }

    @Override
    public double nowMs() {
        State at = state;
        return at == null ? 0 : at.experiment.nowMs();
    }

    @Override
    public void fetch(FetchRequest request, TableWriter to) throws JobException, InterruptedException {
        State at = state();
        try {
            switch (request.getWhatCase()) {
                case SPIKES -> Fetches.spikes(at.mapping, at.experiment, request.getSpikes(), to);
                case TRACE -> Fetches.trace(at.mapping, at.experiment, request.getTrace(), to);
                case SYNAPSES -> {
                    int projection = request.getSynapses().getProjection();
                    at.mapping.fetchSynapses(projection, to);
                    to.f64("evolved_weight", Fetches.evolved(at.mapping, at.experiment, projection));
                }
                case PLACEMENT ->
                    at.mapping.fetchPlacement(request.getPlacement().getPopulation(), to);
                case PARAMETERS ->
                    at.mapping.fetchParameters(request.getParameters().getPopulation(), to);
                case TEXT -> {
                    if (request.getText().getKind() == FetchText.Kind.COUNTERS) {
                        Fetches.counters(at.experiment, to);
                    } else {
                        at.mapping.fetchText(request.getText().getKind(), to);
                    }
                }
                case WHAT_NOT_SET ->
                    throw JobException.invalid("fetch: names nothing, must name what is to be fetched");
            }
        } catch (BackendException e) {
            throw failed(at, e);
        }
    }

    @Override
    public void end() throws JobException {
        State at = state;
        if (at != null && !ended) {
            try {
                at.experiment.end(Silent.LISTENER);
            } catch (BackendException e) {
                throw failed(at, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw JobException.refused("end: was interrupted, what was fired last is not recorded");
            }
        }
        ended = true;
    }

    private static void release(State at) throws JobException {
        try {
            at.experiment.release();
        } catch (BackendException e) {
            throw failed(at, e);
        }
    }

    @Override
    public void close() {
        ended = true;
        State at = state;
        state = null;
        if (at != null) {
            try {
                at.experiment.release();
            } catch (BackendException e) {
                // nothing of it is left to be told
            }
        }
        part.close();
    }
}
