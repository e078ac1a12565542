package bss.emulator.model;

import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The whole digital machine, clock by clock: configuration, playback pulses and given neuron spikes in; trace,
/// counters and synaptic inputs out.
public final class SlowWafer {

    /// 64 ns.
    private static final int FIXED_DELAY = 8 * SlowEvent.FRACTION;
    /// 4 ns.
    private static final int DELAY_PER_CHIP = SlowEvent.FRACTION / 2;

    /// A spike that enters its encoder.
    ///
    /// @param clock in which it enters
    /// @param lag by which it is older than that [2^-14 cycles]
    public record Spike(int hicann, int denmem, long clock, int lag, int address) {}

    /// Charge on one input of one denmem.
    ///
    /// @param siemens step of the conductance
    /// @param plain the same without short-term plasticity
    public record Hit(long cycle, int hicann, int denmem, boolean right, double siemens, double plain) {}

    private record AtDriver(int hicann, int driver, int address) {}

    private final SlowCounters counters = new SlowCounters();
    private final TreeMap<Integer, SlowChip> chips = new TreeMap<>();
    private final TreeMap<Integer, SlowSynapses> synapses = new TreeMap<>();
    private final TreeMap<Integer, SlowFpga> fpgas = new TreeMap<>();
    private final TreeMap<Integer, long[]> lastSent = new TreeMap<>();
    private final TreeMap<Integer, List<Optional<List<SlowLines.Arrival>>>> routes = new TreeMap<>();
    private final TreeMap<Long, List<AtDriver>> underWay = new TreeMap<>();
    private final List<SlowUpLink.Traced> trace = new ArrayList<>();
    private final List<Hit> hits = new ArrayList<>();
    /// By chip and by the denmem that fires.
    private final TreeMap<Integer, Map<Integer, List<Integer>>> circuits = new TreeMap<>();
    private final TreeMap<Long, List<Spike>> spikes = new TreeMap<>();
    private WaferConfiguration wafer = WaferConfiguration.empty();
    private long now;

    public SlowWafer(WaferConfiguration wafer) {
        configure(wafer);
    }

    /// New bits; what is under way goes on.
    public void configure(WaferConfiguration next) {
        wafer = next;
        SlowLines lines = new SlowLines(next);
        for (int h : next.usedHicanns()) {
            HicannConfiguration bits = next.hicann(h).orElseThrow();
            SlowChip.Sender sender = (d, event, clock) -> send(h, d, event, clock);
            SlowChip known = chips.get(h);
            if (known == null) {
                chips.put(h, new SlowChip(h, bits, counters, sender));
                synapses.put(h, new SlowSynapses(h, bits, counters));
                lastSent.put(h, new long[] {-9, -9, -9, -9, -9, -9, -9, -9});
            } else {
                known.configure(bits, sender);
                there(synapses, h).configure(bits);
            }
            Map<Integer, List<Integer>> firing = new TreeMap<>();
            SlowCircuits.of(bits).stream().filter(c -> c.lead() >= 0).forEach(c -> firing.put(c.lead(), c.members()));
            circuits.put(h, firing);
            List<Optional<List<SlowLines.Arrival>>> ways = new ArrayList<>();
            for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
                boolean passes = there(chips, h).locked(d) && lines.carried(h, d);
                ways.add(passes ? Optional.of(lines.reach(h, d)) : Optional.empty());
            }
            routes.put(h, ways);
        }
    }

    private static <T> T there(Map<Integer, T> map, int hicann) {
        T found = map.get(hicann);
        if (found == null) {
            throw new IllegalStateException("HICANN %d is in reset".formatted(hicann));
        }
        return found;
    }

    /// Adds pulses to the playback programs.
    public void play(Pulses pulses) {
        for (int k = 0; k < pulses.count(); k++) {
            int fpga = WaferTopology.fpga(PulseAddress.hicann(pulses.address(k)));
            fpgas.computeIfAbsent(fpga, f -> new SlowFpga(counters)).play(pulses.tick(k), pulses.address(k), now);
        }
    }

    /// A spike that a neuron makes in a clock to come.
    public void spike(Spike spike) {
        spikes.computeIfAbsent(spike.clock, c -> new ArrayList<>()).add(spike);
    }

    /// Runs until this clock has begun.
    public void advance(long until) {
        if (now == 0 && until > 0) {
            for (long clock = SlowFpga.START; clock < 0; clock++) {
                down(clock);
            }
        }
        for (; now < until; now++) {
            clock();
        }
    }

    /// Before cycle 0 playback and links run, and the mergers stand still.
    private void down(long clock) {
        for (SlowFpga fpga : fpgas.values()) {
            fpga.clock(clock, this::release);
        }
        for (SlowChip chip : chips.values()) {
            chip.down(clock);
        }
    }

    private void clock() {
        for (SlowSynapses s : synapses.values()) {
            s.update(now);
        }
        List<AtDriver> arrived = Optional.ofNullable(underWay.remove(now)).orElse(List.of());
        for (AtDriver a : arrived) {
            there(synapses, a.hicann).event(a.driver, a.address, now, hits);
        }
        for (Spike s : Optional.ofNullable(spikes.remove(now)).orElse(List.of())) {
            there(chips, s.hicann).spike(s.denmem, s.address, now * SlowEvent.FRACTION - s.lag, now);
            // its synapses see it in the clock in which it enters the encoder, after what arrives
            there(synapses, s.hicann).post(there(circuits, s.hicann).getOrDefault(s.denmem, List.of()), now);
        }
        for (SlowFpga fpga : fpgas.values()) {
            fpga.clock(now, this::release);
        }
        for (SlowChip chip : chips.values()) {
            chip.clock(now, wafer.dropBackgroundEvents(), trace);
        }
        circuits.values().forEach(firing -> counters.neuronUpdates += firing.size());
    }

    private void release(long tick, int address) {
        SlowChip chip = chips.get(PulseAddress.hicann(address));
        if (chip == null) {
            counters.lostDown++;
        } else {
            chip.down.release(tick, PulseAddress.link(address), PulseAddress.l1Address(address));
        }
    }

    private void send(int hicann, int dncMerger, SlowEvent event, long clock) {
        Optional<List<SlowLines.Arrival>> way = there(routes, hicann).get(dncMerger);
        long[] last = there(lastSent, hicann);
        if (way.isEmpty() || clock < last[dncMerger] + 2) {
            counters.lostL1++;
            return;
        }
        last[dncMerger] = clock;
        counters.l1Events++;
        for (SlowLines.Arrival a : way.get()) {
            long time = event.time(clock) + FIXED_DELAY + (long) a.chips() * DELAY_PER_CHIP;
            long cycle = Math.floorDiv(time + SlowEvent.FRACTION / 2, SlowEvent.FRACTION);
            underWay.computeIfAbsent(cycle, c -> new ArrayList<>())
                    .add(new AtDriver(a.hicann(), a.driver(), event.address));
        }
    }

    /// All pulses recorded so far.
    public Pulses trace() {
        return Pulses.sorted(
                trace.stream().mapToLong(SlowUpLink.Traced::tick).toArray(),
                trace.stream().mapToInt(SlowUpLink.Traced::address).toArray());
    }

    /// All synaptic inputs so far.
    public List<Hit> hits() {
        return Collections.unmodifiableList(hits);
    }

    /// A weight as it stands now.
    public int weight(int hicann, int row, int column) {
        return there(synapses, hicann).weight(row, column);
    }

    /// Synapses with a charge that controllers have evaluated so far.
    public long chargedEvaluations() {
        return synapses.values().stream().mapToLong(s -> s.longTerm.charged()).sum();
    }

    /// The counts of each stage.
    public RunCounters counters() {
        long waitingDown = 0;
        long waitingEncoder = 0;
        long waitingMerger = 0;
        long waitingUp = 0;
        for (SlowFpga fpga : fpgas.values()) {
            waitingDown += fpga.inside();
        }
        for (SlowChip chip : chips.values()) {
            waitingDown += chip.down.inside();
            waitingEncoder += chip.insideEncoders();
            waitingMerger += chip.insideMergers();
            waitingUp += chip.up.inside();
        }
        SlowCounters c = counters;
        return new RunCounters(
                c.pulsesPlayed,
                c.droppedBeforeRun,
                c.lostDown,
                c.external,
                waitingDown,
                c.neuronSpikes,
                c.lostEncoder,
                c.encoded,
                waitingEncoder,
                c.generated,
                c.copies,
                c.lostMerger,
                waitingMerger,
                c.offered,
                c.unheard,
                c.l1Events,
                c.lostL1,
                c.sentUp,
                c.lostUp,
                c.filtered,
                c.traced,
                waitingUp,
                c.synapticEvents,
                c.neuronUpdates);
    }
}
