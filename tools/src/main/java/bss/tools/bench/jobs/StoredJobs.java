package bss.tools.bench.jobs;

import bss.tools.job.store.Actor;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobSpec;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import com.google.common.hash.Hashing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Jobs that ended, without having run.
public final class StoredJobs {

    private static final Actor ACTOR = new Actor("bench", "", "");

    private StoredJobs() {}

    /// Stores a job that is DONE, with this result; no server may be at work on the data.
    ///
    /// @throws IllegalStateException if the store did not take one of the steps
    public static void done(Path data, String user, String job, byte[] result) throws Exception {
        Files.createDirectories(data);
        byte[] payload = Ground.longJob(1).toByteArray();
        JobKey key = new JobKey(user, job);
        try (JobStore store = JobStore.open(data, InstantSource.system(), CrashPoints.none())) {
            JobSpec spec = new JobSpec("", 0, true, List.of(), new Limits(600, 1e6, 1L << 40), "bench");
            var _ = store.submit(
                    key, spec, payload, Hashing.sha256().hashBytes(payload).toString(), ACTOR);
            int attempt = store.lease(key, ACTOR);
            JobState before = JobState.LEASED;
            for (JobState state : List.of(JobState.CONFIGURING, JobState.RUNNING, JobState.READOUT)) {
                if (!store.move(key, attempt, before, state, "", ACTOR)) {
                    throw new IllegalStateException("not moved to " + state);
                }
                before = state;
            }
            Path staged = Files.write(store.staging().resolve("staged"), result);
            if (!store.commit(
                    key, attempt, staged, Hashing.sha256().hashBytes(result).toString(), 0.5, ACTOR)) {
                throw new IllegalStateException("not committed");
            }
        }
    }
}
