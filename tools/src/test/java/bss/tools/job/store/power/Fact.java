package bss.tools.job.store.power;

import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import java.util.List;
import java.util.Optional;

/// What is known of a job, as one line of text.
///
/// @param number of the job, 0 if it is not known yet
/// @param state of the job, or empty if there is none
/// @param deleted whether there was one
record Fact(
        JobKey key,
        long number,
        Optional<JobState> state,
        boolean deleted,
        int attempt,
        boolean cancelAsked,
        String payloadSha256,
        String resultSha256) {

    private static final String NONE = "-";
    private static final String DELETED = "deleted";

    static Fact of(JobRecord job) {
        return new Fact(
                job.key(),
                job.number(),
                Optional.of(job.state()),
                false,
                job.attempt(),
                job.cancelAsked(),
                job.sha256(),
                job.resultSha256());
    }

    static Fact absent(JobKey key) {
        return new Fact(key, 0, Optional.empty(), false, 0, false, "", "");
    }

    Fact gone() {
        return new Fact(key, number, Optional.empty(), true, attempt, cancelAsked, payloadSha256, resultSha256);
    }

    Fact in(JobState to) {
        return with(to, attempt, cancelAsked, resultSha256);
    }

    Fact with(JobState to, int attempts, boolean cancel, String result) {
        return new Fact(key, number, Optional.of(to), false, attempts, cancel, payloadSha256, result);
    }

    boolean is(JobState wanted) {
        return state.equals(Optional.of(wanted));
    }

    boolean isHeld() {
        return state.isPresent() && state.get().isHeld();
    }

    /// What becomes of it when its worker is no more.
    Fact recovered() {
        if (!isHeld()) {
            return this;
        }
        if (cancelAsked) {
            return in(JobState.CANCELLED);
        }
        return in(Script.isRerunnable(key) ? JobState.QUEUED : JobState.INTERRUPTED);
    }

    /// Whether this may be seen where the other was foretold.
    boolean isAs(Fact foretold) {
        Fact numbered = new Fact(
                key,
                foretold.number == 0 ? number : foretold.number,
                foretold.state,
                foretold.deleted,
                foretold.attempt,
                foretold.cancelAsked,
                foretold.payloadSha256,
                foretold.resultSha256);
        return equals(numbered);
    }

    String line() {
        return String.join(
                " ",
                key.user(),
                key.id(),
                Long.toString(number),
                deleted ? DELETED : state.map(JobState::name).orElse(NONE),
                Integer.toString(attempt),
                Boolean.toString(cancelAsked),
                payloadSha256.isEmpty() ? NONE : payloadSha256,
                resultSha256.isEmpty() ? NONE : resultSha256);
    }

    static Fact parse(List<String> words) {
        String state = words.get(3);
        boolean deleted = state.equals(DELETED);
        return new Fact(
                new JobKey(words.get(0), words.get(1)),
                Long.parseLong(words.get(2)),
                deleted || state.equals(NONE) ? Optional.empty() : Optional.of(JobState.valueOf(state)),
                deleted,
                Integer.parseInt(words.get(4)),
                Boolean.parseBoolean(words.get(5)),
                words.get(6).equals(NONE) ? "" : words.get(6),
                words.get(7).equals(NONE) ? "" : words.get(7));
    }
}
