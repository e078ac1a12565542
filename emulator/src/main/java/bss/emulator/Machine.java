package bss.emulator;

import bss.emulator.adc.AdcDesk;
import bss.emulator.build.Destination;
import bss.emulator.build.L1Routes;
import bss.emulator.event.ChipNetwork;
import bss.emulator.event.Playback;
import bss.emulator.event.Tally;
import bss.emulator.event.TraceRecorder;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.Kernels;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.Pulses;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The emulated chips of one session: their configuration, the routes between them, and the run over windows.
final class Machine {

    private static final int CHIPS = WaferConfiguration.HICANNS;
    private static final int DNC = MergerTopology.DNC_MERGERS;
    /// What the routes of the lines are made of.
    private static final Set<ConfigurationStage> LINES = EnumSet.of(
            ConfigurationStage.MERGER_TREE, ConfigurationStage.L1_ROUTING, ConfigurationStage.SYNAPSE_DRIVERS);

    private final Silicon silicon;
    private final boolean everyCircuit;
    /// Counts of the playback; the chips have their own.
    private final Tally tally = new Tally();

    private final Playback playback = new Playback(tally);
    private final Probe probe = new Probe(this);
    private final @Nullable ChipEngine[] engines = new @Nullable ChipEngine[CHIPS];
    /// Number of the last write of each chip's floating gates, and when it was [s of hardware time].
    private final int[] trial = new int[CHIPS];

    private final double[] writtenAt = new double[CHIPS];
    /// Hardware time at the last write of any floating gates; the runs since then count at the next.
    private double hardwareSecond;

    private double ranSecond;
    private final AdcDesk adc;

    private WaferConfiguration wafer = WaferConfiguration.empty();
    private int[] used = new int[0];
    private final List<Target> targets = new ArrayList<>();
    private final Post post;
    /// By thread.
    private final List<Kernels> kernels = new ArrayList<>();
    private @Nullable SpikeObserver observer;
    private long now;

    private @Nullable L1Routes routes;
    /// The acting configuration of [#routes].
    private WaferConfiguration routed = WaferConfiguration.empty();

    Machine(Silicon silicon, EmulatorOptions options) {
        this.silicon = silicon;
        everyCircuit = options.everyCircuit();
        adc = new AdcDesk(silicon.readout());
        post = new Post(options.threads());
        for (int t = 0; t < options.threads(); t++) {
            kernels.add(Kernels.of(options.vector()));
        }
    }

    /// The configuration as it stands: as it was written, with the weights that controllers have changed since.
    WaferConfiguration wafer() {
        boolean changed = false;
        @Nullable HicannConfiguration[] chips = new @Nullable HicannConfiguration[CHIPS];
        for (int h : used) {
            ChipPlasticity plasticity = engine(h).circuits().plasticity();
            changed |= plasticity.changesWeights();
            chips[h] = plasticity.withWeights(wafer.hicann(h).orElseThrow());
        }
        return changed ? new WaferConfiguration(chips, wafer.pllMhz(), wafer.dropBackgroundEvents()) : wafer;
    }

    long now() {
        return now;
    }

    Probe probe() {
        return probe;
    }

    int[] used() {
        return used;
    }

    boolean isUsed(int hicann) {
        return engines[hicann] != null;
    }

    ChipEngine engine(int hicann) {
        ChipEngine engine = engines[hicann];
        if (engine == null) {
            throw new IllegalStateException("HICANN %d is in reset".formatted(hicann));
        }
        return engine;
    }

    /// Lets `spikeObserver` see the spikes of all chips; for tests, with one thread.
    void observe(SpikeObserver spikeObserver) {
        observer = spikeObserver;
        for (int h : used) {
            engine(h).observe(spikeObserver);
        }
    }

    // ---- configuration

    /// Puts the wafer into a new configuration at the present cycle; state goes on.
    ///
    /// @param restart chips whose current stimuli start again
    /// @param rewritten chips whose floating gates are written, as write number `number`
    void configure(WaferConfiguration next, BitSet restart, BitSet rewritten, int number) {
        WaferConfiguration before = wafer;
        wafer = next;
        used = next.usedHicanns();
        write(rewritten, number);
        for (int h : used) {
            if (engines[h] == null && !rewritten.get(h)) {
                trial[h] = number;
                writtenAt[h] = hardwareSecond;
            }
            ChipEngine old = engines[h];
            if (old == null) {
                ChipEngine engine = new ChipEngine(acting(h), silicon, everyCircuit, post.sink(h), now);
                engine.observe(observer);
                engine.probe().record(probe.recordsInputs());
                engines[h] = engine;
            } else if (rewritten.get(h) || restart.get(h) || !before.hicann(h).equals(next.hicann(h))) {
                old.configure(acting(h), now, restart.get(h));
            }
        }
        share();
        for (Target target : targets) {
            target.forget();
        }
        route();
    }

    /// Lets chips with as many lanes hold what their circuits have in common once.
    private void share() {
        @Nullable CircuitState[] byLanes = new @Nullable CircuitState[NeuronTopology.DENMEMS + 1];
        for (int h : used) {
            CircuitState state = engine(h).circuits().bank().state();
            CircuitState other = byLanes[state.lanes()];
            if (other != null) {
                state.share(other);
            }
            byLanes[state.lanes()] = state;
        }
    }

    /// Writes floating gates, which takes its time on all chips alike; the cells of the others drift meanwhile.
    private void write(BitSet chips, int number) {
        if (chips.isEmpty()) {
            return;
        }
        hardwareSecond += HardwareTime.FLOATING_GATES_SECONDS + ranSecond + now * HardwareTime.CYCLE_SECONDS;
        ranSecond = -now * HardwareTime.CYCLE_SECONDS;
        for (int h = chips.nextSetBit(0); h >= 0; h = chips.nextSetBit(h + 1)) {
            trial[h] = number;
            writtenAt[h] = hardwareSecond;
        }
    }

    /// The chip as it was written.
    WrittenChip written(int hicann) {
        return new WrittenChip(
                hicann, wafer.hicann(hicann).orElseThrow(), trial[hicann], hardwareSecond - writtenAt[hicann]);
    }

    private WrittenChip acting(int hicann) {
        WrittenChip written = written(hicann);
        return new WrittenChip(hicann, silicon.acting(hicann, written.config()), written.trial(), written.ageSecond());
    }

    private void route() {
        keepTargetsUnderWay();
        @Nullable HicannConfiguration[] acting = new @Nullable HicannConfiguration[CHIPS];
        for (int h : used) {
            acting[h] = engine(h).circuits().chip().config();
        }
        L1Routes routes = routes(new WaferConfiguration(acting, wafer.pllMhz(), wafer.dropBackgroundEvents()));
        for (int h : used) {
            ChipNetwork network = engine(h).network();
            boolean[] sends = new boolean[DNC];
            boolean[] carried = new boolean[DNC];
            for (int d = 0; d < DNC; d++) {
                sends[d] = routes.sends(h, d);
                carried[d] = routes.carried(h, d);
                List<Destination> to = routes.destinations(h, d);
                int[] numbers = new int[to.size()];
                int[] delays = new int[to.size()];
                for (int k = 0; k < numbers.length; k++) {
                    numbers[k] = targets.size();
                    delays[k] =
                            silicon.delay(h, d, to.get(k).hicann(), to.get(k).chips());
                    targets.add(new Target(to.get(k)));
                }
                network.setTargets(d, numbers, delays);
            }
            network.configure(engine(h).circuits().chip().config(), sends, carried, wafer.dropBackgroundEvents(), now);
        }
        if (targets.size() > Arrival.TARGETS) {
            throw new IllegalStateException(
                    "%d targets of sending repeaters, must be at most %d".formatted(targets.size(), Arrival.TARGETS));
        }
        List<Target> all = List.copyOf(targets);
        for (int h : used) {
            engine(h).setTargets(all);
        }
    }

    /// The routes of the lines; kept while nothing that they depend on changes, for they take longer than a short
    /// experiment.
    private L1Routes routes(WaferConfiguration acting) {
        L1Routes known = routes;
        if (known == null || !sameLines(routed, acting)) {
            known = new L1Routes(acting);
            routes = known;
        }
        routed = acting;
        return known;
    }

    private static boolean sameLines(WaferConfiguration a, WaferConfiguration b) {
        if (!Arrays.equals(a.usedHicanns(), b.usedHicanns())) {
            return false;
        }
        for (int h : a.usedHicanns()) {
            HicannConfiguration before = a.hicann(h).orElseThrow();
            if (!before.with(b.hicann(h).orElseThrow(), LINES).equals(before)) {
                return false;
            }
        }
        return true;
    }

    /// Drops all targets except those of events under way.
    private void keepTargetsUnderWay() {
        List<Target> kept = new ArrayList<>();
        int[] number = new int[targets.size()];
        Arrays.fill(number, -1);
        for (int h : used) {
            engine(h).inbox().renumber(old -> {
                if (number[old] < 0) {
                    number[old] = kept.size();
                    kept.add(targets.get(old));
                }
                return number[old];
            });
        }
        targets.clear();
        targets.addAll(kept);
    }

    /// Back to cycle 0 with the same configuration, as write number `number` of the floating gates.
    void reset(int number) {
        ranSecond += now * HardwareTime.CYCLE_SECONDS;
        now = 0;
        BitSet rewritten = new BitSet();
        for (int h : used) {
            rewritten.set(h, trial[h] != number);
        }
        write(rewritten, number);
        adc.reset();
        tally.clear();
        playback.clear();
        for (int h : used) {
            engine(h).reset(acting(h), probe.watches(h), probe.recordsInputs());
        }
        share();
        for (Target target : targets) {
            target.forget();
        }
    }

    // ---- playback, trace and counts

    AdcDesk adc() {
        return adc;
    }

    void play(Pulses pulses) {
        playback.play(pulses, now);
    }

    Pulses takeTrace() {
        long end = Long.MAX_VALUE;
        for (int h : used) {
            end = Math.min(end, engine(h).network().earliest(now));
        }
        TraceRecorder all = new TraceRecorder();
        for (int h : used) {
            engine(h).trace().move(end, all);
        }
        return all.take(end);
    }

    Tally tally() {
        Tally sum = new Tally();
        sum.add(tally);
        for (int h : used) {
            sum.add(engine(h).tally());
        }
        return sum;
    }

    /// Events on the way down, in encoders, in mergers, and on the way up; for counting.
    int[] inside() {
        int[] sum = new int[4];
        for (int h : used) {
            int[] chip = engine(h).network().inside();
            for (int k = 0; k < sum.length; k++) {
                sum[k] += chip[k];
            }
        }
        sum[0] += playback.count();
        return sum;
    }

    // ---- the run

    void advance(long until) throws InterruptedException {
        if (now >= until) {
            return;
        }
        List<ChipEngine> chips = new ArrayList<>();
        int window = ChipNetwork.LOOKAHEAD;
        for (int h : used) {
            int hicann = h;
            engine(h)
                    .follow(adc.running().stream()
                            .filter(r -> r.hicann() == hicann)
                            .toList());
            chips.add(engine(h));
            window = Math.min(window, engine(h).network().lookahead());
        }
        if (now == 0) {
            preRoll(chips);
        }
        Crew crew = new Crew(chips, targets, playback, post, kernels, window);
        now = crew.run(now, until);
        if (now < until) {
            throw new InterruptedException("interrupted at cycle " + now);
        }
    }

    private void preRoll(List<ChipEngine> chips) {
        post.assign(chips, targets, 1);
        playback.run(-Playback.PRE_ROLL_CLOCKS, 0, post.fpga(0));
        for (ChipEngine chip : chips) {
            chip.preRoll(-Playback.PRE_ROLL_CLOCKS);
        }
        post.finish();
    }
}
