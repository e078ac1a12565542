package bss.spec.backend;

/// What became of the events of a run since the last reset, stage by stage. Each event that comes into a stage is in
/// exactly one of its outcomes:
///
/// | in | out | lost | still inside |
/// |---|---|---|---|
/// | `pulsesPlayed` | `external` | `droppedBeforeRun`, `lostDown` | `waitingDown` |
/// | `neuronSpikes` | `encoded` | `lostEncoder` | `waitingEncoder` |
/// | `external` + `encoded` + `generated` + `copies` | `offered`, `sentUp`, `unheard` | `lostMerger` | `waitingMerger`
/// |
/// | `offered` | `l1Events` | `lostL1` | |
/// | `sentUp` | `traced`, `filtered` | `lostUp` | `waitingUp` |
///
/// @param pulsesPlayed pulses handed to the playback program
/// @param droppedBeforeRun pulses that the playback could not release within 100 ns of their time, or that came late
/// @param lostDown pulses lost between FPGA and chip: link off, chip in reset, queue full
/// @param external pulses that reached a DNC merger
/// @param waitingDown pulses still to be released or under way
/// @param neuronSpikes spikes of neurons with an output
/// @param lostEncoder spikes whose channel of the priority encoder was still pending
/// @param encoded events that left a priority encoder
/// @param waitingEncoder spikes pending in encoders
/// @param generated events of background generators
/// @param copies further copies of events where outputs of mergers fan out
/// @param lostMerger events overwritten or blocked in the merger tree
/// @param waitingMerger events in the registers of mergers
/// @param offered events that reached a sending repeater in output mode
/// @param unheard events that left a DNC merger which neither a repeater nor a link listens to
/// @param l1Events events sent onto L1 lines
/// @param lostL1 events that a line could not carry (not locked, or driven from two sides, or too close to the last)
/// @param sentUp events that reached the queue of a link to the FPGA
/// @param lostUp events lost between chip and FPGA
/// @param filtered background events that the FPGA discarded
/// @param traced events recorded
/// @param waitingUp events queued between chip and FPGA
/// @param synapticEvents synapses that were hit
/// @param neuronUpdates circuit steps computed
public record RunCounters(
        long pulsesPlayed,
        long droppedBeforeRun,
        long lostDown,
        long external,
        long waitingDown,
        long neuronSpikes,
        long lostEncoder,
        long encoded,
        long waitingEncoder,
        long generated,
        long copies,
        long lostMerger,
        long waitingMerger,
        long offered,
        long unheard,
        long l1Events,
        long lostL1,
        long sentUp,
        long lostUp,
        long filtered,
        long traced,
        long waitingUp,
        long synapticEvents,
        long neuronUpdates) {}
