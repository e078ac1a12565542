package bss.tools.result;

import bss.spec.backend.RunCounters;
import java.util.List;
import java.util.Optional;

/// What a run gave.
///
/// @param durationMs biological
/// @param spikes one table for each population that records spikes, in the order of the network
/// @param traces in the order of the network
/// @param weights one table for each projection with STDP, in the order of the network
/// @param counters loss counters, empty for the reference
/// @param strayEvents recorded events that no placed cell sends
public record RunResult(
        double durationMs,
        List<SpikeTable> spikes,
        List<Trace> traces,
        List<WeightTable> weights,
        Optional<RunCounters> counters,
        long strayEvents,
        Provenance provenance) {

    public RunResult {
        spikes = List.copyOf(spikes);
        traces = List.copyOf(traces);
        weights = List.copyOf(weights);
    }

    /// All recorded spikes.
    public long spikeCount() {
        return spikes.stream().mapToLong(SpikeTable::count).sum();
    }

    /// Synapses with STDP that were not lost.
    public long plasticWeights() {
        return weights.stream().mapToLong(WeightTable::realised).sum();
    }

    /// Synapses with STDP whose weight is another one at the end.
    public long changedWeights() {
        return weights.stream().mapToLong(WeightTable::changed).sum();
    }
}
