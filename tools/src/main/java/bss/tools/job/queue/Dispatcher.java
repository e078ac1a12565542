package bss.tools.job.queue;

import bss.tools.job.schedule.Claim;
import bss.tools.job.schedule.FairQueue;
import bss.tools.job.schedule.FpgaSet;
import bss.tools.job.schedule.Lease;
import bss.tools.job.schedule.PartTable;
import bss.tools.job.schedule.Shares;
import bss.tools.job.store.Actor;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.StoreException;
import bss.tools.job.worker.SharedWafer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Which job runs when: hands jobs out to slots, one at a time each, and takes them back.
///
/// What it knows of jobs that wait and run is made from the store at the start, and follows it.
final class Dispatcher implements AutoCloseable {

    /// Who is named in the audit log for what the server does by itself. The request tells one start from
    /// another.
    static final Actor SERVER = new Actor("server", "local", "start-" + UUID.randomUUID());

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /// Leases are renewed by being held in this process: they end with it.
    private static final Duration LEASE = Duration.ofDays(3650);
    private static final long POLL_MS = 1_000;

    /// A job that failed its workers so often is at fault itself.
    static final int MOST_FAILURES = 3;

    /// A job that a slot carries out.
    ///
    /// @param lease of the parts that it wanted
    record Handed(JobKey key, long number, @Nullable Lease lease) {}

    private record Waiting(JobKey key, Claim claim) {}

    private final JobStore store;
    private final FairQueue queue;
    private final PartTable parts;
    private final @Nullable Resets resets;
    /// What a job has cost that is not written down with it yet.
    ///
    /// @param failures of workers, the store and the wafer at it, since the server started
    /// @param seconds that those attempts took of a wafer
    private record Tries(int failures, double seconds) {}

    /// How many jobs of a user may run, as it was said at some time.
    private record Limit(int most, long atMs) {}

    private final Map<Long, Waiting> waiting = new HashMap<>();
    private final Set<Long> handed = new HashSet<>();
    private final Map<Long, Run> running = new HashMap<>();
    private final Map<Long, Tries> tries = new HashMap<>();
    private final ToIntFunction<String> runningOf;
    private final Map<String, Limit> limits = new HashMap<>();
    private boolean closed;

    /// @param running how many jobs of a user may run at a time, asked again every second
    /// @param wafer that the jobs share; empty: each that runs on one has an emulated wafer of its own
    Dispatcher(JobStore store, Shares shares, ToIntFunction<String> running, Optional<SharedWafer> wafer) {
        this.store = store;
        parts = wafer.isPresent() ? PartTable.afterCrash(LEASE, 0) : new PartTable(LEASE);
        resets = wafer.map(w -> new Resets(w, this::cleaned)).orElse(null);
        if (resets != null) {
            resets.add(FpgaSet.ALL);
        }
        this.runningOf = running;
        queue = new FairQueue(shares, PATIENCE);
    }

    /// Takes over what the store has waiting.
    synchronized void recover() throws StoreException {
        for (JobRecord job : store.unfinished()) {
            if (job.state() == JobState.QUEUED) {
                enqueue(job);
            }
        }
    }

    /// A job waits from now on.
    synchronized void enqueue(JobRecord job) {
        if (closed || waiting.containsKey(job.number()) || handed.contains(job.number())) {
            return;
        }
        List<Integer> fpgas = job.spec().fpgas();
        Claim claim = fpgas.isEmpty()
                ? Claim.any()
                : Claim.given(fpgas.stream().mapToInt(f -> f).toArray());
        waiting.put(job.number(), new Waiting(job.key(), claim));
        limit(job.key().user(), nowMs());
        queue.add(job.number(), job.key().user(), job.spec().priority(), claim);
        notifyAll();
    }

    /// A job waits no more.
    synchronized void forget(long number) {
        waiting.remove(number);
        queue.remove(number);
        if (!handed.contains(number)) {
            tries.remove(number);
        }
    }

    /// Finds jobs that nobody has, after a failure of the store, say: those that wait are handed out again, and
    /// those that seem to run wait again. What is read first may be old, and then changes nothing.
    void reconcile() throws StoreException {
        for (JobRecord job : store.unfinished()) {
            if (isKnown(job.number())) {
                continue;
            }
            if (job.state() == JobState.QUEUED) {
                enqueue(job);
            } else {
                takeBack(job);
            }
        }
    }

    private void takeBack(JobRecord job) throws StoreException {
        String reason = "nobody carried it out any more";
        if (!store.requeue(job.key(), job.attempt(), reason, SERVER)) {
            return;
        }
        Optional<JobRecord> again = store.job(job.key()).filter(j -> j.state() == JobState.QUEUED);
        if (again.isPresent() && failed(job.number(), 0) >= MOST_FAILURES) {
            store.end(job.key(), job.attempt(), JobState.FAILED, reason, spent(job.number(), 0), SERVER);
            ended(job.number());
        } else {
            again.ifPresent(this::enqueue);
        }
    }

    private synchronized boolean isKnown(long number) {
        return closed || waiting.containsKey(number) || handed.contains(number);
    }

    /// The next job, when there is one; none when the server ends.
    synchronized Optional<Handed> take() throws InterruptedException {
        while (!closed) {
            long now = nowMs();
            limits(now);
            Optional<FairQueue.Next> next = queue.next(parts::fits, now);
            if (next.isPresent()) {
                return Optional.of(hand(next.get(), now));
            }
            wait(POLL_MS);
        }
        return Optional.empty();
    }

    /// Quotas change, and what users have stored.
    private void limits(long now) {
        if (limits.values().stream().anyMatch(limit -> now - limit.atMs() >= POLL_MS)) {
            Set<String> users = new HashSet<>();
            waiting.values().forEach(job -> users.add(job.key().user()));
            limits.keySet().retainAll(users);
            users.forEach(user -> limit(user, now));
        }
    }

    private void limit(String user, long now) {
        Limit limit = limits.get(user);
        if (limit == null || now - limit.atMs() >= POLL_MS) {
            limit = new Limit(runningOf.applyAsInt(user), now);
            limits.put(user, limit);
        }
        queue.limit(user, limit.most());
    }

    private Handed hand(FairQueue.Next next, long now) {
        Waiting job = waiting.remove(next.number());
        if (job == null) {
            throw new IllegalStateException("job %d waits in the queue alone".formatted(next.number()));
        }
        Lease lease = next.claim().size() == 0
                ? null
                : parts.acquire(next.number(), next.claim(), next.keepFree(), now)
                        .orElseThrow(() -> new IllegalStateException("what fits can be lent"));
        queue.remove(next.number());
        queue.started(job.key().user(), now);
        handed.add(next.number());
        return new Handed(job.key(), next.number(), lease);
    }

    /// A job runs: it can be cancelled from now on.
    synchronized void began(Handed job, Run run) {
        running.put(job.number(), run);
    }

    /// A slot is done with a job.
    synchronized void gaveBack(Handed job, double seconds) {
        running.remove(job.number());
        handed.remove(job.number());
        queue.charge(job.key().user(), seconds, nowMs());
        queue.ended(job.key().user());
        Lease lease = job.lease();
        if (lease != null) {
            parts.release(lease);
            if (resets != null) {
                resets.add(lease.parts());
            } else {
                // a wafer of its own begins as after a reset
                lease.parts().stream().forEach(parts::cleaned);
            }
        }
        notifyAll();
    }

    /// An attempt failed that is to be made again.
    ///
    /// @param seconds that it took of a wafer
    /// @return how many have
    synchronized int failed(long number, double seconds) {
        return tries.merge(
                        number,
                        new Tries(1, seconds),
                        (a, b) -> new Tries(a.failures() + b.failures(), a.seconds() + b.seconds()))
                .failures();
    }

    /// What a job took of a wafer.
    ///
    /// @param seconds in its last attempt
    synchronized double spent(long number, double seconds) {
        Tries before = tries.get(number);
        return before == null ? seconds : seconds + before.seconds();
    }

    /// A job has ended.
    synchronized void ended(long number) {
        tries.remove(number);
    }

    private synchronized void cleaned(int fpga) {
        parts.cleaned(fpga);
        notifyAll();
    }

    /// How many FPGAs are lent.
    synchronized int lent() {
        return parts.leases().stream().mapToInt(lease -> lease.parts().size()).sum();
    }

    /// Has a job end if it runs.
    void stop(long number, JobState end, String reason) throws InterruptedException {
        Run run;
        synchronized (this) {
            run = running.get(number);
        }
        if (run != null) {
            run.stop(end, reason);
        }
    }

    /// Whether nothing is handed out any more.
    synchronized boolean closed() {
        return closed;
    }

    /// Hands nothing out any more; what runs is stopped, to be begun again by the next server.
    @Override
    public void close() {
        List<Run> runs;
        synchronized (this) {
            closed = true;
            notifyAll();
            runs = new ArrayList<>(running.values());
        }
        runs.forEach(Run::abandon);
        if (resets != null) {
            resets.close();
        }
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
