package bss.tools.job.store;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happens to jobs: each change and its entry in the audit, within the transaction of the caller.
final class Changes {

    private final InstantSource clock;

    Changes(InstantSource clock) {
        this.clock = clock;
    }

    /// The day it is, since 1970, UTC.
    long day() {
        return Math.floorDiv(clock.millis(), HardwareUse.DAY_MS);
    }

    /// The same job if it is there already.
    ///
    /// @throws StoreException if the key was given to another job, which may be deleted
    static Optional<Submitted> known(Db db, JobKey key, JobSpec spec, String sha256)
            throws SQLException, StoreException {
        Optional<JobRecord> there = Jobs.find(db, key);
        if (there.isEmpty()) {
            if (Jobs.isDeleted(db, key)) {
                throw conflict(
                        "job '%s' was deleted and its id is not given again; submit under another id".formatted(key));
            }
            return Optional.empty();
        }
        JobRecord job = there.get();
        if (!job.sha256().equals(sha256)) {
            throw conflict("job '%s' is there with a payload of sha256 %s, this one has %s; submit under another id"
                    .formatted(key, job.sha256(), sha256));
        }
        if (!job.spec().equals(spec)) {
            throw conflict(("job '%s' is there with the same payload of sha256 %s (this one has %s), but as %s, this is"
                            + " %s; submit under another id")
                    .formatted(key, job.sha256(), sha256, job.spec(), spec));
        }
        return Optional.of(new Submitted(job, false));
    }

    /// Keeps a new job and puts it in the queue, unless it is known.
    ///
    /// @param inRow the payload, empty if it lies in a file
    /// @param hardwareNeeded seconds that it will take of a wafer
    Submitted submit(
            Db db,
            JobKey key,
            long number,
            JobSpec spec,
            String sha256,
            long bytes,
            Optional<byte[]> inRow,
            double hardwareNeeded,
            Actor actor)
            throws SQLException, StoreException {
        Optional<Submitted> known = known(db, key, spec, sha256);
        if (known.isPresent()) {
            return known.get();
        }
        long now = clock.millis();
        JobRecord job =
                new JobRecord(key, number, spec, JobState.ACCEPTED, 0, "", now, 0, 0, sha256, bytes, 0, "", 0, false);
        Jobs.insert(db, job, hardwareNeeded);
        if (inRow.isPresent()) {
            Jobs.insertPayload(db, number, inRow.get());
        }
        Audit.add(db, now, actor, "SUBMIT", job, "", job.state().name(), sha256);
        return new Submitted(change(db, now, actor, "MOVE", job, job.requeued(""), ""), true);
    }

    int lease(Db db, JobKey key, Actor actor) throws SQLException, StoreException {
        JobRecord job = Jobs.get(db, key);
        if (job.state() != JobState.QUEUED) {
            throw conflict("job '%s' is %s, must be QUEUED to be leased".formatted(key, job.state()));
        }
        long now = clock.millis();
        return change(db, now, actor, "LEASE", job, job.leased(now), "").attempt();
    }

    boolean move(Db db, JobKey key, int attempt, JobState from, JobState to, String reason, Actor actor)
            throws SQLException, StoreException {
        Optional<JobRecord> job = fenced(db, key, attempt).filter(j -> j.state() == from);
        if (job.isEmpty()) {
            return false;
        }
        long now = clock.millis();
        change(db, now, actor, "MOVE", job.get(), job.get().moved(to, reason, now), reason);
        return true;
    }

    boolean commit(
            Db db,
            JobKey key,
            int attempt,
            JobState end,
            String reason,
            long bytes,
            String sha256,
            double hardwareSeconds,
            Actor actor)
            throws SQLException, StoreException {
        Optional<JobRecord> job = fenced(db, key, attempt).filter(j -> j.state() == JobState.READOUT);
        if (job.isEmpty()) {
            return false;
        }
        long now = clock.millis();
        JobRecord after = job.get().withResult(end, reason, bytes, sha256, hardwareSeconds, now);
        change(db, now, actor, "COMMIT", job.get(), after, sha256);
        return true;
    }

    boolean end(Db db, JobKey key, int attempt, JobState state, String reason, double hardwareSeconds, Actor actor)
            throws SQLException, StoreException {
        Optional<JobRecord> job =
                fenced(db, key, attempt).filter(j -> !j.state().isEnd());
        if (job.isEmpty()) {
            return false;
        }
        long now = clock.millis();
        JobRecord after = job.get().withoutResult(state, reason, hardwareSeconds, now);
        change(db, now, actor, "END", job.get(), after, reason);
        return true;
    }

    boolean requeue(Db db, JobKey key, int attempt, String reason, Actor actor) throws SQLException, StoreException {
        Optional<JobRecord> job = fenced(db, key, attempt).filter(j -> j.state().isHeld());
        if (job.isEmpty()) {
            return false;
        }
        abandon(db, "REQUEUE", job.get(), reason, actor);
        return true;
    }

    boolean askCancel(Db db, JobKey key, Actor actor) throws SQLException, StoreException {
        JobRecord job = Jobs.get(db, key);
        long now = clock.millis();
        if (job.state() == JobState.QUEUED) {
            JobRecord cancelled = job.askedToCancel().moved(JobState.CANCELLED, "cancelled in the queue", now);
            change(db, now, actor, "CANCEL", job, cancelled, cancelled.reason());
        } else if (!job.state().isEnd() && !job.cancelAsked()) {
            change(db, now, actor, "CANCEL", job, job.askedToCancel(), "");
        }
        return true;
    }

    /// Removes an ended job.
    ///
    /// @return what it was, empty if it was deleted before
    Optional<JobRecord> delete(Db db, JobKey key, Actor actor) throws SQLException, StoreException {
        if (Jobs.isDeleted(db, key)) {
            return Optional.empty();
        }
        JobRecord job = Jobs.get(db, key);
        if (!job.state().isEnd()) {
            throw conflict(
                    "job '%s' is %s, must have ended to be deleted; cancel it first".formatted(key, job.state()));
        }
        long now = clock.millis();
        Jobs.delete(db, job, now);
        Audit.add(db, now, actor, "DELETE", job, job.state().name(), "", job.sha256());
        return Optional.of(job);
    }

    /// What became of every job that a worker had, after which none has.
    List<JobState> recover(Db db, Actor actor) throws SQLException {
        List<JobState> became = new ArrayList<>();
        for (JobRecord job : Jobs.unfinished(db)) {
            if (job.state().isHeld()) {
                became.add(abandon(db, "RECOVER", job, "the server stopped while it was " + job.state(), actor));
            }
        }
        return became;
    }

    /// Takes a job from a worker that is no more.
    private JobState abandon(Db db, String action, JobRecord job, String reason, Actor actor) throws SQLException {
        long now = clock.millis();
        JobRecord after;
        if (job.cancelAsked()) {
            // it was to be stopped, and it is
            after = job.moved(JobState.CANCELLED, reason, now);
        } else if (job.spec().rerunnable()) {
            after = job.requeued(reason);
        } else {
            after = job.moved(JobState.INTERRUPTED, reason, now);
        }
        return change(db, now, actor, action, job, after, reason).state();
    }

    /// The job if this attempt is its latest. A deleted job has none.
    private static Optional<JobRecord> fenced(Db db, JobKey key, int attempt) throws SQLException, StoreException {
        if (Jobs.isDeleted(db, key)) {
            return Optional.empty();
        }
        return Optional.of(Jobs.get(db, key)).filter(job -> job.attempt() == attempt);
    }

    private static JobRecord change(
            Db db, long now, Actor actor, String action, JobRecord before, JobRecord after, String detail)
            throws SQLException {
        Jobs.update(db, before, after);
        Audit.add(
                db,
                now,
                actor,
                action,
                after,
                before.state().name(),
                after.state().name(),
                detail);
        return after;
    }

    private static StoreException conflict(String message) {
        return new StoreException(StoreException.Kind.CONFLICT, message);
    }
}
