package bss.mapper.landing;

import bss.mapper.solver.Solver;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.List;

/// The driver problem as an integer program for CP-SAT: a boolean for each interval that a landing may have, at
/// most one of them for each landing and each driver, and the gains of an arrival one driver after the other.
///
/// One worker, a fixed seed and a limit of deterministic work: the same problem gives the same answer.
final class DriverModel {

    private final DriverProblem problem;
    private final CpModel model = new CpModel();
    private final List<Interval> intervals = new ArrayList<>();

    private record Interval(int landing, int from, int length, BoolVar chosen) {}

    /// What the solver found.
    ///
    /// @param bound no solution is worth more
    record Answer(DriverSolution solution, long bound, boolean optimal) {}

    private DriverModel(DriverProblem problem) {
        this.problem = problem;
    }

    /// Solves the problem, beginning with a solution, within so much deterministic work.
    static Answer solve(DriverProblem problem, DriverSolution start, double work) {
        return new DriverModel(problem).run(start, work);
    }

    private Answer run(DriverSolution start, double work) {
        Solver.load();
        List<List<Literal>> bySlot = lists(DriverProblem.SLOTS);
        List<List<Literal>> byLanding = lists(problem.landings());
        List<LinearExprBuilder> driversOf = new ArrayList<>();
        for (int a = 0; a < problem.arrivals(); a++) {
            driversOf.add(LinearExpr.newBuilder());
        }
        for (int l = 0; l < problem.landings(); l++) {
            variables(l, start, bySlot, byLanding.get(l));
        }
        for (Interval i : intervals) {
            driversOf.get(problem.arrival(i.landing())).addTerm(i.chosen(), i.length());
        }
        byLanding.forEach(this::atMostOne);
        bySlot.forEach(this::atMostOne);
        model.maximize(objective(driversOf, start));
        CpSolver solver = Solver.deterministic(work);
        CpSolverStatus status = solver.solve(model);
        if (status != CpSolverStatus.OPTIMAL && status != CpSolverStatus.FEASIBLE) {
            return new Answer(start, problem.bound(), false);
        }
        int[] from = new int[problem.landings()];
        int[] length = new int[problem.landings()];
        for (Interval i : intervals) {
            if (solver.booleanValue(i.chosen())) {
                from[i.landing()] = i.from();
                length[i.landing()] = i.length();
            }
        }
        DriverSolution found = new DriverSolution(from, length);
        boolean better = problem.value(found) > problem.value(start);
        return new Answer(
                better ? found : start,
                (long) Math.floor(solver.bestObjectiveBound() + 1e-6),
                status == CpSolverStatus.OPTIMAL);
    }

    private static List<List<Literal>> lists(int n) {
        List<List<Literal>> lists = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private void atMostOne(List<Literal> literals) {
        if (literals.size() > 1) {
            model.addAtMostOne(literals.toArray(Literal[]::new));
        }
    }

    private void variables(int landing, DriverSolution start, List<List<Literal>> bySlot, List<Literal> ofLanding) {
        int longest = Math.min(problem.chainLength(), problem.most(problem.arrival(landing)));
        int[] primaries = problem.primaries(landing);
        for (int k = 0; k < primaries.length; k++) {
            int first = primaries[k] / DriverProblem.QUADRANT * DriverProblem.QUADRANT;
            for (int n = 1; n <= longest; n++) {
                int last = Math.min(primaries[k], first + DriverProblem.QUADRANT - n);
                for (int begin = Math.max(primaries[k] - n + 1, first); begin <= last; begin++) {
                    // an interval that holds an earlier primary too stands there already
                    boolean known = k > 0 && primaries[k - 1] >= begin;
                    if (known || !free(begin, n)) {
                        continue;
                    }
                    BoolVar chosen = model.newBoolVar("");
                    model.addHint(chosen, start.length(landing) == n && start.from(landing) == begin);
                    intervals.add(new Interval(landing, begin, n, chosen));
                    ofLanding.add(chosen);
                    for (int s = begin; s < begin + n; s++) {
                        bySlot.get(s).add(chosen);
                    }
                }
            }
        }
    }

    private boolean free(int begin, int n) {
        for (int s = begin; s < begin + n; s++) {
            if (!problem.usable(s)) {
                return false;
            }
        }
        return true;
    }

    /// Gains of an arrival step by step: step k only counts with k drivers, and steps count in order, as gains
    /// need not fall.
    private LinearExpr objective(List<LinearExprBuilder> driversOf, DriverSolution start) {
        int[] drivers = new int[problem.arrivals()];
        for (int l = 0; l < problem.landings(); l++) {
            drivers[problem.arrival(l)] += start.length(l);
        }
        LinearExprBuilder sum = LinearExpr.newBuilder();
        for (int a = 0; a < problem.arrivals(); a++) {
            LinearExprBuilder steps = LinearExpr.newBuilder();
            BoolVar before = null;
            for (int k = 1; k <= problem.most(a); k++) {
                BoolVar step = model.newBoolVar("");
                model.addHint(step, drivers[a] >= k);
                steps.add(step);
                sum.addTerm(step, problem.gain(a, k) - problem.gain(a, k - 1));
                if (before != null) {
                    model.addImplication(step, before);
                }
                before = step;
            }
            model.addLessOrEqual(steps, driversOf.get(a));
        }
        return sum.build();
    }
}
