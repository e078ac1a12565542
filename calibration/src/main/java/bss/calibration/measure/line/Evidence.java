package bss.calibration.measure.line;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the ways tried so far say about the parts on them.
///
/// A part works if a train came through it. It is dead if ways to three drivers failed on which all other lines and
/// repeaters are seen to work. Switches are not blamed: a way that fails is tried again over others.
final class Evidence {

    /// Failing ways, to as many drivers, before a part is blamed.
    static final int FAILURES = 3;

    private final BitSet works = new BitSet(Parts.COUNT);
    private final BitSet dead = new BitSet(Parts.COUNT);
    private final int[] failures = new int[Parts.COUNT];
    private final List<Way> failed = new ArrayList<>();
    private final TreeMap<Integer, List<Way>> failedByTarget = new TreeMap<>();

    boolean works(int part) {
        return works.get(part);
    }

    boolean isDead(int part) {
        return dead.get(part);
    }

    boolean isOpen(int part) {
        return !works(part) && !isDead(part);
    }

    /// How many ways through a part failed.
    int failures(int part) {
        return failures[part];
    }

    /// The ways for the sake of a part that failed.
    List<Way> failed(int target) {
        return failedByTarget.getOrDefault(target, List.of());
    }

    void note(Way way, boolean arrived) {
        if (arrived) {
            works.or(way.shown());
            return;
        }
        failed.add(way);
        failedByTarget.computeIfAbsent(way.target(), _ -> new ArrayList<>()).add(way);
        way.parts().forEach(part -> failures[part]++);
    }

    /// Blames parts that alone can explain what failed.
    void conclude() {
        TreeMap<Integer, Set<Integer>> drivers = new TreeMap<>();
        for (Way way : failed) {
            List<Integer> suspects = suspects(way);
            if (suspects.size() == 1) {
                drivers.computeIfAbsent(suspects.getFirst(), _ -> new TreeSet<>())
                        .add(way.driver());
            }
        }
        drivers.forEach((part, ends) -> {
            if (ends.size() >= FAILURES) {
                dead.set(part);
            }
        });
    }

    /// Blames, where no way tells a line from its repeater, the part that explains most of what failed, repeaters
    /// before lines.
    void presume() {
        while (true) {
            TreeMap<Integer, Set<Integer>> drivers = new TreeMap<>();
            for (Way way : failed) {
                if (way.parts().stream().noneMatch(dead::get)) {
                    suspects(way).forEach(part -> drivers.computeIfAbsent(part, _ -> new TreeSet<>())
                            .add(way.driver()));
                }
            }
            int worst = -1;
            int most = FAILURES - 1;
            for (var entry : drivers.entrySet()) {
                int ends = entry.getValue().size();
                boolean smaller = worst >= 0 && Parts.isLine(worst) && Parts.isRepeater(entry.getKey());
                if (ends > most || (ends == most && smaller)) {
                    worst = entry.getKey();
                    most = ends;
                }
            }
            if (worst < 0) {
                return;
            }
            dead.set(worst);
        }
    }

    private List<Integer> suspects(Way way) {
        return way.parts().stream()
                .filter(part -> (Parts.isLine(part) || Parts.isRepeater(part)) && !works(part))
                .distinct()
                .toList();
    }
}
