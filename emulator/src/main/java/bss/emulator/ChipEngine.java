package bss.emulator;

import bss.emulator.adc.AdcRecording;
import bss.emulator.build.Ints;
import bss.emulator.event.ChipNetwork;
import bss.emulator.event.EventSink;
import bss.emulator.event.EventWord;
import bss.emulator.event.Tally;
import bss.emulator.event.TraceRecorder;
import bss.emulator.kernel.Kernels;
import bss.emulator.kernel.SpikeBuffer;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One chip at work: its circuits, its event network, and the events on their way to it. It is computed window by
/// window, by one thread at a time.
///
/// In cycle n, what arrives at boundary n is added to the conductances, the circuits make the step from n to n + 1,
/// and the event network makes wave n, which takes the spikes of times up to n.
final class ChipEngine {

    private static final int LAG_MASK = (1 << EventWord.LAG_BITS) - 1;

    private final int hicann;
    private final Silicon silicon;
    private final boolean everyCircuit;
    private final Tally tally = new Tally();
    private final TraceRecorder trace = new TraceRecorder();
    private final ChipNetwork network;
    private final Inbox inbox = new Inbox();
    /// Pulses that the FPGA releases, as clock and pulse, for this window and for the next.
    private final LongList[] feed = {new LongList(), new LongList()};

    private final SpikeBuffer spikes = new SpikeBuffer(64);
    /// Spikes of the next clock, as denmem, lag and address.
    private final Ints later = new Ints();

    private ChipCircuits circuits;
    private ChipProbe probe;
    private Delivery delivery;
    private List<Target> targets = List.of();
    private List<AdcRecording> recordings = List.of();
    private int touched;
    private @Nullable SpikeObserver observer;

    ChipEngine(WrittenChip acting, Silicon silicon, boolean everyCircuit, EventSink sink, long now) {
        hicann = acting.hicann();
        this.silicon = silicon;
        this.everyCircuit = everyCircuit;
        network = new ChipNetwork(hicann, tally, sink, trace);
        circuits = new ChipCircuits(silicon, acting, everyCircuit, now);
        probe = new ChipProbe(hicann, circuits);
        delivery = new Delivery(silicon, circuits, probe, tally);
    }

    void configure(WrittenChip acting, long now, boolean restartStimuli) {
        circuits.configure(acting, now, restartStimuli);
    }

    /// All targets of the wafer, by number.
    void setTargets(List<Target> all) {
        targets = all;
    }

    /// The ADC recordings that look at this chip.
    void follow(List<AdcRecording> running) {
        recordings = running;
    }

    void observe(@Nullable SpikeObserver spikeObserver) {
        observer = spikeObserver;
    }

    /// Back to cycle 0.
    void reset(WrittenChip acting, List<ChipProbe.Watch> watches, boolean recording) {
        tally.clear();
        trace.clear();
        inbox.clear();
        feed[0].clear();
        feed[1].clear();
        later.clear();
        network.reset();
        circuits = new ChipCircuits(silicon, acting, everyCircuit, 0);
        probe = new ChipProbe(hicann, circuits);
        delivery = new Delivery(silicon, circuits, probe, tally);
        probe.record(recording);
        for (ChipProbe.Watch w : watches) {
            circuits.demand(w.denmem, 0);
            probe.watch(w);
        }
        probe.reset();
    }

    int hicann() {
        return hicann;
    }

    ChipCircuits circuits() {
        return circuits;
    }

    ChipNetwork network() {
        return network;
    }

    ChipProbe probe() {
        return probe;
    }

    Tally tally() {
        return tally;
    }

    TraceRecorder trace() {
        return trace;
    }

    Inbox inbox() {
        return inbox;
    }

    /// The FPGA will release a pulse in the window of this parity.
    void feed(int parity, long clock, long pulse) {
        feed[parity].add(clock);
        feed[parity].add(pulse);
    }

    /// Waves before cycle 0: only pulses can be under way.
    void preRoll(long from) {
        int fed = 0;
        for (long clock = from; clock < 0; clock++) {
            fed = wave(clock, 0, fed);
        }
        feed[0].clear();
    }

    /// Computes the cycles from `from` to before `until`; all that arrives in them is in the inbox.
    void run(long from, long until, int parity, Kernels kernels) {
        inbox.open(until);
        touchLists();
        int fed = 0;
        for (long n = from; n < until; n++) {
            probe.before(n);
            if (!recordings.isEmpty()) {
                sampleAdc(n);
            }
            delivery.updateWeights(n);
            while (inbox.hasNext(n)) {
                long event = inbox.next();
                delivery.deliver(n, targets.get(Arrival.target(event)), Arrival.address(event));
            }
            enterLaterSpikes(n);
            step(n, kernels);
            probe.after();
            fed = wave(n, parity, fed);
        }
        feed[parity].clear();
    }

    private void sampleAdc(long cycle) {
        for (AdcRecording r : recordings) {
            if (!r.recorder().finished()) {
                int membrane = r.denmem() < 0
                        ? 0
                        : (int) (circuits.demand(r.denmem(), cycle).voltage() * 0x1p30);
                r.cycle(cycle, membrane);
            }
        }
    }

    private int wave(long clock, int parity, int fed) {
        LongList pulses = feed[parity];
        int next = fed;
        while (next < pulses.size() && pulses.get(next) == clock) {
            network.release(pulses.get(next + 1));
            next += 2;
        }
        if (network.isBusy(clock)) {
            network.wave(clock);
        }
        return next;
    }

    /// Reads the first entry of every list of the window: independent misses of the cache overlap, and the lists are
    /// there when their events arrive.
    private void touchLists() {
        LongList due = inbox.due();
        int sum = 0;
        for (int k = 0; k < due.size(); k++) {
            sum += delivery.touch(targets.get(Arrival.target(due.get(k))), Arrival.address(due.get(k)));
        }
        touched = sum;
    }

    private void step(long cycle, Kernels kernels) {
        if (circuits.stimuli().due() == cycle) {
            circuits.stimuli().update(cycle);
        }
        CircuitBank bank = circuits.bank();
        tally.neuronUpdates += bank.count();
        bank.step(kernels, cycle, spikes);
        for (int k = 0; k < spikes.count(); k++) {
            int denmem = bank.lead(spikes.lane(k));
            if (denmem >= 0) {
                spike(cycle, denmem, spikes.time(k), circuits.address(denmem));
            }
        }
        spikes.clear();
    }

    /// @param time in 2^-14 cycles after the boundary `cycle`, -1/2 to 1
    /// @param address -1: the spike goes nowhere, but to the synapses of its own circuit
    private void spike(long cycle, int denmem, int time, int address) {
        if (time <= 0) {
            enter(denmem, cycle, -time, address);
        } else {
            later.add(denmem);
            later.add(-time & LAG_MASK);
            later.add(address);
        }
    }

    private void enterLaterSpikes(long cycle) {
        for (int k = 0; k < later.size(); k += 3) {
            enter(later.get(k), cycle, later.get(k + 1), later.get(k + 2));
        }
        later.clear();
    }

    private void enter(int denmem, long clock, int lag, int address) {
        if (circuits.plasticity().changesWeights()) {
            for (int member : circuits.members(denmem)) {
                circuits.plasticity().longTerm().post(member, clock);
            }
        }
        if (address < 0) {
            return;
        }
        network.spike(denmem, clock, lag, address);
        if (observer != null) {
            observer.spike(hicann, denmem, clock, lag, address);
        }
    }

    /// Keeps the reads of [#touchLists] from being optimised away.
    int touched() {
        return touched;
    }
}
