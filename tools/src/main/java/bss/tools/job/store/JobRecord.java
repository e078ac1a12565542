package bss.tools.job.store;

/// A job as it is kept. Times are milliseconds since 1970 of the store's clock.
///
/// @param number of the job in this store, 1 and above, ever rising, never given twice
/// @param attempt number of the latest start, 0 before the first
/// @param reason why it is in this state, empty if there is nothing to say
/// @param startedMs when the latest attempt was leased, 0 if none is or was
/// @param endedMs when it ended, 0 before
/// @param sha256 of the payload, in hexadecimal
/// @param payloadBytes length of the payload
/// @param resultBytes length of the result, 0 without one
/// @param resultSha256 of the result, in hexadecimal; empty without one
/// @param hardwareSeconds that its attempts took, 0 before it has ended
/// @param cancelAsked whether its worker should give it up
public record JobRecord(
        JobKey key,
        long number,
        JobSpec spec,
        JobState state,
        int attempt,
        String reason,
        long submittedMs,
        long startedMs,
        long endedMs,
        String sha256,
        long payloadBytes,
        long resultBytes,
        String resultSha256,
        double hardwareSeconds,
        boolean cancelAsked) {

    JobRecord leased(long nowMs) {
        return with(JobState.LEASED, attempt + 1, "", nowMs, 0, cancelAsked);
    }

    JobRecord moved(JobState to, String why, long nowMs) {
        return with(to, attempt, why, startedMs, to.isEnd() ? nowMs : 0, cancelAsked);
    }

    JobRecord requeued(String why) {
        return with(JobState.QUEUED, attempt, why, 0, 0, cancelAsked);
    }

    JobRecord askedToCancel() {
        return with(state, attempt, reason, startedMs, endedMs, true);
    }

    /// Whether there is something to be read: of a job that is DONE all of it, of one that is TIMED_OUT a part.
    public boolean hasResult() {
        return !resultSha256.isEmpty();
    }

    JobRecord withoutResult(JobState end, String why, double seconds, long nowMs) {
        return withResult(end, why, 0, "", seconds, nowMs);
    }

    JobRecord withResult(JobState end, String why, long bytes, String hash, double seconds, long nowMs) {
        return new JobRecord(
                key,
                number,
                spec,
                end,
                attempt,
                why,
                submittedMs,
                startedMs,
                nowMs,
                sha256,
                payloadBytes,
                bytes,
                hash,
                seconds,
                cancelAsked);
    }

    private JobRecord with(JobState to, int attempts, String why, long started, long ended, boolean cancel) {
        return new JobRecord(
                key,
                number,
                spec,
                to,
                attempts,
                why,
                submittedMs,
                started,
                ended,
                sha256,
                payloadBytes,
                resultBytes,
                resultSha256,
                hardwareSeconds,
                cancel);
    }
}
