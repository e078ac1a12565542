package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.bench.OwnCertificate;
import bss.tools.bench.jobs.StoredJobs;
import bss.tools.job.access.Tls;
import bss.tools.job.v1.DownloadRequest;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.ListJobsRequest;
import io.grpc.Status;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that take long cost the server little, and others nothing.
@Timeout(180)
class SlowClientsTest {

    private static final int MOST_BYTES = 4 << 20;
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private Served served(ServingLimits.Times times, boolean tls) throws Exception {
        Optional<Tls> secured = Optional.empty();
        if (tls) {
            OwnCertificate own = OwnCertificate.make(Files.createDirectories(folder.resolve("tls")));
            secured = Optional.of(new Tls(own.certificate(), own.key(), Optional.empty(), InstantSource.system()));
        }
        Served served = Served.start(
                folder.resolve("data"),
                1,
                ServingLimits.DEFAULT.with(ServingLimits.Links.DEFAULT.with(times)),
                secured);
        served.add("ada");
        served.add("bob");
        return served;
    }

    private static void comes(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(5);
        }
    }

    /// Sends a byte of each now and then, until the server has closed all of them.
    private static void trickle(List<Peer> slow, byte[] next, Runnable meanwhile) throws Exception {
        for (int at = 0; !slow.isEmpty(); at++) {
            assertTrue(at < 2_000, "still open: " + slow.size());
            meanwhile.run();
            List<Peer> closed = new ArrayList<>();
            for (Peer peer : slow) {
                try {
                    if (at % 20 == 19) {
                        peer.send(new byte[] {next[at / 20 % next.length]});
                    }
                    peer.socket.setSoTimeout(1);
                    if (peer.socket.getInputStream().read(new byte[4096]) < 0) {
                        closed.add(peer);
                    }
                } catch (java.net.SocketTimeoutException e) {
                    // it is open
                } catch (IOException e) {
                    closed.add(peer);
                }
            }
            for (Peer peer : closed) {
                peer.close();
            }
            slow.removeAll(closed);
        }
    }

    @Test
    void fiveHundredThatSendAByteNowAndThenAreClosedWhileOthersWorkOn() throws Exception {
        // heads and requests are bounded; the first call is not, lest it be that which closes them
        ServingLimits.Times times = new ServingLimits.Times(
                Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(4), LONG, LONG, LONG);
        try (Served served = served(times, false)) {
            int port = served.server().port();
            String token = served.token("ada");
            Served.User bob = served.user("bob");
            bob.calls().listJobs(ListJobsRequest.getDefaultInstance());
            List<Peer> slow = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                slow.add(new Peer(port).send("GET /v1/jo"));
                slow.add(new Peer(port)
                        .send("POST /v1/jobs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                + "Authorization: Bearer " + token + "\r\nContent-Length: 1000\r\n\r\n{"));
                slow.add(new Peer(port).send("PRI * HTTP/2.0\r\n"));
                // a frame that does not end, and a head without its end
                slow.add(new Peer(port).http2().send(new byte[] {0, 1, 0, 1, 4, 0}));
                Peer body = new Peer(port).http2();
                body.frame(Peer.HEADERS, 4, 1, body.head("/bss.v1.JobQueue/Submit", token));
                slow.add(body);
            }
            assertEquals(500, slow.size());
            trickle(slow, new byte[] {0, 0, 0}, () -> bob.calls().listJobs(ListJobsRequest.getDefaultInstance()));
            comes(
                    "open: " + served.server().connections().count(),
                    () -> served.server().connections().count() <= 1);
        }
    }

    @Test
    void whoDoesNotFinishTheHandshakeIsClosed() throws Exception {
        ServingLimits.Times times = new ServingLimits.Times(Duration.ofSeconds(1), LONG, LONG, LONG, LONG, LONG);
        try (Served served = served(times, true)) {
            int port = served.server().port();
            List<Peer> slow = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                slow.add(new Peer(port));
                // the beginning of a ClientHello
                slow.add(new Peer(port).send(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3}));
            }
            trickle(slow, new byte[] {3, 3}, () -> {});
            comes("all closed", () -> served.server().connections().count() == 0);
        }
    }

    @Test
    void whoMakesNoCallWithAGoodTokenIsClosedHoweverOftenHePings() throws Exception {
        ServingLimits.Times times = new ServingLimits.Times(LONG, LONG, LONG, Duration.ofSeconds(1), LONG, LONG);
        try (Served served = served(times, false)) {
            try (Peer peer = new Peer(served.server().port()).http2();
                    Peer good = new Peer(served.server().port()).http2()) {
                good.call(1, "ListJobs", served.token("ada"), new byte[0]);
                assertEquals(0, good.answer(1).grpcStatus());
                peer.call(1, "ListJobs", "bss_wrong", new byte[0]);
                assertEquals(Status.Code.UNAUTHENTICATED, Peer.code(peer.answer(1)));
                assertTrue(peer.frame(Peer.PING, 0, 0, new byte[8]).closes());
                good.call(3, "ListJobs", served.token("ada"), new byte[0]);
                assertEquals(0, good.answer(3).grpcStatus());
            }
        }
    }

    @Test
    void aConnectionWithoutCallsIsClosed() throws Exception {
        ServingLimits.Times times = new ServingLimits.Times(LONG, LONG, LONG, LONG, Duration.ofSeconds(1), LONG);
        try (Served served = served(times, false);
                Peer peer = new Peer(served.server().port()).http2()) {
            peer.call(1, "ListJobs", served.token("ada"), new byte[0]);
            assertEquals(0, peer.answer(1).grpcStatus());
            assertTrue(peer.closes());
        }
    }

    private static byte[] download(int offset) {
        return DownloadRequest.newBuilder()
                .setJob("large")
                .setOffset(offset)
                .setLength(1 << 20)
                .build()
                .toByteArray();
    }

    @Test
    void aClientThatAsksForAGibibyteAndNeverReadsCostsFourMebibytesAndIsDropped() throws Exception {
        byte[] result = new byte[9 << 20];
        new Random(1).nextBytes(result);
        StoredJobs.done(folder.resolve("data"), "ada", "large", result);
        ServingLimits.Times times = new ServingLimits.Times(LONG, LONG, LONG, LONG, LONG, Duration.ofSeconds(4));
        try (Served served = served(times, false)) {
            // a client that reads all of it first: what is pooled then stays
            assertArrayEquals(result, served.user("ada").result("large", 1 << 20, 0));
            long before = direct();
            long most = 0;
            for (int window : new int[] {0, Integer.MAX_VALUE}) {
                try (Peer peer = new Peer(served.server().port(), 8_192)) {
                    peer.http2(4, window);
                    if (window > 0) {
                        // it lets everything come, and does not take it
                        peer.frame(
                                Peer.WINDOW,
                                0,
                                0,
                                ByteBuffer.allocate(4).putInt(1 << 30).array());
                    }
                    int stream = 1;
                    // as many calls as may be open, then more: what fits into the buffers of the system does not
                    // wait in the server
                    for (int call = 0; !waits(served, call < 64 ? 0 : 100); call++, stream += 2) {
                        assertTrue(call < 300, "nothing waits");
                        peer.call(stream, "Download", served.token("ada"), download(call % 8 << 20));
                    }
                    most = Math.max(most, served.server().connections().owed());
                    for (int round = 0; round < 16; round++) {
                        for (int call = 0; call < 64; call++, stream += 2) {
                            try {
                                peer.call(stream, "Download", served.token("ada"), download(call % 8 << 20));
                            } catch (IOException e) {
                                // it does not read what it is refused with either
                                assertTrue(served.server().connections().count() <= 1, e.toString());
                            }
                        }
                        most = Math.max(most, served.server().connections().owed());
                        served.user("bob").calls().listJobs(ListJobsRequest.getDefaultInstance());
                    }
                    most = Math.max(most, served.server().connections().owed());
                    assertTrue(most <= MOST_BYTES, "window " + window + ", bytes that wait: " + most);
                    long held = direct() - before;
                    // allocators hold chunks of 4 MiB for each of their threads
                    assertTrue(held <= 2L * MOST_BYTES + (8 << 20), "window " + window + ", bytes of buffers: " + held);
                    comes("dropped", () -> served.server().connections().owed() == 0);
                    assertTrue(peer.closes());
                }
            }
            assertTrue(most > 1 << 20, "bytes that wait: " + most);
            assertArrayEquals(result, served.user("ada").result("large", 1 << 20, 0));
        }
    }

    /// Whether a mebibyte of answers waits, at once or within so many milliseconds.
    private static boolean waits(Served served, int millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (served.server().connections().owed() < 1 << 20) {
            if (System.nanoTime() >= end) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }

    private static long direct() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Test
    void whatMayNotWaitIsRefusedWithTheLimit() throws Exception {
        StoredJobs.done(folder.resolve("data"), "ada", "large", new byte[9 << 20]);
        try (Served served = served(ServingLimits.Times.DEFAULT, false);
                Peer peer = new Peer(served.server().port()).http2(4, 0)) {
            for (int call = 0; call < 8; call++) {
                peer.call(1 + 2 * call, "Download", served.token("ada"), download(call << 20));
            }
            boolean refused = false;
            for (int call = 0; call < 8 && !refused; call++) {
                // refusals have no content, and come whatever the window is
                Peer.Frame frame = peer.frame();
                refused = (frame.type() == Peer.HEADERS && (frame.flags() & 1) != 0)
                        || new String(frame.content(), java.nio.charset.StandardCharsets.ISO_8859_1)
                                .contains("answers");
                call -= frame.type() == Peer.HEADERS ? 0 : 1;
            }
            assertTrue(refused);
            long owed = served.server().connections().owed();
            assertTrue(owed > 0 && owed <= ServingLimits.Links.DEFAULT.answerBytes(), "owed: " + owed);
        }
    }

    @Test
    void followsThatAreGivenUpDoNotPileUpAndTheEndOfTheServerAnswersThem() throws Exception {
        try (Served served = served(ServingLimits.Times.DEFAULT, false)) {
            Served.User ada = served.user("ada");
            ada.submit("long", Served.log(5, 1e9));
            byte[] request = JobRequest.newBuilder().setJob("behind").build().toByteArray();
            byte[] follow = FollowRequest.newBuilder().setJob("behind").build().toByteArray();
            ada.awaitState("long", JobState.RUNNING);
            // nothing happens to it
            ada.submit("behind", Served.log(6, 1e9));
            try (Peer peer = new Peer(served.server().port()).http2()) {
                int stream = 1;
                for (int i = 0; i < 400; i++, stream += 2) {
                    peer.call(stream, "Follow", served.token("ada"), follow);
                    peer.frame(Peer.RESET, 0, stream, new byte[] {0, 0, 0, 8});
                }
                comes("nobody waits", () -> served.server().updates().waiting() == 0);
                peer.call(stream, "Follow", served.token("ada"), follow);
                comes("one waits", () -> served.server().updates().waiting() == 1);
                peer.call(stream + 2, "GetStatus", served.token("ada"), request);
                assertEquals(0, peer.answer(stream + 2).grpcStatus());
                served.server().updates().close();
                assertEquals(0, peer.answer(stream).grpcStatus());
            }
        }
    }

    @Test
    void aConnectionBeyondTheLimitIsToldSoAndNextOnesAreTakenWhenThereIsRoom() throws Exception {
        try (Served served = Served.start(
                folder.resolve("data"),
                1,
                ServingLimits.DEFAULT.with(ServingLimits.Links.DEFAULT.withConnections(20)),
                Optional.empty())) {
            served.add("ada");
            int port = served.server().port();
            List<Peer> open = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                open.add(new Peer(port).http2());
                open.getLast().call(1, "ListJobs", served.token("ada"), new byte[0]);
                assertEquals(0, open.getLast().answer(1).grpcStatus());
            }
            for (int i = 0; i < 5; i++) {
                try (Peer peer = new Peer(port).http2().call(1, "ListJobs", served.token("ada"), new byte[0])) {
                    Peer.Answer answer = peer.answer(1);
                    assertEquals(Status.Code.UNAVAILABLE, Peer.code(answer), answer.toString());
                    assertTrue(answer.message().contains("20 connections"), answer.toString());
                    assertTrue(peer.closes());
                }
                try (Peer peer = new Peer(port).send("GET /v1/jobs HTTP/1.1\r\nHost: a\r\n\r\n")) {
                    String reply = peer.reply();
                    assertTrue(reply.startsWith("HTTP/1.1 503") && reply.contains("20 connections"), reply);
                    assertTrue(peer.closes());
                }
            }
            // as many as are told so; the next one is closed at once
            List<Peer> beyond = new ArrayList<>();
            for (int i = 0; i < Connections.TOLD; i++) {
                beyond.add(new Peer(port));
            }
            comes("they are there", () -> served.server().connections().count() == 20 + Connections.TOLD);
            try (Peer peer = new Peer(port)) {
                assertTrue(peer.closes());
            }
            for (Peer peer : open) {
                peer.call(3, "ListJobs", served.token("ada"), new byte[0]);
                assertEquals(0, peer.answer(3).grpcStatus());
            }
            for (Peer peer : beyond) {
                peer.close();
            }
            for (Peer peer : open) {
                peer.close();
            }
            comes("all closed", () -> served.server().connections().count() == 0);
            try (Peer peer = new Peer(port).http2().call(1, "ListJobs", served.token("ada"), new byte[0])) {
                assertEquals(0, peer.answer(1).grpcStatus());
            }
        }
    }
}
