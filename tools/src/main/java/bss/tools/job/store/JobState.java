package bss.tools.job.store;

import java.util.EnumSet;
import java.util.Set;

/// Where a job is on its way from the submission to an end.
public enum JobState {
    /// Kept, and not yet in the queue. Only seen within the submission.
    ACCEPTED,
    /// Waits for an attempt.
    QUEUED,
    /// A worker has it, under an attempt number of its own.
    LEASED,
    /// The worker configures the wafer.
    CONFIGURING,
    /// The network runs.
    RUNNING,
    /// The worker reads results back.
    READOUT,
    /// Ended with a result.
    DONE,
    /// Ended by an error.
    FAILED,
    /// Ended because a user asked for it.
    CANCELLED,
    /// Ended by one of its limits.
    TIMED_OUT,
    /// Its worker or its server died, and it may not be run twice.
    INTERRUPTED;

    /// Whether nothing follows.
    public boolean isEnd() {
        return switch (this) {
            case ACCEPTED, QUEUED, LEASED, CONFIGURING, RUNNING, READOUT -> false;
            case DONE, FAILED, CANCELLED, TIMED_OUT, INTERRUPTED -> true;
        };
    }

    /// Whether a worker has the job.
    public boolean isHeld() {
        return switch (this) {
            case LEASED, CONFIGURING, RUNNING, READOUT -> true;
            case ACCEPTED, QUEUED, DONE, FAILED, CANCELLED, TIMED_OUT, INTERRUPTED -> false;
        };
    }

    /// Which states may follow.
    public Set<JobState> next() {
        return switch (this) {
            case ACCEPTED -> endsAnd(QUEUED);
            case QUEUED -> endsAnd(LEASED);
            case LEASED -> endsAnd(CONFIGURING, QUEUED);
            case CONFIGURING -> endsAnd(RUNNING, QUEUED);
            case RUNNING -> endsAnd(READOUT, QUEUED);
            case READOUT -> endsAnd(DONE, QUEUED);
            case DONE, FAILED, CANCELLED, TIMED_OUT, INTERRUPTED -> EnumSet.noneOf(JobState.class);
        };
    }

    private static Set<JobState> endsAnd(JobState... others) {
        Set<JobState> all = EnumSet.of(FAILED, CANCELLED, TIMED_OUT, INTERRUPTED);
        for (JobState other : others) {
            all.add(other);
        }
        return all;
    }
}
