package bss.mapper.route;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A bus to be routed and the tree that it has: lines, each with the one before it, and landings.
final class Net {

    static final Net NOTHING = new Net(0, 0, new int[0], new int[0], new long[0], new double[0]);

    final int bus;
    /// HLine of the sending repeater.
    final int source;
    /// Target chips in the order in which they are tried.
    final int[] targets;
    /// How many landings each should have.
    final int[] wanted;
    /// Synapses that each is worth.
    final long[] synapses;
    /// Drivers that each landing of it would like.
    final double[] drivers;

    /// The landings in the order in which they are tried, each as position in [#targets].
    private List<Integer> order;

    private int[] line = new int[16];
    private int[] before = new int[16];
    private int lines;

    private int[] landingTarget = new int[8];
    private int[] landingLine = new int[8];
    private int landings;

    Net(int bus, int source, int[] targets, int[] wanted, long[] synapses, double[] drivers) {
        this.bus = bus;
        this.source = source;
        this.targets = targets;
        this.wanted = wanted;
        this.synapses = synapses;
        this.drivers = drivers;
        order = byRank(wanted);
    }

    /// One landing for each target, then the second ones, and so on.
    private static List<Integer> byRank(int[] wanted) {
        int most = Arrays.stream(wanted).max().orElse(0);
        return IntStream.rangeClosed(1, most)
                .flatMap(rank -> IntStream.range(0, wanted.length).filter(t -> wanted[t] >= rank))
                .boxed()
                .toList();
    }

    /// The landings in the order in which they are tried.
    List<Integer> order() {
        return order;
    }

    void order(List<Integer> next) {
        order = List.copyOf(next);
    }

    /// Landings that a target should have if there is a way to it.
    int possible(int target) {
        int n = 0;
        for (int t : order) {
            n += t == target ? 1 : 0;
        }
        return n;
    }

    /// The same tree, asked to reach one more chip; that is its last target.
    Net alsoTo(int target) {
        int n = targets.length;
        int[] more = Arrays.copyOf(targets, n + 1);
        more[n] = target;
        Net copy = new Net(
                bus,
                source,
                more,
                Arrays.copyOf(wanted, n + 1),
                Arrays.copyOf(synapses, n + 1),
                Arrays.copyOf(drivers, n + 1));
        for (int i = 0; i < lines; i++) {
            copy.add(line[i], before[i]);
        }
        for (int i = 0; i < landings; i++) {
            copy.land(landingTarget[i], landingLine[i]);
        }
        return copy;
    }

    void clear() {
        lines = 0;
        landings = 0;
    }

    /// The same bus with the same tree, to go back to.
    Net copy() {
        Net copy = new Net(bus, source, targets, wanted, synapses, drivers);
        copy.become(this);
        return copy;
    }

    /// Takes the tree of another net for the same bus.
    void become(Net other) {
        order = other.order;
        line = other.line.clone();
        before = other.before.clone();
        lines = other.lines;
        landingTarget = other.landingTarget.clone();
        landingLine = other.landingLine.clone();
        landings = other.landings;
    }

    void add(int newLine, int lineBefore) {
        if (lines == line.length) {
            line = Arrays.copyOf(line, 2 * lines);
            before = Arrays.copyOf(before, 2 * lines);
        }
        line[lines] = newLine;
        before[lines++] = lineBefore;
    }

    /// @param target position in [#targets]
    void land(int target, int onLine) {
        if (landings == landingLine.length) {
            landingTarget = Arrays.copyOf(landingTarget, 2 * landings);
            landingLine = Arrays.copyOf(landingLine, 2 * landings);
        }
        landingTarget[landings] = target;
        landingLine[landings++] = onLine;
    }

    int lines() {
        return lines;
    }

    int line(int i) {
        return line[i];
    }

    int before(int i) {
        return before[i];
    }

    int landings() {
        return landings;
    }

    /// Position in [#targets] of the chip of a landing.
    int landingTarget(int i) {
        return landingTarget[i];
    }

    int landingLine(int i) {
        return landingLine[i];
    }

    /// Landings that a target has.
    int landed(int target) {
        int n = 0;
        for (int i = 0; i < landings; i++) {
            n += landingTarget[i] == target ? 1 : 0;
        }
        return n;
    }

    /// Keeps only what the landings for which `keep` holds need.
    void prune(boolean[] keep) {
        int kept = 0;
        for (int i = 0; i < landings; i++) {
            if (keep[i]) {
                landingTarget[kept] = landingTarget[i];
                landingLine[kept++] = landingLine[i];
            }
        }
        landings = kept;
        // lines stand behind the one they come from, so one pass from the end finds what is needed
        int[] needed = Arrays.copyOf(landingLine, landings);
        Arrays.sort(needed);
        boolean[] keepLine = new boolean[lines];
        for (int i = lines - 1; i >= 0; i--) {
            if (Arrays.binarySearch(needed, line[i]) >= 0 || keepLine[i]) {
                keepLine[i] = true;
                int up = indexOf(before[i], i);
                if (up >= 0) {
                    keepLine[up] = true;
                }
            }
        }
        int n = 0;
        for (int i = 0; i < lines; i++) {
            if (keepLine[i]) {
                line[n] = line[i];
                before[n++] = before[i];
            }
        }
        lines = n;
    }

    private int indexOf(int wantedLine, int end) {
        for (int i = end - 1; i >= 0; i--) {
            if (line[i] == wantedLine) {
                return i;
            }
        }
        return -1;
    }
}
