package bss.mapper.solver;

import com.google.ortools.graph.LinearSumAssignment;

/// The cheapest one-to-one assignment, by OR-Tools.
public final class Assignment {

    private Assignment() {}

    /// The column of each row, each used once, of the smallest sum of costs.
    public static int[] cheapest(long[][] cost) {
        Solver.load();
        LinearSumAssignment solver = new LinearSumAssignment();
        for (int i = 0; i < cost.length; i++) {
            for (int j = 0; j < cost[i].length; j++) {
                solver.addArcWithCost(i, j, cost[i][j]);
            }
        }
        LinearSumAssignment.Status status = solver.solve();
        if (status != LinearSumAssignment.Status.OPTIMAL) {
            throw new IllegalStateException("assignment of %d rows: %s".formatted(cost.length, status));
        }
        int[] column = new int[cost.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = solver.getRightMate(i);
        }
        return column;
    }
}
