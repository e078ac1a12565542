package bss.mapper.picture;

import bss.spec.mapping.LossCause;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of a projection's synapses.
///
/// @param source index of the population
/// @param target index of the population
/// @param receptor `excitatory` or `inhibitory`
/// @param requested synapses
/// @param realised synapses
/// @param realisedByChip by the chip that holds them
/// @param losses by the chip of the target cell
/// @param buses by the bus that carries the source's events, where it has one
public record ProjectionView(
        String label,
        int source,
        int target,
        String receptor,
        int requested,
        int realised,
        List<ChipCount> realisedByChip,
        List<ChipLoss> losses,
        List<BusShare> buses) {

    /// Stands for the chip of a target cell that found no place.
    public static final int NOWHERE = -1;

    public ProjectionView {
        realisedByChip = List.copyOf(realisedByChip);
        losses = List.copyOf(losses);
        buses = List.copyOf(buses);
    }

    /// Lost synapses of one cause.
    ///
    /// @param hicann chip of the target cells, or [#NOWHERE]
    public record ChipLoss(int hicann, LossCause cause, int count) {}

    /// The synapses of sources on one bus.
    ///
    /// @param bus index in [WaferView#buses]
    public record BusShare(int bus, int realised, int lost) {}

    public int lost() {
        return requested - realised;
    }

    /// Lost synapses by cause, without the causes that lost none.
    public SortedMap<LossCause, Integer> lostByCause() {
        SortedMap<LossCause, Integer> byCause = new TreeMap<>();
        losses.forEach(loss -> byCause.merge(loss.cause(), loss.count(), Integer::sum));
        return Collections.unmodifiableSortedMap(byCause);
    }
}
