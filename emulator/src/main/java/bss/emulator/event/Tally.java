package bss.emulator.event;

import bss.spec.backend.RunCounters;

/// Counts of a run since the last reset; each event that comes in is in exactly one of the others, or on its way.
///
/// | in | out, lost, or under way |
/// |---|---|
/// | `pulsesPlayed` | `droppedBeforeRun`, `lostDown`, `external` |
/// | `neuronSpikes` | `lostEncoder`, `encoded` |
/// | `external` + `encoded` + `generated` + `copies` | `lostMerger`, `offered`, `sentUp`, `unheard` |
/// | `offered` | `l1Events`, `lostL1` |
/// | `sentUp` | `lostUp`, `filtered`, `traced` |
public final class Tally {
    public long pulsesPlayed;
    public long droppedBeforeRun;
    public long lostDown;
    /// Pulses that reached a DNC merger.
    public long external;

    public long neuronSpikes;
    public long lostEncoder;
    /// Events that left a priority encoder.
    public long encoded;
    /// Events of background generators.
    public long generated;
    /// Further copies of events where outputs fan out.
    public long copies;

    public long lostMerger;
    /// Events that reached a repeater in output mode.
    public long offered;
    /// Events that left a DNC merger which neither a repeater nor a link listens to.
    public long unheard;

    public long l1Events;
    public long lostL1;
    /// Events that reached the queue of a link to the FPGA.
    public long sentUp;

    public long lostUp;
    /// Background events that the FPGA discarded.
    public long filtered;

    public long traced;
    public long synapticEvents;
    public long neuronUpdates;

    /// Adds the counts of another part of the machine.
    public void add(Tally other) {
        pulsesPlayed += other.pulsesPlayed;
        droppedBeforeRun += other.droppedBeforeRun;
        lostDown += other.lostDown;
        external += other.external;
        neuronSpikes += other.neuronSpikes;
        lostEncoder += other.lostEncoder;
        encoded += other.encoded;
        generated += other.generated;
        copies += other.copies;
        lostMerger += other.lostMerger;
        offered += other.offered;
        unheard += other.unheard;
        l1Events += other.l1Events;
        lostL1 += other.lostL1;
        sentUp += other.sentUp;
        lostUp += other.lostUp;
        filtered += other.filtered;
        traced += other.traced;
        synapticEvents += other.synapticEvents;
        neuronUpdates += other.neuronUpdates;
    }

    public void clear() {
        pulsesPlayed = 0;
        droppedBeforeRun = 0;
        lostDown = 0;
        external = 0;
        neuronSpikes = 0;
        lostEncoder = 0;
        encoded = 0;
        generated = 0;
        copies = 0;
        lostMerger = 0;
        offered = 0;
        unheard = 0;
        l1Events = 0;
        lostL1 = 0;
        sentUp = 0;
        lostUp = 0;
        filtered = 0;
        traced = 0;
        synapticEvents = 0;
        neuronUpdates = 0;
    }

    /// The counts, with what is still inside.
    ///
    /// @param inside what is still on the way down, in encoders, in mergers, and on the way up
    public RunCounters counters(int[] inside) {
        return new RunCounters(
                pulsesPlayed,
                droppedBeforeRun,
                lostDown,
                external,
                inside[0],
                neuronSpikes,
                lostEncoder,
                encoded,
                inside[1],
                generated,
                copies,
                lostMerger,
                inside[2],
                offered,
                unheard,
                l1Events,
                lostL1,
                sentUp,
                lostUp,
                filtered,
                traced,
                inside[3],
                synapticEvents,
                neuronUpdates);
    }
}
