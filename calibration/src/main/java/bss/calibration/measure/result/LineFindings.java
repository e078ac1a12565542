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
/// A part is dead if no train of events came through it while all other parts of three such ways are seen to
/// work. Where a line and its repeater cannot be told apart the repeater is named. Parts that were not
/// tested, because they lead to a chip that does not exist or was not at hand, are not named.
///
/// @param dead horizontal and vertical repeaters and lines by class, each by the number of its line,
///     ascending; classes that were not tested, or all of whose parts work, may be missing
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
