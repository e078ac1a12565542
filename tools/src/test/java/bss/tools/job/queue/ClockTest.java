package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobStore;
import bss.tools.job.v1.FollowReply;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.Options.Engine;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose clock on the wall is set: only what expires goes by it. No call carries a time of a client, so their
/// clocks do not matter at all.
@Timeout(300)
class ClockTest {

    private static final long HOUR_MS = 3_600_000;
    private static final double FOR_EVER_MS = 9e8;
    private static final double SLACK_S = 30;

    @TempDir
    Path folder;

    private final AtomicLong offsetMs = new AtomicLong();
    private final InstantSource clock = () -> Instant.now().plusMillis(offsetMs.get());

    @Test
    void jobsAreNeitherLostNorDoubledNorTimedOutWhenTheClockIsSet() throws Exception {
        long[] steps = {HOUR_MS, -HOUR_MS, -24 * HOUR_MS, HOUR_MS, 24 * HOUR_MS};
        Path data = folder.resolve("data");
        try (Rig rig = Rig.start(data, 1, clock, CrashPoints.none())) {
            Served.User ada = rig.add("ada", Duration.ofDays(10));
            long began = System.nanoTime();
            ada.calls()
                    .submit(Calls.request("follows", Networks.firing(Engine.REFERENCE, 2, false, FOR_EVER_MS))
                            .setWallLimitS(3)
                            .build());
            var _ = Calls.awaitAtLeast(ada, "follows", JobState.RUNNING);
            CompletableFuture<JobStatus> followed = CompletableFuture.supplyAsync(() -> ada.awaitEnd("follows"));
            for (int i = 0; i < steps.length; i++) {
                ada.submit("job-" + i, Networks.firing(Engine.REFERENCE, 2, false, 100 + i));
                offsetMs.addAndGet(steps[i]);
                ada.submit("also-" + i, Networks.firing(Engine.REFERENCE, 2, false, 200 + i));
            }
            JobStatus timedOut = followed.get();
            double tookS = Calls.secondsSince(began);
            assertEquals(JobState.TIMED_OUT, timedOut.getState(), timedOut.getReason());
            System.out.printf("limit 3 s, ended after at most %.2f s while the clock was set%n", tookS);
            assertTrue(tookS > 2.9 && tookS < 3 + SLACK_S, "took " + tookS + " s");
            // and while what waits is handed out
            for (int i = 0; i < steps.length; i++) {
                ada.awaitEnd("job-" + i);
                offsetMs.addAndGet(-steps[i]);
                ada.awaitEnd("also-" + i);
            }
            List<JobStatus> all =
                    ada.calls().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList();
            assertEquals(1 + 2 * steps.length, all.size());
            Set<Long> numbers = new HashSet<>();
            for (JobStatus job : all) {
                assertTrue(numbers.add(job.getNumber()));
                assertEquals(1, job.getAttempt(), job.getJob());
                assertEquals(
                        job.getJob().equals("follows") ? JobState.TIMED_OUT : JobState.DONE,
                        job.getState(),
                        job.getJob() + ": " + job.getReason());
                assertTrue(job.getSubmittedMs() <= job.getStartedMs(), job.toString());
                assertTrue(job.getStartedMs() <= job.getEndedMs(), job.toString());
            }
        }
        try (JobStore store = JobStore.open(data, clock, CrashPoints.none())) {
            assertTrue(store.verifyAudit() > 0);
        }
    }

    @Test
    void onlyTokensExpireByTheClockAndALittleLate() throws Exception {
        try (Rig rig = Rig.start(folder.resolve("data"), 1, clock, CrashPoints.none())) {
            Served.User ada = rig.add("ada", Duration.ofHours(2));
            ada.submit("long", Networks.firing(Engine.REFERENCE, 2, false, FOR_EVER_MS));
            var _ = Calls.awaitAtLeast(ada, "long", JobState.RUNNING);
            offsetMs.set(HOUR_MS);
            assertEquals(JobState.RUNNING, ada.status("long").getState());
            // the test's own time passes too, but not for a minute
            offsetMs.set(2 * HOUR_MS + 1);
            assertEquals(JobState.RUNNING, ada.status("long").getState());
            offsetMs.set(2 * HOUR_MS + 60_001);
            Calls.refused(Status.Code.UNAUTHENTICATED, () -> ada.status("long"));
            offsetMs.set(-24 * HOUR_MS);
            FollowReply followed =
                    ada.calls().follow(FollowRequest.newBuilder().setJob("long").build());
            assertEquals(JobState.RUNNING, followed.getStatus().getState());
            assertFalse(followed.getStatus().getCancelling());
            Calls.cancel(ada, "long");
            JobStatus ended = ada.awaitEnd("long");
            assertEquals(JobState.CANCELLED, ended.getState());
            assertTrue(ended.getStartedMs() <= ended.getEndedMs(), ended.toString());
        }
    }

    @Test
    void whoGuessesTokensIsSlowedDownWhateverTheClockSays() throws Exception {
        try (Rig rig = Rig.start(folder.resolve("data"), 1, clock, CrashPoints.none())) {
            Served.User nobody = Served.user(rig.address(), "bss_" + "x".repeat(43));
            for (int i = 0; i < 5; i++) {
                Calls.refused(Status.Code.UNAUTHENTICATED, () -> nobody.status("none"));
            }
            offsetMs.set(HOUR_MS);
            long began = System.nanoTime();
            Calls.refused(Status.Code.UNAUTHENTICATED, () -> nobody.status("none"));
            assertTrue(Calls.secondsSince(began) > 0.4, "it was not slowed down");
        }
    }
}
