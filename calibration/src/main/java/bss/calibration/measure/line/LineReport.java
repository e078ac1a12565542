package bss.calibration.measure.line;

import bss.calibration.measure.result.LineFindings;
import bss.spec.defects.DefectClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a [LineTest] found, and what it took.
///
/// @param chips by HICANN, every chip that was asked for
/// @param experiments configurations that were run
/// @param cycles of 8 ns, of all experiments
/// @param writes of the analog parameters
public record LineReport(SortedMap<Integer, Chip> chips, int experiments, long cycles, int writes) {

    public LineReport {
        chips = Collections.unmodifiableSortedMap(new TreeMap<>(chips));
    }

    /// The lines and repeaters of a chip.
    ///
    /// @param findings the dead ones
    /// @param tested which ones are known to work or to be dead, by class; nothing is known of the others:
    ///     their neighbour chip does not exist or may not be used, or no way leads to them
    public record Chip(LineFindings findings, Map<DefectClass, SortedSet<Integer>> tested) {

        public Chip {
            Map<DefectClass, SortedSet<Integer>> copy = new EnumMap<>(DefectClass.class);
            tested.forEach((kind, parts) -> copy.put(kind, Collections.unmodifiableSortedSet(new TreeSet<>(parts))));
            tested = Collections.unmodifiableMap(copy);
        }

        /// The parts of a class that were tested, ascending.
        public SortedSet<Integer> tested(DefectClass kind) {
            return tested.getOrDefault(kind, Collections.emptySortedSet());
        }

        /// How many parts of a class were not tested.
        public int untested(DefectClass kind) {
            return kind.perChip() - tested(kind).size();
        }
    }

    /// What was found on a chip.
    ///
    /// @throws IllegalArgumentException if it was not tested
    public Chip chip(int hicann) {
        Chip chip = chips.get(hicann);
        if (chip == null) {
            throw new IllegalArgumentException(
                    "HICANN %d was not tested, must be one of %s".formatted(hicann, chips.keySet()));
        }
        return chip;
    }

    /// The dead parts by HICANN.
    public SortedMap<Integer, LineFindings> findings() {
        SortedMap<Integer, LineFindings> findings = new TreeMap<>();
        chips.forEach((hicann, chip) -> findings.put(hicann, chip.findings()));
        return findings;
    }
}
