package bss.tools.bench;

import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.Lease;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.NeuronTopology;
import bss.tools.run.Progress;
import java.util.EnumSet;

/// A benchmark network on a wafer, advanced sample by sample.
final class WaferRun implements AutoCloseable {

    private static final double SPEEDUP = 1e4;
    private static final int CHUNK_CYCLES = 1000;
    private static final long START = 5;

    /// What a sample took and did.
    ///
    /// @param seconds wall time
    /// @param biologicalSeconds simulated time
    record Sample(
            double seconds,
            double biologicalSeconds,
            long circuits,
            long spikes,
            long l1Events,
            long synapticEvents,
            long updates) {

        /// Wall seconds per biological second.
        double factor() {
            return seconds / biologicalSeconds;
        }
    }

    private final BenchNetwork network;
    private final WaferSession session;
    private final Progress progress;
    private final String name;

    private WaferRun(String name, BenchNetwork network, WaferSession session, Progress progress) {
        this.name = name;
        this.network = network;
        this.session = session;
        this.progress = progress;
    }

    /// Configures the wafer; membranes start between reset and threshold as written, so that nothing fires in step.
    static WaferRun open(String name, BenchNetwork network, WaferBackend backend, Progress progress)
            throws BackendException {
        progress.at(name + ": configuring", 0);
        WaferSession session = backend.open(Lease.wafer());
        WaferRun run = new WaferRun(name, network, session, progress);
        try {
            session.configure(network.configuration(), EnumSet.allOf(ConfigurationStage.class), 1);
            run.scatter();
        } catch (BackendException | RuntimeException | Error e) {
            session.close();
            throw e;
        }
        return run;
    }

    private void scatter() throws BackendException {
        WaferProbe probe = session.probe().orElseThrow();
        for (int h : network.configuration().usedHicanns()) {
            HicannConfiguration chip = network.configuration().hicann(h).orElseThrow();
            KeyedRandom random = KeyedRandom.of(START, h);
            double low = FloatingGates.volt(chip.floatingGate(0, SharedParameter.V_RESET.row(0), 0));
            int threshold = Math.min(code(chip, NeuronParameter.V_EXP), code(chip, NeuronParameter.V_T));
            double range = FloatingGates.volt(threshold) - low;
            for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
                DenmemConfig config = chip.denmem(denmem);
                if (config.activateFiring()) {
                    probe.initialise(h, denmem, low + range * random.nextDouble(), 0);
                }
            }
        }
    }

    /// The code of the first circuit, which is that of all.
    private static int code(HicannConfiguration chip, NeuronParameter parameter) {
        return chip.floatingGate(0, parameter.row(0), 1);
    }

    /// Samples the membranes of `count` neurons, of one chip each, every 0.1 ms.
    void watch(int count) throws BackendException {
        WaferProbe probe = session.probe().orElseThrow();
        int[] used = network.configuration().usedHicanns();
        for (int k = 0; k < Math.min(count, used.length); k++) {
            int cycles = (int) HardwareTime.msToCycle(0.1, SPEEDUP);
            probe.watch(used[k * used.length / count], 0, WaferProbe.Variable.MEMBRANE, cycles);
        }
    }

    /// Advances by so much biological time and counts what happened.
    Sample sample(double milliseconds) throws BackendException, InterruptedException {
        RunCounters before = session.counters();
        long first = session.now();
        long end = first + HardwareTime.msToCycle(milliseconds, SPEEDUP);
        long start = System.nanoTime();
        while (session.now() < end) {
            session.advance(Math.min(end, session.now() + CHUNK_CYCLES));
            session.takeTrace();
            session.probe().ifPresent(WaferProbe::takeSamples);
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        RunCounters c = session.counters();
        long updates = c.neuronUpdates() - before.neuronUpdates();
        return new Sample(
                seconds,
                (end - first) * HardwareTime.CYCLE_SECONDS * SPEEDUP,
                updates / (end - first),
                c.neuronSpikes() - before.neuronSpikes(),
                c.l1Events() - before.l1Events(),
                c.synapticEvents() - before.synapticEvents(),
                updates);
    }

    /// One warm-up, then the samples.
    Sample[] samples(BenchOptions options) throws BackendException, InterruptedException {
        int n = options.samples();
        Sample[] taken = new Sample[n];
        progress.at(name + ": warming up", 0);
        sample(options.warmUpMs());
        for (int k = 0; k < n; k++) {
            progress.at(name, (double) k / n);
            taken[k] = sample(options.sampleMs());
        }
        return taken;
    }

    BenchNetwork network() {
        return network;
    }

    @Override
    public void close() throws BackendException {
        session.close();
    }
}
