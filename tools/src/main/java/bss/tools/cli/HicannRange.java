package bss.tools.cli;

import bss.spec.coord.HicannOnWafer;
import java.util.List;

/// The chips that `--hicanns` names: numbers and ranges, separated by commas.
final class HicannRange {

    private HicannRange() {}

    /// The chips, ascending.
    ///
    /// @throws IllegalArgumentException that names the part that is wrong
    static List<Integer> parse(String text) {
        return IndexRange.parse(text, "HICANN", HicannOnWafer.COUNT);
    }
}
