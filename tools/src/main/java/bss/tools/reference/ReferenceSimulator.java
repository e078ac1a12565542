package bss.tools.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// Simulates a [ReferenceModel] in double precision: what the network does without a wafer.
///
/// Time is cut into windows of the shortest delay between neurons, in which neurons do not affect each other. In a
/// window every neuron is integrated from one of its events to the next; events act at exactly the presynaptic spike
/// time plus the delay. Windows lie at fixed times and are always computed whole, so a run in pieces takes the same
/// steps as one in full. Single-threaded; only [StrictMath] is used, so results are the same everywhere.
///
/// Independent of the emulator on purpose: no class is shared.
public final class ReferenceSimulator {

    /// Longest window: limits the buckets sorted at once when delays are long or absent.
    private static final double LONGEST_WINDOW_MS = 1;

    /// Biological time between calls of the progress consumer.
    private static final double PROGRESS_MS = 10;

    private final ReferenceModel model;
    private final SpikeLog log;
    private final Cell[] cells;
    private final @Nullable Sampler[] samplers;
    private final int[] dispatched;
    private final SynapseTable synapses;
    private final EventQueue queue;
    private final SourceFeed sources;
    private final List<CurrentFeed> currents;
    private final double windowMs;
    private long window;
    private double endMs;

    /// A simulation at time 0.
    public ReferenceSimulator(ReferenceModel model) {
        this.model = model;
        int neurons = model.neurons();
        log = new SpikeLog(neurons);
        synapses = new SynapseTable(model, log, LONGEST_WINDOW_MS);
        windowMs = synapses.windowMs();
        queue = new EventQueue(neurons, windowMs, synapses.maxDelayMs());
        sources = new SourceFeed(model);
        currents = model.injections().stream().map(CurrentFeed::new).toList();
        samplers = samplers(model);
        dispatched = new int[neurons];
        cells = new Cell[neurons];
        AcInput[][] alternating = alternating(model);
        for (int n = 0; n < neurons; n++) {
            cells[n] = new Cell(model, n, alternating[n], log.train(n), samplers[n]);
        }
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
        double reported = endMs;
        endMs += durationMs;
        while (window * windowMs <= endMs) {
            advanceWindow();
            double now = Math.min(window * windowMs, endMs);
            if (now - reported >= PROGRESS_MS && now < endMs) {
                progress.accept(now);
                reported = now;
            }
        }
        progress.accept(endMs);
    }

    /// Everything up to now; later runs do not change it.
    public ReferenceResult result() {
        int neurons = model.neurons();
        double[][] spikes = new double[neurons][];
        double[][][] traces = new double[Recordable.values().length][neurons][0];
        for (int n = 0; n < neurons; n++) {
            spikes[n] = log.train(n).until(endMs);
        }
        for (Recordable variable : Recordable.values()) {
            for (int n : model.recorded(variable)) {
                Sampler sampler = samplers[n];
                if (sampler != null) {
                    traces[variable.ordinal()][n] = sampler.until(variable, endMs);
                }
            }
        }
        return new ReferenceResult(model, endMs, spikes, traces, log);
    }

    private void advanceWindow() {
        double from = window * windowMs;
        double to = (window + 1) * windowMs;
        sources.feed(to, synapses, queue, window);
        for (CurrentFeed current : currents) {
            current.feed(to, queue, window);
        }
        queue.open(window);
        for (int n = 0; n < cells.length; n++) {
            advance(cells[n], n, from, to);
        }
        window++;
        for (int n = 0; n < cells.length; n++) {
            SpikeLog.Train train = log.train(n);
            while (dispatched[n] < train.size()) {
                synapses.dispatch(n, train.get(dispatched[n]++), queue, window);
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
            switch (queue.type(e)) {
                case EventQueue.EXCITATION -> cell.addExcitation(queue.value(e));
                case EventQueue.INHIBITION -> cell.addInhibition(queue.value(e));
                default -> cell.addCurrent(queue.value(e));
            }
        }
        cell.integrate(t, to);
    }

    private static @Nullable Sampler[] samplers(ReferenceModel model) {
        @Nullable Sampler[] samplers = new Sampler[model.neurons()];
        for (Recordable variable : Recordable.values()) {
            for (int n : model.recorded(variable)) {
                Sampler sampler = samplers[n];
                if (sampler == null) {
                    sampler = new Sampler(model.samplingIntervalMs());
                    samplers[n] = sampler;
                }
                sampler.want(variable);
            }
        }
        return samplers;
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
