package bss.tools.job.schedule;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// The claims of jobs that were passed over for too long, the one that waits longest first. A claim is met only
/// from what those before it do not want.
final class Reservations {

    private record Overdue(String user, Claim claim) {}

    private final LinkedHashSet<Claim> claims = new LinkedHashSet<>();
    private final Set<Overdue> overdue = new HashSet<>();

    /// Of the jobs that were passed over more than `patienceMs` ago, but for users who may start none.
    ///
    /// @param passed in the order in which they were
    static Reservations of(Iterable<QueuedJob> passed, long patienceMs, long nowMs) {
        Reservations reservations = new Reservations();
        for (QueuedJob job : passed) {
            if (nowMs - job.passedMs <= patienceMs) {
                break;
            }
            if (!job.user.atLimit()) {
                reservations.claims.add(job.claim);
                reservations.overdue.add(new Overdue(job.user.name, job.claim));
            }
        }
        return reservations;
    }

    /// Whether a job of its user with its claim was passed over for too long.
    boolean overdue(QueuedJob job) {
        return overdue.contains(new Overdue(job.user.name, job.claim));
    }

    /// What has to be kept free while a claim is met, or empty if it has to wait for one before it.
    Optional<FpgaSet> keepFree(Claim claim) {
        FpgaSet keepFree = FpgaSet.NONE;
        if (claim instanceof Claim.Any) {
            return Optional.of(keepFree);
        }
        for (Claim before : claims) {
            if (before.equals(claim)) {
                break;
            }
            switch (before) {
                case Claim.Any _ -> {}
                case Claim.Given given -> keepFree = keepFree.plus(given.fpgas());
                case Claim.Contiguous _ -> {
                    // any part could be the one that it still lacks
                    return Optional.empty();
                }
            }
        }
        boolean taken = claim instanceof Claim.Given given && given.fpgas().intersects(keepFree);
        return taken ? Optional.empty() : Optional.of(keepFree);
    }
}
