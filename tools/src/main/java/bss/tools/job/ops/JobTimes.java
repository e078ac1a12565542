package bss.tools.job.ops;

import bss.tools.job.store.AuditEntry;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How many jobs are in which state, and since when those that have not ended wait or run.
final class JobTimes {

    /// How long something took that has ended now.
    ///
    /// @param ran it was an attempt
    record Passed(long milliseconds, boolean ran) {}

    private static final Passed NOTHING = new Passed(0, false);

    private final InstantSource clock;
    private final long[] counts = new long[JobState.values().length];
    /// By number: jobs that have waited longest are almost those of the lowest numbers.
    private final TreeMap<Long, Long> waitingSince = new TreeMap<>();
    private final Map<Long, Long> runningSince = new HashMap<>();

    JobTimes(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void found(Map<JobState, Long> jobs, List<JobRecord> unfinished) {
        jobs.forEach((state, count) -> counts[state.ordinal()] += count);
        for (JobRecord job : unfinished) {
            if (job.state().isHeld()) {
                runningSince.put(job.number(), job.startedMs());
            } else {
                waitingSince.put(job.number(), job.submittedMs());
            }
        }
    }

    synchronized Passed changed(AuditEntry entry) {
        count(entry.before(), -1);
        count(entry.after(), 1);
        long number = entry.job();
        if (entry.before().equals(entry.after())) {
            return NOTHING; // a cancel was asked for
        }
        if (entry.action().equals("LEASE")) {
            Long since = waitingSince.remove(number);
            runningSince.put(number, entry.timeMs());
            return new Passed(since == null ? 0 : Math.max(0, entry.timeMs() - since), false);
        }
        boolean waits = entry.after().equals(JobState.QUEUED.name());
        boolean held =
                !entry.after().isEmpty() && JobState.valueOf(entry.after()).isHeld();
        Passed passed = NOTHING;
        if (!held) {
            Long since = runningSince.remove(number);
            if (since != null) {
                passed = new Passed(Math.max(0, entry.timeMs() - since), true);
            }
        }
        if (waits) {
            waitingSince.put(number, entry.timeMs());
        } else {
            waitingSince.remove(number);
        }
        return passed;
    }

    private void count(String state, int by) {
        if (!state.isEmpty()) {
            counts[JobState.valueOf(state).ordinal()] += by;
        }
    }

    synchronized double count(JobState state) {
        return counts[state.ordinal()];
    }

    /// How long the oldest job of those that wait does so, 0 if there is none.
    synchronized double oldestSeconds() {
        long now = clock.millis();
        long oldest = now;
        int looked = 0;
        for (long since : waitingSince.values()) {
            oldest = Math.min(oldest, since);
            // one that was begun again waits anew; a few of these do not hide the others
            if (++looked == 1_000) {
                break;
            }
        }
        return 1e-3 * (now - oldest);
    }
}
