package bss.tools.job.schedule;

import java.util.Comparator;

/// A job that waits in a [FairQueue].
final class QueuedJob {

    /// Which job of a user comes first.
    static final Comparator<QueuedJob> ORDER =
            Comparator.<QueuedJob>comparingInt(job -> -job.priority).thenComparingLong(job -> job.number);

    /// Which job was passed over first.
    static final Comparator<QueuedJob> BY_AGE =
            Comparator.<QueuedJob>comparingLong(job -> job.passedMs).thenComparingLong(job -> job.number);

    final long number;
    final QueueUser user;
    final int priority;
    final Claim claim;

    /// Whether its turn came but it did not fit, and when this was first.
    boolean passed;

    long passedMs;

    QueuedJob(long number, QueueUser user, int priority, Claim claim) {
        this.number = number;
        this.user = user;
        this.priority = priority;
        this.claim = claim;
    }
}
