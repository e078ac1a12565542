package bss.mapper.landing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Gives the landings of a chip their drivers: construction and exchange, then, where that does not reach the
/// bound, CP-SAT from there.
public final class DriverSolver {

    private DriverSolver() {}

    /// What was found.
    ///
    /// @param bound no legal solution is worth more
    public record Answer(DriverSolution solution, long value, long bound) {

        /// Whether no legal solution is better, for certain.
        public boolean optimal() {
            return value >= bound;
        }
    }

    /// Solves a problem.
    ///
    /// @param work deterministic work that CP-SAT may spend, about seconds; 0: it is not asked
    public static Answer solve(DriverProblem problem, double work) {
        long bound = problem.bound();
        DriverSolution solution = DriverSearch.solve(problem, wanted(problem));
        long value = problem.value(solution);
        if (value < bound && work > 0) {
            DriverModel.Answer answer = DriverModel.solve(problem, solution, work);
            solution = answer.solution();
            value = problem.value(solution);
            bound = answer.optimal() ? value : Math.min(bound, answer.bound());
        }
        return new Answer(solution, value, bound);
    }

    /// Drivers that each landing should have: the best shares without regard to neighbours, the first landings
    /// of an arrival filled first.
    private static int[] wanted(DriverProblem problem) {
        int arrivals = problem.arrivals();
        int[][] gains = new int[arrivals][];
        int[] most = new int[arrivals];
        for (int a = 0; a < arrivals; a++) {
            int arrival = a;
            gains[a] = IntStream.rangeClosed(0, problem.most(a))
                    .map(k -> problem.gain(arrival, k))
                    .toArray();
        }
        for (int l = 0; l < problem.landings(); l++) {
            most[problem.arrival(l)] += problem.primaries(l).length > 0 ? problem.chainLength() : 0;
        }
        int usable = (int)
                IntStream.range(0, DriverProblem.SLOTS).filter(problem::usable).count();
        int[] sides = new int[arrivals];
        Arrays.fill(sides, DriverShares.BOTH);
        DriverShares shares = DriverShares.of(gains, most, sides, usable, 0);
        int[] left = IntStream.range(0, arrivals).map(shares::drivers).toArray();
        int[] wanted = new int[problem.landings()];
        Integer[] order = IntStream.range(0, wanted.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingInt(problem::arrival));
        for (int l : order) {
            if (problem.primaries(l).length > 0) {
                wanted[l] = Math.min(problem.chainLength(), left[problem.arrival(l)]);
                left[problem.arrival(l)] -= wanted[l];
            }
        }
        return wanted;
    }
}
