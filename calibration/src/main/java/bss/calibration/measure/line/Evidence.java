package bss.calibration.measure.line;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the ways tried so far say about the parts on them.
///
/// A part works if a train came through it. It is dead if ways to three drivers failed, in as many
/// experiments, on which all other lines and repeaters are seen to work. Switches are not blamed: a way that
/// fails is tried again over others.
final class Evidence {

    /// Failing ways, to as many drivers and in as many experiments, before a part is blamed.
    static final int FAILURES = 3;

    private final BitSet works = new BitSet(Parts.COUNT);
    private final BitSet dead = new BitSet(Parts.COUNT);
    private final int[] failures = new int[Parts.COUNT];
    private final List<Failure> failed = new ArrayList<>();
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

    /// What came of a way.
    void note(Way way, boolean arrived, int experiment) {
        if (arrived) {
            works.or(way.shown());
            return;
        }
        failed.add(new Failure(way, experiment));
        failedByTarget.computeIfAbsent(way.target(), _ -> new ArrayList<>()).add(way);
        way.parts().forEach(part -> failures[part]++);
    }

    /// A way that failed.
    private record Failure(Way way, int experiment) {}

    /// Ways that a part may be to blame for.
    private static final class Charges {

        private final BitSet drivers = new BitSet();
        private final BitSet experiments = new BitSet();

        void add(Failure failure) {
            drivers.set(failure.way().driver());
            experiments.set(failure.experiment());
        }

        int weight() {
            return Math.min(drivers.cardinality(), experiments.cardinality());
        }
    }

    /// Blames parts that alone can explain what failed: the driver, too, has to be seen to work.
    void conclude() {
        TreeMap<Integer, Charges> charges = new TreeMap<>();
        for (Failure failure : failed) {
            List<Integer> suspects = suspects(failure.way());
            if (suspects.size() == 1 && works(failure.way().driver())) {
                charges.computeIfAbsent(suspects.getFirst(), _ -> new Charges()).add(failure);
            }
        }
        charges.forEach((part, all) -> {
            if (all.weight() >= FAILURES) {
                dead.set(part);
            }
        });
    }

    /// Blames, where no way tells a line from its repeater, the part that explains most of what failed,
    /// repeaters before lines.
    ///
    /// @return whether there was something to explain
    boolean presume() {
        TreeMap<Integer, Charges> charges = new TreeMap<>();
        for (Failure failure : failed) {
            if (failure.way().parts().stream().noneMatch(dead::get)) {
                suspects(failure.way())
                        .forEach(part -> charges.computeIfAbsent(part, _ -> new Charges())
                                .add(failure));
            }
        }
        int worst = worst(charges);
        if (worst >= 0) {
            dead.set(worst);
        }
        return worst >= 0;
    }

    /// How many parts are known to work or to be dead.
    int known() {
        return works.cardinality() + dead.cardinality();
    }

    private static int worst(SortedMap<Integer, Charges> charges) {
        int worst = -1;
        int most = FAILURES - 1;
        for (var entry : charges.entrySet()) {
            int part = entry.getKey();
            int weight = entry.getValue().weight();
            boolean smaller = worst >= 0 && Parts.isLine(worst) && Parts.isRepeater(part);
            if (weight > most || (weight == most && smaller)) {
                worst = part;
                most = weight;
            }
        }
        return worst;
    }

    private List<Integer> suspects(Way way) {
        return way.parts().stream()
                .filter(part -> (Parts.isLine(part) || Parts.isRepeater(part)) && !works(part))
                .toList();
    }
}
