package bss.tools.job.store;

import java.util.Set;

/// Which jobs of a user to list, newest first.
///
/// @param states in which they are; empty: in any
/// @param limit at most so many, 1 to 1000
/// @param beforeNumber only jobs with lower numbers, to read on after the last of a page
public record JobFilter(Set<JobState> states, int limit, long beforeNumber) {

    /// The longest page.
    public static final int MOST = 1_000;

    public JobFilter {
        states = Set.copyOf(states);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is %d, must be 1 to %d".formatted(limit, MOST));
        }
    }

    /// The first page of all.
    public static JobFilter all() {
        return new JobFilter(Set.of(), MOST, Long.MAX_VALUE);
    }
}
