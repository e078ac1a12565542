package bss.mapper.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Seeded problems: small ones against all legal assignments, large ones against the rules and a simple choice.
class DriverSolverTest {

    private static final double WORK = 20;

    @Test
    void noLegalAnswerIsBetterThanTheSolversOnSmallProblems() {
        int crowded = 0;
        for (int seed = 0; seed < 500; seed++) {
            BruteForce toy = BruteForce.random(new Random(seed));
            DriverProblem problem = toy.problem();
            int best = toy.best();
            DriverSolver.Answer answer = DriverSolver.solve(problem, WORK);
            String context = "seed %d: %s".formatted(seed, toy);
            assertEquals(best, toy.valueIfLegal(answer.solution()), context);
            assertEquals(best, answer.value(), context);
            assertEquals(best, answer.bound(), context);
            assertTrue(answer.optimal(), context);
            crowded += problem.bound() > best ? 1 : 0;
        }
        assertTrue(crowded >= 100, "problems in which neighbours matter: " + crowded);
    }

    @Test
    void theIntegerProgramAloneFindsTheBestAnswerFromNothing() {
        for (int seed = 1000; seed < 1200; seed++) {
            BruteForce toy = BruteForce.random(new Random(seed));
            int landings = toy.landings();
            DriverSolution nothing = new DriverSolution(new int[landings], new int[landings]);
            DriverModel.Answer answer = DriverModel.solve(toy.problem(), nothing, WORK);
            String context = "seed %d: %s".formatted(seed, toy);
            int best = toy.best();
            assertTrue(answer.optimal(), context);
            assertEquals(best, toy.valueIfLegal(answer.solution()), context);
            assertEquals(best, answer.bound(), context);
        }
    }

    @Test
    void constructionAloneIsLegalAndItsBoundHolds() {
        int missed = 0;
        for (int seed = 2000; seed < 4000; seed++) {
            BruteForce toy = BruteForce.random(new Random(seed));
            DriverSolver.Answer answer = DriverSolver.solve(toy.problem(), 0);
            int best = toy.best();
            String context = "seed %d: %s".formatted(seed, toy);
            int value = toy.valueIfLegal(answer.solution());
            assertEquals(value, answer.value(), context);
            assertTrue(value >= 0 && value <= best, context);
            assertTrue(answer.bound() >= best, context);
            missed += value < best ? 1 : 0;
        }
        assertTrue(missed < 200, "not the best in %d of 2000".formatted(missed));
    }

    @Test
    void theSameProblemHasTheSameAnswer() {
        for (int seed = 0; seed < 40; seed++) {
            DriverProblem problem = seed < 30
                    ? BruteForce.random(new Random(seed)).problem()
                    : chip(new Random(seed)).problem();
            double work = seed < 30 ? WORK : 0;
            DriverSolver.Answer once = DriverSolver.solve(problem, work);
            DriverSolver.Answer again = DriverSolver.solve(problem, work);
            assertEquals(intervals(problem, once), intervals(problem, again), "seed " + seed);
            assertEquals(once.bound(), again.bound(), "seed " + seed);
        }
    }

    private static List<List<Integer>> intervals(DriverProblem problem, DriverSolver.Answer answer) {
        return IntStream.range(0, problem.landings())
                .mapToObj(l ->
                        List.of(answer.solution().from(l), answer.solution().length(l)))
                .toList();
    }

    @Test
    void crowdedChipsAreLegalWithinTheBoundAndBetterThanFirstComeFirstServed() {
        long value = 0;
        long bound = 0;
        for (int seed = 0; seed < 60; seed++) {
            BruteForce chip = chip(new Random(seed));
            DriverSolver.Answer answer = DriverSolver.solve(chip.problem(), 0);
            check(chip, answer, "seed " + seed);
            value += answer.value();
            bound += answer.bound();
        }
        assertTrue(value >= 0.99 * bound, "%d of %d".formatted(value, bound));
    }

    @Test
    void moreWorkOnACrowdedChipNeverLosesAndTightensTheBound() {
        for (int seed = 100; seed < 103; seed++) {
            BruteForce chip = chip(new Random(seed));
            DriverSolver.Answer quick = DriverSolver.solve(chip.problem(), 0);
            DriverSolver.Answer slow = DriverSolver.solve(chip.problem(), 0.3);
            check(chip, slow, "seed " + seed);
            assertTrue(slow.value() >= quick.value() && slow.bound() <= quick.bound(), "seed " + seed);
        }
    }

    private static void check(BruteForce chip, DriverSolver.Answer answer, String context) {
        int value = chip.valueIfLegal(answer.solution());
        assertEquals(value, answer.value(), context);
        assertTrue(value <= answer.bound(), context);
        assertTrue(value >= chip.firstComeFirstServed(), context);
        assertTrue(value >= 0.95 * answer.bound(), "%s: %d of %d".formatted(context, value, answer.bound()));
    }

    /// A chip with up to 160 landings: each line leads to seven drivers of either half of one side, eight apart.
    private static BruteForce chip(Random random) {
        double defect = 0.1 * random.nextDouble();
        List<Integer> usable = IntStream.range(0, 224)
                .filter(_ -> random.nextDouble() >= defect)
                .boxed()
                .toList();
        int landings = 60 + random.nextInt(101);
        int arrivals = landings * (2 + random.nextInt(3)) / 4;
        int[][] gains = new int[arrivals][];
        for (int a = 0; a < arrivals; a++) {
            int n = 1 + random.nextInt(8);
            gains[a] = new int[n + 1];
            double step = 20 + random.nextInt(400);
            for (int k = 1; k <= n; k++) {
                gains[a][k] = gains[a][k - 1] + 1 + (int) step;
                step *= 0.3 + 0.7 * random.nextDouble();
            }
        }
        int[] arrival = new int[landings];
        int[][] primaries = new int[landings][];
        List<Integer> lines = new ArrayList<>();
        for (int l = 0; l < landings; l++) {
            arrival[l] = l < arrivals ? l : random.nextInt(arrivals);
            int line;
            do {
                line = random.nextInt(16);
            } while (lines.stream().filter(Integer.valueOf(line)::equals).count() >= 32);
            lines.add(line);
            int side = line / 8;
            int upper = 56 * side + line % 8;
            int lower = 56 * (2 + side) + 7 - line % 8;
            primaries[l] = IntStream.concat(
                            IntStream.range(0, 7).map(k -> upper + 8 * k),
                            IntStream.range(0, 7).map(k -> lower + 8 * k))
                    .toArray();
        }
        return new BruteForce(usable, 1 + random.nextInt(5), gains, arrival, primaries);
    }

    @Test
    void sharesAreTheBestOfAllDivisions() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(4);
            int[][] gains = new int[n][];
            for (int a = 0; a < n; a++) {
                int[] steps = random.ints(random.nextInt(5), 0, 8)
                        .map(s -> -s)
                        .sorted()
                        .map(s -> -s)
                        .toArray();
                gains[a] = IntStream.rangeClosed(0, steps.length)
                        .map(k -> Arrays.stream(steps).limit(k).sum())
                        .toArray();
            }
            int[] most = random.ints(n, 0, 5).toArray();
            int[] sides = random.ints(n, 0, 4).toArray();
            int left = random.nextInt(6);
            int right = random.nextInt(6);
            DriverShares shares = DriverShares.of(gains, most, sides, left, right);
            String context = "seed %d: %s of %d + %d drivers, at most %s on sides %s"
                    .formatted(
                            seed,
                            Arrays.deepToString(gains),
                            left,
                            right,
                            Arrays.toString(most),
                            Arrays.toString(sides));
            assertEquals(bestDivision(gains, most, sides, left, right, 0), shares.realised(), context);
            int[] drivers = IntStream.range(0, n).map(shares::drivers).toArray();
            int sum = 0;
            int onlyLeft = 0;
            int onlyRight = 0;
            int realised = 0;
            for (int a = 0; a < n; a++) {
                assertTrue(drivers[a] <= most[a] && (sides[a] != 0 || drivers[a] == 0), context);
                realised += gains[a][drivers[a]];
                sum += drivers[a];
                onlyLeft += sides[a] == DriverShares.LEFT ? drivers[a] : 0;
                onlyRight += sides[a] == DriverShares.RIGHT ? drivers[a] : 0;
            }
            assertEquals(realised, shares.realised(), context);
            assertTrue(onlyLeft <= left && onlyRight <= right && sum <= left + right, context);
        }
    }

    /// Tries all pairs of drivers from the left and from the right for each arrival.
    private static int bestDivision(int[][] gains, int[] most, int[] sides, int left, int right, int a) {
        if (a == gains.length) {
            return 0;
        }
        int best = 0;
        for (int l = 0; l <= ((sides[a] & 1) != 0 ? left : 0); l++) {
            for (int r = 0; r <= ((sides[a] & 2) != 0 ? right : 0) && l + r <= most[a]; r++) {
                int here = gains[a][Math.min(l + r, gains[a].length - 1)];
                best = Math.max(best, here + bestDivision(gains, most, sides, left - l, right - r, a + 1));
            }
        }
        return best;
    }

    @Test
    void neighboursInAChainHaveNeighbouringSlots() {
        for (int driver = 0; driver < 224; driver++) {
            int slot = DriverProblem.slot(driver);
            assertEquals(driver, DriverProblem.driver(slot));
            // upper half: odd drivers left, even ones right; lower half the other way
            int side = driver < 112 ? 1 - driver % 2 : driver % 2;
            assertEquals(56 * (2 * (driver / 112) + side) + driver % 112 / 2, slot, "driver " + driver);
        }
    }
}
