package bss.tools.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// Simulates a [ReferenceModel] in double precision: what the network does without a wafer.
///
/// Time is cut into windows of the shortest delay between neurons, in which neurons do not affect each
/// other. In a window every neuron is integrated from one of its events to the next; events act at
/// exactly the presynaptic spike time plus the delay. Windows lie at fixed times and are always computed
/// whole, so a run in pieces takes the same steps as one in full. A change in the middle of a window
/// takes it back to its beginning, goes through it once more up to the time of the change, and begins a
/// new window there: what was before the change stays to the last bit. Single-threaded; only [StrictMath]
/// is used, so results are the same everywhere.
///
/// Independent of the emulator on purpose: no class is shared.
public final class ReferenceSimulator {

    /// Longest window: limits the buckets sorted at once when delays are long or absent.
    private static final double LONGEST_WINDOW_MS = 1;

    /// Biological time between calls of the progress consumer.
    private static final double PROGRESS_MS = 10;

    private ReferenceModel model;
    private final SpikeLog log;
    private final Cell[] cells;
    /// By neuron and variable.
    private final @Nullable Sampler[][] samplers;

    private final int[] dispatched;
    private final SynapseTable synapses;
    private EventQueue queue;
    private final SourceFeed sources;
    private List<CurrentFeed> currents;
    private double windowMs;
    /// The window to compute next, and where it begins.
    private long window;

    private double fromMs;
    private double endMs;
    /// Of the beginning of the window that reaches beyond the end.
    private @Nullable Mark mark;

    /// All that a window changes, as it was at its beginning.
    private static final class Mark {
        private final long window;
        private final double fromMs;
        private final double[][] states;
        private final int[] spikes;
        private final int[][] samples;
        private final int[] sent;
        private final List<CurrentFeed> currents;
        private final EventQueue.Mark queue;

        Mark(ReferenceSimulator s) {
            window = s.window;
            fromMs = s.fromMs;
            states = Arrays.stream(s.cells).map(Cell::state).toArray(double[][]::new);
            spikes = new int[s.cells.length];
            Arrays.setAll(spikes, n -> s.log.train(n).size());
            samples = s.samples(Double.POSITIVE_INFINITY);
            sent = s.sources.sent();
            currents = s.currents.stream().map(CurrentFeed::copy).toList();
            queue = s.queue.mark(window);
        }
    }

    /// A simulation at time 0.
    public ReferenceSimulator(ReferenceModel model) {
        this.model = model;
        int neurons = model.neurons();
        log = new SpikeLog(neurons);
        synapses = new SynapseTable(model, log, LONGEST_WINDOW_MS);
        windowMs = synapses.windowMs();
        queue = new EventQueue(neurons, windowMs, synapses.maxDelayMs());
        sources = new SourceFeed(model);
        currents = feeds(model, 0);
        samplers = new Sampler[neurons][Recordable.values().length];
        dispatched = new int[neurons];
        cells = new Cell[neurons];
        AcInput[][] alternating = alternating(model);
        for (int n = 0; n < neurons; n++) {
            cells[n] = new Cell(model, n, alternating[n], log.train(n));
        }
        changeSamplers();
    }

    /// Simulates `model` from 0 to `durationMs`.
    ///
    /// @param progress told the biological time reached in ms, now and then and at the end
    public static ReferenceResult run(ReferenceModel model, double durationMs, DoubleConsumer progress) {
        ReferenceSimulator simulator = new ReferenceSimulator(model);
        simulator.run(durationMs, progress);
        return simulator.result();
    }

    /// Simulates `durationMs` more. `run(a)` then `run(b)` gives what `run(a + b)` gives, to the last bit.
    ///
    /// @param progress told the biological time reached in ms, now and then and at the end
    public void run(double durationMs, DoubleConsumer progress) {
        if (!(durationMs >= 0 && durationMs < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("duration is %s ms, must be 0 or above".formatted(durationMs));
        }
        runUntil(endMs + durationMs, progress);
    }

    /// Simulates until a time, not before the present one.
    ///
    /// @param progress told the biological time reached in ms, now and then and at the end
    public void runUntil(double untilMs, DoubleConsumer progress) {
        if (!(untilMs >= endMs && untilMs < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("cannot run until %s ms, it is %s ms".formatted(untilMs, endMs));
        }
        double reported = endMs;
        endMs = untilMs;
        // multiples of a sampling interval may lie a hair above the end that they are meant to be
        while (fromMs <= endMs + Sampler.ROUNDING_MS) {
            advanceWindow();
            double now = Math.min(fromMs, endMs);
            if (now - reported >= PROGRESS_MS && now < endMs) {
                progress.accept(now);
                reported = now;
            }
        }
        progress.accept(endMs);
    }

    /// Biological time reached in ms.
    public double nowMs() {
        return endMs;
    }

    /// Everything up to now; later runs do not change it.
    public ReferenceResult result() {
        return ReferenceResult.of(this, model);
    }

    /// Spikes of a neuron up to and including now, ms.
    public double[] spikesMs(int neuron) {
        return log.train(neuron).until(endMs);
    }

    /// Samples of a neuron up to and including now, which lie at multiples of the interval; none if it is
    /// not recorded.
    public double[] trace(Recordable variable, int neuron) {
        Sampler sampler = samplers[neuron][variable.ordinal()];
        return sampler == null ? new double[0] : sampler.until(endMs);
    }

    /// Time of the first sample of a neuron that is recorded; the first was taken when recording began.
    public double traceBeginMs(Recordable variable, int neuron) {
        Sampler sampler = samplers[neuron][variable.ordinal()];
        if (sampler == null) {
            throw new IllegalArgumentException("%s of neuron %d is not recorded".formatted(variable, neuron));
        }
        return sampler.beginMs();
    }

    /// Weights now in the projection's order; as last written unless it has STDP.
    public double[] weights(int projection) {
        Projection of = model.projections().get(projection);
        double[] weights = of.weights();
        if (of.plasticity() instanceof Plasticity.SpikePairStdp) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = synapses.before(projection, i).weightAt(endMs, unsent(of, i));
            }
        }
        return weights;
    }

    /// Presynaptic spikes up to now that had not been sent when the last window began.
    private double[] unsent(Projection of, int synapse) {
        if (mark == null) {
            return new double[0];
        }
        int pre = of.pre(synapse);
        if (of.origin() == Projection.Origin.NEURONS) {
            SpikeLog.Train train = log.train(pre);
            int from = mark.spikes[pre];
            double[] times = new double[Math.max(0, train.count(endMs) - from)];
            Arrays.setAll(times, i -> train.get(from + i));
            return times;
        }
        SpikeTrain train = model.train(pre);
        double[] times = new double[2];
        int n = 0;
        for (int i = mark.sent[pre]; train.timeMs(i) <= endMs; i++) {
            times = n == times.length ? Arrays.copyOf(times, 2 * n) : times;
            times[n++] = train.timeMs(i);
        }
        return Arrays.copyOf(times, n);
    }

    /// From now on the network is another one, of the same neurons, sources and connections: parameters,
    /// trains of sources, weights, delays and rules of synapses, currents and recordings are those of
    /// `next`. The state stays, and what is under way arrives as it was sent. Source spikes before now do
    /// not count, and a recording that was not there begins at the first multiple of its interval from
    /// now on.
    ///
    /// @param written projections whose weights are written, with STDP or without; others with STDP keep theirs
    public void change(ReferenceModel next, Set<Integer> written) {
        checkSame(next);
        settle();
        List<Projection> before = model.projections();
        model = next;
        for (int p = 0; p < before.size(); p++) {
            if (before.get(p) != next.projections().get(p)) {
                synapses.change(next, p, written.contains(p), endMs);
            }
        }
        if (synapses.windowMs() != windowMs || synapses.maxDelayMs() > queue.horizonMs()) {
            recut();
        }
        sources.change(next, endMs);
        currents = feeds(next, fromMs);
        AcInput[][] alternating = alternating(next);
        for (int n = 0; n < cells.length; n++) {
            cells[n].configure(next, n, alternating[n]);
            cells[n].setCurrent(next.value(NeuronParameter.I_OFFSET, n));
        }
        changeSamplers();
    }

    /// Sets a state variable of a neuron now.
    public void set(Recordable variable, int neuron, double value) {
        settle();
        cells[neuron].set(variable, value);
    }

    private void checkSame(ReferenceModel next) {
        boolean same = next.neurons() == model.neurons()
                && next.sources() == model.sources()
                && next.projections().size() == model.projections().size();
        for (int p = 0; same && p < next.projections().size(); p++) {
            Projection old = model.projections().get(p);
            Projection changed = next.projections().get(p);
            same = old.size() == changed.size()
                    && old.plasticity().getClass() == changed.plasticity().getClass();
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "a change must keep neurons, sources, connections and kinds of plasticity");
        }
    }

    /// Makes windows of the shortest delay as it is now.
    private void recut() {
        double shorter = synapses.windowMs();
        EventQueue recut = new EventQueue(cells.length, shorter, synapses.maxDelayMs() + windowMs + queue.horizonMs());
        long at = (long) (fromMs / shorter);
        queue.moveTo(recut, window, at);
        queue = recut;
        windowMs = shorter;
        window = at;
    }

    /// Makes the present time the beginning of a window, so that nothing ahead of it has been computed.
    private void settle() {
        if (mark == null) {
            return;
        }
        Mark begin = mark;
        double now = Math.max(endMs, begin.fromMs);
        restore(begin);
        for (Cell cell : cells) {
            cell.want(now);
        }
        computeWindow();
        double[][] states = Arrays.stream(cells).map(Cell::wanted).toArray(double[][]::new);
        int[] spikes = new int[cells.length];
        Arrays.setAll(spikes, n -> log.train(n).count(now));
        int[][] samples = samples(now);
        restore(begin);
        restoreLogs(spikes, samples);
        dropOrDispatchUntil(now);
        for (int n = 0; n < cells.length; n++) {
            cells[n].restore(states[n]);
        }
        fromMs = now;
        mark = null;
        synapses.journal(false);
    }

    /// Goes through the events of the open window up to `now`, of which only weights are to be kept, and
    /// sends all spikes up to then.
    private void dropOrDispatchUntil(double now) {
        sources.feed(Math.nextUp(now), synapses, queue, window);
        queue.open(window);
        for (int n = 0; n < cells.length; n++) {
            for (int e = queue.first(n); e < queue.end(n); e++) {
                if (queue.timeMs(e) > now) {
                    queue.add(n, queue.type(e), queue.timeMs(e), queue.value(e), window);
                } else if (queue.type(e) == EventQueue.PLASTIC) {
                    synapses.arrive((int) queue.value(e));
                }
            }
        }
        dispatch(window);
    }

    private void restore(Mark begin) {
        window = begin.window;
        fromMs = begin.fromMs;
        for (int n = 0; n < cells.length; n++) {
            dispatched[n] = begin.spikes[n];
        }
        restoreLogs(begin.spikes, begin.samples);
        for (int n = 0; n < cells.length; n++) {
            cells[n].restore(begin.states[n]);
        }
        sources.restore(begin.sent);
        currents = begin.currents.stream().map(CurrentFeed::copy).toList();
        queue.restore(begin.queue, begin.window);
        synapses.restore();
    }

    private void restoreLogs(int[] spikes, int[][] samples) {
        for (int n = 0; n < cells.length; n++) {
            log.train(n).restore(spikes[n]);
            for (int k = 0; k < samplers[n].length; k++) {
                Sampler sampler = samplers[n][k];
                if (sampler != null) {
                    sampler.restore(samples[n][k]);
                }
            }
        }
    }

    /// Samples taken up to a time.
    private int[][] samples(double untilMs) {
        int[][] taken = new int[cells.length][samplers.length == 0 ? 0 : samplers[0].length];
        for (int n = 0; n < cells.length; n++) {
            for (int k = 0; k < taken[n].length; k++) {
                Sampler sampler = samplers[n][k];
                taken[n][k] = sampler == null ? 0 : sampler.count(untilMs);
            }
        }
        return taken;
    }

    private void advanceWindow() {
        mark = null;
        boolean last = (window + 1) * windowMs > endMs;
        synapses.journal(last);
        if (last) {
            mark = new Mark(this);
        }
        computeWindow();
        window++;
        fromMs = window * windowMs;
        dispatch(window);
    }

    private void computeWindow() {
        double to = (window + 1) * windowMs;
        sources.feed(to, synapses, queue, window);
        for (CurrentFeed current : currents) {
            current.feed(to, queue, window);
        }
        queue.open(window);
        for (int n = 0; n < cells.length; n++) {
            advance(cells[n], n, fromMs, to);
        }
    }

    /// Sends spikes of neurons that were not sent yet.
    private void dispatch(long earliest) {
        for (int n = 0; n < cells.length; n++) {
            SpikeLog.Train train = log.train(n);
            while (dispatched[n] < train.size()) {
                synapses.dispatch(n, train.get(dispatched[n]++), queue, earliest);
            }
        }
    }

    private void advance(Cell cell, int n, double from, double to) {
        double t = from;
        for (int e = queue.first(n); e < queue.end(n); e++) {
            // rounding may put an event a hair outside its window
            double at = Math.min(queue.timeMs(e), to);
            if (at > t) {
                cell.integrate(t, at);
                t = at;
            }
            double value = queue.value(e);
            switch (queue.type(e)) {
                case EventQueue.EXCITATION -> cell.addExcitation(value);
                case EventQueue.INHIBITION -> cell.addInhibition(value);
                case EventQueue.CURRENT -> cell.addCurrent(value);
                default -> {
                    double weight = synapses.arrive((int) value);
                    if (synapses.receptor((int) value) == Receptor.EXCITATORY) {
                        cell.addExcitation(weight);
                    } else {
                        cell.addInhibition(weight);
                    }
                }
            }
        }
        cell.integrate(t, to);
    }

    /// Keeps samplers of what is recorded as before, begins others and drops those that are no longer
    /// wanted.
    private void changeSamplers() {
        for (int n = 0; n < cells.length; n++) {
            List<Sampler> all = new ArrayList<>();
            for (Recordable variable : Recordable.values()) {
                double interval = model.recordedEveryMs(variable, n);
                Sampler sampler = samplers[n][variable.ordinal()];
                if (interval == 0) {
                    sampler = null;
                } else if (sampler == null || sampler.intervalMs() != interval) {
                    sampler = new Sampler(variable, endMs, interval);
                }
                samplers[n][variable.ordinal()] = sampler;
                if (sampler != null) {
                    all.add(sampler);
                }
            }
            cells[n].samplers(all.toArray(Sampler[]::new));
        }
    }

    private static List<CurrentFeed> feeds(ReferenceModel model, double fromMs) {
        return model.injections().stream()
                .map(injection -> new CurrentFeed(injection, fromMs))
                .toList();
    }

    private static AcInput[][] alternating(ReferenceModel model) {
        List<List<AcInput>> inputs = new ArrayList<>();
        for (int n = 0; n < model.neurons(); n++) {
            inputs.add(new ArrayList<>());
        }
        for (ReferenceModel.Injection injection : model.injections()) {
            if (injection.source() instanceof CurrentSource.Ac ac) {
                for (int n : injection.neurons()) {
                    inputs.get(n).add(AcInput.of(ac));
                }
            }
        }
        return inputs.stream().map(list -> list.toArray(AcInput[]::new)).toArray(AcInput[][]::new);
    }
}
