package bss.tools.job.wafer;

import bss.mapper.network.Variable;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.mapping.CellSites;
import bss.tools.job.TableWriter;
import bss.tools.run.MembraneChannels;
import bss.tools.run.Resampling;
import bss.tools.run.Scales;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Records the variables of a job in one session: through the probe, or membranes of a wafer that is not ideal through
/// its ADC channels.
///
/// A channel records pieces of [#PIECE_CYCLES], one after the other: the sample clock of 96 MHz ticks 960 times in
/// each,
/// so that the pieces are one trace, whatever the steps in which the session advances.
final class Recorder {

    /// 10 us of hardware time.
    static final int PIECE_CYCLES = 1250;

    private static final int PIECE_SAMPLES = 960;

    private final WaferSession session;
    private final double speedup;
    private Scale scale;
    private final List<Track> tracks = new ArrayList<>();
    /// In the order of the probe's watches; those of recordings that ended stay.
    private final List<Line> watched = new ArrayList<>();
    /// In the order of the channels.
    private final List<Line> sampled = new ArrayList<>();

    private Optional<MembraneChannels> channels = Optional.empty();
    private long pieceBegan = -1;

    /// What is recorded, since when.
    private record Track(Recorded recorded, double beginMs, long beginCycle, List<Line> lines, boolean adc) {}

    /// One cell.
    private static final class Line {
        final int population;
        final int cell;
        final Variable variable;
        double[] values = new double[256];
        int count;
        boolean ended;

        Line(int population, int cell, Variable variable) {
            this.population = population;
            this.cell = cell;
            this.variable = variable;
        }

        void add(double value) {
            if (!ended) {
                if (count == values.length) {
                    values = Arrays.copyOf(values, 2 * count);
                }
                values[count++] = value;
            }
        }
    }

    Recorder(WaferSession session, JobMapping mapping) {
        this.session = session;
        this.speedup = mapping.mapping().speedup();
        this.scale = new Scale(mapping);
    }

    /// Values are those of `mapping` from now on.
    void scale(JobMapping mapping) {
        scale = new Scale(mapping);
    }

    /// Records these from now on; those that were recorded before and are the same go on.
    ///
    /// @param membranes the channels of the membranes; empty: all goes through the probe
    void record(List<Recorded> recordings, JobMapping mapping, double nowMs, Optional<MembraneChannels> membranes)
            throws BackendException {
        List<Track> before = List.copyOf(tracks);
        tracks.clear();
        for (Recorded recorded : recordings) {
            Optional<Track> same =
                    before.stream().filter(t -> t.recorded().equals(recorded)).findFirst();
            tracks.add(same.isPresent() ? same.get() : track(recorded, mapping, nowMs, membranes));
        }
        for (Track old : before) {
            if (!tracks.contains(old)) {
                old.lines().forEach(line -> {
                    line.ended = true;
                    line.values = new double[0];
                });
            }
        }
        if (membranes.isPresent() && channels.isEmpty()) {
            channels = membranes;
            for (MembraneChannels.Channel channel : membranes.get().channels()) {
                sampled.add(line(channel.population(), channel.cell()));
            }
        }
    }

    private Line line(int population, int cell) {
        return tracks.stream()
                .filter(Track::adc)
                .flatMap(t -> t.lines().stream())
                .filter(l -> l.population == population && l.cell == cell)
                .findFirst()
                .orElseThrow();
    }

    private Track track(Recorded recorded, JobMapping mapping, double nowMs, Optional<MembraneChannels> membranes)
            throws BackendException {
        int p = recorded.population();
        CellSites sites = mapping.mapping().cells().get(p);
        boolean adc = membranes.isPresent() && recorded.variable() == Variable.V;
        List<Line> lines = new ArrayList<>();
        for (int cell : recorded.cells()) {
            Line line = new Line(p, cell, recorded.variable());
            lines.add(line);
            if (sites.placed(cell) && !adc) {
                session.probe()
                        .orElseThrow()
                        .watch(sites.hicann(cell), sites.denmem(cell), Scales.probed(recorded.variable()), 1);
                watched.add(line);
            }
        }
        return new Track(recorded, nowMs, session.now(), lines, adc);
    }

    /// Watches a variable that is not part of any recording, for [#last].
    int peek(int hicann, int denmem, Variable variable) throws BackendException {
        session.probe().orElseThrow().watch(hicann, denmem, Scales.probed(variable), Integer.MAX_VALUE);
        watched.add(new Line(-1, watched.size(), variable));
        return watched.size() - 1;
    }

    /// What a watch of [#peek] has seen, in units of the hardware.
    double last(int watch) {
        Line line = watched.get(watch);
        return line.values[line.count - 1];
    }

    /// By when the session must stop and call [#take].
    long nextStop(long now) {
        return sampled.isEmpty() || pieceBegan < 0 ? Long.MAX_VALUE : Math.max(now, pieceBegan + PIECE_CYCLES);
    }

    /// Starts the pieces that begin now.
    void begin() throws BackendException {
        if (!sampled.isEmpty() && (pieceBegan < 0 || session.now() == pieceBegan + PIECE_CYCLES)) {
            for (MembraneChannels.Channel channel : channels.orElseThrow().channels()) {
                session.record(channel.request(PIECE_SAMPLES));
            }
            pieceBegan = session.now();
        }
    }

    /// Takes what was sampled since the last call.
    void take() throws BackendException {
        if (!watched.isEmpty()) {
            List<WaferProbe.Samples> samples = session.probe().orElseThrow().takeSamples();
            for (int i = 0; i < watched.size(); i++) {
                Line to = watched.get(i);
                for (double value : samples.get(i).values()) {
                    to.add(to.population < 0 ? value : scale.biological(to.variable, to.population, to.cell, value));
                }
            }
        }
        if (!sampled.isEmpty() && session.now() == pieceBegan + PIECE_CYCLES) {
            List<AdcSamples> pieces = session.takeAdc();
            if (pieces.size() != sampled.size()) {
                throw new BackendException("%d of %d recordings of the ADC are complete, must be all"
                        .formatted(pieces.size(), sampled.size()));
            }
            for (int i = 0; i < pieces.size(); i++) {
                Line to = sampled.get(i);
                for (int k = 0; k < pieces.get(i).count(); k++) {
                    to.add(scale.biological(
                            Variable.V, to.population, to.cell, pieces.get(i).volt(k)));
                }
            }
        }
    }

    /// Whether a variable of a population is recorded.
    boolean records(int population, Variable variable) {
        return tracks.stream().anyMatch(t -> is(t, population, variable));
    }

    private static boolean is(Track track, int population, Variable variable) {
        return track.recorded().population() == population && track.recorded().variable() == variable;
    }

    /// The cycle to which the session must have run for all traces until `cycle`: pieces are read when they are whole.
    long needed(long cycle) {
        return sampled.isEmpty() ? cycle : (cycle + PIECE_CYCLES - 1) / PIECE_CYCLES * PIECE_CYCLES;
    }

    /// Writes a trace until a time.
    void fetch(int population, Variable variable, double nowMs, long nowCycle, TableWriter to) {
        Track track = tracks.stream()
                .filter(t -> is(t, population, variable))
                .findFirst()
                .orElseThrow();
        double interval = track.recorded().intervalMs();
        double cycleMs = HardwareTime.tickToMs(HardwareTime.TICKS_PER_CYCLE, speedup);
        double sampleMs = 1e3 * speedup / AdcSamples.NOMINAL_HERTZ;
        double gridMs = track.adc() ? sampleMs : cycleMs;
        int count = Math.max(0, Resampling.count(nowMs - track.beginMs(), interval));
        int cells = track.lines().size();
        double[] samples = new double[Math.multiplyExact(count, cells)];
        for (int c = 0; c < cells; c++) {
            Line line = track.lines().get(c);
            long most = track.adc()
                    ? (long) Math.ceil((nowMs - track.beginMs()) / sampleMs) + 1
                    : nowCycle - track.beginCycle();
            int length = (int) Math.min(line.count, most);
            double[] row =
                    length == 0 ? filled(count) : Resampling.linear(line.values, length, gridMs, interval, count);
            for (int k = 0; k < count; k++) {
                samples[k * cells + c] = row[k];
            }
        }
        to.i32("cell", track.recorded().cells().stream().mapToInt(c -> c).toArray());
        to.f64("sample", samples);
        to.f64("begin", new double[] {track.beginMs()});
    }

    /// Of a cell without place.
    private static double[] filled(int count) {
        double[] row = new double[count];
        Arrays.fill(row, Double.NaN);
        return row;
    }
}
