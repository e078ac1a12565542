package bss.tools.job.schedule;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// What a [FairQueue] knows of one user.
final class QueueUser {

    /// Who comes first: those with the least use.
    static final Comparator<QueueUser> ORDER =
            Comparator.<QueueUser>comparingDouble(user -> user.level).thenComparing(user -> user.name);

    final String name;
    final Shares.Share share;

    /// The most jobs that run at a time, 0 and above.
    int most;

    /// The logarithm of the use; see [UseScale].
    double level = UseScale.NO_USE;

    int running;

    private final Map<Claim, TreeSet<QueuedJob>> jobs = new HashMap<>();

    /// The first job of each claim: if it does not fit, the others of this claim do not either.
    private final TreeSet<QueuedJob> heads = new TreeSet<>(QueuedJob.ORDER);

    QueueUser(String name, Shares.Share share) {
        this.name = name;
        this.share = share;
        most = share.running();
    }

    boolean active() {
        return running > 0 || !heads.isEmpty();
    }

    boolean atLimit() {
        return running >= most;
    }

    Iterable<QueuedJob> heads() {
        return heads;
    }

    void add(QueuedJob job) {
        TreeSet<QueuedJob> alike = jobs.computeIfAbsent(job.claim, _ -> new TreeSet<>(QueuedJob.ORDER));
        if (!alike.isEmpty()) {
            heads.remove(alike.first());
        }
        alike.add(job);
        heads.add(alike.first());
    }

    void remove(QueuedJob job) {
        jobs.computeIfPresent(job.claim, (_, alike) -> {
            heads.remove(alike.first());
            alike.remove(job);
            if (alike.isEmpty()) {
                return null;
            }
            heads.add(alike.first());
            return alike;
        });
    }
}
