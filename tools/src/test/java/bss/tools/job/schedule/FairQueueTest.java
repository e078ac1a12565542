package bss.tools.job.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.schedule.Shares.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private static final int SCHEDULES = 100_000;
    private static final int STEPS = 18;
    private static final Fit ALWAYS = (_, _) -> true;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// A random schedule that is played to the queue and to the model.
    private static final class Play {

        private final String place;
        private final Random random;
        private final List<String> users = List.of("ada", "bob", "cy");
        private final FairQueue queue;
        private final ListQueue model;
        private final List<String> runners = new ArrayList<>();
        private final List<FpgaSet> held = new ArrayList<>();
        private FpgaSet busy = FpgaSet.NONE;
        private long now;
        private long numbers;

        private Play(long seed) {
            place = "seed " + seed;
            random = new Random(seed);
            now = random.nextLong(1_000_000) - 500_000;
            Shares shares = new Shares(
                    new Share(1, 1),
                    Map.of("ada", share(), "bob", share(), "cy", share()),
                    Duration.ofMillis(1 + random.nextInt(200)));
            Duration patience = Duration.ofMillis(random.nextInt(30));
            queue = new FairQueue(shares, patience);
            model = new ListQueue(shares, patience.toMillis());
        }

        private Share share() {
            return new Share(1 + random.nextInt(3), 0.5 * (1 + random.nextInt(4)));
        }

        /// How many jobs started.
        private int play() {
            int starts = 0;
            for (int step = 0; step < STEPS; step++) {
                now += random.nextInt(8);
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> add();
                    case 3, 4, 5 -> starts += start() ? 1 : 0;
                    case 6 -> end();
                    default -> cancel();
                }
                assertEquals(model.size(), queue.size(), place);
            }
            return starts;
        }

        private void add() {
            String user = users.get(random.nextInt(users.size()));
            int priority = random.nextInt(3) - 1;
            Claim claim = claim();
            queue.charge(user, 0, now);
            queue.add(numbers, user, priority, claim);
            model.add(numbers, user, priority, claim, now);
            numbers++;
        }

        private Claim claim() {
            return switch (random.nextInt(4)) {
                case 0 -> Claim.any();
                case 1 -> Claim.contiguous(1 + random.nextInt(2));
                default -> new Claim.Given(new FpgaSet(1 + random.nextInt(7)));
            };
        }

        private boolean start() {
            for (String user : users) {
                double use = model.use(user, now);
                assertEquals(use, queue.use(user, now), 1e-5 + 1e-6 * use, place);
            }
            Comparator<String> order =
                    Comparator.<String>comparingDouble(queue::level).thenComparing(Comparator.naturalOrder());
            Fit fit = (claim, keepFree) -> choose(claim, keepFree).isPresent();
            Optional<FairQueue.Next> next = queue.next(fit, now);
            assertEquals(model.next(fit, order, now), next, () -> place + " at " + now);
            if (next.isEmpty()) {
                return false;
            }
            String user = model.user(next.get().number());
            FpgaSet parts = choose(next.get().claim(), next.get().keepFree()).orElseThrow();
            queue.started(user, now);
            model.started(user, now);
            assertTrue(queue.remove(next.get().number()), place);
            model.remove(next.get().number());
            runners.add(user);
            held.add(parts);
            busy = busy.plus(parts);
            return true;
        }

        /// Of three FPGAs in a row.
        private Optional<FpgaSet> choose(Claim claim, FpgaSet keepFree) {
            FpgaSet free = FpgaSet.of(0, 1, 2).minus(busy).minus(keepFree);
            return switch (claim) {
                case Claim.Any _ -> Optional.of(FpgaSet.NONE);
                case Claim.Given given -> Optional.of(given.fpgas()).filter(free::containsAll);
                case Claim.Contiguous some ->
                    List.of(1L, 2L, 4L, 3L, 6L).stream()
                            .map(FpgaSet::new)
                            .filter(set -> set.size() == some.count() && free.containsAll(set))
                            .findFirst();
            };
        }

        private void end() {
            if (!runners.isEmpty()) {
                int which = random.nextInt(runners.size());
                String user = runners.remove(which);
                double seconds = random.nextInt(3) * random.nextDouble();
                queue.charge(user, seconds, now);
                model.charge(user, seconds, now);
                queue.ended(user);
                model.ended(user);
                busy = busy.minus(held.remove(which));
            }
        }

        private void cancel() {
            List<Long> all = model.numbers();
            long number = all.isEmpty() ? 99 : all.get(random.nextInt(all.size()));
            assertEquals(!all.isEmpty(), queue.remove(number), place);
            model.remove(number);
        }
    }

    @Test
    void choosesWhatAListWithTheSameRulesChooses() {
        long starts = 0;
        for (int seed = 0; seed < SCHEDULES; seed++) {
            starts += new Play(seed).play();
        }
        assertTrue(starts > SCHEDULES, "only " + starts + " jobs started");
    }

    @Test
    void jobsOfAUserComeByPriorityAndThenByNumber() {
        FairQueue queue = new FairQueue(Shares.equal(), PATIENCE);
        queue.add(3, "ada", -10, Claim.any());
        queue.add(2, "ada", 10, Claim.given(5));
        queue.add(1, "ada", 10, Claim.any());
        queue.add(0, "ada", 0, Claim.any());
        List<Long> order = new ArrayList<>();
        while (queue.size() > 0) {
            long number = queue.next(ALWAYS, 0).orElseThrow().number();
            order.add(number);
            assertTrue(queue.remove(number));
        }
        assertEquals(List.of(1L, 2L, 0L, 3L), order);
    }

    @Test
    void aUserAtTheRunningLimitIsPassedOver() {
        FairQueue queue = new FairQueue(new Shares(new Share(1, 1), Map.of(), Duration.ofMinutes(10)), PATIENCE);
        queue.started("ada", 0);
        queue.add(0, "ada", 0, Claim.any());
        queue.charge("bob", 100, 0);
        queue.add(1, "bob", 0, Claim.any());
        assertEquals(1, queue.next(ALWAYS, 0).orElseThrow().number());
        queue.ended("ada");
        assertEquals(0, queue.next(ALWAYS, 0).orElseThrow().number());
    }

    @Test
    void onlyAfterItsPatienceAJobHoldsBackThoseThatWouldTakeItsParts() {
        FairQueue queue = new FairQueue(Shares.equal(), PATIENCE);
        Fit oneIsTaken = (claim, keepFree) ->
                !(claim instanceof Claim.Given given) || !given.fpgas().contains(1);
        queue.add(0, "ada", 0, Claim.given(0, 1));
        queue.add(1, "bob", 0, Claim.given(0));
        queue.add(2, "cy", 0, Claim.contiguous(2));
        queue.add(3, "dan", 0, Claim.any());
        assertEquals(1, queue.next(oneIsTaken, 0).orElseThrow().number());
        assertEquals(1, queue.next(oneIsTaken, 10_000).orElseThrow().number());
        FairQueue.Next next = queue.next(oneIsTaken, 10_001).orElseThrow();
        assertEquals(new FairQueue.Next(2, Claim.contiguous(2), FpgaSet.of(0, 1)), next);
        assertTrue(queue.remove(2));
        assertEquals(3, queue.next(oneIsTaken, 10_002).orElseThrow().number());
        assertTrue(queue.remove(3));
        assertEquals(Optional.empty(), queue.next(oneIsTaken, 10_003));
        assertEquals(0, queue.next(ALWAYS, 10_004).orElseThrow().number());
    }

    @Test
    void jobsWithTheSameClaimKeepTheOrderOfUsersWhenOneIsOverdue() {
        FairQueue queue = new FairQueue(Shares.equal(), Duration.ZERO);
        queue.add(0, "ada", 0, Claim.given(0));
        assertEquals(Optional.empty(), queue.next((_, _) -> false, 0));
        queue.add(1, "bob", 0, Claim.given(0));
        queue.charge("ada", 1, 1);
        assertEquals(1, queue.next(ALWAYS, 100).orElseThrow().number());
    }

    @Test
    void anOverdueJobOfWhoMayStartNoneHoldsNobodyBack() {
        FairQueue queue = new FairQueue(Shares.equal(), Duration.ZERO);
        queue.limit("ada", 1);
        queue.add(0, "ada", 0, Claim.given(0, 1));
        assertEquals(Optional.empty(), queue.next((_, _) -> false, 0));
        queue.started("ada", 1);
        queue.add(1, "bob", 0, Claim.given(1));
        assertEquals(1, queue.next(ALWAYS, 100).orElseThrow().number());
        queue.ended("ada");
        Fit oneIsFree = (claim, _) -> claim.equals(Claim.given(1));
        assertEquals(Optional.empty(), queue.next(oneIsFree, 200));
    }

    @Test
    void anOverdueJobComesBeforeMoreUrgentOnesOfItsUserThatWantOtherParts() {
        FairQueue queue = new FairQueue(Shares.equal(), Duration.ZERO);
        queue.add(0, "ada", -3, Claim.given(0));
        assertEquals(Optional.empty(), queue.next((_, _) -> false, 0));
        queue.add(1, "ada", 9, Claim.any());
        assertEquals(0, queue.next(ALWAYS, 100).orElseThrow().number());
    }

    @Test
    void whoComesBackBeginsAtTheLeastUseOfTheOthers() {
        FairQueue queue = new FairQueue(Shares.equal(), PATIENCE);
        queue.add(0, "bob", 0, Claim.any());
        queue.add(1, "cy", 0, Claim.any());
        queue.charge("bob", 100, 0);
        queue.charge("cy", 50, 0);
        queue.add(2, "dan", 0, Claim.any());
        assertEquals(50, queue.use("dan", 0), 1e-9);
        assertTrue(queue.remove(1));
        queue.charge("bob", 400, 600_000);
        queue.charge("dan", 275, 600_000);
        queue.add(3, "cy", 0, Claim.any());
        assertEquals(300, queue.use("cy", 600_000), 1e-9);
    }

    @Test
    void usersWhoseUseHasFadedAreForgotten() {
        FairQueue queue = new FairQueue(Shares.equal(), PATIENCE);
        for (int user = 0; user < 1000; user++) {
            queue.charge("user" + user, 100, 0);
        }
        assertEquals(1000, queue.knownUsers());
        queue.add(0, "user7", 0, Claim.any());
        queue.charge("ada", 1, Duration.ofHours(24).toMillis());
        assertEquals(2, queue.knownUsers());
    }

    @Test
    void asksForEachClaimOnceHoweverManyJobsWait() {
        FairQueue queue = new FairQueue(Shares.equal(), PATIENCE);
        for (int job = 0; job < 100_000; job++) {
            queue.add(job, "user" + job % 100, job % 21 - 10, Claim.given(job % 48));
        }
        AtomicInteger asked = new AtomicInteger();
        Fit never = (_, _) -> asked.getAndIncrement() < 0;
        assertEquals(Optional.empty(), queue.next(never, 0));
        assertEquals(48, asked.get());
        for (int job = 0; job < 100_000; job++) {
            assertTrue(queue.remove(job));
        }
        assertEquals(0, queue.size());
    }

    @Test
    void wrongCallsAreRefused() {
        FairQueue queue = new FairQueue(Shares.equal(), PATIENCE);
        queue.add(0, "ada", 0, Claim.any());
        assertThrows(IllegalArgumentException.class, () -> queue.add(0, "ada", 0, Claim.any()));
        assertThrows(IllegalArgumentException.class, () -> queue.add(1, "ada", 11, Claim.any()));
        assertThrows(IllegalArgumentException.class, () -> queue.add(1, "ada", -11, Claim.any()));
        assertThrows(IllegalArgumentException.class, () -> queue.add(1, "ada", Integer.MIN_VALUE, Claim.any()));
        assertThrows(IllegalArgumentException.class, () -> queue.charge("ada", -1, 0));
        assertThrows(IllegalArgumentException.class, () -> queue.charge("ada", Double.NaN, 0));
        assertThrows(IllegalStateException.class, () -> queue.ended("ada"));
        assertThrows(IllegalArgumentException.class, () -> new FairQueue(Shares.equal(), Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> new Share(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Share(1, 0));
        assertThrows(IllegalArgumentException.class, () -> Claim.contiguous(49));
        assertThrows(IllegalArgumentException.class, Claim::given);
        assertThrows(IllegalArgumentException.class, () -> Claim.given(48));
        assertFalse(queue.remove(1));
    }
}
