package bss.tools.job.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.JobException;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.FollowReply;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.JobUpdate;
import bss.tools.job.v1.Notice;
import bss.tools.job.v1.SubmitRequest;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueClientTest {

    private final Impatient impatient = new Impatient();
    private final ScriptedQueue server = new ScriptedQueue(new byte[0]);

    @AfterEach
    void end() {
        server.close();
    }

    private static SubmitRequest called(String job) {
        return SubmitRequest.newBuilder().setJob(job).build();
    }

    private static ByteString random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    @Test
    void aJobWhoseAnswersGotLostIsThereOnce() throws Exception {
        try (QueueClient client = impatient.client(server.port())) {
            for (int lost = 0; lost <= 12; lost++) {
                String job = "lost-" + lost;
                for (int i = 0; i < lost; i++) {
                    server.instead.add(i % 2 == 0 ? Status.UNAVAILABLE : Status.DEADLINE_EXCEEDED);
                }
                JobStatus status = client.submit(called(job), ByteString.copyFromUtf8("log"));
                assertEquals(lost + 1, status.getNumber(), job);
                assertEquals(lost > 0, status.getKnown(), job);
                assertEquals(lost + 1, server.jobs.size(), job);
            }
        }
    }

    @Test
    void pausesGrowUpToFiveSecondsAndEndWithPatience() throws Exception {
        server.instead.addAll(Collections.nCopies(1_000, Status.UNAVAILABLE.withDescription("being moved")));
        try (QueueClient client = impatient.client(server.port())) {
            JobException e =
                    assertThrows(JobException.class, () -> client.submit(called("a"), ByteString.copyFromUtf8("log")));
            assertEquals(Status.Code.UNAVAILABLE, e.code());
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("127.0.0.1:" + server.port()), message);
            assertTrue(message.contains("'a'") && message.contains("60 s") && message.contains("being moved"), message);
            assertEquals(60_000, impatient.pauses.stream().mapToLong(p -> p).sum(), impatient.pauses.toString());
            for (int i = 0; i < impatient.pauses.size() - 1; i++) {
                long longest = Math.min(5_000, 100L << i);
                long pause = impatient.pauses.get(i);
                assertTrue(pause >= longest / 2 && pause <= longest, "pause %d is %d ms".formatted(i, pause));
            }
        }
    }

    @Test
    void whereNobodyListensIsSaidSo() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        try (QueueClient client = impatient.client(free)) {
            JobException e = assertThrows(JobException.class, () -> client.status("", "a"));
            assertEquals(Status.Code.UNAVAILABLE, e.code());
            assertTrue(String.valueOf(e.getMessage()).contains("refused"), e.getMessage());
            assertTrue(impatient.notices.getFirst().contains("trying again"), impatient.notices.toString());
        }
    }

    @Test
    void whatTheServerRefusesIsNotAskedAgain() throws Exception {
        try (QueueClient client = impatient.client(server.port())) {
            for (Status.Code code : List.of(
                    Status.Code.INVALID_ARGUMENT,
                    Status.Code.NOT_FOUND,
                    Status.Code.ALREADY_EXISTS,
                    Status.Code.PERMISSION_DENIED,
                    Status.Code.RESOURCE_EXHAUSTED,
                    Status.Code.FAILED_PRECONDITION,
                    Status.Code.UNAUTHENTICATED)) {
                server.calls = 0;
                server.instead.add(Status.fromCode(code).withDescription("because"));
                JobException e = assertThrows(JobException.class, () -> client.status("", "a"));
                assertEquals(code, e.code());
                assertTrue(String.valueOf(e.getMessage()).contains("127.0.0.1:" + server.port()), e.getMessage());
                assertEquals(1, server.calls, code.name());
            }
        }
    }

    @Test
    void aFaultOfTheServerIsNotWaitedForUntilPatienceEnds() throws Exception {
        server.instead.addAll(Collections.nCopies(100, Status.INTERNAL.withDescription("a fault")));
        try (QueueClient client = impatient.client(server.port())) {
            JobException e = assertThrows(JobException.class, () -> client.status("", "a"));
            assertEquals(Status.Code.INTERNAL, e.code());
            assertEquals(Failures.MOST_DOUBTFUL, server.calls);
        }
    }

    @Test
    void longLogsGoInPiecesAndNoneThatArrivedIsSentAgain() throws Exception {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            ByteString log = random(seed, 1 + (1 << 20) + random.nextInt(3 << 20));
            server.uploads.clear();
            for (int i = 0; i < 5; i++) {
                server.instead.add(random.nextBoolean() ? Status.OK : Status.UNAVAILABLE);
            }
            try (QueueClient client = impatient.client(server.port())) {
                JobStatus status = client.submit(called("long-" + seed), log);
                assertEquals(seed, status.getNumber(), "seed " + seed);
                assertFalse(status.getKnown(), "seed " + seed);
            }
            long sent = 0;
            long last = -1;
            for (var piece : server.uploads) {
                // a piece whose answer was lost comes once more
                boolean again = piece.getOffset() == last && !piece.getData().isEmpty();
                sent += again ? 0 : piece.getData().size();
                last = piece.getData().isEmpty() ? -1 : piece.getOffset();
            }
            assertEquals(log.size(), sent, "seed " + seed);
        }
    }

    @Test
    void aLongLogIsSentAgainIfTheAnswerToItsSubmissionGotLost() throws Exception {
        ByteString log = random(5, 3 << 20);
        // how far, three pieces, the submission
        server.instead.addAll(List.of(Status.OK, Status.OK, Status.OK, Status.OK, Status.UNAVAILABLE));
        try (QueueClient client = impatient.client(server.port())) {
            JobStatus status = client.submit(called("long"), log);
            assertTrue(status.getKnown());
            assertEquals(1, server.jobs.size());
        }
    }

    @Test
    void followingHearsEachUpdateOnceThroughRestartsOfTheServer() throws Exception {
        // the first server, which is followed from place to place
        server.following.add(reply(JobState.RUNNING, 1, update(1, 1), update(1, 2)));
        server.following.add(reply(JobState.RUNNING, 1, update(1, 3)));
        // the second one counts from 1 again
        server.following.add(reply(JobState.QUEUED, 1));
        server.following.add(reply(JobState.RUNNING, 2, update(2, 1)));
        server.following.add(reply(JobState.RUNNING, 2, update(2, 1), update(2, 2)));
        server.following.add(reply(JobState.DONE, 2, update(2, 3)));
        server.instead.addAll(List.of(Status.OK, Status.OK));
        List<String> heard = new ArrayList<>();
        try (QueueClient client = impatient.client(server.port())) {
            JobStatus ended = client.follow(
                    "", "a", r -> r.getUpdatesList().forEach(u -> heard.add(u.getAttempt() + "." + u.getPlace())));
            assertEquals(JobState.DONE, ended.getState());
        }
        assertEquals(List.of("1.1", "1.2", "1.3", "2.1", "2.2", "2.3"), heard);
        assertEquals(
                List.of(0L, 2L, 3L, 3L, 0L, 2L),
                server.follows.stream().map(FollowRequest::getAfter).toList());
    }

    @Test
    void whoLostTheConnectionAsksForAllAgainOnce() throws Exception {
        server.following.add(reply(JobState.RUNNING, 1, update(1, 1), update(1, 2)));
        server.following.add(reply(JobState.RUNNING, 1));
        server.following.add(reply(JobState.RUNNING, 1, update(1, 3)));
        server.following.add(reply(JobState.RUNNING, 1, update(1, 1), update(1, 2), update(1, 3)));
        server.following.add(reply(JobState.FAILED, 1));
        server.instead.addAll(List.of(Status.OK, Status.UNAVAILABLE));
        List<Long> heard = new ArrayList<>();
        try (QueueClient client = impatient.client(server.port())) {
            JobStatus ended = client.follow("", "a", r -> r.getUpdatesList().forEach(u -> heard.add(u.getPlace())));
            assertEquals(JobState.FAILED, ended.getState());
        }
        assertEquals(List.of(1L, 2L, 3L), heard);
        assertEquals(
                List.of(0L, 2L, 2L, 0L, 3L),
                server.follows.stream().map(FollowRequest::getAfter).toList());
    }

    private static FollowReply reply(JobState state, int attempt, JobUpdate... updates) {
        return FollowReply.newBuilder()
                .setStatus(JobStatus.newBuilder().setState(state).setAttempt(attempt))
                .addAllUpdates(List.of(updates))
                .build();
    }

    private static JobUpdate update(int attempt, long place) {
        return JobUpdate.newBuilder()
                .setAttempt(attempt)
                .setPlace(place)
                .setEvent(Event.newBuilder().setNotice(Notice.newBuilder().setText("text")))
                .build();
    }
}
