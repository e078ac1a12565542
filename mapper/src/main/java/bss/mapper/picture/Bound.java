package bss.mapper.picture;

import bss.mapper.report.MappingReport;
import java.util.List;

/// A loss that nobody can avoid, with what is taken as given.
///
/// @param key name in data
/// @param words name for people
/// @param synapses that are lost at least
record Bound(String key, String words, long synapses) {

    /// Those that a report has, weakest first.
    static List<Bound> of(MappingReport report) {
        return List.of(
                new Bound("free", "by any mapper", report.bounds().free()),
                new Bound("placed", "with this placement", report.bounds().placed()),
                new Bound("routed", "with this routing", report.bounds().routed()));
    }
}
