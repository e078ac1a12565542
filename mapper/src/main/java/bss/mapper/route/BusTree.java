package bss.mapper.route;

import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import java.util.Arrays;

/// The lines of the bus that is being routed, as a tree that grows from the HLine of its sending repeater.
///
/// A line closes at most one crossbar switch. Whatever is added is joined to exactly one line before it, so each part
/// of the tree has one driver.
final class BusTree {

    private static final int NONE = L1Graph.NONE;

    private final L1Graph graph;
    private final boolean[] taken;
    private final int[] before = new int[L1Topology.LINES_ON_WAFER];
    private final int[] partner = new int[L1Topology.LINES_ON_WAFER];
    private final LineList lines = new LineList();

    /// @param taken lines that this bus must not use; its own HLine may be among them
    BusTree(L1Graph graph, boolean[] taken) {
        this.graph = graph;
        this.taken = taken;
        Arrays.fill(before, NONE);
        Arrays.fill(partner, NONE);
    }

    /// Forgets the last bus.
    void start(int source) {
        for (int i = 0; i < lines.size(); i++) {
            before[lines.get(i)] = NONE;
            partner[lines.get(i)] = NONE;
        }
        lines.clear();
        before[source] = source;
        lines.add(source);
    }

    /// The line before `line`, itself for the first one, NONE if it is not in the tree.
    int before(int line) {
        return before[line];
    }

    /// The line to which a walk can go on: a free one, or the one that the tree itself goes on to.
    int step(int line, Direction direction) {
        int next = graph.next(line, direction);
        if (next == NONE) {
            return NONE;
        }
        boolean inTree = before[next] != NONE;
        boolean joined = before[next] == line || before[line] == next;
        return (inTree ? joined : !taken[next]) ? next : NONE;
    }

    /// The lines that a crossbar switch can join to `line`: the one it is joined to, else all free ones.
    LineList crossings(int line) {
        LineList result = new LineList();
        if (partner[line] != NONE) {
            result.add(partner[line]);
            return result;
        }
        int end = graph.crossingsEnd(line);
        for (int i = graph.crossingsBegin(line); i < end && graph.crossing(i) != NONE; i++) {
            int other = graph.crossing(i);
            if (before[other] == NONE && !taken[other]) {
                result.add(other);
            }
        }
        return result;
    }

    /// Adds a path that follows `line`; parts of it may be in the tree already.
    void add(int line, LineList path) {
        int last = line;
        for (int i = 0; i < path.size(); i++) {
            int next = path.get(i);
            if (before[next] == NONE) {
                before[next] = last;
                lines.add(next);
                if (L1Graph.isHorizontal(next) != L1Graph.isHorizontal(last)) {
                    partner[next] = last;
                    partner[last] = next;
                }
            }
            last = next;
        }
    }

    /// Walks straight on to column or row `limit`, or as far as it goes.
    LineList walk(int line, Direction direction, int limit) {
        LineList path = new LineList();
        int at = line;
        while (!reached(at, direction, limit)) {
            at = step(at, direction);
            if (at == NONE) {
                break;
            }
            path.add(at);
        }
        return path;
    }

    /// Whether a line is at column (east, west) or row (north, south) `limit`, or beyond.
    static boolean reached(int line, Direction direction, int limit) {
        return switch (direction) {
            case EAST -> L1Graph.x(line) >= limit;
            case WEST -> L1Graph.x(line) <= limit;
            case NORTH -> L1Graph.y(line) <= limit;
            case SOUTH -> L1Graph.y(line) >= limit;
        };
    }
}
