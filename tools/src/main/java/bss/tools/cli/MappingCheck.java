package bss.tools.cli;

import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import java.util.function.Supplier;

/// Refuses a mapping whose numbers no mapper writes, whatever its digest says: a run with them would never end, or end
/// in a fault.
final class MappingCheck {

    private static final int DENMEMS = 512;
    private static final int DNC_MERGERS = 8;
    private static final int ADDRESSES = 64;

    private MappingCheck() {}

    /// @throws IllegalArgumentException names the value and what would be right
    static void require(Mapping mapping) {
        within(() -> "speed-up", mapping.speedup(), 1e3, 1e5);
        within(() -> "volts per volt", mapping.alpha(), 1e-3, 1e3);
        within(() -> "volts at 0 mV", mapping.shiftVolt(), -1e3, 1e3);
        mapping.cells().forEach(MappingCheck::requireCells);
        for (SynapseSites sites : mapping.synapses()) {
            for (int s = 0; s < sites.count(); s++) {
                if (!sites.realised(s)) {
                    int synapse = s;
                    within(
                            () -> "reason of lost synapse %d of \"%s\"".formatted(synapse, sites.label()),
                            sites.lossIndex(s),
                            0,
                            mapping.losses().size() - 1);
                }
            }
        }
    }

    private static void requireCells(CellSites cells) {
        for (int c = 0; c < cells.count(); c++) {
            if (cells.placed(c)) {
                int index = c;
                Supplier<String> cell = () -> " of %s[%d]".formatted(cells.label(), index);
                within(() -> "HICANN" + cell.get(), cells.hicann(c), 0, HicannOnWafer.COUNT - 1);
                if (!cells.external()) {
                    within(() -> "denmem" + cell.get(), cells.denmem(c), 0, DENMEMS - 1);
                }
                if (cells.sends(c)) {
                    within(() -> "DNC merger" + cell.get(), cells.dncMerger(c), 0, DNC_MERGERS - 1);
                    within(() -> "L1 address" + cell.get(), cells.address(c), 0, ADDRESSES - 1);
                }
            }
        }
    }

    /// The words are made only when they are needed: there may be a million lost synapses.
    private static void within(Supplier<String> what, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException("%s is %s, must be %s to %s".formatted(what.get(), value, min, max));
        }
    }
}
