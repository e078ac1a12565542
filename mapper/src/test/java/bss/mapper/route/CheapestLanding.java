package bss.mapper.route;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;
import org.jspecify.annotations.Nullable;

/// The cheapest way from a landing to a tree, by JGraphT.
///
/// A vertex is a line and how the way came to it. A way never turns back, and goes on along a line that it came to
/// over a switch, because a line closes one switch only.
final class CheapestLanding {

    private enum Come {
        BEGIN,
        OVER_SWITCH,
        /// From the line to the west or north, and so on.
        FROM_0,
        FROM_1,
        END
    }

    private record State(int line, Come come) {}

    private static final State BEGIN = new State(-1, Come.BEGIN);
    private static final State END = new State(-1, Come.END);

    private final Scene scene;
    private final Graph<State, DefaultWeightedEdge> graph =
            new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
    private final @Nullable GraphPath<State, DefaultWeightedEdge> path;

    /// What a landing for a target of the net costs now; later changes of the scene do not matter.
    CheapestLanding(Scene scene, int target) {
        this.scene = scene;
        graph.addVertex(BEGIN);
        graph.addVertex(END);
        for (int line : scene.lines) {
            if (!scene.tree.contains(line)) {
                for (Come come : List.of(Come.BEGIN, Come.OVER_SWITCH, Come.FROM_0, Come.FROM_1)) {
                    leave(new State(line, come));
                }
            }
            if (!scene.landed.contains(line)
                    && !scene.wires.drivers(line, scene.net.targets[target]).isEmpty()) {
                double cost = scene.landingCost(line, target);
                boolean joined = scene.tree.contains(line);
                edge(
                        BEGIN,
                        joined ? END : new State(line, Come.BEGIN),
                        joined ? cost : cost + scene.congestion.line(line));
            }
        }
        path = new DijkstraShortestPath<>(graph).getPath(BEGIN, END);
    }

    private void leave(State state) {
        int line = state.line();
        if (state.come() != Come.FROM_0) {
            along(state, 0, Come.FROM_1);
        }
        if (state.come() != Come.FROM_1) {
            along(state, 1, Come.FROM_0);
        }
        if (state.come() != Come.OVER_SWITCH) {
            for (int next : scene.wires.crossings(line)) {
                if (!scene.tree.contains(next)) {
                    edge(state, new State(next, Come.OVER_SWITCH), scene.congestion.line(next));
                } else if (!scene.switched.contains(next)) {
                    edge(state, END, 0);
                }
            }
        }
    }

    private void along(State state, int end, Come come) {
        int next = scene.wires.along(state.line(), end);
        if (next == WireModel.NONE) {
            return;
        }
        if (scene.tree.contains(next)) {
            edge(state, END, 0);
        } else {
            edge(state, new State(next, come), scene.congestion.line(next));
        }
    }

    private void edge(State from, State to, double cost) {
        graph.addVertex(from);
        graph.addVertex(to);
        DefaultWeightedEdge edge = graph.getEdge(from, to);
        if (edge == null) {
            graph.setEdgeWeight(graph.addEdge(from, to), cost);
        } else {
            graph.setEdgeWeight(edge, Math.min(cost, graph.getEdgeWeight(edge)));
        }
    }

    OptionalDouble cost() {
        return path == null ? OptionalDouble.empty() : OptionalDouble.of(path.getWeight());
    }

    /// Whether the cheapest way is over no line twice, so that it can be used.
    boolean isSimple() {
        List<State> way = path == null ? List.of() : path.getVertexList();
        Set<Integer> lines = way.stream().map(State::line).collect(Collectors.toCollection(HashSet::new));
        return lines.size() == way.size() - 1;
    }
}
