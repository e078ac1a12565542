package bss.tools.job.access;

import java.util.Set;

/// Who may call a method.
///
/// @param target what its request names
/// @param own roles that may call it, for a job of the caller's own
/// @param others roles that may call it for everybody's jobs; they are in `own` too
record Rule(Target target, Set<Role> own, Set<Role> others) {

    /// What a request names.
    enum Target {
        /// No job.
        NO_JOB,
        /// A job that is made if it is not there.
        NEW_JOB,
        /// A job that is there.
        JOB
    }

    Rule {
        own = Set.copyOf(own);
        others = Set.copyOf(others);
        if (!own.containsAll(others)) {
            throw new IllegalArgumentException(
                    "%s may call it for jobs of others, but only %s for own ones".formatted(others, own));
        }
    }
}
