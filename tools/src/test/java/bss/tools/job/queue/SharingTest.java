package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Role;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.v1.GetQuotaRequest;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.StageProgress;
import bss.tools.job.v1.SubmitRequest;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What users of the same server notice of each other.
class SharingTest {

    private static final UserQuotas MANY = new UserQuotas(100_000, 4, 1L << 40, 1e9);
    private static final int FEW = 300;
    private static final int ALL = 10_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Test
    void theFirstJobOfAnotherUserWaitsForAtMostTwoOfThreeHundred() throws Exception {
        secondUserIsServed(FEW);
    }

    @Test
    @Tag("sweep")
    void theFirstJobOfAnotherUserWaitsForAtMostTwoOfTenThousand() throws Exception {
        secondUserIsServed(ALL);
    }

    private void secondUserIsServed(int jobs) throws Exception {
        try (Served served = Served.start(data, 1)) {
            served.add("a", MANY);
            served.add("b", MANY);
            Served.User a = served.user("a");
            Served.User b = served.user("b");
            for (int j = 0; j < jobs; j++) {
                // about 50 ms each
                a.submit("a-" + j, log(j, 150));
            }
            a.awaitEnd("a-3");
            b.submit("b", log(7, 150));
            JobStatus end = b.awaitEnd("b");
            assertEquals(JobState.DONE, end.getState(), end.getReason());
            long before = 0;
            long between = 0;
            for (JobStatus job : started(a)) {
                before += job.getStartedMs() < end.getSubmittedMs() ? 1 : 0;
                between +=
                        job.getStartedMs() >= end.getSubmittedMs() && job.getStartedMs() <= end.getStartedMs() ? 1 : 0;
            }
            System.out.printf("B's first job waited for %d jobs of A's %d (%d had begun)%n", between, jobs, before);
            assertTrue(before < jobs - 10, "A has nothing left: " + before);
            // besides the one that ran
            assertTrue(between <= 1, "B waited for " + between);
        }
    }

    /// All of somebody's jobs that were begun.
    private static List<JobStatus> started(Served.User user) {
        List<JobStatus> all = new ArrayList<>();
        long before = 0;
        while (true) {
            List<JobStatus> page = user.calls()
                    .listJobs(ListJobsRequest.newBuilder()
                            .setLimit(1_000)
                            .setBefore(before)
                            .build())
                    .getJobsList();
            if (page.isEmpty()) {
                return all;
            }
            page.stream().filter(j -> j.getStartedMs() > 0).forEach(all::add);
            before = page.getLast().getNumber();
        }
    }

    private static JobLog log(int seed, int cells) {
        return Networks.firing(Options.Engine.REFERENCE, cells + seed % 2, false, 1_000);
    }

    /// The very bytes, whoever works next to it, with whatever number of threads, workers and servers.
    @Test
    void aResultIsTheSameByteForByteWhateverRunsBesideIt() throws Exception {
        sameBytes(18);
    }

    @Test
    @Tag("sweep")
    void ahundredResultsAreTheSameByteForByte() throws Exception {
        sameBytes(102);
    }

    private void sameBytes(int repeats) throws Exception {
        ByteString alone;
        try (Served served = Served.start(data.resolve("one"), 1)) {
            served.add("a", MANY);
            alone = done(served.user("a"), request("alone", Networks.firing(Options.Engine.EMULATOR, 40, true, 50), 7));
        }
        for (int workers : new int[] {1, 2, 4}) {
            Path folder = data.resolve("of-" + workers);
            for (int start = 0; start < 2; start++) {
                try (Served served = Served.start(folder, workers)) {
                    if (start == 0) {
                        served.add("a", MANY);
                        served.add("b", MANY);
                        tokens = List.of(served.token("a"), served.token("b"));
                    }
                    Served.User a = served.withToken(tokens.get(0));
                    Served.User b = served.withToken(tokens.get(1));
                    List<String> mine = new ArrayList<>();
                    for (int j = 0; j < repeats / 6; j++) {
                        String id = start + "-" + j;
                        // on the FPGAs around those of a
                        b.calls()
                                .submit(request(
                                        "b" + id, Networks.firing(Options.Engine.EMULATOR, 60, true, 60), 6, 8));
                        JobLog log = threads(Networks.firing(Options.Engine.EMULATOR, 40, true, 50), 1 + j % 2);
                        a.calls().submit(request(id, log, 7));
                        mine.add(id);
                    }
                    for (String id : mine) {
                        JobStatus end = a.awaitEnd(id);
                        assertEquals(JobState.DONE, end.getState(), end.getReason());
                        assertEquals(alone, end.getResultSha256(), workers + " workers, job " + id);
                    }
                }
            }
        }
    }

    private List<String> tokens = List.of();

    private static ByteString done(Served.User user, SubmitRequest request) {
        var _ = user.calls().submit(request);
        JobStatus end = user.awaitEnd(request.getJob());
        assertEquals(JobState.DONE, end.getState(), end.getReason());
        return end.getResultSha256();
    }

    private static SubmitRequest request(String id, JobLog log, int... fpgas) {
        SubmitRequest.Builder request = SubmitRequest.newBuilder().setJob(id).setLog(log.toByteString());
        for (int fpga : fpgas) {
            request.addFpgas(fpga);
        }
        return request.build();
    }

    private static JobLog threads(JobLog log, int threads) {
        JobLog.Builder changed = log.toBuilder();
        changed.getCommandsBuilder(0).getBuildBuilder().getOptionsBuilder().setThreads(threads);
        return changed.build();
    }

    @Test
    void whoHasHadTheHardwareTimeOfADayIsToldWhenThereIsMore() throws Exception {
        try (Served served = Served.start(data, 1)) {
            // 100 ms of biology are 10 us of the wafer
            served.add("a", new UserQuotas(100, 4, 1L << 30, 25e-6));
            Served.User a = served.user("a");
            for (int j = 0; j < 2; j++) {
                var _ = done(a, request("job-" + j, Networks.firing(Options.Engine.REFERENCE, 3, false, 100)));
            }
            StatusRuntimeException e = Assertions.assertThrows(
                    StatusRuntimeException.class,
                    () -> a.submit("job-3", Networks.firing(Options.Engine.REFERENCE, 3, false, 100)));
            assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.getStatus().getCode());
            String told = String.valueOf(e.getStatus().getDescription());
            assertTrue(told.contains("hardwareSecondsPerDay") && told.contains("resets in"), told);
        }
    }

    @Test
    void whatIsCancelledHasHadTheHardwareTimeUntilThen() throws Exception {
        try (Served served = Served.start(data, 1)) {
            served.add("a", new UserQuotas(100, 4, 1L << 30, 1e6));
            Served.User a = served.user("a");
            a.submit("long", Networks.firing(Options.Engine.REFERENCE, 3, false, 1e9));
            Calls.await(
                    "some of it is done",
                    () -> a.status("long").getStagesList().stream()
                            .anyMatch(s -> s.getStage().equals("running") && s.getFraction() > 0));
            double fraction = Calls.cancel(a, "long").getStagesList().stream()
                    .filter(s -> s.getStage().equals("running"))
                    .mapToDouble(StageProgress::getFraction)
                    .max()
                    .orElseThrow();
            double seconds = a.awaitEnd("long").getHardwareSeconds();
            // 1e9 ms of biology are 100 s of the wafer
            assertTrue(seconds >= 100 * fraction && seconds < 100, seconds + " s after " + fraction);
            double used =
                    a.calls().getQuota(GetQuotaRequest.getDefaultInstance()).getHardwareSeconds();
            assertEquals(seconds, used, 1e-9);
        }
    }

    @Test
    void jobsThatWaitFollowChangesOfTheirUsersQuotas() throws Exception {
        try (Served served = Served.start(data, 1)) {
            served.add("a", new UserQuotas(100, 0, 1L << 30, 1e6));
            Served.User a = served.user("a");
            a.submit("job", log(1, 20));
            Thread.sleep(1_500);
            assertEquals(JobState.QUEUED, a.status("job").getState());
            Accounts accounts = Accounts.open(data, InstantSource.system());
            accounts.change("a", EnumSet.of(Role.USER), new UserQuotas(100, 1, 1L << 30, 1e6));
            var _ = done(a, request("job", log(1, 20)));
            long stored = a.status("job").getResultBytes();
            // who has stored as much as allowed may begin no job
            a.submit("before", Networks.firing(Options.Engine.REFERENCE, 3, false, 1e9));
            a.awaitState("before", JobState.RUNNING);
            a.submit("behind", log(2, 20));
            accounts.change("a", EnumSet.of(Role.USER), new UserQuotas(100, 1, stored, 1e6));
            Thread.sleep(1_500);
            var _ = Calls.cancel(a, "before");
            assertEquals(JobState.CANCELLED, a.awaitEnd("before").getState());
            Thread.sleep(1_500);
            assertEquals(JobState.QUEUED, a.status("behind").getState());
            var _ = a.calls().delete(JobRequest.newBuilder().setJob("job").build());
            assertEquals(JobState.DONE, a.awaitEnd("behind").getState());
        }
    }

    @Test
    void submissionsAtTheSameTimeGetNoMoreThanTheQuota() throws Exception {
        try (Served served = Served.start(data, 1)) {
            served.add("a", new UserQuotas(100, 4, 1L << 30, 25e-6));
            Served.User a = served.user("a");
            AtomicInteger taken = new AtomicInteger();
            try (var threads = Executors.newFixedThreadPool(8)) {
                for (int j = 0; j < 8; j++) {
                    int job = j;
                    var _ = threads.submit(() -> {
                        try {
                            a.submit("job-" + job, Networks.firing(Options.Engine.REFERENCE, 3, false, 100));
                            taken.incrementAndGet();
                        } catch (StatusRuntimeException e) {
                            assertEquals(
                                    Status.Code.RESOURCE_EXHAUSTED,
                                    e.getStatus().getCode());
                        }
                    });
                }
            }
            // 10 us each
            assertTrue(taken.get() >= 1 && taken.get() <= 2, taken + " were taken");
        }
    }

    @Test
    void theSameJobIsTheSameWhateverTheLimitsOfTheServerAreNow() throws Exception {
        JobStatus first;
        try (Rig rig = Rig.start(data, 1)) {
            Served.User a = rig.add("a");
            first = a.calls()
                    .submit(request("job", log(1, 20)).toBuilder()
                            .setClient("one")
                            .build());
            a.awaitEnd("job");
        }
        try (Served served = Served.start(data, 1)) {
            Accounts accounts = Accounts.open(data, InstantSource.system());
            Served.User a =
                    served.withToken(accounts.issue("a", "again", Instant.now().plusSeconds(3_600)));
            JobStatus again = a.calls()
                    .submit(request("job", log(1, 20)).toBuilder()
                            .setClient("two")
                            .build());
            assertTrue(again.getKnown());
            assertEquals(first.getNumber(), again.getNumber());
            StatusRuntimeException e = Assertions.assertThrows(
                    StatusRuntimeException.class,
                    () -> a.calls()
                            .submit(request("job", log(1, 20)).toBuilder()
                                    .setWallLimitS(7)
                                    .build()));
            assertEquals(Status.Code.ALREADY_EXISTS, e.getStatus().getCode());
        }
    }

    @Test
    void aUserRunsNoMoreJobsAtATimeThanAllowed() throws Exception {
        try (Served served = Served.start(data, 3)) {
            served.add("a", new UserQuotas(100, 1, 1L << 30, 1e6));
            Served.User a = served.user("a");
            for (int j = 0; j < 6; j++) {
                a.submit("job-" + j, log(j, 100));
            }
            List<JobStatus> all = new ArrayList<>();
            for (int j = 0; j < 6; j++) {
                all.add(a.awaitEnd("job-" + j));
            }
            for (int j = 1; j < 6; j++) {
                assertTrue(
                        all.get(j).getStartedMs() >= all.get(j - 1).getEndedMs(),
                        "job %d began before the one before had ended".formatted(j));
            }
        }
    }
}
