package bss.mapper.landing;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Keeps the drivers of synapses that an STDP controller rewrites apart from all others.
///
/// The controller of a half walks rows from a first to a last one and rewrites every synapse in them, so between the
/// rows of plastic synapses there may be no others. Their landings get the drivers from the top of the chip down to
/// some driver, of both sides; the other landings get the rest. Where the border is best is found by trying some: what
/// the plastic synapses want, their share of what all want, and a little more and less.
final class UpdatedZone {

    /// Both lines that reach a driver group and chains need some room: drivers of a group are eight places of a side,
    /// sixteen of the chip, apart.
    private static final int STEP = 16;

    private UpdatedZone() {}

    /// Solves a chip's problem.
    ///
    /// @param updated by landing: it brings synapses that a controller rewrites
    /// @param work deterministic work that CP-SAT may spend, about seconds; 0: it is not asked
    static DriverSolver.Answer solve(DriverProblem problem, boolean[] updated, double work) {
        int[] inside = IntStream.range(0, updated.length)
                .filter(l -> updated[l])
                .toArray();
        int[] outside = IntStream.range(0, updated.length)
                .filter(l -> !updated[l])
                .toArray();
        if (inside.length == 0 || outside.length == 0) {
            return DriverSolver.solve(problem, work);
        }
        DriverSolver.Answer best = null;
        int bestBorder = 0;
        for (int border : borders(wanted(problem, inside), wanted(problem, outside))) {
            DriverSolver.Answer answer = solve(problem, inside, outside, border, 0);
            if (best == null || answer.value() > best.value()) {
                best = answer;
                bestBorder = border;
            }
            if (best.value() >= best.bound()) {
                break;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no border was tried");
        }
        if (work == 0 || best.value() >= best.bound()) {
            return best;
        }
        DriverSolver.Answer polished = solve(problem, inside, outside, bestBorder, work / 2);
        return polished.value() > best.value() ? polished : best;
    }

    /// Drivers that would realise all synapses of some landings.
    private static int wanted(DriverProblem problem, int[] landings) {
        return Arrays.stream(landings)
                .map(problem::arrival)
                .distinct()
                .map(problem::most)
                .sum();
    }

    private static SortedSet<Integer> borders(int inside, int outside) {
        SortedSet<Integer> borders = new TreeSet<>();
        int enough = STEP * Math.ceilDiv(inside, STEP);
        int share = STEP * Math.round((float) DriverProblem.SLOTS * inside / (STEP * Math.max(1, inside + outside)));
        for (int steps = -1; steps <= 2; steps++) {
            borders.add(Math.clamp(enough + (long) steps * STEP, STEP, DriverProblem.SLOTS - STEP));
            borders.add(Math.clamp(share + (long) steps * STEP, STEP, DriverProblem.SLOTS - STEP));
        }
        return borders;
    }

    private static DriverSolver.Answer solve(
            DriverProblem problem, int[] inside, int[] outside, int border, double work) {
        boolean[] zone = new boolean[DriverProblem.SLOTS];
        boolean[] rest = new boolean[DriverProblem.SLOTS];
        for (int slot = 0; slot < zone.length; slot++) {
            zone[slot] = DriverProblem.driver(slot) < border;
            rest[slot] = !zone[slot];
        }
        int[] from = new int[problem.landings()];
        int[] length = new int[problem.landings()];
        long value = enter(problem, zone, inside, work, from, length) + enter(problem, rest, outside, work, from, length);
        return new DriverSolver.Answer(new DriverSolution(from, length), value, problem.bound());
    }

    private static long enter(
            DriverProblem problem, boolean[] slots, int[] landings, double work, int[] from, int[] length) {
        DriverSolver.Answer answer = DriverSolver.solve(problem.restricted(slots, landings), work);
        for (int i = 0; i < landings.length; i++) {
            from[landings[i]] = answer.solution().from(i);
            length[landings[i]] = answer.solution().length(i);
        }
        return answer.value();
    }
}
