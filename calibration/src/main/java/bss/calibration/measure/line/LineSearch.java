package bss.calibration.measure.line;

import bss.spec.coord.Direction;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedSet;

/// Searches cheapest ways over free lines. Parts that are seen to work are cheap, open ones dear, above all
/// those on ways that failed, those for the same target even if they work; dead parts are not used.
final class LineSearch {

    /// Chips around the target in which a way may run; senders of every plane are at most three columns away.
    private static final int RADIUS = 4;

    private static final int WORKS = 1;
    private static final int OPEN = 40;
    private static final int OPEN_SWITCH = 3;
    /// A driver of which nothing is known is better than one that works and failed.
    private static final int OPEN_DRIVER = 7;
    /// For each way of the same target that failed.
    private static final int TRIED = 8;
    /// For each way at all that failed, up to five; switches and drivers, which are not asked for, cost less.
    private static final int DOUBTED = 20;

    private static final int MOST_DOUBTS = 5;
    private static final int NEVER = Integer.MAX_VALUE;

    private final BitSet chips = new BitSet();
    private final Evidence evidence;
    private final Defects known;
    private final int[] tried = new int[Parts.COUNT];

    private int target;
    private Layout layout = new Layout();
    private final BitSet barred = new BitSet(Parts.COUNT);

    /// By line: the cost of the way found, the line next on it (backwards: towards the target), the part
    /// between.
    private final int[] cost = new int[L1Topology.LINES_ON_WAFER];

    private final int[] next = new int[L1Topology.LINES_ON_WAFER];
    private final int[] through = new int[L1Topology.LINES_ON_WAFER];
    private final List<Integer> touched = new ArrayList<>();
    private final PriorityQueue<Reached> queue = new PriorityQueue<>(Comparator.comparingInt(Reached::cost)
            .thenComparingInt(Reached::line)
            .thenComparingInt(Reached::sender));

    LineSearch(SortedSet<Integer> chips, Evidence evidence, Defects known) {
        chips.forEach(this.chips::set);
        this.evidence = evidence;
        this.known = known;
        Arrays.fill(cost, NEVER);
    }

    /// A line that a search came to.
    ///
    /// @param sender the sending repeater that drives it, -1 where the search goes on
    private record Reached(int cost, int line, int sender) {}

    /// Starts with a target, for which some ways failed.
    void begin(int part, Layout laidOut, List<Way> failed) {
        target = part;
        layout = laidOut;
        barred.set(part);
        failed.forEach(way -> way.parts().forEach(p -> tried[p]++));
    }

    /// Ends it.
    void end(List<Way> failed) {
        failed.forEach(way -> way.parts().forEach(p -> tried[p]--));
        barred.clear();
    }

    /// A part that the way must not use.
    void bar(int part) {
        barred.set(part);
    }

    /// Whether there is a line, on a chip that may be used.
    boolean isUsable(int line) {
        return line >= 0 && chips.get(L1Topology.hicannOfLine(line));
    }

    private boolean isFree(int part) {
        return !barred.get(part) && !layout.isUsed(part) && !evidence.isDead(part);
    }

    private int cost(int part) {
        int spent = TRIED * tried[part];
        if (evidence.works(part)) {
            return WORKS + spent;
        }
        int doubts = Math.min(MOST_DOUBTS, evidence.failures(part));
        if (Parts.isCrossbar(part) || Parts.isDriver(part)) {
            return (Parts.isDriver(part) ? OPEN_DRIVER : OPEN_SWITCH) + doubts + spent;
        }
        return OPEN + DOUBTED * doubts + spent;
    }

    /// From a sender, or the beginning of a tree in use, to a line; searched backwards.
    Optional<List<Integer>> from(int line) {
        if (!layout.isFree(line)) {
            return Optional.of(layout.upTo(line));
        }
        reach(line, 0, -1, -1);
        Optional<List<Integer>> found = Optional.empty();
        while (found.isEmpty() && !queue.isEmpty()) {
            Reached at = queue.remove();
            boolean joins = !layout.isFree(at.line());
            if (at.sender() >= 0 || joins) {
                List<Integer> parts = joins ? layout.upTo(at.line()) : List.of(at.sender(), at.line());
                found = Optional.of(follow(parts, at.line()));
            } else if (at.cost() == cost[at.line()]) {
                for (int sender : sendersInto(at.line())) {
                    if (isFree(sender) && sender != through[at.line()]) {
                        queue.add(new Reached(at.cost() + cost(sender), at.line(), sender));
                    }
                }
                step(at, true);
            }
        }
        clear();
        return found;
    }

    private List<Integer> follow(List<Integer> parts, int from) {
        List<Integer> all = new ArrayList<>(parts);
        for (int line = from; next[line] >= 0; line = next[line]) {
            all.add(through[line]);
            all.add(next[line]);
        }
        return all;
    }

    /// The sending repeaters that can drive a line: its own, and that of the eastern neighbour.
    private int[] sendersInto(int line) {
        int east = L1Topology.across(line, Direction.EAST);
        return Arrays.stream(new int[] {line, isUsable(east) ? east : line})
                .distinct()
                .map(Parts::repeater)
                .filter(Parts::isSender)
                .toArray();
    }

    /// From the last of these parts, a line, to a driver: the whole way. A VLine that is the target has to
    /// have its own.
    Optional<Way> onwards(List<Integer> parts) {
        int first = parts.getLast();
        // nor can a repeater that sends hand on, too
        parts.forEach(barred::set);
        reach(first, 0, -1, parts.get(parts.size() - 2));
        Optional<Way> found = Optional.empty();
        while (found.isEmpty() && !queue.isEmpty()) {
            Reached at = queue.remove();
            if (at.cost() == cost[at.line()]) {
                int driver = driver(at.line());
                if (driver >= 0) {
                    found = Optional.of(new Way(target, whole(parts, at.line(), driver)));
                } else if (at.line() != target || L1Topology.isHLine(L1Topology.lineOnHicann(target))) {
                    step(at, false);
                }
            }
        }
        clear();
        return found;
    }

    private List<Integer> whole(List<Integer> parts, int last, int driver) {
        List<Integer> rest = new ArrayList<>();
        for (int line = last; next[line] >= 0; line = next[line]) {
            rest.add(line);
            rest.add(through[line]);
        }
        List<Integer> all = new ArrayList<>(parts);
        all.addAll(rest.reversed());
        all.add(driver);
        return all;
    }

    /// The cheapest free driver of the chip that a line can be switched to, or -1.
    private int driver(int line) {
        int vline = L1Topology.lineOnHicann(line) - L1Topology.HLINES;
        int hicann = L1Topology.hicannOfLine(line);
        if (vline < 0) {
            return -1;
        }
        int best = -1;
        for (int row : L1Topology.rowsOf(vline)) {
            int part = Parts.driver(hicann, row);
            if (L1Topology.switchIsLocal(vline, row)
                    && isFree(part)
                    && layout.hasRoom(hicann, row)
                    && known.usable(DefectClass.SYNAPSE_DRIVER, hicann, row)
                    && (best < 0 || cost(part) < cost(best))) {
                best = part;
            }
        }
        return best;
    }

    // ---- from line to line

    /// @param backwards against the way of the events: trees in use may be joined
    private void step(Reached at, boolean backwards) {
        int line = at.line();
        int hicann = L1Topology.hicannOfLine(line);
        int number = L1Topology.lineOnHicann(line);
        if (!layout.isCrossed(line) && (through[line] < 0 || !Parts.isCrossbar(through[line]))) {
            boolean horizontal = L1Topology.isHLine(number);
            for (int other :
                    horizontal ? L1Topology.vlinesOf(number) : L1Topology.hlinesOf(number - L1Topology.HLINES)) {
                int crossbar = horizontal
                        ? L1Topology.crossbarIndex(number, other)
                        : L1Topology.crossbarIndex(other, number - L1Topology.HLINES);
                int to = horizontal ? L1Topology.vline(hicann, other) : L1Topology.hline(hicann, other);
                if (!layout.isCrossed(to)) {
                    enter(at, Parts.crossbar(hicann, crossbar), to, backwards);
                }
            }
        }
        // from repeater to repeater a train would not show that the target works
        boolean mustCross = !backwards && line == target && Parts.isRepeater(through[line]);
        for (Direction direction : Direction.all()) {
            int to = L1Topology.across(line, direction);
            if (!mustCross && isUsable(to)) {
                int repeater = Parts.repeater(direction == Parts.border(line) ? line : to);
                // that a sending repeater hands on does not show that it sends
                if (!Parts.isSender(repeater) || evidence.works(repeater)) {
                    enter(at, repeater, to, backwards);
                }
            }
        }
    }

    private void enter(Reached at, int part, int to, boolean backwards) {
        boolean joins = !layout.isFree(to);
        if (!isFree(part) || barred.get(to) || evidence.isDead(to) || (joins && !backwards) || !isNear(to)) {
            return;
        }
        int all = at.cost() + cost(part);
        for (int more : joins ? layout.upTo(to) : List.of(to)) {
            all += cost(more);
        }
        if (all < cost[to]) {
            reach(to, all, at.line(), part);
        }
    }

    private boolean isNear(int line) {
        int a = L1Topology.hicannOfLine(line);
        int b = Parts.hicann(target);
        return Math.abs(WaferTopology.x(a) - WaferTopology.x(b)) <= RADIUS
                && Math.abs(WaferTopology.y(a) - WaferTopology.y(b)) <= RADIUS;
    }

    private void reach(int line, int all, int from, int part) {
        cost[line] = all;
        next[line] = from;
        through[line] = part;
        touched.add(line);
        queue.add(new Reached(all, line, -1));
    }

    private void clear() {
        touched.forEach(line -> cost[line] = NEVER);
        touched.clear();
        queue.clear();
    }
}
