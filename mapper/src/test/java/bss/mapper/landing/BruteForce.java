package bss.mapper.landing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Small driver problems in plain arrays, and their best value by trying every legal assignment.
final class BruteForce {

    private final List<Integer> usable;
    private final int chainLength;
    private final int[][] gains;
    private final int[] arrival;
    private final int[][] primaries;

    /// Makes one.
    ///
    /// @param usable slots, ascending
    /// @param gains by arrival and drivers
    /// @param arrival by landing
    /// @param primaries by landing, ascending, some of them not usable
    BruteForce(List<Integer> usable, int chainLength, int[][] gains, int[] arrival, int[][] primaries) {
        this.usable = usable;
        this.chainLength = chainLength;
        this.gains = gains;
        this.arrival = arrival;
        this.primaries = primaries;
    }

    /// First slots of stretches at the ends and in the middle of quadrants: 0 and 2 are left, 1 and 3 right.
    private static final int[][] STRETCHES = {{0}, {20}, {50, 112}, {52, 56}, {52, 164}, {105, 112}, {160, 168}};

    static BruteForce random(Random random) {
        int[] stretches = STRETCHES[random.nextInt(STRETCHES.length)];
        List<Integer> slots = new ArrayList<>();
        for (int first : stretches) {
            int n = stretches.length == 1 ? 4 + random.nextInt(7) : 2 + random.nextInt(5);
            IntStream.range(first, first + n).forEach(slots::add);
        }
        List<Integer> usable = slots.stream().filter(_ -> random.nextInt(8) > 0).toList();
        int landings = 2 + random.nextInt(5);
        int arrivals = 1 + random.nextInt(landings);
        int chain = 1 + random.nextInt(4);
        int[][] gains = new int[arrivals][];
        boolean concave = random.nextInt(3) > 0;
        for (int a = 0; a < arrivals; a++) {
            int[] steps = random.ints(random.nextInt(9), 0, random.nextBoolean() ? 5 : 100)
                    .toArray();
            if (concave) {
                steps = IntStream.of(steps).map(s -> -s).sorted().map(s -> -s).toArray();
            }
            gains[a] = new int[steps.length + 1];
            for (int k = 0; k < steps.length; k++) {
                gains[a][k + 1] = gains[a][k] + steps[k];
            }
        }
        int[] arrival = new int[landings];
        int[][] primaries = new int[landings][];
        for (int l = 0; l < landings; l++) {
            arrival[l] = random.nextInt(arrivals);
            // a line leads to drivers of one side
            int side = side(slots.get(random.nextInt(slots.size())));
            int most = 1 + random.nextInt(4);
            primaries[l] = random.ints(most, 0, slots.size())
                    .map(slots::get)
                    .filter(s -> side(s) == side)
                    .distinct()
                    .sorted()
                    .toArray();
        }
        return new BruteForce(usable, chain, gains, arrival, primaries);
    }

    private static int side(int slot) {
        return slot / 56 % 2;
    }

    int landings() {
        return arrival.length;
    }

    DriverProblem problem() {
        boolean[] set = new boolean[224];
        usable.forEach(s -> set[s] = true);
        return new DriverProblem(set, chainLength, gains, arrival, primaries);
    }

    /// The best value.
    int best() {
        return best(0, new boolean[224], new int[gains.length]);
    }

    private int best(int landing, boolean[] taken, int[] drivers) {
        if (landing == arrival.length) {
            return value(drivers);
        }
        int best = best(landing + 1, taken, drivers);
        for (int from : usable) {
            for (int n = 1; n <= chainLength; n++) {
                if (!legal(landing, from, n, taken)) {
                    continue;
                }
                for (int s = from; s < from + n; s++) {
                    taken[s] = true;
                }
                drivers[arrival[landing]] += n;
                best = Math.max(best, best(landing + 1, taken, drivers));
                drivers[arrival[landing]] -= n;
                for (int s = from; s < from + n; s++) {
                    taken[s] = false;
                }
            }
        }
        return best;
    }

    private boolean legal(int landing, int from, int n, boolean[] taken) {
        boolean fed = false;
        for (int s = from; s < from + n; s++) {
            if (s >= 224 || s / 56 != from / 56 || !usable.contains(s) || taken[s]) {
                return false;
            }
            int slot = s;
            fed |= IntStream.of(primaries[landing]).anyMatch(p -> p == slot);
        }
        return fed;
    }

    private int value(int[] drivers) {
        int sum = 0;
        for (int a = 0; a < drivers.length; a++) {
            sum += gains[a][Math.min(drivers[a], gains[a].length - 1)];
        }
        return sum;
    }

    /// The value of a solution, or -1 if it is not legal.
    int valueIfLegal(DriverSolution solution) {
        boolean[] taken = new boolean[224];
        int[] drivers = new int[gains.length];
        for (int l = 0; l < arrival.length; l++) {
            int n = solution.length(l);
            if (n == 0) {
                continue;
            }
            if (n < 0 || n > chainLength || !legal(l, solution.from(l), n, taken)) {
                return -1;
            }
            for (int s = solution.from(l); s < solution.from(l) + n; s++) {
                taken[s] = true;
            }
            drivers[arrival[l]] += n;
        }
        return value(drivers);
    }

    /// What every landing gets if each in turn takes the longest free interval round its first free primary.
    int firstComeFirstServed() {
        boolean[] taken = new boolean[224];
        int[] drivers = new int[gains.length];
        for (int l = 0; l < arrival.length; l++) {
            int wanted = Math.min(chainLength, gains[arrival[l]].length - 1 - drivers[arrival[l]]);
            int from = -1;
            int n = Math.max(0, wanted);
            while (n > 0 && from < 0) {
                for (int s : usable) {
                    from = from < 0 && legal(l, s, n, taken) ? s : from;
                }
                n -= from < 0 ? 1 : 0;
            }
            for (int s = from; s < from + n; s++) {
                taken[s] = true;
            }
            drivers[arrival[l]] += n;
        }
        return value(drivers);
    }

    @Override
    public String toString() {
        return "slots %s, chains of %d, gains %s, arrivals %s, primaries %s"
                .formatted(
                        usable,
                        chainLength,
                        Arrays.deepToString(gains),
                        Arrays.toString(arrival),
                        Arrays.deepToString(primaries));
    }
}
