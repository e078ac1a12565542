package bss.tools.run;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Variable;
import bss.mapper.network.io.NetworkWriter;
import bss.proto.WaferConfigurationCodec;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.Mapping;
import bss.tools.result.Provenance;
import bss.tools.result.RunResult;
import bss.tools.result.SpikeTable;
import bss.tools.result.Version;
import bss.tools.result.WeightTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Runs a mapping on a wafer: configure, play the sources, advance, bring spikes and traces back to the network.
public final class HardwareRun {

    /// Cycles between two looks at progress: 80 ms of biology at a speed-up of 10,000.
    private static final long CHUNK_CYCLES = 1000;

    private final WaferBackend backend;
    private final Mapping mapping;
    private final Network network;
    private final Optional<Long> waferSeed;

    /// @param network the network that `mapping` holds
    public HardwareRun(WaferBackend backend, Mapping mapping, Network network) {
        this(backend, mapping, network, Optional.empty());
    }

    /// @param network the network that `mapping` holds
    /// @param waferSeed of the wafer, if it was drawn from one
    public HardwareRun(WaferBackend backend, Mapping mapping, Network network, Optional<Long> waferSeed) {
        this.backend = backend;
        this.mapping = mapping;
        this.network = network;
        this.waferSeed = waferSeed;
    }

    /// One run from time 0.
    ///
    /// @param trial write number of the analog parameters
    public RunResult run(double durationMs, int trial, Progress progress)
            throws BackendException, InterruptedException {
        // only ideal silicon lets a probe take the place of its analog outputs
        Optional<MembraneChannels> channels = backend.capabilities().silicon().equals("ideal")
                ? Optional.empty()
                : Optional.of(MembraneChannels.of(mapping, network));
        WaferConfiguration configuration =
                channels.map(MembraneChannels::configuration).orElse(mapping.configuration());
        try (WaferSession session = backend.open(Lease.wafer())) {
            progress.at("configuring", 0);
            session.configure(configuration, EnumSet.allOf(ConfigurationStage.class), trial);
            session.play(pulses(durationMs));
            TraceRecorder traces = new TraceRecorder(mapping, network, session, durationMs, channels);
            traces.start();
            SpikeCollector spikes = new SpikeCollector(mapping, durationMs);
            long end = HardwareTime.msToCycle(durationMs, mapping.speedup());
            while (session.now() < end) {
                session.advance(Math.min(end, session.now() + CHUNK_CYCLES));
                spikes.take(session.takeTrace());
                traces.take();
                progress.at("running", (double) session.now() / end);
            }
            RunCounters counters = session.counters();
            List<WeightTable> weights = weights(session);
            // what was fired before the end may still be on its way up
            session.advance(end + SpikeCollector.FLUSH_CYCLES);
            spikes.take(session.takeTrace());
            return new RunResult(
                    durationMs,
                    tables(spikes, durationMs),
                    traces.finish(),
                    weights,
                    Optional.of(counters),
                    spikes.stray(),
                    provenance(trial, configuration));
        }
    }

    /// Reading a wafer back takes long, so that it is not done for networks without STDP.
    private List<WeightTable> weights(WaferSession session) throws BackendException {
        return FinalWeights.plastic(network) ? FinalWeights.of(network, mapping, session.readBack()) : List.of();
    }

    /// The spikes of all placed external sources as a playback program.
    Pulses pulses(double durationMs) {
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        return SourcePulses.of(mapping, (p, cell) -> resolved.spikeTimesMs(p, cell, durationMs), 0, Long.MAX_VALUE);
    }

    private List<SpikeTable> tables(SpikeCollector spikes, double durationMs) {
        List<SpikeTable> tables = new ArrayList<>();
        for (int p = 0; p < network.populations().size(); p++) {
            Population population = network.populations().get(p);
            if (population.record().contains(Variable.SPIKES)) {
                tables.add(SpikeTable.of(
                        population.label(),
                        population.cell().isSource() ? Sources.trains(network, p, durationMs) : spikes.trains(p)));
            }
        }
        return tables;
    }

    private Provenance provenance(int trial, WaferConfiguration configuration) {
        return new Provenance(
                backend.capabilities().name(),
                backend.capabilities().silicon(),
                waferSeed,
                network.seed(),
                mapping.seed(),
                trial,
                NetworkWriter.digestHex(network),
                WaferConfigurationCodec.digest(configuration),
                Version.current());
    }
}
