package bss.spec.backend;

/// What became of the events of a run since the last reset, stage by stage.
///
/// @param pulsesPlayed pulses handed to the playback program
/// @param droppedBeforeRun pulses that the playback could not release within 100 ns of their time, or that came late
/// @param lostDown pulses lost between FPGA and chip: link off, chip in reset, queue full
/// @param neuronSpikes spikes of neurons with an output
/// @param lostEncoder spikes whose channel of the priority encoder was still pending
/// @param lostMerger events overwritten or blocked in the merger tree
/// @param l1Events events sent onto L1 lines
/// @param lostL1 events that a line could not carry (not locked, or driven from two sides)
/// @param lostUp events lost between chip and FPGA
/// @param traced events recorded
/// @param synapticEvents synapses that were hit
/// @param neuronUpdates circuit steps computed
public record RunCounters(
        long pulsesPlayed,
        long droppedBeforeRun,
        long lostDown,
        long neuronSpikes,
        long lostEncoder,
        long lostMerger,
        long l1Events,
        long lostL1,
        long lostUp,
        long traced,
        long synapticEvents,
        long neuronUpdates) {}
