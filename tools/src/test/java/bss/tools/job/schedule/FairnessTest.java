package bss.tools.job.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.schedule.Shares.Share;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FairnessTest {

    private static final List<String> USERS = List.of("ada", "bob", "cy", "dan");

    /// Patience is much shorter than jobs last where they want the same part: this must not matter.
    @ParameterizedTest
    @CsvSource({"1,false,600", "4,false,600", "8,false,600", "4,true,600", "4,true,1", "4,false,1"})
    void sharesAreThoseOfTheWeights(int workers, boolean samePart, long patienceSeconds) {
        for (int seed = 0; seed < 2; seed++) {
            Random random = new Random(seed);
            Map<String, Share> shares = new HashMap<>();
            for (int user = 0; user < USERS.size(); user++) {
                shares.put(USERS.get(user), new Share(workers, user + 1));
            }
            Service service = new Service(
                    new Shares(new Share(1, 1), shares, Duration.ofMinutes(10)),
                    Duration.ofSeconds(patienceSeconds),
                    workers);
            Claim claim = samePart ? Claim.given(7) : Claim.any();
            USERS.forEach(user -> service.submit(user, claim, length(user, random)));
            long total = 0;
            while (service.now() < Duration.ofHours(6).toMillis()) {
                for (Optional<Service.Job> job = service.start(); job.isPresent(); job = service.start()) {
                    String user = job.get().user();
                    for (int more = 0; more < 2 && service.queue.size() < 4 * 4 * workers; more++) {
                        service.submit(user, claim, length(user, random));
                    }
                }
                total += service.end().ms();
            }
            for (int user = 0; user < USERS.size(); user++) {
                double due = total * (user + 1) / 10.0;
                assertEquals(
                        1,
                        service.got.getOrDefault(USERS.get(user), 0L) / due,
                        0.1,
                        "seed %d, share of %s of %s".formatted(seed, USERS.get(user), service.got));
            }
        }
    }

    /// Those with small weights have long jobs.
    private static long length(String user, Random random) {
        return (1 + random.nextInt(1000)) * (user.equals("ada") ? 20L : 5L);
    }

    /// In job lengths, from the time it is queued until it starts.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void tenThousandJobsDelayTheFirstJobOfAnotherAtMostTwoJobLengths(int workers) {
        long length = 60_000;
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            Claim claim = random.nextBoolean() ? Claim.any() : Claim.given(random.nextInt(48));
            String late = random.nextBoolean() ? "aaa" : "zzz";
            Service service = new Service(
                    new Shares(new Share(1 + random.nextInt(4), 1), Map.of(), Duration.ofMinutes(10)),
                    Duration.ofSeconds(random.nextInt(200)),
                    workers);
            for (int job = 0; job < 10_000; job++) {
                service.submit("many", claim, length);
            }
            long arrival = random.nextLong(20 * length);
            startAll(service);
            while (service.nextEndMs() <= arrival) {
                service.end();
                startAll(service);
            }
            service.advance(arrival);
            Service.Job first = service.submit(late, claim, length);
            while (startAll(service) != first.number()) {
                service.end();
            }
            assertTrue(
                    service.now() - arrival <= 2 * length,
                    "seed %d: waited %d ms".formatted(seed, service.now() - arrival));
        }
    }

    /// @return the last that started, or -1
    private static long startAll(Service service) {
        long last = -1;
        for (Optional<Service.Job> job = service.start(); job.isPresent(); job = service.start()) {
            last = Math.max(last, job.get().number());
        }
        return last;
    }

    /// Users whose claims overlap in all ways keep the service full for ever, with at most two jobs each in the
    /// queue.
    @Test
    void everyJobStartsAfterABoundedNumberOfOthers() {
        long worst = 0;
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            Service service = new Service(
                    new Shares(new Share(1 + random.nextInt(3), 1), Map.of(), Duration.ofMinutes(10)),
                    Duration.ofSeconds(random.nextInt(60)),
                    1 + random.nextInt(6));
            Map<Long, Long> startsBefore = new HashMap<>();
            USERS.forEach(user -> startsBefore.put(submit(service, user, random), 0L));
            USERS.forEach(user -> startsBefore.put(submit(service, user, random), 0L));
            for (long starts = 0; starts < 2000; ) {
                Optional<Service.Job> job = service.start();
                if (job.isEmpty()) {
                    service.end();
                    continue;
                }
                worst = Math.max(
                        worst, starts - startsBefore.getOrDefault(job.get().number(), 0L));
                startsBefore.remove(job.get().number());
                starts++;
                startsBefore.put(submit(service, job.get().user(), random), starts);
                for (long before : startsBefore.values()) {
                    worst = Math.max(worst, starts - before);
                }
            }
        }
        assertTrue(worst <= 50, "a job waited for %d others".formatted(worst));
    }

    private static long submit(Service service, String user, Random random) {
        Claim claim = user.equals("ada")
                ? Claim.contiguous(48)
                : switch (random.nextInt(3)) {
                    case 0 -> Claim.contiguous(1 + random.nextInt(24));
                    case 1 -> Claim.given(random.nextInt(4), random.nextInt(48));
                    default -> Claim.any();
                };
        return service.submit(user, claim, 1000 + random.nextInt(60_000)).number();
    }

    /// Two smaller claims that take turns so that the large one never fits.
    @Test
    void withoutPatienceThatEndsALargeClaimWouldWaitForEver() {
        assertEquals(1000, startsBeforeLarge(Duration.ofDays(10_000)));
        assertTrue(startsBeforeLarge(Duration.ofSeconds(100)) <= 25);
    }

    private static int startsBeforeLarge(Duration patience) {
        Service service = new Service(Shares.equal(), patience, 4);
        service.submit("bob", Claim.given(0), 10_000);
        service.submit("cy", Claim.given(1), 15_000);
        for (int starts = 0; starts < 1000; ) {
            if (starts == 2) {
                service.submit("ada", Claim.given(0, 1), 1000);
            }
            Optional<Service.Job> job = service.start();
            if (job.isEmpty()) {
                service.end();
            } else if (job.get().user().equals("ada")) {
                return starts;
            } else {
                service.submit(job.get().user(), job.get().claim(), 10_000);
                starts++;
            }
        }
        return 1000;
    }
}
