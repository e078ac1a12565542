package bss.calibration.measure.result;

import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// The parts of a chip's L1 buses over which no event arrived. Immutable.
///
/// @param dead by class, ascending; classes that were not tested, or all of whose parts work, may be missing
public record LineFindings(Map<DefectClass, SortedSet<Integer>> dead) {

    public static final LineFindings NONE = new LineFindings(Map.of());

    public LineFindings {
        Map<DefectClass, SortedSet<Integer>> copy = new EnumMap<>(DefectClass.class);
        dead.forEach((kind, parts) -> copy.put(kind, Collections.unmodifiableSortedSet(new TreeSet<>(parts))));
        dead = Collections.unmodifiableMap(copy);
    }

    /// Marks them.
    void mark(int hicann, Defects.Builder marks) {
        dead.forEach((kind, parts) -> parts.forEach(part -> marks.mark(kind, hicann, part)));
    }
}
