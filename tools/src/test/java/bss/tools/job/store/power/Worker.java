package bss.tools.job.store.power;

import bss.tools.job.store.Actor;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// One thread of the workload, with jobs that no other has. It says what will become of a job, asks for it, and says
/// what
/// became of it.
final class Worker {

    private static final Actor ACTOR = Script.ACTOR;
    private static final int MOST_JOBS = 10;
    private static final int PIECE = 16_384;

    @FunctionalInterface
    private interface Request {
        void make() throws StoreException, IOException;
    }

    private final JobStore store;
    private final Acks acks;
    private final List<Fact> jobs;
    private final String name;
    private final SplittableRandom random;
    private int submitted;

    Worker(JobStore store, Acks acks, List<Fact> jobs, String name, long seed) {
        this.store = store;
        this.acks = acks;
        this.jobs = jobs;
        this.name = name;
        random = new SplittableRandom(seed);
    }

    int run(int steps) throws StoreException, IOException {
        for (int i = 0; i < steps; i++) {
            if (jobs.isEmpty() || (jobs.size() < MOST_JOBS && random.nextInt(5) == 0)) {
                jobs.add(submit());
            } else {
                Fact job = jobs.remove(random.nextInt(jobs.size()));
                Fact after = step(job);
                if (!after.deleted()) {
                    jobs.add(after);
                }
            }
        }
        return submitted;
    }

    /// Submits a job that is there.
    static void again(JobStore store, Acks acks, Fact job) throws StoreException {
        byte[] payload = Script.payload(job.key());
        store.submit(job.key(), Script.spec(job.key()), payload, job.payloadSha256(), ACTOR);
        acks.say(Acks.DONE, job);
    }

    private Fact submit() throws StoreException, IOException {
        JobKey key = new JobKey(Script.USERS.get(random.nextInt(Script.USERS.size())), name + "." + submitted++);
        byte[] payload = Script.payload(key);
        Fact after = Fact.absent(key);
        after = new Fact(key, 0, after.in(JobState.QUEUED).state(), false, 0, false, Script.sha256(payload), "");
        String sha256 = after.payloadSha256();
        return make(after, () -> store.submit(key, Script.spec(key), payload, sha256, ACTOR));
    }

    private Fact step(Fact job) throws StoreException, IOException {
        JobKey key = job.key();
        int dice = random.nextInt(100);
        if (dice < 4) {
            again(store, acks, job);
            return job;
        }
        if (job.is(JobState.QUEUED)) {
            return dice < 10
                    ? make(job.with(JobState.CANCELLED, job.attempt(), true, ""), () -> store.askCancel(key, ACTOR))
                    : make(
                            job.with(JobState.LEASED, job.attempt() + 1, job.cancelAsked(), ""),
                            () -> store.lease(key, ACTOR));
        }
        return job.isHeld() ? stepHeld(job, dice) : make(job.gone(), () -> store.delete(key, ACTOR));
    }

    private Fact stepHeld(Fact job, int dice) throws StoreException, IOException {
        JobKey key = job.key();
        int attempt = job.attempt();
        JobState state = job.state().orElseThrow();
        if (dice < 8) {
            return make(job.in(JobState.FAILED), () -> done(store.end(key, attempt, JobState.FAILED, "bad", ACTOR)));
        }
        if (dice < 12) {
            return make(job.recovered(), () -> done(store.requeue(key, attempt, "its worker died", ACTOR)));
        }
        if (dice < 15 && !job.cancelAsked()) {
            return make(job.with(state, attempt, true, ""), () -> store.askCancel(key, ACTOR));
        }
        JobState next = switch (state) {
            case LEASED -> JobState.CONFIGURING;
            case CONFIGURING -> JobState.RUNNING;
            case RUNNING -> JobState.READOUT;
            default -> JobState.DONE;
        };
        if (next == JobState.DONE) {
            return commit(job);
        }
        return make(job.in(next), () -> done(store.move(key, attempt, state, next, "", ACTOR)));
    }

    private Fact commit(Fact job) throws StoreException, IOException {
        byte[] result = Script.result(job.key(), job.attempt());
        String sha256 = Script.sha256(result);
        Path staged = store.staging().resolve(job.key().id() + "." + job.attempt());
        try (OutputStream out = Files.newOutputStream(staged)) {
            for (int at = 0; at < result.length; at += PIECE) {
                out.write(result, at, Math.min(PIECE, result.length - at));
            }
        }
        return make(
                job.with(JobState.DONE, job.attempt(), job.cancelAsked(), sha256),
                () -> done(store.commit(job.key(), job.attempt(), staged, sha256, 0.5, ACTOR)));
    }

    private static void done(boolean done) {
        if (!done) {
            throw new IllegalStateException("the store says that the job is another's");
        }
    }

    private Fact make(Fact after, Request request) throws StoreException, IOException {
        acks.say(Acks.BEGIN, after);
        request.make();
        Fact seen = store.job(after.key()).map(Fact::of).orElse(after.deleted() ? after : Fact.absent(after.key()));
        acks.say(Acks.DONE, seen);
        return seen;
    }
}
