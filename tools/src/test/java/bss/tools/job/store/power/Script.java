package bss.tools.job.store.power;

import bss.tools.job.store.Actor;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobFilter;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobSpec;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import bss.tools.job.store.StoreException;
import com.google.common.hash.Hashing;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What the workload and the check of what is left of it both know: everything of a job follows from its key.
final class Script {

    static final Actor ACTOR = new Actor("power", "", "");
    static final List<String> USERS = List.of("ann", "bob");

    private static final long RESERVE_BYTES = 4096;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_000));

    private Script() {}

    static JobStore open(Path data) throws StoreException {
        return JobStore.open(data, CLOCK, CrashPoints.none(), RESERVE_BYTES);
    }

    static boolean isRerunnable(JobKey key) {
        return Math.floorMod(key.hashCode(), 4) != 0;
    }

    static JobSpec spec(JobKey key) {
        return new JobSpec("a job", 0, isRerunnable(key), List.of(), new Limits(60, 1, 1 << 20), "power");
    }

    /// Mostly short, seldom so long that it lies in a file.
    static int payloadBytes(JobKey key) {
        SplittableRandom random = new SplittableRandom(key.hashCode());
        int kind = random.nextInt(12);
        return kind == 0 ? random.nextInt(66_000, 90_000) : random.nextInt(kind == 1 ? 8_000 : 800);
    }

    static byte[] payload(JobKey key) {
        return bytes(new SplittableRandom(key.hashCode()), payloadBytes(key));
    }

    static byte[] result(JobKey key, int attempt) {
        SplittableRandom random = new SplittableRandom(key.hashCode() + 31L * attempt);
        int kind = random.nextInt(16);
        return bytes(random, random.nextInt(kind == 0 ? 200_000 : kind < 4 ? 20_000 : 2_000));
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        return Hashing.sha256().hashBytes(bytes).toString();
    }

    /// Every job that is there.
    static List<JobRecord> jobs(JobStore store) throws StoreException {
        List<JobRecord> jobs = new ArrayList<>();
        for (String user : USERS) {
            jobs.addAll(store.jobs(user, JobFilter.all()));
        }
        return jobs;
    }
}
