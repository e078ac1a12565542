package bss.mapper.route;

import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Routes one bus: a horizontal backbone to the east and to the west, from which in each column with targets one VLine
/// leads up and down.
///
/// Where the backbone is blocked it goes round by a VLine and another HLine, as often as that brings it on. Each
/// column is tried once. The VLine that reaches most targets is taken, those with few competitors for their drivers
/// preferred.
///
/// The rules are those of marocco/routing/L1BackboneRouter.cpp and L1GraphWalker.cpp ("iterative horizontal growth").
/// Difference: the tree never joins a line of its own a second time, where marocco notices such cycles at the end and
/// drops the targets behind them; VLines from which no driver can be reached do not count.
final class BackboneSearch {

    private static final Direction[] HORIZONTAL = {Direction.EAST, Direction.WEST};
    private static final Direction[] VERTICAL = {Direction.NORTH, Direction.SOUTH};

    private final L1Graph graph;
    private final BusTree tree;
    private final VLineUsage usage;

    /// Target chips that wait, rows by column.
    private final SortedMap<Integer, SortedSet<Integer>> waiting = new TreeMap<>();

    private final SortedMap<Integer, Integer> landings = new TreeMap<>();

    BackboneSearch(L1Graph graph, BusTree tree, VLineUsage usage) {
        this.graph = graph;
        this.tree = tree;
        this.usage = usage;
    }

    /// Grows the tree of a bus that starts at the HLine `source`.
    ///
    /// @return by target chip that is reached, ascending, the VLine on it
    SortedMap<Integer, Integer> run(int source, Iterable<Integer> targets) {
        tree.start(source);
        waiting.clear();
        landings.clear();
        for (int target : targets) {
            waiting.computeIfAbsent(WaferTopology.x(target), _ -> new TreeSet<>())
                    .add(WaferTopology.y(target));
        }
        if (graph.canSend(source)) {
            for (Direction direction : HORIZONTAL) {
                if (!waiting.isEmpty()) {
                    int limit = direction == Direction.WEST ? waiting.firstKey() : waiting.lastKey();
                    growBackbone(source, direction, limit);
                }
            }
            branch(source);
        }
        return new TreeMap<>(landings);
    }

    private void growBackbone(int source, Direction direction, int limit) {
        LineList path = tree.walk(source, direction, limit);
        tree.add(source, path);
        while (!BusTree.reached(end(source, path), direction, limit)) {
            LineList detour = detour(end(source, path), direction, limit);
            if (detour.isEmpty()) {
                break;
            }
            tree.add(end(source, path), detour);
            path.addAll(detour);
        }
        for (int i = 0; i < path.size(); i++) {
            if (L1Graph.isHorizontal(path.get(i))) {
                branch(path.get(i));
            } else {
                land(path.get(i));
            }
        }
    }

    private static int end(int source, LineList path) {
        return path.isEmpty() ? source : path.last();
    }

    /// The way over one VLine to another HLine that brings the backbone on the farthest; empty if none does.
    private LineList detour(int line, Direction direction, int limit) {
        LineList best = new LineList();
        int farthest = 0;
        for (int vline : byReach(tree.crossings(line))) {
            for (Direction vertical : VERTICAL) {
                LineList way = new LineList();
                way.add(vline);
                for (int at = tree.step(vline, vertical); at != L1Graph.NONE; at = tree.step(at, vertical)) {
                    way.add(at);
                    LineList hlines = tree.crossings(at);
                    for (int i = 0; i < hlines.size(); i++) {
                        LineList extension = tree.walk(hlines.get(i), direction, limit);
                        if (extension.size() > farthest) {
                            farthest = extension.size();
                            best = new LineList(way);
                            best.add(hlines.get(i));
                            best.addAll(extension);
                            if (BusTree.reached(best.last(), direction, limit)) {
                                return best;
                            }
                        }
                    }
                }
            }
        }
        return best;
    }

    /// VLines that lead farthest first: targets are reached from the detour too.
    private int[] byReach(LineList vlines) {
        long[] keys = new long[vlines.size()];
        for (int i = 0; i < keys.length; i++) {
            int reach = 0;
            for (Direction vertical : VERTICAL) {
                for (int at = tree.step(vlines.get(i), vertical); at != L1Graph.NONE; at = tree.step(at, vertical)) {
                    reach++;
                }
            }
            keys[i] = ((long) -reach << Integer.SIZE) + i;
        }
        return Arrays.stream(keys).sorted().mapToInt(k -> vlines.get((int) k)).toArray();
    }

    /// Leads a VLine off an HLine if targets wait in its column.
    private void branch(int hline) {
        SortedSet<Integer> rows = waiting.get(L1Graph.x(hline));
        if (rows == null) {
            return;
        }
        LineList candidates = tree.crossings(hline);
        int bestScore = -1;
        int best = L1Graph.NONE;
        for (int i = 0; i < candidates.size(); i++) {
            int score = score(candidates.get(i), rows);
            if (score > bestScore) {
                bestScore = score;
                best = candidates.get(i);
            }
        }
        if (best == L1Graph.NONE) {
            return;
        }
        for (Direction vertical : VERTICAL) {
            LineList rib = rib(best, vertical, rows);
            tree.add(hline, rib);
            for (int i = 0; i < rib.size(); i++) {
                land(rib.get(i));
            }
        }
        waiting.remove(L1Graph.x(hline));
    }

    /// A VLine and what follows it upwards or downwards to the last target.
    private LineList rib(int vline, Direction vertical, SortedSet<Integer> rows) {
        LineList rib = new LineList();
        rib.add(vline);
        rib.addAll(tree.walk(vline, vertical, vertical == Direction.NORTH ? rows.first() : rows.last()));
        return rib;
    }

    private int score(int vline, SortedSet<Integer> rows) {
        int score = 0;
        for (Direction vertical : VERTICAL) {
            LineList rib = rib(vline, vertical, rows);
            for (int i = 0; i < rib.size(); i++) {
                if (rows.contains(L1Graph.y(rib.get(i))) && graph.canLand(rib.get(i))) {
                    score += usage.score(rib.get(i));
                }
            }
        }
        return score;
    }

    private void land(int vline) {
        SortedSet<Integer> rows = waiting.get(L1Graph.x(vline));
        if (rows != null && rows.contains(L1Graph.y(vline)) && graph.canLand(vline)) {
            landings.putIfAbsent(L1Topology.hicannOfLine(vline), vline);
        }
    }

    /// Whether the column of a chip was never branched to by the last bus.
    boolean columnWaits(int hicann) {
        return waiting.containsKey(WaferTopology.x(hicann));
    }
}
