package bss.calibration.measure.line;

import bss.calibration.measure.result.LineFindings;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds the L1 repeaters and lines over which no event arrives.
///
/// A regular train goes from a sending repeater over the part in question to a synapse driver, behind which
/// uncalibrated circuits spike. Each experiment lays out as many such ways at once as fit beside each other.
/// What a train came through works. A part is dead if ways to three drivers failed on which all other lines
/// and repeaters are seen to work; each is chosen to share as little as possible with those before. Where no
/// way tells a line from a repeater the repeater is blamed, for a mapping can do without it more easily.
///
/// A line that only leads on from repeater to repeater is not yet seen to work: its switches may be cut off.
/// Parts behind a dead one to which no other way leads remain untested, as do repeaters whose neighbour chip
/// may not be used.
public final class LineTest {

    /// Ways that may fail for the sake of one part.
    private static final int MOST_TRIALS = 6;

    /// Experiments in a row that tell nothing new, before something is blamed without proof.
    private static final int MOST_STALE = 5;

    private final LineBench bench;
    private final SortedSet<Integer> chips;
    private final Evidence evidence = new Evidence();
    private final WaySearch search;
    private final List<Integer> targets = new ArrayList<>();

    private LineTest(WaferSession session, SortedSet<Integer> chips, int write, Defects known) {
        bench = new LineBench(session, chips, known, write);
        this.chips = chips;
        search = new WaySearch(chips, evidence, known);
        // repeaters first: their ways show lines to work, too
        for (boolean repeaters : new boolean[] {true, false}) {
            for (int hicann : chips) {
                for (int number = 0; number < L1Topology.LINES; number++) {
                    int line = L1Topology.line(hicann, number);
                    targets.add(repeaters ? Parts.repeater(line) : line);
                }
            }
        }
        targets.removeIf(target -> !search.isTestable(target));
    }

    /// Is told how a test goes on.
    @FunctionalInterface
    public interface Progress {

        /// After each experiment.
        ///
        /// @param experiments how many there were
        /// @param open parts of which nothing is known yet
        void experiment(int experiments, int open);
    }

    /// Tests the lines and repeaters of chips.
    ///
    /// @param session holds the FPGAs of the chips, which are written, once with analog parameters; others
    ///     stay as they are and should be silent
    /// @param chips each 0 to 383
    /// @param firstWrite number after which the writes of the analog parameters are counted on
    public static LineReport measure(WaferSession session, SortedSet<Integer> chips, int firstWrite)
            throws BackendException, InterruptedException {
        return measure(session, chips, firstWrite, Defects.NONE, (_, _) -> {});
    }

    /// Tests the lines and repeaters of chips.
    ///
    /// @param known drivers and denmems of which it is known that they do not work: none of them is used
    public static LineReport measure(
            WaferSession session, SortedSet<Integer> chips, int firstWrite, Defects known, Progress progress)
            throws BackendException, InterruptedException {
        LineTest test = new LineTest(session, new TreeSet<>(chips), firstWrite + 1, known);
        test.run(progress);
        return test.report();
    }

    private void run(Progress progress) throws BackendException, InterruptedException {
        int stale = 0;
        for (Layout layout = layOut(); !layout.ways().isEmpty(); layout = layOut()) {
            int before = evidence.known();
            BitSet arrived = bench.run(layout);
            for (int w = 0; w < layout.ways().size(); w++) {
                evidence.note(layout.ways().get(w), arrived.get(w), bench.experiments());
            }
            evidence.conclude();
            stale = evidence.known() > before ? 0 : stale + 1;
            if (stale >= MOST_STALE && evidence.presume()) {
                stale = 0;
            }
            targets.removeIf(t -> !evidence.isOpen(t) || evidence.failed(t).size() >= MOST_TRIALS);
            progress.experiment(bench.experiments(), targets.size());
        }
        while (evidence.presume()) {
            // until all failures are explained
        }
    }

    private Layout layOut() {
        Layout layout = new Layout();
        BitSet covered = new BitSet();
        targets.sort(Comparator.comparingInt(this::turn));
        for (int target : targets) {
            Optional<Way> way = covered.get(target) ? Optional.empty() : search.find(target, layout);
            way.ifPresent(w -> {
                layout.add(w);
                covered.or(w.shown());
            });
        }
        return layout;
    }

    /// What failed is tried first, while all lines are free, so that the other parts on its way are known to
    /// work; what failed least before the rest, so that all repeaters of a dead line are tried.
    private int turn(int target) {
        int failed = evidence.failed(target).size();
        return failed == 0 ? MOST_TRIALS : failed;
    }

    private LineReport report() {
        SortedMap<Integer, LineReport.Chip> report = new TreeMap<>();
        for (int hicann : chips) {
            Map<DefectClass, SortedSet<Integer>> dead = new EnumMap<>(DefectClass.class);
            Map<DefectClass, SortedSet<Integer>> tested = new EnumMap<>(DefectClass.class);
            for (int number = 0; number < L1Topology.LINES; number++) {
                int line = L1Topology.line(hicann, number);
                for (int part : new int[] {line, Parts.repeater(line)}) {
                    if (!evidence.isOpen(part)) {
                        add(tested, part);
                    }
                    if (evidence.isDead(part)) {
                        add(dead, part);
                    }
                }
            }
            report.put(hicann, new LineReport.Chip(new LineFindings(dead), tested));
        }
        return new LineReport(report, bench.experiments(), bench.cycles(), bench.experiments() > 0 ? 1 : 0);
    }

    private static void add(Map<DefectClass, SortedSet<Integer>> parts, int part) {
        parts.computeIfAbsent(Parts.kind(part), _ -> new TreeSet<>()).add(Parts.index(part));
    }
}
