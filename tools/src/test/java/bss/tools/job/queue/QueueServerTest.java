package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.access.UserQuotas;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.v1.UploadRequest;
import bss.tools.job.worker.ResultFile;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// A server with one worker, and users that submit to it.
class QueueServerTest {

    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = Served.start(folder.resolve("data"), 1);
        served.add("ada");
        served.add("bob");
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static void refused(Status.Code code, String words, Executable call) {
        StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call);
        assertEquals(code, e.getStatus().getCode(), String.valueOf(e.getStatus()));
        assertTrue(String.valueOf(e.getStatus().getDescription()).contains(words), String.valueOf(e.getStatus()));
    }

    @Test
    void aJobRunsAndItsResultComesInAnyRanges() throws Exception {
        Served.User ada = served.user("ada");
        JobStatus submitted = ada.submit("one", Served.log(1, 100));
        assertFalse(submitted.getKnown());
        JobStatus done = ada.awaitEnd("one");
        assertEquals(JobState.DONE, done.getState(), done.getReason());
        assertEquals(1, done.getAttempt());
        byte[] whole = ada.result("one", 1 << 20, 0);
        assertEquals(done.getResultBytes(), whole.length);
        assertEquals(ByteString.copyFrom(Hashing.sha256().hashBytes(whole).asBytes()), done.getResultSha256());
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(whole.length);
            byte[] rest = ada.result("one", 1 + random.nextInt(5_000), from);
            assertEquals(
                    ByteString.copyFrom(whole, from, whole.length - from), ByteString.copyFrom(rest), "from " + from);
        }
        AtomicInteger records = new AtomicInteger();
        ResultFile.read(new ByteArrayInputStream(whole), _ -> records.incrementAndGet());
        assertTrue(records.get() > 2, "records: " + records);
    }

    @Test
    void theSameJobAgainIsTheSameAndAnotherUnderItsNameIsRefused() throws Exception {
        Served.User ada = served.user("ada");
        JobStatus first = ada.submit("twice", Served.log(2, 50));
        JobStatus again = ada.submit("twice", Served.log(2, 50));
        assertTrue(again.getKnown());
        assertEquals(first.getNumber(), again.getNumber());
        refused(Status.Code.ALREADY_EXISTS, "sha256", () -> ada.submit("twice", Served.log(3, 50)));
        ada.awaitEnd("twice");
        assertTrue(ada.submit("twice", Served.log(2, 50)).getKnown());
    }

    @Test
    void nobodySeesJobsOfOthers() throws Exception {
        Served.User ada = served.user("ada");
        Served.User bob = served.user("bob");
        ada.submit("secret", Served.log(4, 20));
        ada.awaitEnd("secret");
        String same = "no such job";
        refused(Status.Code.NOT_FOUND, same, () -> bob.calls().getStatus(request("ada", "secret")));
        refused(Status.Code.NOT_FOUND, same, () -> bob.calls().getStatus(request("ada", "never")));
        refused(Status.Code.NOT_FOUND, same, () -> bob.calls().cancel(request("ada", "secret")));
        refused(Status.Code.NOT_FOUND, same, () -> bob.calls().delete(request("ada", "secret")));
        assertEquals(
                0,
                bob.calls().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList().stream()
                        .filter(j -> j.getUser().equals("ada"))
                        .count());
        Served.User nobody = served.withToken("bss_" + "x".repeat(43));
        refused(
                Status.Code.UNAUTHENTICATED,
                "token",
                () -> nobody.calls().listJobs(ListJobsRequest.getDefaultInstance()));
    }

    private static JobRequest request(String user, String job) {
        return JobRequest.newBuilder().setUser(user).setJob(job).build();
    }

    @Test
    void whatRunsAndWhatWaitsIsCancelled() throws Exception {
        Served.User ada = served.user("ada");
        ada.submit("long", Served.log(5, 1e9));
        ada.awaitState("long", JobState.RUNNING);
        ada.submit("behind", Served.log(6, 10));
        assertEquals(
                JobState.CANCELLED, ada.calls().cancel(request("", "behind")).getState());
        ada.calls().cancel(request("", "long"));
        JobStatus ended = ada.awaitEnd("long");
        assertEquals(JobState.CANCELLED, ended.getState());
        assertTrue(ended.getReason().contains("ada"), ended.getReason());
    }

    @Test
    void aJobThatRunsTooLongIsTimedOut() throws Exception {
        Served.User ada = served.user("ada");
        ada.calls()
                .submit(SubmitRequest.newBuilder()
                        .setJob("slow")
                        .setLog(Served.log(7, 1e9).toByteString())
                        .setWallLimitS(1)
                        .build());
        JobStatus ended = ada.awaitEnd("slow");
        assertEquals(JobState.TIMED_OUT, ended.getState());
        assertTrue(ended.getReason().contains("wall time"), ended.getReason());
    }

    @Test
    void aJobThatMakesNoSenseIsRefusedOrFailsWithItsMessage() throws Exception {
        Served.User ada = served.user("ada");
        refused(
                Status.Code.INVALID_ARGUMENT,
                "build",
                () -> ada.calls()
                        .submit(SubmitRequest.newBuilder()
                                .setJob("empty")
                                .setLog(ByteString.copyFrom(new byte[] {10, 0}))
                                .build()));
        refused(Status.Code.INVALID_ARGUMENT, "job is", () -> ada.submit("no spaces", Served.log(8, 10)));
        ada.submit("bad", Served.log("NoSuchCell", 8, 10));
        JobStatus failed = ada.awaitEnd("bad");
        assertEquals(JobState.FAILED, failed.getState());
        assertTrue(failed.getReason().contains("NoSuchCell"), failed.getReason());
        refused(Status.Code.FAILED_PRECONDITION, "FAILED", () -> ada.result("bad", 100, 0));
    }

    @Test
    void alongLogIsUploadedInPiecesThatGoOnWhereTheyWereCut() throws Exception {
        Served.User ada = served.user("ada");
        ByteString log = Served.log(9, 30).toByteString();
        ByteString hash = ByteString.copyFrom(
                Hashing.sha256().hashBytes(log.toByteArray()).asBytes());
        UploadRequest.Builder piece = UploadRequest.newBuilder().setSha256(hash).setSize(log.size());
        assertEquals(0, ada.calls().upload(piece.build()).getOffset());
        assertEquals(
                10,
                ada.calls().upload(piece.setData(log.substring(0, 10)).build()).getOffset());
        // the answer was lost: the same piece again changes nothing
        assertEquals(10, ada.calls().upload(piece.build()).getOffset());
        assertEquals(
                log.size(),
                ada.calls()
                        .upload(piece.setOffset(10).setData(log.substring(10)).build())
                        .getOffset());
        ada.calls()
                .submit(SubmitRequest.newBuilder()
                        .setJob("uploaded")
                        .setLogSha256(hash)
                        .build());
        assertEquals(JobState.DONE, ada.awaitEnd("uploaded").getState());
    }

    @Test
    void theSameIsHadAsJsonOverHttp() throws Exception {
        Served.User ada = served.user("ada");
        ada.submit("json", Served.log(10, 20));
        ada.awaitEnd("json");
        HttpClient http = HttpClient.newHttpClient();
        String body =
                http.send(ada.get("/v1/jobs/json"), BodyHandlers.ofString()).body();
        assertTrue(body.contains("\"DONE\"") && body.contains("\"json\""), body);
        assertEquals(
                404,
                http.send(ada.get("/v1/jobs/none"), BodyHandlers.ofString()).statusCode());
        HttpRequest without = HttpRequest.newBuilder(URI.create(served.address() + "/v1/jobs"))
                .build();
        assertEquals(401, http.send(without, BodyHandlers.ofString()).statusCode());
    }

    @Test
    void whoHasNoRoomLeftSubmitsNothing() throws Exception {
        served.add("cy", new UserQuotas(1_000, 4, 1_000_000, 3_600));
        Served.User cy = served.user("cy");
        cy.submit("first", Served.log(13, 20));
        long stored = cy.awaitEnd("first").getResultBytes();
        served.add("dee", new UserQuotas(1_000, 4, stored, 3_600));
        Served.User dee = served.user("dee");
        dee.submit("first", Served.log(13, 20));
        dee.awaitEnd("first");
        refused(Status.Code.RESOURCE_EXHAUSTED, "storedBytes", () -> dee.submit("second", Served.log(14, 20)));
        assertTrue(dee.submit("first", Served.log(13, 20)).getKnown());
    }

    @Test
    void whatIsDeletedIsGoneAndItsNameIsNotGivenAgain() throws Exception {
        Served.User ada = served.user("ada");
        ada.submit("goes-on", Served.log(12, 1e9));
        refused(
                Status.Code.FAILED_PRECONDITION,
                "cancel it first",
                () -> ada.calls().delete(request("", "goes-on")));
        var _ = Calls.cancel(ada, "goes-on");
        ada.submit("gone", Served.log(11, 20));
        ada.awaitEnd("gone");
        ada.calls().delete(request("", "gone"));
        refused(Status.Code.NOT_FOUND, "no such job", () -> ada.calls().getStatus(request("", "gone")));
        refused(Status.Code.ALREADY_EXISTS, "deleted", () -> ada.submit("gone", Served.log(12, 20)));
    }
}
