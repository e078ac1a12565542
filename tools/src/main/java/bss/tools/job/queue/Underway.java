package bss.tools.job.queue;

import java.util.HashMap;
import java.util.Map;

/// What the submissions that are under way will take of the quotas of their users, if they are kept: several of
/// one user are looked at beside each other, and kept only then.
final class Underway {

    /// What some submissions take.
    ///
    /// @param bytes of logs
    /// @param seconds of a wafer's time
    record Sum(long jobs, long bytes, double seconds) {

        private static final Sum NONE = new Sum(0, 0, 0);

        private Sum plus(Sum more) {
            return new Sum(jobs + more.jobs, bytes + more.bytes, seconds + more.seconds);
        }

        private Sum minus(Sum less) {
            return new Sum(jobs - less.jobs, bytes - less.bytes, seconds - less.seconds);
        }
    }

    /// One submission, until it is kept or refused.
    ///
    /// @param others what those take that are under way; the store must be asked after that
    record Hold(Sum others, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    private final Map<String, Sum> sums = new HashMap<>();

    /// A submission is looked at.
    synchronized Hold hold(String user, long bytes, double seconds) {
        Sum own = new Sum(1, bytes, seconds);
        Sum others = sums.getOrDefault(user, Sum.NONE);
        sums.put(user, others.plus(own));
        return new Hold(others, () -> end(user, own));
    }

    private synchronized void end(String user, Sum own) {
        sums.computeIfPresent(user, (_, all) -> all.jobs() == own.jobs() ? null : all.minus(own));
    }
}
