package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.access.UserQuotas;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.SubmitRequest;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
