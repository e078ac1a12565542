package bss.tools.job.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rules of [FairQueue] told slowly: one list of jobs that is sorted and walked for every question, and uses
/// as plain seconds.
final class ListQueue {

    private static final class Waiting {
        private final long number;
        private final String user;
        private final int priority;
        private final Claim claim;
        private long passedMs = Long.MAX_VALUE;

        private Waiting(long number, String user, int priority, Claim claim) {
            this.number = number;
            this.user = user;
            this.priority = priority;
            this.claim = claim;
        }
    }

    private record Use(double seconds, long atMs) {}

    private final Shares shares;
    private final long patienceMs;
    private final List<Waiting> jobs = new ArrayList<>();
    private final Map<String, Integer> running = new TreeMap<>();
    private final Map<String, Use> uses = new TreeMap<>();

    ListQueue(Shares shares, long patienceMs) {
        this.shares = shares;
        this.patienceMs = patienceMs;
    }

    void add(long number, String user, int priority, Claim claim, long nowMs) {
        arrive(user, nowMs);
        jobs.add(new Waiting(number, user, priority, claim));
    }

    void remove(long number) {
        jobs.removeIf(job -> job.number == number);
    }

    void started(String user, long nowMs) {
        arrive(user, nowMs);
        running.merge(user, 1, Integer::sum);
        charge(user, FairQueue.START_SECONDS, nowMs);
    }

    void ended(String user) {
        running.merge(user, -1, Integer::sum);
    }

    void charge(String user, double seconds, long nowMs) {
        uses.put(user, new Use(use(user, nowMs) + seconds / shares.of(user).weight(), nowMs));
    }

    double use(String user, long nowMs) {
        Use use = uses.getOrDefault(user, new Use(0, nowMs));
        return use.seconds
                * Math.pow(0.5, (double) (nowMs - use.atMs) / shares.halfLife().toMillis());
    }

    int size() {
        return jobs.size();
    }

    List<Long> numbers() {
        return jobs.stream().map(job -> job.number).toList();
    }

    String user(long number) {
        return jobs.stream().filter(job -> job.number == number).findFirst().orElseThrow().user;
    }

    /// @param order decides between users; it must agree with [#use]
    Optional<FairQueue.Next> next(Fit fit, Comparator<String> order, long nowMs) {
        List<Waiting> overdue = jobs.stream()
                .filter(job -> job.passedMs != Long.MAX_VALUE && nowMs - job.passedMs > patienceMs)
                .filter(job -> !atLimit(job.user))
                .sorted(Comparator.<Waiting>comparingLong(job -> job.passedMs).thenComparingLong(job -> job.number))
                .toList();
        List<Waiting> all = new ArrayList<>(jobs);
        all.sort(Comparator.<Waiting, String>comparing(job -> job.user, order)
                .thenComparing(
                        job -> overdue.stream().noneMatch(o -> o.user.equals(job.user) && o.claim.equals(job.claim)))
                .thenComparing(job -> job.priority, Comparator.reverseOrder())
                .thenComparingLong(job -> job.number));
        Set<Object> seen = new HashSet<>();
        for (Waiting job : all) {
            boolean later = !seen.add(List.of(job.user, job.claim));
            if (later || atLimit(job.user)) {
                continue;
            }
            FpgaSet keepFree = wantedBefore(job.claim, overdue);
            if (keepFree != null && fit.fits(job.claim, keepFree)) {
                return Optional.of(new FairQueue.Next(job.number, job.claim, keepFree));
            }
            job.passedMs = Math.min(job.passedMs, nowMs);
        }
        return Optional.empty();
    }

    private boolean atLimit(String user) {
        return running.getOrDefault(user, 0) >= shares.of(user).running();
    }

    private static @Nullable FpgaSet wantedBefore(Claim claim, List<Waiting> overdue) {
        FpgaSet wanted = FpgaSet.NONE;
        if (claim.size() == 0) {
            return wanted;
        }
        for (Waiting before : overdue) {
            if (before.claim.equals(claim)) {
                break;
            }
            if (before.claim instanceof Claim.Contiguous) {
                return null;
            }
            if (before.claim instanceof Claim.Given given) {
                wanted = wanted.plus(given.fpgas());
            }
        }
        return claim instanceof Claim.Given given && given.fpgas().intersects(wanted) ? null : wanted;
    }

    private void arrive(String user, long nowMs) {
        if (isActive(user)) {
            return;
        }
        double least = shares.special().keySet().stream()
                .filter(this::isActive)
                .mapToDouble(other -> use(other, nowMs))
                .min()
                .orElse(0);
        uses.put(user, new Use(Math.max(least, use(user, nowMs)), nowMs));
    }

    private boolean isActive(String user) {
        return running.getOrDefault(user, 0) > 0 || jobs.stream().anyMatch(job -> job.user.equals(user));
    }
}
