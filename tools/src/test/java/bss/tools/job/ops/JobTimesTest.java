package bss.tools.job.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.tools.job.store.Actor;
import bss.tools.job.store.AuditEntry;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Counts and times that follow the audit, against those that are made anew from all of it.
class JobTimesTest {

    private static final int JOBS = 30;
    private static final int STEPS = 3_000;

    private long now = 1_000;
    private final List<AuditEntry> all = new ArrayList<>();
    private final @Nullable JobState[] states = new @Nullable JobState[JOBS];
    private final boolean[] gone = new boolean[JOBS];

    private AuditEntry entry(int job, String action, String before, String after) {
        AuditEntry entry = new AuditEntry(
                all.size() + 1,
                now,
                new Actor("a", "", ""),
                new JobKey("a", "j" + job),
                job,
                1,
                action,
                before,
                after,
                "",
                "");
        all.add(entry);
        return entry;
    }

    private static String name(@Nullable JobState state) {
        return state == null ? "" : state.toString();
    }

    @Test
    void countsAndTimesAreThoseOfTheAudit() {
        Random random = new Random(6);
        JobTimes times = new JobTimes(() -> Instant.ofEpochMilli(now));
        for (int s = 0; s < STEPS; s++) {
            now += random.nextInt(50);
            int job = random.nextInt(JOBS);
            if (gone[job]) {
                continue;
            }
            @Nullable JobState state = states[job];
            @Nullable JobState next;
            String action;
            if (state == null) {
                next = JobState.ACCEPTED;
                action = "SUBMIT";
            } else if (state.isEnd()) {
                next = null;
                action = "DELETE";
                gone[job] = true;
            } else {
                List<JobState> follow = state.next().stream().sorted().toList();
                // most go back to the queue, so that there is always something to see
                next = follow.contains(JobState.QUEUED) && random.nextInt(3) > 0
                        ? JobState.QUEUED
                        : random.nextInt(10) == 0 ? follow.get(random.nextInt(follow.size())) : follow.getFirst();
                action = next == JobState.LEASED ? "LEASE" : "MOVE";
                if (random.nextInt(20) == 0) {
                    next = state;
                    action = "CANCEL";
                }
            }
            states[job] = next;
            JobTimes.Passed passed = times.changed(entry(job, action, name(state), name(next)));
            String where = "seed 6, step %d: %s -> %s".formatted(s, state, next);
            assertEquals(expected(job), passed, where);
            for (JobState each : JobState.values()) {
                double count = count(each);
                assertEquals(count, times.count(each), 0.0, where);
            }
            assertEquals(1e-3 * (now - oldest()), times.oldestSeconds(), 1e-9, where);
        }
    }

    private long count(JobState state) {
        long count = 0;
        for (JobState each : states) {
            count += each == state ? 1 : 0;
        }
        return count;
    }

    /// When the last entry of a job with such a change was.
    private long last(int job, boolean began) {
        long at = -1;
        for (AuditEntry e : all.subList(0, all.size() - 1)) {
            boolean is = began ? e.action().equals("LEASE") : e.after().equals("QUEUED");
            if (e.job() == job && is && !e.before().equals(e.after())) {
                at = e.timeMs();
            }
        }
        return at;
    }

    private JobTimes.Passed expected(int job) {
        AuditEntry entry = all.getLast();
        if (entry.action().equals("LEASE")) {
            return new JobTimes.Passed(now - last(job, false), false);
        }
        boolean held =
                !entry.before().isEmpty() && JobState.valueOf(entry.before()).isHeld();
        boolean still =
                !entry.after().isEmpty() && JobState.valueOf(entry.after()).isHeld();
        return held && !still ? new JobTimes.Passed(now - last(job, true), true) : new JobTimes.Passed(0, false);
    }

    private long oldest() {
        long oldest = now;
        for (int j = 0; j < JOBS; j++) {
            if (states[j] == JobState.QUEUED) {
                long at = -1;
                for (AuditEntry e : all) {
                    if (e.job() == j
                            && e.after().equals("QUEUED")
                            && !e.before().equals("QUEUED")) {
                        at = e.timeMs();
                    }
                }
                oldest = Math.min(oldest, at);
            }
        }
        return oldest;
    }
}
