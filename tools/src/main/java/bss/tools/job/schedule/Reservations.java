package bss.tools.job.schedule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// The claims of jobs that were passed over for too long, the one that waits longest first. A claim is met only
/// from what those before it do not want.
final class Reservations {

    private final List<Claim> claims;

    private Reservations(List<Claim> claims) {
        this.claims = claims;
    }

    /// Of the jobs that were passed over more than `patienceMs` ago.
    ///
    /// @param passed in the order in which they were
    static Reservations of(Iterable<QueuedJob> passed, long patienceMs, long nowMs) {
        LinkedHashSet<Claim> claims = new LinkedHashSet<>();
        for (QueuedJob job : passed) {
            if (nowMs - job.passedMs <= patienceMs) {
                break;
            }
            claims.add(job.claim);
        }
        return new Reservations(new ArrayList<>(claims));
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
