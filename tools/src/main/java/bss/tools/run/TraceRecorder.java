package bss.tools.run;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Variable;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.tools.result.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Records membranes, adaptation and conductances and brings them to biological units; also sets initial values, which
/// only a probe can.
///
/// Membranes go through ADC channels, if channels are given; all else goes through the probe, if there is one.
final class TraceRecorder {

    private final Mapping mapping;
    private final Network network;
    private final ResolvedNetwork resolved;
    private final double durationMs;
    private final Optional<WaferProbe> probe;
    private final WaferSession session;
    private final Optional<MembraneChannels> channels;
    private final List<Watched> watched = new ArrayList<>();
    /// Through ADC channels, in the order of their requests.
    private final List<Watched> sampled = new ArrayList<>();

    /// By population in nF, drawn once.
    private final Map<Integer, double[]> capacitances = new HashMap<>();

    /// Of one recording, 1 GiB of them with all channels.
    private static final int MOST_SAMPLES = 40_000_000;

    /// One watched variable of one cell, in the order of the probe's watches.
    private static final class Watched {
        final int population;
        final int cell;
        final Variable variable;
        double[] values = new double[1024];
        int count;

        Watched(int population, int cell, Variable variable) {
            this.population = population;
            this.cell = cell;
            this.variable = variable;
        }
    }

    TraceRecorder(
            Mapping mapping,
            Network network,
            WaferSession session,
            double durationMs,
            Optional<MembraneChannels> channels) {
        this.mapping = mapping;
        this.network = network;
        this.resolved = new ResolvedNetwork(network);
        this.durationMs = durationMs;
        this.session = session;
        this.channels = channels;
        this.probe = session.probe();
    }

    /// Sets initial values and starts to watch.
    void start() throws BackendException {
        if (channels.isPresent()) {
            sample(channels.get());
        }
        if (probe.isEmpty()) {
            return;
        }
        for (int p = 0; p < network.populations().size(); p++) {
            Population population = network.populations().get(p);
            if (!population.cell().isSource()) {
                initialise(p, population);
                for (Variable variable : EnumSet.complementOf(EnumSet.of(Variable.SPIKES))) {
                    boolean elsewhere = variable == Variable.V && channels.isPresent();
                    if (population.record().contains(variable) && !elsewhere) {
                        watch(p, population, variable);
                    }
                }
            }
        }
    }

    private void sample(MembraneChannels from) throws BackendException {
        double seconds = durationMs * 1e-3 / mapping.speedup();
        double samples = Math.ceil(seconds * AdcSamples.NOMINAL_HERTZ) + 1;
        if (samples > MOST_SAMPLES && !from.channels().isEmpty()) {
            throw new BackendException("v for %s ms needs %.0f samples of the ADC, must be at most %d: run shorter"
                    .formatted(durationMs, samples, MOST_SAMPLES));
        }
        for (MembraneChannels.Channel channel : from.channels()) {
            session.record(channel.request((int) samples));
            sampled.add(new Watched(channel.population(), channel.cell(), Variable.V));
        }
    }

    private void initialise(int p, Population population) throws BackendException {
        CellSites sites = mapping.cells().get(p);
        double[] v = resolved.initialValues(p, Variable.V);
        boolean adaptation = population.cell().recordable().contains(Variable.W);
        double[] w = adaptation ? resolved.initialValues(p, Variable.W) : new double[v.length];
        for (int cell = 0; cell < sites.count(); cell++) {
            if (sites.placed(cell)) {
                double volt = v[cell] * 1e-3 * mapping.alpha() + mapping.shiftVolt();
                double ampere = w[cell] * 1e-9 * mapping.alpha() * conductanceScale(p, cell);
                probe.orElseThrow().initialise(sites.hicann(cell), sites.denmem(cell), volt, ampere);
            }
        }
    }

    private void watch(int p, Population population, Variable variable) throws BackendException {
        CellSites sites = mapping.cells().get(p);
        for (int cell : population.recordCells().indices(population.size())) {
            if (sites.placed(cell)) {
                probe.orElseThrow().watch(sites.hicann(cell), sites.denmem(cell), Scales.probed(variable), 1);
                watched.add(new Watched(p, cell, variable));
            }
        }
    }

    /// Takes what the probe has sampled since the last call.
    void take() {
        if (watched.isEmpty()) {
            return;
        }
        List<WaferProbe.Samples> samples = probe.orElseThrow().takeSamples();
        for (int i = 0; i < watched.size(); i++) {
            Watched to = watched.get(i);
            List<Double> values = samples.get(i).values();
            if (to.count + values.size() > to.values.length) {
                to.values = Arrays.copyOf(to.values, Math.max(2 * to.values.length, to.count + values.size()));
            }
            for (double value : values) {
                to.values[to.count++] = biological(to, value);
            }
        }
    }

    private double biological(Watched of, double value) {
        return switch (of.variable) {
            case V -> (value - mapping.shiftVolt()) / mapping.alpha() * 1e3;
            case W -> value / (mapping.alpha() * conductanceScale(of.population, of.cell)) * 1e9;
            case GSYN_EXC, GSYN_INH -> value / conductanceScale(of.population, of.cell) * 1e6;
            case SPIKES -> throw new IllegalArgumentException("spikes are not a trace");
        };
    }

    /// Hardware conductance per biological conductance of a placed neuron: speed-up times the ratio of capacitances.
    private double conductanceScale(int population, int cell) {
        double[] cm = capacitances.computeIfAbsent(population, p -> resolved.parameter(p, "cm"));
        return Scales.conductance(mapping, population, cell, cm[cell]);
    }

    private void takeSampled() throws BackendException {
        List<AdcSamples> recordings = session.takeAdc();
        if (recordings.size() != sampled.size()) {
            throw new BackendException("%d of %d recordings of the ADC are complete, must be all"
                    .formatted(recordings.size(), sampled.size()));
        }
        for (int i = 0; i < recordings.size(); i++) {
            AdcSamples recording = recordings.get(i);
            Watched to = sampled.get(i);
            to.values = new double[recording.count()];
            to.count = recording.count();
            for (int k = 0; k < to.count; k++) {
                to.values[k] = biological(to, recording.volt(k));
            }
        }
    }

    /// All traces on the grids that the network asks for; once, after the end of the run.
    List<Trace> finish() throws BackendException {
        takeSampled();
        List<Trace> traces = new ArrayList<>();
        for (int p = 0; p < network.populations().size(); p++) {
            Population population = network.populations().get(p);
            for (Variable variable : Variable.values()) {
                int index = p;
                List<Watched> columns = Stream.concat(sampled.stream(), watched.stream())
                        .filter(w -> w.population == index && w.variable == variable)
                        .toList();
                if (!columns.isEmpty()) {
                    double interval = population.samplingIntervalMs();
                    traces.add(new Trace(
                            population.label(),
                            variable.label(),
                            Resampling.unit(variable),
                            columns.stream().map(w -> w.cell).toList(),
                            interval,
                            columns.stream().map(w -> resample(w, interval)).toList()));
                }
            }
        }
        return traces;
    }

    private double[] resample(Watched from, double intervalMs) {
        double cycleMs = HardwareTime.tickToMs(HardwareTime.TICKS_PER_CYCLE, mapping.speedup());
        double sampleMs = 1e3 * mapping.speedup() / AdcSamples.NOMINAL_HERTZ;
        double gridMs = sampled.contains(from) ? sampleMs : cycleMs;
        return Resampling.linear(from.values, from.count, gridMs, intervalMs, Resampling.count(durationMs, intervalMs));
    }
}
