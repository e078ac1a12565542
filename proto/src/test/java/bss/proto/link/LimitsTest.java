package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.proto.v1.Advance;
import bss.proto.v1.Block;
import bss.proto.v1.Credit;
import bss.proto.v1.Hello;
import bss.proto.v1.Ping;
import bss.proto.v1.Play;
import bss.proto.v1.Request;
import bss.proto.v1.ToServer;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each limit is refused with a message that names it, and costs the others nothing.
@Timeout(120)
class LimitsTest {

    private static final LinkLimits SHORT = LinkLimits.DEFAULT.withMillis(300, 400, 700, 1000);

    private static LinkServer serve(LinkLimits limits) throws Exception {
        return RoundTripTest.serve(limits);
    }

    private static byte[] length(int n) {
        return ByteBuffer.allocate(4).putInt(n).array();
    }

    private static void refused(LinkServer server, String why, ToServer.Builder... messages) throws Exception {
        try (RawHost host = new RawHost(server.port())) {
            for (ToServer.Builder m : messages) {
                host.send(m);
            }
            String got = host.refusal();
            assertTrue(got.contains(why), () -> why + ": " + got);
        }
    }

    @Test
    void lengthsBeyondTheLimitAreRefusedBeforeAnythingElseArrives() throws Exception {
        try (LinkServer server = serve(LinkLimits.DEFAULT)) {
            for (int n : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0, 4097, 1 << 20}) {
                try (RawHost host = new RawHost(server.port())) {
                    host.send(length(n));
                    String got = host.refusal();
                    assertEquals("frame of %s bytes, must have 1 to 4096".formatted(Integer.toUnsignedString(n)), got);
                }
            }
            for (int n : new int[] {(1 << 20) + 1, Integer.MAX_VALUE}) {
                try (RawHost host = new RawHost(server.port())) {
                    host.send(RawHost.hello());
                    assertTrue(host.next().hasWelcome());
                    host.send(length(n));
                    assertTrue(host.refusal().contains("must have 1 to 1048576"));
                }
            }
        }
    }

    @Test
    void messagesOutOfOrderAreRefused() throws Exception {
        ToServer.Builder ping = ToServer.newBuilder().setPing(Ping.newBuilder().setNumber(7));
        Request.Builder request = Request.newBuilder().setNumber(2);
        try (LinkServer server = serve(LinkLimits.DEFAULT)) {
            refused(server, "must be HELLO", ping);
            refused(server, "after the welcome", RawHost.hello(), RawHost.hello());
            refused(
                    server,
                    "no session is open",
                    RawHost.hello(),
                    ToServer.newBuilder().setCredit(Credit.getDefaultInstance()));
            refused(
                    server,
                    "must be OPEN",
                    RawHost.hello(),
                    ToServer.newBuilder().setRequest(request));
            refused(
                    server,
                    "must be the next after an answer",
                    RawHost.hello(),
                    RawHost.open(),
                    ToServer.newBuilder().setRequest(request.clone().setNumber(9)));
            refused(
                    server,
                    "block 0 of request 1",
                    RawHost.hello(),
                    RawHost.open(),
                    ToServer.newBuilder().setBlock(Block.newBuilder().setRequest(1)));
        }
    }

    @Test
    void aNewerMajorVersionIsRefusedWithBothVersions() throws Exception {
        try (LinkServer server = serve(LinkLimits.DEFAULT)) {
            refused(
                    server,
                    "protocol of the host is 2.5, this server speaks 1.0",
                    ToServer.newBuilder()
                            .setHello(Hello.newBuilder().setMajor(2).setMinor(5)));
        }
    }

    @Test
    void blocksThatDoNotFitTheirRequestAreRefused() throws Exception {
        try (LinkServer server = serve(LinkLimits.DEFAULT)) {
            refusedSecond(server, "announces 1025 blocks", play(1025));
            refusedSecond(server, "announces 4294967295 blocks", play(-1));
            refusedSecond(
                    server,
                    "announces 1 blocks, must be 0 to 0",
                    Request.newBuilder().setBlocks(1).setAdvance(Advance.getDefaultInstance()));
            refusedSecond(server, "holds CONTENT_NOT_SET, must hold PULSES", play(1), block(0));
            refusedSecond(
                    server,
                    "must be 8 to 65536, a multiple of 8",
                    play(1),
                    block(0).setPulses(ByteString.copyFrom(new byte[9])));
            refusedSecond(
                    server,
                    "must be 8 to 65536, a multiple of 8",
                    play(1),
                    block(0).setPulses(ByteString.copyFrom(new byte[65544])));
            refusedSecond(server, "must be 0 of request 2", play(2), block(1));
        }
    }

    private static Request.Builder play(int blocks) {
        return Request.newBuilder().setBlocks(blocks).setPlay(Play.getDefaultInstance());
    }

    private static Block.Builder block(int index) {
        return Block.newBuilder().setRequest(2).setIndex(index);
    }

    private static void refusedSecond(LinkServer server, String why, Request.Builder request, Block.Builder... blocks)
            throws Exception {
        try (RawHost host = new RawHost(server.port())) {
            host.send(RawHost.hello());
            host.send(RawHost.open());
            assertTrue(host.next().hasWelcome());
            assertTrue(host.next().getAnswer().hasOpened());
            host.send(ToServer.newBuilder().setRequest(request.setNumber(2)));
            for (Block.Builder b : blocks) {
                host.send(ToServer.newBuilder().setBlock(b));
            }
            String got = host.refusal();
            assertTrue(got.contains(why), () -> why + ": " + got);
        }
    }

    @Test
    void moreBlocksThanGrantedAreRefused() throws Exception {
        try (LinkServer server = serve(LinkLimits.DEFAULT)) {
            Block.Builder[] blocks = new Block.Builder[4096];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = block(i).setPulses(ByteString.copyFrom(new byte[8]));
            }
            try (RawHost host = new RawHost(server.port())) {
                host.send(RawHost.hello());
                host.send(RawHost.open());
                assertTrue(host.next().hasWelcome());
                assertTrue(host.next().getAnswer().hasOpened());
                host.send(ToServer.newBuilder().setRequest(play(17).setNumber(2)));
                byte[][] frames = Arrays.stream(blocks)
                        .map(b -> RawHost.frame(
                                ToServer.newBuilder().setBlock(b).build().toByteArray()))
                        .toArray(byte[][]::new);
                ByteBuffer all = ByteBuffer.allocate(
                        Arrays.stream(frames).mapToInt(f -> f.length).sum());
                Arrays.stream(frames).forEach(all::put);
                host.send(all.array());
                String got = host.refusal();
                assertTrue(got.contains("as granted"), got);
            }
        }
    }

    @Test
    void whoSaysNothingIsClosed() throws Exception {
        try (LinkServer server = serve(SHORT)) {
            refused(server, "no hello within 300 ms");
            refused(server, "nothing came for", RawHost.hello());
        }
    }

    @Test
    void fiveHundredHostsThatSendOneByteNowAndThenAreClosedWhileOthersWork() throws Exception {
        LinkLimits limits = LinkLimits.DEFAULT.withMillis(10_000, 1000, 60_000, 1000);
        try (LinkServer server = serve(limits);
                LinkClient client = RoundTripTest.connect(server.port());
                WaferSession session = client.open(Lease.of(0))) {
            List<RawHost> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 500; i++) {
                    RawHost host = new RawHost(server.port());
                    slow.add(host);
                    host.send(new byte[] {0});
                }
                long round = 0;
                while (server.openConnections() > 1) {
                    session.advance(++round);
                    for (RawHost host : slow) {
                        try {
                            host.send(new byte[] {0});
                        } catch (java.io.IOException e) {
                            host.close();
                        }
                    }
                    Thread.sleep(200);
                }
                assertEquals(round, session.now());
            } finally {
                for (RawHost host : slow) {
                    host.close();
                }
            }
        }
    }

    @Test
    void aThousandConnectionsAreTakenAndTheNextIsToldThatItIsOneTooMany() throws Exception {
        try (LinkServer server = serve(LinkLimits.DEFAULT)) {
            List<RawHost> hosts = new ArrayList<>();
            try {
                for (int i = 0; i < 1000; i++) {
                    RawHost host = new RawHost(server.port());
                    hosts.add(host);
                    host.send(RawHost.hello());
                }
                for (RawHost host : hosts) {
                    assertTrue(host.next().hasWelcome());
                }
                for (int i = 0; i < 3; i++) {
                    refused(server, "server has 1000 connections, that is the most");
                }
                BackendException e = assertThrows(BackendException.class, () -> RoundTripTest.connect(server.port()));
                assertTrue(String.valueOf(e.getMessage()).contains("1000 connections"), e.getMessage());
                RawHost last = hosts.get(999);
                last.send(ToServer.newBuilder().setPing(Ping.newBuilder().setNumber(7)));
                assertEquals(7, last.next().getPong().getNumber(), "those inside work on");
            } finally {
                for (RawHost host : hosts) {
                    host.close();
                }
            }
        }
    }

    @Test
    void moreSessionsThanTheServerKeepsAreRefused() throws Exception {
        LinkLimits d = LinkLimits.DEFAULT;
        LinkLimits two = new LinkLimits(100, 2, d.maxFrameBytes(), 16, 1000, 1000, 1000, 60_000, 1000);
        try (LinkServer server = serve(two);
                LinkClient client = RoundTripTest.connect(server.port());
                WaferSession first = client.open(Lease.of(0));
                WaferSession second = client.open(Lease.of(1))) {
            BackendException e = assertThrows(BackendException.class, () -> client.open(Lease.of(2)));
            assertTrue(String.valueOf(e.getMessage()).contains("2 sessions, that is the most"), e.getMessage());
            assertEquals(first.now(), second.now());
        }
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> LinkLimits.DEFAULT.withConnections(0));
        assertThrows(IllegalArgumentException.class, () -> SHORT.withMillis(0, 1, 1, 1));
        assertEquals(Optional.empty(), LinkSecurity.Server.PLAIN.audience());
    }
}
