package bss.mapper.landing;

import bss.mapper.plasticity.DriverClasses;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Solves a chip whose classes of plasticity want certain drivers.
///
/// The STDP controller of a half walks rows from a first to a last one and rewrites every synapse in them,
/// so between the rows of such synapses there may be no others. Their landings get the drivers from the top
/// of the chip down to some border, on both sides; the other landings get the rest. Where the border is
/// best is found by trying some: what the plastic synapses want, their share of what all want, and a little
/// more and less. Without others the border is the first that costs nothing.
///
/// The floating gates of a quadrant hold one setting of short-term plasticity. Classes that want different
/// ones are kept to different halves, as every line reaches drivers of both, unless that costs too many
/// synapses.
final class DriverZones {

    /// Drivers that a line reaches are eight places of a side, sixteen of the chip, apart.
    private static final int STEP = 16;
    /// What separate halves may cost at most, of the synapses that the chip realises.
    private static final double MOST_FOR_HALVES = 0.02;

    private final DriverProblem problem;
    /// By landing: the half in which it has to lie, or -1.
    private final int[] half;
    private final int[] inside;
    private final int[] outside;

    private DriverZones(DriverProblem problem, int[] half, int[] inside, int[] outside) {
        this.problem = problem;
        this.half = half;
        this.inside = inside;
        this.outside = outside;
    }

    /// Solves a chip's problem.
    ///
    /// @param stp by landing: its class
    /// @param work deterministic work that CP-SAT may spend, about seconds; 0: it is not asked
    static DriverSolver.Answer solve(DriverProblem problem, List<Integer> stp, DriverClasses classes, double work) {
        int[] free = new int[stp.size()];
        Arrays.fill(free, -1);
        int[] half = stp.stream().mapToInt(c -> classes.group().get(c)).toArray();
        int[] inside = IntStream.range(0, free.length)
                .filter(l -> stp.get(l) == classes.updated())
                .toArray();
        int[] outside = IntStream.range(0, free.length)
                .filter(l -> stp.get(l) != classes.updated())
                .toArray();
        DriverSolver.Answer joint = new DriverZones(problem, free, inside, outside).solve(work);
        boolean both =
                Arrays.stream(half).anyMatch(g -> g == 0) && Arrays.stream(half).anyMatch(g -> g == 1);
        if (!both) {
            return joint;
        }
        DriverSolver.Answer apart = new DriverZones(problem, half, inside, outside).solve(work);
        return apart.value() >= (1 - MOST_FOR_HALVES) * joint.value() ? apart : joint;
    }

    private DriverSolver.Answer solve(double work) {
        if (inside.length == 0) {
            return solve(0, work);
        }
        if (outside.length == 0) {
            return closeTogether(solve(DriverProblem.SLOTS, work));
        }
        DriverSolver.@Nullable Answer best = null;
        int bestBorder = 0;
        for (int border : borders(wanted(inside), wanted(outside))) {
            DriverSolver.Answer answer = solve(border, 0);
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
        DriverSolver.Answer polished = solve(bestBorder, work / 2);
        return polished.value() > best.value() ? polished : best;
    }

    /// The same value from fewer drivers at the top, if they suffice: the time of a controller for all rows is the time
    /// in which a synapse cannot change.
    private DriverSolver.Answer closeTogether(DriverSolver.Answer anywhere) {
        int most = DriverProblem.SLOTS - STEP;
        for (int border = Math.max(STEP, enough(wanted(inside))); border <= most; border += STEP) {
            DriverSolver.Answer answer = solve(border, 0);
            if (answer.value() >= anywhere.value()) {
                return answer;
            }
        }
        return anywhere;
    }

    private static int enough(int drivers) {
        return STEP * Math.ceilDiv(drivers, STEP);
    }

    /// Drivers that would realise all synapses of some landings.
    private int wanted(int[] landings) {
        return Arrays.stream(landings)
                .map(problem::arrival)
                .distinct()
                .map(problem::most)
                .sum();
    }

    private static SortedSet<Integer> borders(int inside, int outside) {
        SortedSet<Integer> borders = new TreeSet<>();
        int enough = enough(inside);
        int share = STEP * Math.round((float) DriverProblem.SLOTS * inside / (STEP * Math.max(1, inside + outside)));
        for (int steps = -1; steps <= 2; steps++) {
            borders.add(Math.clamp(enough + (long) steps * STEP, STEP, DriverProblem.SLOTS - STEP));
            borders.add(Math.clamp(share + (long) steps * STEP, STEP, DriverProblem.SLOTS - STEP));
        }
        return borders;
    }

    /// @param border first driver of the others
    private DriverSolver.Answer solve(int border, double work) {
        boolean plain = inside.length == 0 && Arrays.stream(half).allMatch(h -> h < 0);
        if (plain) {
            return DriverSolver.solve(problem, work);
        }
        boolean[] zone = new boolean[DriverProblem.SLOTS];
        boolean[] rest = new boolean[DriverProblem.SLOTS];
        for (int slot = 0; slot < zone.length; slot++) {
            zone[slot] = DriverProblem.driver(slot) < border;
            rest[slot] = !zone[slot];
        }
        int[] from = new int[problem.landings()];
        int[] length = new int[problem.landings()];
        long value = enter(zone, inside, work, from, length) + enter(rest, outside, work, from, length);
        return new DriverSolver.Answer(new DriverSolution(from, length), value, problem.bound());
    }

    private long enter(boolean[] slots, int[] landings, double work, int[] from, int[] length) {
        if (landings.length == 0) {
            return 0;
        }
        int[] only = Arrays.stream(landings).map(l -> half[l]).toArray();
        DriverSolver.Answer answer = DriverSolver.solve(problem.restricted(slots, landings, only), work);
        for (int i = 0; i < landings.length; i++) {
            from[landings[i]] = answer.solution().from(i);
            length[landings[i]] = answer.solution().length(i);
        }
        return answer.value();
    }
}
