package bss.tools.job.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the store should do, in memory and without any care for crashes.
final class Model {

    /// A job as plain fields.
    static final class Job {
        JobKey key;
        JobSpec spec;
        byte[] payload;
        long number;
        String state = "QUEUED";
        int attempt;
        String reason = "";
        long submitted;
        long started;
        long ended;
        byte[] result = {};
        boolean hasResult;
        double seconds;
        boolean cancel;

        Job(JobKey key, JobSpec spec, byte[] payload, long number, long now) {
            this.key = key;
            this.spec = spec;
            this.payload = payload;
            this.number = number;
            submitted = now;
        }

        boolean held() {
            return List.of("LEASED", "CONFIGURING", "RUNNING", "READOUT").contains(state);
        }

        boolean ended() {
            return !held() && !state.equals("QUEUED");
        }

        JobRecord record() {
            return new JobRecord(
                    key,
                    number,
                    spec,
                    JobState.valueOf(state),
                    attempt,
                    reason,
                    submitted,
                    started,
                    ended,
                    Sha256.of(payload),
                    payload.length,
                    result.length,
                    hasResult ? Sha256.of(result) : "",
                    seconds,
                    cancel);
        }
    }

    final TreeMap<String, Job> jobs = new TreeMap<>();
    final Set<JobKey> deleted = new HashSet<>();
    final TreeMap<String, Double> secondsOfUser = new TreeMap<>();
    final List<String> audit = new ArrayList<>();
    long lastNumber;

    @Nullable
    Job get(JobKey key) {
        return jobs.get(key.toString());
    }

    /// What an operation answers that has an attempt: null to carry on, else the answer.
    @Nullable
    String fence(JobKey key, int attempt) {
        if (deleted.contains(key)) {
            return "false";
        }
        Job job = get(key);
        return job == null ? "UNKNOWN" : job.attempt == attempt ? null : "false";
    }

    void note(String action, Job job, String before, String after) {
        audit.add(action + " " + job.key + " " + job.number + " " + job.attempt + " " + before + ">" + after);
    }

    void to(String action, Job job, String state, String reason, long now) {
        String before = job.state;
        job.state = state;
        job.reason = reason;
        if (state.equals("QUEUED")) {
            job.started = 0;
        }
        if (job.ended()) {
            job.ended = now;
        }
        note(action, job, before, state);
    }

    String abandon(String action, Job job, String reason, long now) {
        String state = job.cancel ? "CANCELLED" : job.spec.rerunnable() ? "QUEUED" : "INTERRUPTED";
        to(action, job, state, reason, now);
        return state;
    }

    List<JobRecord> records() {
        return jobs.values().stream().map(Job::record).toList();
    }

    Usage usage(String user) {
        long queued = 0;
        long running = 0;
        long bytes = 0;
        for (Job job : jobs.values()) {
            if (job.key.user().equals(user)) {
                queued += job.state.equals("QUEUED") ? 1 : 0;
                running += job.held() ? 1 : 0;
                bytes += job.payload.length + job.result.length;
            }
        }
        return new Usage(queued, running, bytes, secondsOfUser.getOrDefault(user, 0.0));
    }
}
