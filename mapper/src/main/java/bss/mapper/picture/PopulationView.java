package bss.mapper.picture;

import bss.mapper.network.Population;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.CellSites;
import java.util.List;

/// Where a population went.
///
/// @param type cell type, PyNN's name
/// @param external sources that are played in, not neurons
/// @param size cells
/// @param placed cells that found a place
/// @param smallest denmems of the smallest placed neuron, 0 for sources
/// @param largest denmems of the largest placed neuron
/// @param chips placed cells by chip
public record PopulationView(
        String label,
        String type,
        boolean external,
        int size,
        int placed,
        int smallest,
        int largest,
        List<ChipCount> chips) {

    public PopulationView {
        chips = List.copyOf(chips);
    }

    static PopulationView of(Population population, CellSites cells) {
        int[] byChip = new int[HicannOnWafer.COUNT];
        int placed = 0;
        int smallest = Integer.MAX_VALUE;
        int largest = 0;
        for (int cell = 0; cell < cells.count(); cell++) {
            if (cells.placed(cell)) {
                placed++;
                byChip[cells.hicann(cell)]++;
                smallest = Math.min(smallest, cells.size(cell));
                largest = Math.max(largest, cells.size(cell));
            }
        }
        return new PopulationView(
                cells.label(),
                population.cell().name(),
                cells.external(),
                cells.count(),
                placed,
                placed == 0 ? 0 : smallest,
                largest,
                ChipCount.of(byChip));
    }
}
