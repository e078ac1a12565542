package bss.mapper.picture;

import bss.spec.coord.HicannOnWafer;
import java.util.ArrayList;
import java.util.List;

/// A number of things on a chip.
///
/// @param hicann chip
/// @param count above 0
public record ChipCount(int hicann, int count) {

    /// The chips that have any, ascending.
    static List<ChipCount> of(int[] byChip) {
        List<ChipCount> counts = new ArrayList<>();
        for (int hicann = 0; hicann < HicannOnWafer.COUNT; hicann++) {
            if (byChip[hicann] > 0) {
                counts.add(new ChipCount(hicann, byChip[hicann]));
            }
        }
        return counts;
    }
}
