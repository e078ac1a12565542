package bss.mapper.network;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Cells of one type with a name.
///
/// @param size cells, 1 to [#MAX_SIZE]
/// @param initialValues of the variables given; [ResolvedNetwork#initialValues] fills in the rest
/// @param recordCells of which cells everything but spikes is recorded; spikes are recorded of all
/// @param samplingIntervalMs distance of the samples of a trace
/// @param expectedRateHz what a neuron is expected to fire, for sharing buses and links
public record Population(
        String label,
        int size,
        CellType cell,
        Map<Variable, Value> initialValues,
        Set<Variable> record,
        Cells recordCells,
        double samplingIntervalMs,
        double expectedRateHz,
        PlacementRequest placement) {

    public static final int MAX_SIZE = 10_000_000;
    public static final double DEFAULT_SAMPLING_INTERVAL_MS = 0.1;
    public static final double DEFAULT_EXPECTED_RATE_HZ = 10;

    public Population {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("size is %d, must be from 1 to %d".formatted(size, MAX_SIZE));
        }
        Map<Variable, Value> initial = new EnumMap<>(Variable.class);
        initial.putAll(initialValues);
        initialValues = Collections.unmodifiableMap(initial);
        Set<Variable> recorded = EnumSet.noneOf(Variable.class);
        recorded.addAll(record);
        record = Collections.unmodifiableSet(recorded);
        Bound.POSITIVE.require("sampling interval", samplingIntervalMs);
        Bound.POSITIVE.require("expected rate", expectedRateHz);
        if (cell instanceof CellType.SpikeSourceArray array
                && array.spikeTimes().size() != size) {
            throw new IllegalArgumentException("%d spike trains for %d cells, must be equal"
                    .formatted(array.spikeTimes().size(), size));
        }
    }

    /// A population that records spikes, everything else default.
    public static Population of(String label, int size, CellType cell) {
        return new Population(
                label,
                size,
                cell,
                Map.of(),
                Set.of(Variable.SPIKES),
                Cells.all(),
                DEFAULT_SAMPLING_INTERVAL_MS,
                DEFAULT_EXPECTED_RATE_HZ,
                PlacementRequest.NONE);
    }

    /// The same population recording `variables`, of `cells` where they are not spikes.
    public Population recording(Set<Variable> variables, Cells cells) {
        return new Population(
                label, size, cell, initialValues, variables, cells, samplingIntervalMs, expectedRateHz, placement);
    }

    public Population withInitialValues(Map<Variable, Value> values) {
        return new Population(
                label, size, cell, values, record, recordCells, samplingIntervalMs, expectedRateHz, placement);
    }

    public Population withExpectedRateHz(double rateHz) {
        return new Population(
                label, size, cell, initialValues, record, recordCells, samplingIntervalMs, rateHz, placement);
    }

    public Population withPlacement(PlacementRequest request) {
        return new Population(
                label, size, cell, initialValues, record, recordCells, samplingIntervalMs, expectedRateHz, request);
    }
}
