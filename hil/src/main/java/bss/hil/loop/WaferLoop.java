package bss.hil.loop;

import bss.proto.link.RemoteSession;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A wafer in the loop, by its bits: all of them are written once; from then on the weights of chips on which one has
/// changed, and nothing else. Floating gates are written at the start alone: they take seconds and wear.
///
/// Each iteration begins at cycle 0, with membranes at rest and nothing under way, so that it depends on its weights
/// and spikes and not on the iterations before. It needs no wafer that can pause, since nothing happens in the middle
/// of it. The weights of chips whose own plasticity is on are written anew each time.
///
/// Not for several threads at once.
public final class WaferLoop implements AutoCloseable {

    /// By when a spike has left the chip: encoder, mergers and a full queue to the FPGA.
    public static final long FLUSH_CYCLES = 1000;

    private final WaferSession session;
    private final int trial;
    private final SortedMap<Integer, HicannConfigurationBuilder> changed = new TreeMap<>();
    private final List<IterationTiming> timings = new ArrayList<>();
    private WaferConfiguration configuration;
    private double configureSeconds;
    private double programmingSeconds;

    private WaferLoop(WaferSession session, WaferConfiguration configuration, int trial) {
        this.session = session;
        this.configuration = configuration;
        this.trial = trial;
    }

    /// Takes the FPGAs of the chips in use and writes all stages.
    ///
    /// @param trial write number of the analog parameters
    public static WaferLoop open(WaferBackend backend, WaferConfiguration configuration, int trial)
            throws BackendException {
        int[] fpgas = Arrays.stream(configuration.usedHicanns())
                .map(WaferTopology::fpga)
                .sorted()
                .distinct()
                .toArray();
        if (fpgas.length == 0) {
            throw new IllegalArgumentException("the configuration uses no chip, must use at least one");
        }
        WaferLoop loop = new WaferLoop(backend.open(Lease.of(fpgas)), configuration, trial);
        boolean done = false;
        try {
            loop.configureAll();
            done = true;
        } finally {
            if (!done) {
                loop.close();
            }
        }
        return loop;
    }

    private void configureAll() throws BackendException {
        long start = System.nanoTime();
        session.configure(configuration, EnumSet.allOf(ConfigurationStage.class), trial);
        configureSeconds = seconds(start);
        programmingSeconds = session instanceof RemoteSession remote
                ? remote.programmingSeconds()
                : HardwareTime.FLOATING_GATES_SECONDS;
    }

    /// The bits of the next iteration.
    public WaferConfiguration configuration() {
        changed.forEach((hicann, chip) -> configuration = configuration.with(hicann, chip.build()));
        return configuration;
    }

    /// The digital weight of the next iteration.
    ///
    /// @param hicann a chip in use
    /// @param row 0 to 447
    /// @param column 0 to 255
    /// @return 0 to 15
    public int weight(int hicann, int row, int column) {
        HicannConfigurationBuilder builder = changed.get(hicann);
        return builder == null ? chip(hicann).weight(row, column) : word(builder, row, column) >> 4;
    }

    /// Sets a digital weight for the next iteration and those after it. The decoder of the synapse stays.
    ///
    /// @param weight 0 to 15
    public void setWeight(int hicann, int row, int column, int weight) {
        if (weight == weight(hicann, row, column)) {
            return;
        }
        HicannConfigurationBuilder builder = changed.computeIfAbsent(hicann, h -> chip(h).toBuilder());
        builder.synapse(row, column, weight, word(builder, row, column) & 15);
    }

    private static int word(HicannConfigurationBuilder builder, int row, int column) {
        return builder.word(Component.SYNAPSE, row * HicannConfiguration.COLUMNS + column);
    }

    private HicannConfiguration chip(int hicann) {
        return configuration
                .hicann(hicann)
                .orElseThrow(() ->
                        new IllegalArgumentException("HICANN %d is not in use, has no synapses".formatted(hicann)));
    }

    /// Runs once from cycle 0, and a little longer, so that what was fired before the end comes up.
    ///
    /// @param pulses to play
    /// @param cycles of 8 ns, above 0
    public Recording run(Pulses pulses, long cycles) throws BackendException, InterruptedException {
        if (cycles <= 0) {
            throw new IllegalArgumentException("an iteration is %d cycles long, must be above 0".formatted(cycles));
        }
        long start = System.nanoTime();
        writeWeights();
        double configured = configureSeconds + seconds(start);
        start = System.nanoTime();
        session.reset(trial);
        session.play(pulses);
        final double played = seconds(start);
        start = System.nanoTime();
        session.advance(cycles + FLUSH_CYCLES);
        final double ran = seconds(start);
        start = System.nanoTime();
        Pulses trace = session.takeTrace();
        RunCounters counters = session.counters();
        IterationTiming timing = new IterationTiming(
                timings.size(),
                session.now() * HardwareTime.CYCLE_SECONDS,
                programmingSeconds,
                configured,
                played,
                ran,
                seconds(start));
        configureSeconds = 0;
        programmingSeconds = 0;
        timings.add(timing);
        return new Recording(trace, counters, timing);
    }

    private void writeWeights() throws BackendException {
        @Nullable HicannConfiguration[] chips = new @Nullable HicannConfiguration[WaferConfiguration.HICANNS];
        boolean any = false;
        configuration();
        for (int h : configuration.usedHicanns()) {
            if (changed.containsKey(h) || plastic(chip(h))) {
                chips[h] = chip(h);
                any = true;
            }
        }
        if (any) {
            session.configure(
                    new WaferConfiguration(chips, configuration.pllMhz(), configuration.dropBackgroundEvents()),
                    EnumSet.of(ConfigurationStage.SYNAPSES),
                    trial);
            changed.clear();
        }
    }

    private static boolean plastic(HicannConfiguration chip) {
        return chip.stdp(0).automatic() || chip.stdp(1).automatic();
    }

    /// The bits as they stand on the wafer, after what plasticity has made of them.
    public WaferConfiguration readBack() throws BackendException {
        return session.readBack();
    }

    /// Of the iterations so far, in order.
    public List<IterationTiming> timings() {
        return List.copyOf(timings);
    }

    public LoopStatistics statistics() {
        return LoopStatistics.of(timings);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    @Override
    public void close() throws BackendException {
        session.close();
    }
}
