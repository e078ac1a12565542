package bss.mapper.landing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Gives landings their drivers by construction and exchange.
///
/// The landings that should have long chains go first, each where it takes the drivers that other landings need
/// least. Then every landing that would gain from one driver more is moved to where it gets it, where need be by
/// moving or shortening one other landing, as long as that adds synapses.
final class DriverSearch {

    private static final int FREE = -1;
    private static final int MOST_PASSES = 8;

    private final DriverProblem problem;
    private final int[] owner = new int[DriverProblem.SLOTS];
    private final int[] from;
    private final int[] length;
    private final int[] drivers;

    private DriverSearch(DriverProblem problem) {
        this.problem = problem;
        Arrays.fill(owner, FREE);
        from = new int[problem.landings()];
        length = new int[problem.landings()];
        drivers = new int[problem.arrivals()];
    }

    /// @param wanted drivers by landing, to begin with
    static DriverSolution solve(DriverProblem problem, int[] wanted) {
        DriverSearch search = new DriverSearch(problem);
        search.construct(wanted);
        for (int pass = 0; pass < MOST_PASSES && search.improve(); pass++) {
            // each pass adds synapses, of which there are finitely many
        }
        return new DriverSolution(search.from, search.length);
    }

    private void construct(int[] wanted) {
        int[] demand = new int[DriverProblem.SLOTS];
        for (int l = 0; l < from.length; l++) {
            for (int p : problem.primaries(l)) {
                demand[p]++;
            }
        }
        Integer[] order = IntStream.range(0, from.length).boxed().toArray(Integer[]::new);
        Arrays.sort(
                order,
                Comparator.<Integer>comparingInt(l -> -Math.min(wanted[l], problem.chainLength()))
                        .thenComparingInt(l -> -problem.gain(problem.arrival(l), 1)));
        for (int l : order) {
            for (int n = Math.min(wanted[l], problem.chainLength()); n > 0; n--) {
                int best = cheapest(l, n, demand);
                if (best >= 0) {
                    put(l, best, n);
                    break;
                }
            }
            for (int p : problem.primaries(l)) {
                demand[p]--;
            }
        }
    }

    /// The free interval that holds a primary and is wanted least by the landings that wait; -1 if there is none.
    private int cheapest(int landing, int n, int[] demand) {
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int p : problem.primaries(landing)) {
            for (int begin = Math.max(p - n + 1, firstOf(p)); begin <= Math.min(p, firstOf(p) + 56 - n); begin++) {
                long cost = 0;
                for (int s = begin; s < begin + n && cost >= 0; s++) {
                    cost = owner[s] != FREE || !problem.usable(s) ? -1 : cost + 2L * demand[s];
                }
                if (cost >= 0) {
                    cost += gap(begin - 1, p) + gap(begin + n, p);
                }
                if (cost >= 0 && cost < least) {
                    least = cost;
                    best = begin;
                }
            }
        }
        return best;
    }

    /// A free driver beside an interval is room for a longer chain later.
    private int gap(int slot, int inQuadrant) {
        return slot >= firstOf(inQuadrant)
                        && slot < firstOf(inQuadrant) + DriverProblem.QUADRANT
                        && owner[slot] == FREE
                        && problem.usable(slot)
                ? 1
                : 0;
    }

    private static int firstOf(int slot) {
        return slot / DriverProblem.QUADRANT * DriverProblem.QUADRANT;
    }

    private void put(int landing, int begin, int n) {
        from[landing] = begin;
        length[landing] = n;
        Arrays.fill(owner, begin, begin + n, landing);
        drivers[problem.arrival(landing)] += n;
    }

    private void lift(int landing) {
        Arrays.fill(owner, from[landing], from[landing] + length[landing], FREE);
        drivers[problem.arrival(landing)] -= length[landing];
        length[landing] = 0;
    }

    private boolean improve() {
        Integer[] order = IntStream.range(0, from.length)
                .filter(l -> problem.primaries(l).length > 0)
                .boxed()
                .toArray(Integer[]::new);
        int[] next = IntStream.range(0, from.length).map(this::nextGain).toArray();
        Arrays.sort(order, Comparator.<Integer>comparingInt(l -> -next[l]));
        boolean changed = false;
        for (int l : order) {
            while (length[l] < problem.chainLength() && nextGain(l) > 0 && grow(l)) {
                changed = true;
            }
        }
        return changed;
    }

    private int nextGain(int landing) {
        int a = problem.arrival(landing);
        return problem.gain(a, drivers[a] + 1) - problem.gain(a, drivers[a]);
    }

    /// Makes the chain of a landing one longer if that is worth it.
    private boolean grow(int landing) {
        int before = length[landing];
        int begin = from[landing];
        int gained = nextGain(landing);
        if (before > 0) {
            lift(landing);
        }
        int n = before + 1;
        int bestBegin = -1;
        int bestLoss = gained; // must be beaten
        int bestOther = FREE;
        int bestOtherBegin = 0;
        int bestOtherLength = 0;
        for (int p : problem.primaries(landing)) {
            for (int b = Math.max(p - n + 1, firstOf(p)); b <= Math.min(p, firstOf(p) + 56 - n); b++) {
                int other = onlyOther(b, n);
                if (other == BLOCKED) {
                    continue;
                }
                if (other == FREE) {
                    put(landing, b, n);
                    return true;
                }
                // the other landing goes where it fits best besides
                int otherBegin = from[other];
                int otherLength = length[other];
                lift(other);
                put(landing, b, n);
                for (int k = otherLength; k >= 0; k--) {
                    int loss = loss(other, otherLength, k);
                    if (loss >= bestLoss) {
                        break;
                    }
                    int place = k == 0 ? 0 : free(other, k);
                    if (place >= 0) {
                        bestLoss = loss;
                        bestBegin = b;
                        bestOther = other;
                        bestOtherBegin = place;
                        bestOtherLength = k;
                        break;
                    }
                }
                lift(landing);
                put(other, otherBegin, otherLength);
                if (bestLoss <= 0 && bestOther != FREE) {
                    break;
                }
            }
        }
        if (bestBegin < 0) {
            if (before > 0) {
                put(landing, begin, before);
            }
            return false;
        }
        lift(bestOther);
        put(landing, bestBegin, n);
        if (bestOtherLength > 0) {
            put(bestOther, bestOtherBegin, bestOtherLength);
        }
        return true;
    }

    private static final int BLOCKED = -2;

    /// The one landing in an interval, FREE if there is none, BLOCKED if there are several or a driver cannot be
    /// used.
    private int onlyOther(int begin, int n) {
        int other = FREE;
        for (int s = begin; s < begin + n; s++) {
            if (!problem.usable(s)) {
                return BLOCKED;
            }
            if (owner[s] != FREE && owner[s] != other) {
                if (other != FREE) {
                    return BLOCKED;
                }
                other = owner[s];
            }
        }
        return other;
    }

    /// What the arrival of a lifted landing loses if it comes back shorter.
    private int loss(int landing, int before, int after) {
        int a = problem.arrival(landing);
        return problem.gain(a, drivers[a] + before) - problem.gain(a, drivers[a] + after);
    }

    /// The beginning of a free interval for a landing, or -1.
    private int free(int landing, int n) {
        for (int p : problem.primaries(landing)) {
            for (int b = Math.max(p - n + 1, firstOf(p)); b <= Math.min(p, firstOf(p) + 56 - n); b++) {
                if (onlyOther(b, n) == FREE) {
                    return b;
                }
            }
        }
        return -1;
    }
}
