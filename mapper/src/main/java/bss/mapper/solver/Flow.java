package bss.mapper.solver;

import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;

/// A flow of least cost among those that bring most to the sink, by OR-Tools.
public final class Flow {

    private final MinCostFlow solver;

    public Flow() {
        Solver.load();
        solver = new MinCostFlow();
    }

    /// Adds an arc and returns its number.
    public int arc(int from, int to, long capacity, long cost) {
        return solver.addArcWithCapacityAndUnitCost(from, to, capacity, cost);
    }

    /// What a node sends (positive) or takes at most (negative).
    public void supply(int node, long amount) {
        solver.setNodeSupply(node, amount);
    }

    /// Solves the problem.
    public void solve() {
        MinCostFlowBase.Status status = solver.solveMaxFlowWithMinCost();
        if (status != MinCostFlowBase.Status.OPTIMAL) {
            throw new IllegalStateException("flow of least cost: %s".formatted(status));
        }
    }

    public long flow(int arc) {
        return solver.getFlow(arc);
    }
}
