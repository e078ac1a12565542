package bss.emulator;

import bss.emulator.build.CircuitDecoder;
import bss.emulator.build.Destination;
import bss.emulator.build.Ints;
import bss.emulator.build.L1Routes;
import bss.emulator.event.ChipNetwork;
import bss.emulator.event.Delivery;
import bss.emulator.event.EventWord;
import bss.emulator.event.Playback;
import bss.emulator.event.Tally;
import bss.emulator.event.TraceRecorder;
import bss.emulator.kernel.Receptor;
import bss.emulator.kernel.SpikeBuffer;
import bss.spec.backend.Pulses;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The emulated chips of one session: all state, and the loop over cycles.
///
/// In cycle n, what arrives at boundary n is added to the conductances, the circuits make the step from n to n + 1,
/// and the event network makes clock n, which takes the spikes of times up to n. Deliveries are at least eight cycles
/// ahead of the clock that sends them.
final class Machine {

    private static final int CHIPS = WaferConfiguration.HICANNS;
    private static final int DNC = MergerTopology.DNC_MERGERS;
    private static final int LAG_MASK = (1 << EventWord.LAG_BITS) - 1;
    /// How often a thread looks whether it was interrupted, a power of two.
    private static final int INTERRUPT_CYCLES = 4096;

    private final Tally tally;
    private final Delivery delivery = new Delivery();
    private final TraceRecorder trace = new TraceRecorder();
    private final Playback playback;
    private final CircuitDecoder decoder = new CircuitDecoder();
    private final Probe probe;
    private final @Nullable ChipCircuits[] circuits = new @Nullable ChipCircuits[CHIPS];
    private final @Nullable ChipNetwork[] networks = new @Nullable ChipNetwork[CHIPS];
    private final SpikeBuffer spikes = new SpikeBuffer(64);
    /// Spikes of the next clock, as chip, denmem, lag and address.
    private final Ints later = new Ints();

    private WaferConfiguration wafer = WaferConfiguration.empty();
    private int[] used = new int[0];
    private final List<Target> targets = new ArrayList<>();
    private @Nullable SpikeObserver observer;
    private long now;

    Machine() {
        tally = new Tally();
        playback = new Playback(tally);
        probe = new Probe(this);
    }

    /// Shows each spike that enters an encoder from now on.
    void observe(SpikeObserver spikes) {
        observer = spikes;
    }

    WaferConfiguration wafer() {
        return wafer;
    }

    long now() {
        return now;
    }

    Tally tally() {
        return tally;
    }

    Probe probe() {
        return probe;
    }

    @Nullable
    ChipCircuits circuits(int hicann) {
        return circuits[hicann];
    }

    HicannConfiguration chip(int hicann) {
        return wafer.hicann(hicann).orElseThrow();
    }

    // ---- configuration

    /// Puts the wafer into a new configuration at the present cycle; state goes on.
    ///
    /// @param restart chips whose current stimuli start again
    void configure(WaferConfiguration next, BitSet restart) {
        WaferConfiguration before = wafer;
        wafer = next;
        used = next.usedHicanns();
        for (int h : used) {
            ChipCircuits old = circuits[h];
            if (old == null) {
                circuits[h] = new ChipCircuits(decoder, chip(h), now);
                networks[h] = new ChipNetwork(h, tally, delivery, trace);
            } else if (restart.get(h) || !before.hicann(h).equals(next.hicann(h))) {
                old.configure(chip(h), now, restart.get(h));
            }
        }
        for (Target target : targets) {
            target.forget();
        }
        route();
    }

    private void route() {
        keepTargetsUnderWay();
        L1Routes routes = new L1Routes(wafer);
        for (int h : used) {
            ChipNetwork network = network(h);
            boolean[] sends = new boolean[DNC];
            boolean[] carried = new boolean[DNC];
            for (int d = 0; d < DNC; d++) {
                sends[d] = routes.sends(h, d);
                carried[d] = routes.carried(h, d);
                List<Destination> to = routes.destinations(h, d);
                int[] numbers = new int[to.size()];
                for (int k = 0; k < numbers.length; k++) {
                    numbers[k] = targets.size();
                    targets.add(new Target(to.get(k)));
                }
                network.setDestinations(
                        d, numbers, to.stream().mapToInt(Destination::chips).toArray());
            }
            network.configure(chip(h), sends, carried, wafer.dropBackgroundEvents(), now);
        }
    }

    /// Drops all targets except those of events under way.
    private void keepTargetsUnderWay() {
        List<Target> kept = new ArrayList<>();
        int[] number = new int[targets.size()];
        Arrays.fill(number, -1);
        delivery.renumber(old -> {
            if (number[old] < 0) {
                number[old] = kept.size();
                kept.add(targets.get(old));
            }
            return number[old];
        });
        targets.clear();
        targets.addAll(kept);
    }

    private ChipNetwork network(int hicann) {
        ChipNetwork network = networks[hicann];
        if (network == null) {
            throw new IllegalStateException("HICANN %d is in reset".formatted(hicann));
        }
        return network;
    }

    ChipCircuits circuitsOf(int hicann) {
        ChipCircuits chip = circuits[hicann];
        if (chip == null) {
            throw new IllegalStateException("HICANN %d is in reset".formatted(hicann));
        }
        return chip;
    }

    /// Back to cycle 0 with the same configuration.
    void reset() {
        now = 0;
        tally.clear();
        delivery.clear();
        trace.clear();
        playback.clear();
        later.clear();
        for (int h : used) {
            circuits[h] = new ChipCircuits(decoder, chip(h), 0);
            network(h).reset();
        }
        for (Target target : targets) {
            target.forget();
        }
        probe.reset();
    }

    // ---- playback and trace

    void play(Pulses pulses) {
        playback.play(pulses, now);
    }

    Pulses takeTrace() {
        long end = Long.MAX_VALUE;
        for (int h : used) {
            end = Math.min(end, network(h).earliest(now));
        }
        return trace.take(end);
    }

    /// Events in encoders, in mergers, in the queues up, and on the way down; for counting.
    int[] inside() {
        int[] sum = new int[4];
        for (int h : used) {
            int[] chip = network(h).inside();
            for (int k = 0; k < sum.length; k++) {
                sum[k] += chip[k];
            }
        }
        sum[3] += playback.count();
        return sum;
    }

    // ---- the loop

    void advance(long until) throws InterruptedException {
        if (now == 0 && until > 0) {
            preRoll();
        }
        while (now < until) {
            if ((now & INTERRUPT_CYCLES - 1) == 0 && Thread.interrupted()) {
                throw new InterruptedException("interrupted at cycle " + now);
            }
            cycle();
            now++;
        }
    }

    private void preRoll() {
        for (long clock = -Playback.PRE_ROLL_CLOCKS; clock < 0; clock++) {
            if (playback.due() == clock) {
                playback.clock(clock, networks);
            }
            for (int h : used) {
                network(h).preRoll(clock);
            }
        }
    }

    private void cycle() {
        probe.sample(now);
        if (delivery.at(now).size() > 0) {
            deliver();
        }
        // what was a spike of the last step and of this clock
        enterLaterSpikes();
        for (int h : used) {
            step(h, circuitsOf(h));
        }
        probe.afterStep();
        if (playback.due() == now) {
            playback.clock(now, networks);
        }
        for (int h : used) {
            ChipNetwork network = network(h);
            if (network.isBusy(now)) {
                network.clock(now);
            }
        }
    }

    private void deliver() {
        Ints arriving = delivery.at(now);
        for (int k = 0; k < arriving.size(); k++) {
            int entry = arriving.get(k);
            Target target = targets.get(entry >>> 6);
            int hicann = target.destination().hicann();
            ChipCircuits chip = circuitsOf(hicann);
            HitList hits = target.hits(entry & 63);
            if (hits == null) {
                hits = HitCompiler.compile(chip(hicann), chip, target.destination(), entry & 63, now);
                target.setHits(entry & 63, hits);
            }
            tally.synapticEvents += hits.synapses();
            int[] lanes = hits.lanes();
            int[] conductances = hits.conductances();
            for (int s = 0; s < lanes.length; s++) {
                chip.addInput(
                        lanes[s] >> 1,
                        (lanes[s] & 1) == 0 ? Receptor.EXCITATORY : Receptor.INHIBITORY,
                        conductances[s]);
            }
            if (probe.recordsInputs()) {
                probe.record(now, hicann, chip, hits);
            }
        }
        arriving.clear();
        probe.sortInputs();
    }

    private void step(int hicann, ChipCircuits chip) {
        if (chip.stimuli().due() == now) {
            chip.stimuli().update(now);
        }
        tally.neuronUpdates += chip.computed();
        List<CircuitBank> banks = chip.banks();
        for (int b = 0; b < banks.size(); b++) {
            CircuitBank bank = banks.get(b);
            bank.step(now, spikes);
            for (int k = 0; k < spikes.count(); k++) {
                int lead = bank.lead(spikes.lane(k));
                int address = lead < 0 ? -1 : chip.address(lead);
                if (address >= 0) {
                    spike(hicann, lead, spikes.time(k), address);
                }
            }
            spikes.clear();
        }
    }

    /// @param time in 2^-14 cycles after the present boundary, -1/2 to 1
    private void spike(int hicann, int denmem, int time, int address) {
        if (time <= 0) {
            enter(hicann, denmem, -time, address);
        } else {
            later.add(hicann);
            later.add(denmem);
            later.add(-time & LAG_MASK);
            later.add(address);
        }
    }

    private void enterLaterSpikes() {
        for (int k = 0; k < later.size(); k += 4) {
            enter(later.get(k), later.get(k + 1), later.get(k + 2), later.get(k + 3));
        }
        later.clear();
    }

    private void enter(int hicann, int denmem, int lag, int address) {
        network(hicann).spike(denmem, now, lag, address);
        if (observer != null) {
            observer.spike(hicann, denmem, now, lag, address);
        }
    }
}
