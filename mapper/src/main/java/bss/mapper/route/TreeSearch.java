package bss.mapper.route;

import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.Arrays;

/// Grows the tree of one bus by cheapest paths.
///
/// A line closes at most one crossbar switch, so the search runs over (line, how it was come to: as a landing,
/// from either end, or over its switch): it never turns back, and a line that was come to over its switch goes
/// on along its direction only. The rare path that meets itself is passed over. A tree line whose switch is in
/// use is joined only along its direction. The search starts from all lines on which the bus could land for a
/// chip and ends at the first that belongs to the tree: near its tree a bus finds the way in a few steps.
/// Dijkstra 1959; equal costs go to the smaller state.
final class TreeSearch {

    private static final int NONE = L1Graph.NONE;
    private static final Direction[] ALONG_H = {Direction.WEST, Direction.EAST};
    private static final Direction[] ALONG_V = {Direction.NORTH, Direction.SOUTH};

    private final L1Graph graph;
    private final Congestion congestion;

    // the tree of the net at hand
    private final boolean[] inTree = new boolean[L1Topology.LINES_ON_WAFER];
    private final boolean[] switchUsed = new boolean[L1Topology.LINES_ON_WAFER];
    private final boolean[] landUsed = new boolean[L1Topology.LINES_ON_WAFER];
    private Net net = Net.NOTHING;

    private static final int STATES = 4;
    private static final int LANDING = 0;
    private static final int CROSSED = 3;

    private final double[] distance = new double[STATES * L1Topology.LINES_ON_WAFER];
    private final int[] from = new int[STATES * L1Topology.LINES_ON_WAFER];
    private int[] touched = new int[1024];
    private int touches;
    private final LineQueue queue = new LineQueue();
    private double found;
    private long steps;

    TreeSearch(L1Graph graph, Congestion congestion) {
        this.graph = graph;
        this.congestion = congestion;
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
    }

    /// Takes up the tree that a net has; without one it begins at the HLine of the sending repeater.
    void take(Net next) {
        drop();
        net = next;
        inTree[net.source] = true;
        for (int i = 0; i < net.lines(); i++) {
            int line = net.line(i);
            inTree[line] = true;
            if (crosses(line, net.before(i))) {
                switchUsed[line] = true;
                switchUsed[net.before(i)] = true;
            }
        }
        for (int i = 0; i < net.landings(); i++) {
            landUsed[net.landingLine(i)] = true;
        }
    }

    /// Forgets the tree at hand; needed before a net is changed from outside.
    void drop() {
        for (int i = 0; i < net.lines(); i++) {
            forget(net.line(i));
        }
        forget(net.source);
        net = Net.NOTHING;
    }

    private void forget(int line) {
        inTree[line] = false;
        switchUsed[line] = false;
        landUsed[line] = false;
    }

    static boolean crosses(int line, int other) {
        return L1Topology.hicannOfLine(line) == L1Topology.hicannOfLine(other);
    }

    /// Adds the cheapest landing for a target of the net, with the lines that lead there.
    ///
    /// @return whether there is one
    boolean reach(int target) {
        for (int i = 0; i < touches; i++) {
            distance[touched[i]] = Double.POSITIVE_INFINITY;
        }
        touches = 0;
        queue.clear();
        start(net.targets[target]);
        while (!queue.isEmpty()) {
            double cost = queue.cost();
            int state = queue.remove();
            steps++;
            if (cost > distance[state]) {
                continue;
            }
            int joint = inTree[state / STATES] ? NONE : expand(state, cost);
            if ((inTree[state / STATES] || joint != NONE) && isSimple(state)) {
                finish(target, state, joint, cost);
                return true;
            }
        }
        found = Double.POSITIVE_INFINITY;
        return false;
    }

    /// The cost of the last path that was found.
    double cost() {
        return found;
    }

    /// Steps of all searches so far: how much was worked.
    long steps() {
        return steps;
    }

    private void start(int chip) {
        int plane = L1Planes.of(net.source);
        int half = L1Planes.VLINES / 2;
        startOn(plane, chip, chip, 0, L1Planes.VLINES);
        int west = WaferTopology.neighbour(chip, Direction.WEST);
        if (west >= 0) {
            startOn(plane, chip, west, half, L1Planes.VLINES);
        }
        int east = WaferTopology.neighbour(chip, Direction.EAST);
        if (east >= 0) {
            startOn(plane, chip, east, 0, half);
        }
    }

    private void startOn(int plane, int target, int hicann, int begin, int end) {
        for (int i = begin; i < end; i++) {
            int line = L1Planes.vline(plane, hicann, i);
            if (!graph.usable(line) || landUsed[line]) {
                continue;
            }
            boolean own = hicann == target;
            int primaries = graph.primaries(line, own);
            if (primaries > 0) {
                int vline = L1Topology.lineOnHicann(line) - L1Topology.HLINES;
                double cost = congestion.landing(
                        target, LandingReach.side(own, vline), LandingReach.group(own, vline), primaries);
                relax(STATES * line + LANDING, inTree[line] ? cost : cost + congestion.line(line), NONE);
            }
        }
    }

    /// Offers the neighbours of a state, or returns the line of the tree that is one.
    private int expand(int state, double cost) {
        int line = state / STATES;
        int how = state % STATES;
        Direction[] along = L1Graph.isHorizontal(line) ? ALONG_H : ALONG_V;
        for (int end = 0; end < 2; end++) {
            int next = how == 1 + end ? NONE : graph.next(line, along[end]);
            if (next != NONE) {
                if (inTree[next]) {
                    return next;
                }
                // the next line was come to from its other end
                relax(STATES * next + 2 - end, cost + congestion.line(next), state);
            }
        }
        if (how != CROSSED) {
            int end = graph.crossingsEnd(line);
            for (int i = graph.crossingsBegin(line); i < end && graph.crossing(i) != NONE; i++) {
                int other = graph.crossing(i);
                if (!inTree[other]) {
                    relax(STATES * other + CROSSED, cost + congestion.line(other), state);
                } else if (!switchUsed[other]) {
                    return other;
                }
            }
        }
        return NONE;
    }

    /// Whether no line occurs twice on the way to a state.
    private boolean isSimple(int state) {
        for (int a = state; from[a] != NONE; a = from[a]) {
            for (int b = from[a]; ; b = from[b]) {
                if (a / STATES == b / STATES) {
                    return false;
                }
                if (from[b] == NONE) {
                    break;
                }
            }
        }
        return true;
    }

    private void relax(int state, double cost, int before) {
        if (cost < distance[state]) {
            if (distance[state] == Double.POSITIVE_INFINITY) {
                if (touches == touched.length) {
                    touched = Arrays.copyOf(touched, 2 * touches);
                }
                touched[touches++] = state;
            }
            distance[state] = cost;
            from[state] = before;
            queue.add(cost, state);
        }
    }

    private void finish(int target, int state, int joint, double cost) {
        found = cost;
        int before = joint;
        int at = state;
        int line = state / STATES;
        while (true) {
            line = at / STATES;
            if (before != NONE) {
                net.add(line, before);
                inTree[line] = true;
                if (crosses(line, before)) {
                    switchUsed[line] = true;
                    switchUsed[before] = true;
                }
                congestion.use(line, 1);
            }
            if (from[at] == NONE) {
                break;
            }
            before = line;
            at = from[at];
        }
        net.land(target, line);
        landUsed[line] = true;
        count(net, net.landings() - 1, 1);
    }

    /// Books a landing of a net in or out.
    void count(Net of, int landing, int change) {
        int target = of.targets[of.landingTarget(landing)];
        int line = of.landingLine(landing);
        boolean own = L1Topology.hicannOfLine(line) == target;
        int vline = L1Topology.lineOnHicann(line) - L1Topology.HLINES;
        congestion.land(
                target,
                LandingReach.side(own, vline),
                LandingReach.group(own, vline),
                of.drivers[of.landingTarget(landing)],
                change);
    }

    /// Books the lines and landings of a net in or out.
    void count(Net of, int change) {
        for (int i = 0; i < of.lines(); i++) {
            congestion.use(of.line(i), change);
        }
        for (int i = 0; i < of.landings(); i++) {
            count(of, i, change);
        }
    }
}
