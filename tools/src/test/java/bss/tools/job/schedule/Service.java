package bss.tools.job.schedule;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;

/// A job service in simulated time: workers that take what the queue gives them, and a wafer.
final class Service {

    /// A job that was queued.
    record Job(long number, String user, Claim claim, long ms, long queuedMs) {}

    private record End(long ms, Job job, Lease lease) {}

    final FairQueue queue;
    final PartTable parts = new PartTable(Duration.ofDays(1));

    /// What users have got, in ms.
    final Map<String, Long> got = new HashMap<>();

    private final Map<Long, Job> waiting = new HashMap<>();
    private final PriorityQueue<End> ends = new PriorityQueue<>(
            Comparator.comparingLong(End::ms).thenComparingLong(end -> end.job().number()));
    private int idle;
    private long numbers;
    private long now;

    Service(Shares shares, Duration patience, int workers) {
        queue = new FairQueue(shares, patience);
        idle = workers;
    }

    long now() {
        return now;
    }

    Job submit(String user, Claim claim, long ms) {
        Job job = new Job(numbers++, user, claim, ms, now);
        waiting.put(job.number(), job);
        queue.add(job.number(), user, 0, claim);
        return job;
    }

    /// Starts one job, if a worker is idle and a job fits.
    Optional<Job> start() {
        Optional<FairQueue.Next> next = idle == 0 ? Optional.empty() : queue.next(parts::fits, now);
        return next.map(chosen -> {
            Job job = Objects.requireNonNull(waiting.remove(chosen.number()));
            Lease lease = parts.acquire(job.number(), chosen.claim(), chosen.keepFree(), now)
                    .orElseThrow();
            if (!queue.remove(job.number())) {
                throw new AssertionError("job " + job + " was not in the queue");
            }
            queue.started(job.user(), now);
            ends.add(new End(now + job.ms(), job, lease));
            idle--;
            return job;
        });
    }

    /// Goes on to a time when no job ends before.
    void advance(long ms) {
        now = ms;
    }

    /// When the next job ends, or `Long.MAX_VALUE`.
    long nextEndMs() {
        return ends.isEmpty() ? Long.MAX_VALUE : ends.peek().ms();
    }

    /// Goes on to the end of a job and ends it.
    Job end() {
        End end = ends.remove();
        now = end.ms();
        String user = end.job().user();
        queue.charge(user, end.job().ms() / 1000.0, now);
        queue.ended(user);
        got.merge(user, end.job().ms(), Long::sum);
        if (!parts.release(end.lease())) {
            throw new AssertionError("lease " + end.lease() + " was lost");
        }
        end.lease().parts().stream().forEach(parts::cleaned);
        idle++;
        return end.job();
    }
}
