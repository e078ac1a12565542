package bss.tools.result;

import bss.spec.backend.RunCounters;
import java.util.List;
import java.util.Optional;

/// What a run gave.
///
/// @param durationMs biological
/// @param spikes one table for each population that records spikes, in the order of the network
/// @param traces in the order of the network
/// @param counters loss counters, empty for the reference
/// @param strayEvents recorded events that no placed cell sends
public record RunResult(
        double durationMs,
        List<SpikeTable> spikes,
        List<Trace> traces,
        Optional<RunCounters> counters,
        long strayEvents,
        Provenance provenance) {

    public RunResult {
        spikes = List.copyOf(spikes);
        traces = List.copyOf(traces);
    }

    /// All recorded spikes.
    public long spikeCount() {
        return spikes.stream().mapToLong(SpikeTable::count).sum();
    }
}
