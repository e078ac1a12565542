package bss.calibration.measure.line;

import bss.spec.coord.Direction;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedSet;

/// Finds ways that need a part: from a sender, or from a tree that is in use, to the part, and on to a synapse driver.
/// Parts that are seen to work are cheap, open ones dear, above all those on ways that failed.
final class WaySearch {

    /// Chips around the target in which a way may run; senders of every plane are at most three columns away.
    private static final int RADIUS = 4;

    private static final int WORKS = 1;
    private static final int OPEN = 40;
    private static final int OPEN_SWITCH = 3;
    /// For each way of the same target that failed.
    private static final int TRIED = 8;
    /// For each way at all that failed, up to five.
    private static final int DOUBTED = 20;

    private static final int MOST_DOUBTS = 5;
    private static final int NEVER = Integer.MAX_VALUE;

    private final BitSet chips = new BitSet();
    private final Evidence evidence;
    private final Defects known;

    private final int[] tried = new int[Parts.COUNT];
    private final int[] cost = new int[L1Topology.LINES_ON_WAFER];
    private final int[] next = new int[L1Topology.LINES_ON_WAFER];
    private final int[] through = new int[L1Topology.LINES_ON_WAFER];
    private final List<Integer> touched = new ArrayList<>();

    /// @param chips where ways may run
    /// @param known drivers that are not used
    WaySearch(SortedSet<Integer> chips, Evidence evidence, Defects known) {
        chips.forEach(this.chips::set);
        this.evidence = evidence;
        this.known = known;
        Arrays.fill(cost, NEVER);
    }

    /// A line that the search came to.
    ///
    /// @param sender the sending repeater that drives it, -1 where the search goes on
    private record Reached(int cost, int line, int sender) implements Comparable<Reached> {

        @Override
        public int compareTo(Reached other) {
            return ORDER.compare(this, other);
        }
    }

    private static final Comparator<Reached> ORDER = Comparator.comparingInt(Reached::cost)
            .thenComparingInt(Reached::line)
            .thenComparingInt(Reached::sender);

    /// A way that needs the target and fits beside what is laid out already.
    Optional<Way> find(int target, Layout layout) {
        List<Way> before = evidence.failed(target);
        before.forEach(way -> way.parts().forEach(part -> tried[part]++));
        Optional<Way> found = Optional.empty();
        if (Parts.isLine(target)) {
            found = along(target, target, layout);
        } else {
            int own = Parts.line(target);
            int far = L1Topology.across(own, Layout.border(own));
            boolean ownFirst = before.size() % 2 == 0;
            for (int k = 0; k < 2 && found.isEmpty(); k++) {
                boolean towardsOwn = ownFirst == (k == 0);
                int to = towardsOwn ? own : far;
                if (to >= 0 && (isSender(target) ? usable(to) && layout.isFree(to) : far >= 0 && usable(far))) {
                    found = isSender(target)
                            ? sent(target, to, layout)
                            : over(target, towardsOwn ? far : own, to, layout);
                }
            }
        }
        before.forEach(way -> way.parts().forEach(part -> tried[part]--));
        return found;
    }

    /// Whether a repeater can be tested at all: it sends, or joins two chips that may be used.
    boolean isTestable(int repeater) {
        int own = Parts.line(repeater);
        int far = L1Topology.across(own, Layout.border(own));
        return isSender(repeater) || (far >= 0 && usable(far));
    }

    private static boolean isSender(int part) {
        return Parts.kind(part) == DefectClass.HREPEATER
                && MergerTopology.sendingRepeaterOfHLine(Parts.index(part)) >= 0;
    }

    private boolean usable(int line) {
        return chips.get(L1Topology.hicannOfLine(line));
    }

    private Optional<Way> sent(int sender, int line, Layout layout) {
        if (layout.isUsed(sender) || evidence.isDead(line)) {
            return Optional.empty();
        }
        return end(sender, List.of(sender, line), layout);
    }

    /// Over a repeater, from one line to the other.
    private Optional<Way> over(int repeater, int from, int to, Layout layout) {
        if (layout.isUsed(repeater) || !layout.isFree(to) || evidence.isDead(to) || evidence.isDead(from)) {
            return Optional.empty();
        }
        return approach(repeater, from, to, layout).flatMap(parts -> {
            List<Integer> way = new ArrayList<>(parts);
            way.add(repeater);
            way.add(to);
            return end(repeater, way, layout);
        });
    }

    private Optional<Way> along(int target, int line, Layout layout) {
        if (!layout.isFree(line)) {
            return Optional.empty();
        }
        return approach(target, line, -1, layout).flatMap(parts -> end(target, parts, layout));
    }

    private int cost(int part) {
        int spent = TRIED * tried[part];
        if (evidence.works(part)) {
            return WORKS + spent;
        }
        boolean suspect = Parts.isLine(part) || Parts.isRepeater(part);
        return (suspect ? OPEN : OPEN_SWITCH) + DOUBTED * Math.min(MOST_DOUBTS, evidence.failures(part)) + spent;
    }

    // ---- from a sender to a line: searched backwards

    /// The cheapest way to a line without its last repeater, which leads to `without` (-1: none).
    private Optional<List<Integer>> approach(int target, int line, int without, Layout layout) {
        if (!layout.isFree(line)) {
            return Optional.of(layout.upTo(line));
        }
        PriorityQueue<Reached> queue = new PriorityQueue<>();
        reach(queue, line, 0, -1, -1);
        Optional<List<Integer>> found = Optional.empty();
        while (found.isEmpty() && !queue.isEmpty()) {
            Reached at = queue.remove();
            if (at.sender() >= 0) {
                List<Integer> parts = new ArrayList<>(List.of(at.sender(), at.line()));
                follow(at.line(), parts);
                found = Optional.of(parts);
            } else if (at.cost() == cost[at.line()]) {
                if (layout.isFree(at.line())) {
                    senders(at, target, layout, queue);
                    step(at, target, without, layout, queue, true);
                } else {
                    List<Integer> parts = new ArrayList<>(layout.upTo(at.line()));
                    follow(at.line(), parts);
                    found = Optional.of(parts);
                }
            }
        }
        clear();
        return found;
    }

    private void follow(int from, List<Integer> parts) {
        for (int line = from; next[line] >= 0; line = next[line]) {
            parts.add(through[line]);
            parts.add(next[line]);
        }
    }

    private void senders(Reached at, int target, Layout layout, PriorityQueue<Reached> queue) {
        for (int sender : sendersInto(at.line())) {
            if (sender >= 0 && free(sender, target, layout)) {
                queue.add(new Reached(at.cost() + cost(sender), at.line(), sender));
            }
        }
    }

    /// The sending repeaters that can drive an HLine: its own, and that of the eastern neighbour.
    private int[] sendersInto(int line) {
        if (!L1Topology.isHLine(L1Topology.lineOnHicann(line))) {
            return new int[0];
        }
        int own = Parts.repeater(line);
        int beyond = L1Topology.across(line, Direction.EAST);
        int east = beyond >= 0 && usable(beyond) ? Parts.repeater(beyond) : -1;
        return new int[] {isSender(own) ? own : -1, east >= 0 && isSender(east) ? east : -1};
    }

    private boolean free(int part, int target, Layout layout) {
        return part != target && !layout.isUsed(part) && !evidence.isDead(part);
    }

    // ---- steps from line to line

    private void step(
            Reached at, int target, int without, Layout layout, PriorityQueue<Reached> queue, boolean backwards) {
        int line = at.line();
        int hicann = L1Topology.hicannOfLine(line);
        int number = L1Topology.lineOnHicann(line);
        boolean mayCross = !layout.isCrossed(line) && (through[line] < 0 || !Parts.isCrossbar(through[line]));
        if (mayCross && L1Topology.isHLine(number)) {
            for (int v : L1Topology.vlinesOf(number)) {
                int part = Parts.crossbar(hicann, L1Topology.crossbarIndex(number, v));
                cross(at, part, L1Topology.vline(hicann, v), target, without, layout, queue, backwards);
            }
        } else if (mayCross) {
            for (int h : L1Topology.hlinesOf(number - L1Topology.HLINES)) {
                int part = Parts.crossbar(hicann, L1Topology.crossbarIndex(h, number - L1Topology.HLINES));
                cross(at, part, L1Topology.hline(hicann, h), target, without, layout, queue, backwards);
            }
        }
        for (Direction direction : Direction.all()) {
            int to = L1Topology.across(line, direction);
            if (to >= 0 && usable(to)) {
                int repeater = Parts.repeater(direction == Layout.border(line) ? line : to);
                // a sending repeater is seen to work by sending only
                if (free(repeater, target, layout) && (!isSender(repeater) || evidence.works(repeater))) {
                    enter(at, repeater, to, target, without, layout, queue, backwards);
                }
            }
        }
    }

    private void cross(
            Reached at,
            int part,
            int to,
            int target,
            int without,
            Layout layout,
            PriorityQueue<Reached> queue,
            boolean backwards) {
        if (!layout.isCrossed(to) && free(part, target, layout)) {
            enter(at, part, to, target, without, layout, queue, backwards);
        }
    }

    private void enter(
            Reached at,
            int part,
            int to,
            int target,
            int without,
            Layout layout,
            PriorityQueue<Reached> queue,
            boolean backwards) {
        boolean taken = !layout.isFree(to);
        if (to == without || to == target || evidence.isDead(to) || (taken && !backwards) || !near(to, target)) {
            return;
        }
        int all = at.cost() + cost(part);
        if (taken) {
            for (int p : layout.upTo(to)) {
                all += cost(p);
            }
        } else {
            all += cost(to);
        }
        if (all < cost[to]) {
            reach(queue, to, all, at.line(), part);
        }
    }

    private static boolean near(int line, int target) {
        int a = L1Topology.hicannOfLine(line);
        int b = Parts.hicann(target);
        return Math.abs(WaferTopology.x(a) - WaferTopology.x(b)) <= RADIUS
                && Math.abs(WaferTopology.y(a) - WaferTopology.y(b)) <= RADIUS;
    }

    private void reach(PriorityQueue<Reached> queue, int line, int all, int from, int part) {
        cost[line] = all;
        next[line] = from;
        through[line] = part;
        touched.add(line);
        queue.add(new Reached(all, line, -1));
    }

    private void clear() {
        touched.forEach(line -> cost[line] = NEVER);
        touched.clear();
    }

    // ---- from the last line to a driver

    private Optional<Way> end(int target, List<Integer> parts, Layout layout) {
        int first = parts.getLast();
        PriorityQueue<Reached> queue = new PriorityQueue<>();
        // what the way has used already is not entered again
        parts.stream().filter(Parts::isLine).forEach(line -> {
            cost[line] = 0;
            touched.add(line);
        });
        reach(queue, first, 0, -1, parts.get(parts.size() - 2));
        Optional<Way> found = Optional.empty();
        while (found.isEmpty() && !queue.isEmpty()) {
            Reached at = queue.remove();
            if (at.cost() > cost[at.line()]) {
                continue;
            }
            int driver = driver(at.line(), layout);
            if (driver >= 0) {
                List<Integer> rest = new ArrayList<>();
                for (int line = at.line(); line != first; line = next[line]) {
                    rest.add(line);
                    rest.add(through[line]);
                }
                List<Integer> way = new ArrayList<>(parts);
                way.addAll(rest.reversed());
                way.add(driver);
                found = Optional.of(new Way(target, way));
            } else if (at.line() != target || L1Topology.isHLine(L1Topology.lineOnHicann(target))) {
                step(at, target, -1, layout, queue, false);
            }
        }
        clear();
        return found;
    }

    /// The cheapest free driver that a line can be switched to, or -1.
    private int driver(int line, Layout layout) {
        int number = L1Topology.lineOnHicann(line) - L1Topology.HLINES;
        int hicann = L1Topology.hicannOfLine(line);
        int best = -1;
        if (number < 0) {
            return best;
        }
        for (int row : L1Topology.rowsOf(number)) {
            int part = Parts.driver(hicann, row);
            if (L1Topology.switchIsLocal(number, row)
                    && !layout.isUsed(part)
                    && layout.hasRoom(hicann, row)
                    && known.usable(DefectClass.SYNAPSE_DRIVER, hicann, row)
                    && (best < 0 || cost(part) < cost(best))) {
                best = part;
            }
        }
        return best;
    }
}
