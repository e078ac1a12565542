package bss.tools.job.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The queued jobs of all users, and whose is next.
///
/// Users come in the order of their use divided by their weight, the least first, then by name; the jobs of a
/// user by priority, the highest first, then by number. Users who run as many jobs as they may are passed over,
/// and so are jobs whose parts are taken. But a job that was first passed over longer than `patience` ago
/// reserves what it claims, unless its user runs as many jobs as allowed: until it has started, parts of it go
/// only to jobs with the same claim, in the usual order, and to such as have waited even longer; and jobs of its
/// user with its claim come before the others of its user. So no job waits for ever while others go by; nor do
/// weights lose their meaning where many want the same parts.
///
/// A use is told by [#charge] and fades. Who comes, or comes back, begins at the least use of those who have
/// jobs: to have been away gives no credit. Jobs that run long are best charged as they go.
///
/// Time that goes back counts as standing still. All is O(log n) in jobs and users, but [#next]: it looks at one
/// job for each user and claim at most, and asks [Fit] once for each claim.
public final class FairQueue {

    /// The highest priority; the lowest is its opposite.
    public static final int MAX_PRIORITY = 10;

    /// What a start costs in seconds even if it is charged nothing: otherwise jobs that fail at once came first
    /// for ever.
    public static final double START_SECONDS = 0.001;

    /// Less use than this is forgotten.
    private static final double NEGLIGIBLE_SECONDS = 1e-6;

    private final Shares shares;
    private final UseScale scale;
    private final long patienceMs;
    private final Map<Long, QueuedJob> jobs = new HashMap<>();
    private final Map<String, QueueUser> users = new HashMap<>();
    private final TreeSet<QueueUser> active = new TreeSet<>(QueueUser.ORDER);
    private final TreeSet<QueueUser> idle = new TreeSet<>(QueueUser.ORDER);
    private final TreeSet<QueuedJob> passed = new TreeSet<>(QueuedJob.BY_AGE);
    private long latestMs = Long.MIN_VALUE;

    /// The job that runs next.
    ///
    /// @param keepFree what its claim must not be met from: pass it on to [PartTable#acquire]
    public record Next(long number, Claim claim, FpgaSet keepFree) {}

    /// An empty queue.
    ///
    /// @param patience how long a job is passed over before it reserves its parts, at least 0
    public FairQueue(Shares shares, Duration patience) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience is %s, must be at least 0".formatted(patience));
        }
        this.shares = shares;
        scale = new UseScale(shares.halfLife().toMillis());
        patienceMs = patience.toMillis();
    }

    /// Queues a job.
    ///
    /// @param number of no other job in the queue
    /// @param priority -10 to 10, compared among the jobs of this user only
    public void add(long number, String user, int priority, Claim claim) {
        if (priority < -MAX_PRIORITY || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("job %d: priority is %d, must be %d to %d"
                    .formatted(number, priority, -MAX_PRIORITY, MAX_PRIORITY));
        }
        if (jobs.containsKey(number)) {
            throw new IllegalArgumentException("job %d is in the queue already".formatted(number));
        }
        QueueUser owner = user(user);
        QueuedJob job = new QueuedJob(number, owner, priority, claim);
        jobs.put(number, job);
        change(owner, () -> owner.add(job));
    }

    /// Takes a job out, since it starts or is cancelled.
    ///
    /// @return whether it was there
    public boolean remove(long number) {
        QueuedJob job = jobs.remove(number);
        if (job == null) {
            return false;
        }
        if (job.passed) {
            passed.remove(job);
        }
        change(job.user, () -> job.user.remove(job));
        return true;
    }

    /// The job that should start now, if any can; it stays in the queue until it is removed.
    public Optional<Next> next(Fit fit, long nowMs) {
        long now = advance(nowMs);
        Reservations reservations = Reservations.of(passed, patienceMs, now);
        Map<Claim, Optional<FpgaSet>> known = new HashMap<>();
        for (QueueUser user : active) {
            if (user.atLimit()) {
                continue;
            }
            for (QueuedJob job : heads(user, reservations)) {
                Optional<FpgaSet> keepFree = known.computeIfAbsent(
                        job.claim, claim -> reservations.keepFree(claim).filter(keep -> fit.fits(claim, keep)));
                if (keepFree.isPresent()) {
                    return Optional.of(new Next(job.number, job.claim, keepFree.get()));
                }
                passOver(job, now);
            }
        }
        return Optional.empty();
    }

    private static List<QueuedJob> heads(QueueUser user, Reservations reservations) {
        List<QueuedJob> heads = new ArrayList<>();
        List<QueuedJob> others = new ArrayList<>();
        user.heads().forEach(job -> (reservations.overdue(job) ? heads : others).add(job));
        heads.addAll(others);
        return heads;
    }

    /// Sets how many jobs of a user may run at a time, until the user is forgotten: who has no jobs and little use.
    ///
    /// @param most 0 and above
    public void limit(String user, int most) {
        user(user).most = most;
    }

    /// Tells that a job of this user started.
    public void started(String user, long nowMs) {
        QueueUser owner = user(user);
        change(owner, () -> owner.running++);
        charge(user, START_SECONDS, nowMs);
    }

    /// Tells that a job of this user ended, after it was charged.
    public void ended(String user) {
        QueueUser owner = users.get(user);
        if (owner == null || owner.running == 0) {
            throw new IllegalStateException("no job of user '%s' runs: ended without started".formatted(user));
        }
        change(owner, () -> owner.running--);
    }

    /// Adds to what a user has used.
    ///
    /// @param seconds at least 0, of whatever is scarce
    public void charge(String user, double seconds, long nowMs) {
        if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "user '%s' is charged %s s, must be at least 0 and finite".formatted(user, seconds));
        }
        long now = advance(nowMs);
        QueueUser owner = user(user);
        double added = scale.level(seconds / owner.share.weight(), now);
        change(owner, () -> owner.level = UseScale.sum(owner.level, added));
    }

    /// What a user has used, divided by the weight, in seconds that have not faded; 0 for unknown users.
    public double use(String user, long nowMs) {
        QueueUser owner = users.get(user);
        return owner == null ? 0 : scale.use(owner.level, Math.max(latestMs, nowMs));
    }

    /// How many jobs of this user run.
    public int running(String user) {
        QueueUser owner = users.get(user);
        return owner == null ? 0 : owner.running;
    }

    /// How many jobs wait.
    public int size() {
        return jobs.size();
    }

    /// How many users are known, with or without jobs.
    int knownUsers() {
        return users.size();
    }

    /// What users are ordered by.
    double level(String user) {
        QueueUser owner = users.get(user);
        return owner == null ? UseScale.NO_USE : owner.level;
    }

    private QueueUser user(String name) {
        return users.computeIfAbsent(name, _ -> {
            QueueUser fresh = new QueueUser(name, shares.of(name));
            idle.add(fresh);
            return fresh;
        });
    }

    /// Changes a user, who stands where the order has it before and after.
    private void change(QueueUser user, Runnable change) {
        boolean wasActive = user.active();
        (wasActive ? active : idle).remove(user);
        change.run();
        if (user.active()) {
            if (!wasActive && !active.isEmpty()) {
                user.level = Math.max(user.level, active.first().level);
            }
            active.add(user);
        } else {
            idle.add(user);
        }
    }

    private void passOver(QueuedJob job, long nowMs) {
        if (!job.passed) {
            job.passed = true;
            job.passedMs = nowMs;
            passed.add(job);
        }
    }

    /// The time now, and forgets whose use has faded.
    private long advance(long nowMs) {
        latestMs = Math.max(latestMs, nowMs);
        double least = scale.level(NEGLIGIBLE_SECONDS, latestMs);
        while (!idle.isEmpty() && idle.first().level < least) {
            users.remove(idle.removeFirst().name);
        }
        return latestMs;
    }
}
