package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.proto.v1.Block;
import bss.proto.v1.Configure;
import bss.proto.v1.Hello;
import bss.proto.v1.Open;
import bss.proto.v1.Ping;
import bss.proto.v1.Play;
import bss.proto.v1.Request;
import bss.proto.v1.Resumed;
import bss.proto.v1.ToServer;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A session goes on after a cut for as long as the server says, and not at all once it has ended.
@Timeout(60)
class ResumeTest {

    private static final int DETACHED_MILLIS = 500;

    private static ToServer.Builder hello(ByteString key) {
        return ToServer.newBuilder()
                .setHello(Hello.newBuilder().setMajor(Protocol.MAJOR).setSessionKey(key));
    }

    private static ToServer.Builder open(long number, ByteString key) {
        return ToServer.newBuilder()
                .setRequest(Request.newBuilder()
                        .setNumber(number)
                        .setOpen(Open.newBuilder().setSessionKey(key).addFpgas(0)));
    }

    @Test
    void theTimeOfACutThatIsOverDoesNotEndASessionThatIsCutAnew() throws Exception {
        LinkLimits limits = LinkLimits.DEFAULT.withMillis(5000, 5000, 5000, DETACHED_MILLIS);
        ByteString key = Keys.draw();
        try (LinkServer server = RoundTripTest.serve(limits)) {
            try (RawHost first = new RawHost(server.port())) {
                first.send(hello(ByteString.EMPTY));
                assertTrue(first.next().hasWelcome());
                first.send(open(1, key));
                assertTrue(first.next().getAnswer().hasOpened());
            }
            long cut = System.nanoTime();
            // away for moments, but at the end of the first cut's time too
            while (System.nanoTime() - cut < 2_000_000L * DETACHED_MILLIS) {
                try (RawHost again = new RawHost(server.port())) {
                    again.send(hello(key));
                    assertTrue(again.next().getWelcome().hasResumed(), "the session is gone");
                }
                Thread.sleep(20);
            }
            assertTrue(LoopProbe.comes(() -> server.openSessions() == 0), "a session without a connection must end");
        }
    }

    /// A host that comes back listens when it has sent its request again: what comes before is lost.
    @Test
    void blocksAreGrantedOnceTheRequestHasComeAgain() throws Exception {
        int window = LinkLimits.DEFAULT.windowBlocks();
        ByteString pulses = ByteString.copyFrom(new byte[8 * PulseBlocks.PULSES]);
        try (LinkServer server = RoundTripTest.serve(LinkLimits.DEFAULT)) {
            for (int round = 0; round < 40; round++) {
                ByteString key = Keys.draw();
                ToServer.Builder play = ToServer.newBuilder()
                        .setRequest(Request.newBuilder()
                                .setNumber(2)
                                .setBlocks(3 * window)
                                .setPlay(Play.getDefaultInstance()));
                try (RawHost host = new RawHost(server.port())) {
                    host.send(hello(ByteString.EMPTY));
                    assertTrue(host.next().hasWelcome());
                    host.send(open(1, key));
                    assertTrue(host.next().getAnswer().hasOpened());
                    host.send(play);
                    for (int i = 0; i < window; i++) {
                        host.send(ToServer.newBuilder()
                                .setBlock(Block.newBuilder()
                                        .setRequest(2)
                                        .setIndex(i)
                                        .setPulses(pulses)));
                    }
                }
                try (RawHost again = new RawHost(server.port())) {
                    again.send(hello(key));
                    Resumed resumed = again.next().getWelcome().getResumed();
                    for (int i = 0; i < 5; i++) {
                        Thread.sleep(1);
                        again.send(
                                ToServer.newBuilder().setPing(Ping.newBuilder().setNumber(i)));
                        assertTrue(again.next().hasPong(), "round " + round);
                    }
                    again.send(play);
                    int upto = again.next().getCredit().getUpto();
                    assertTrue(
                            upto >= resumed.getCredit() && upto >= window,
                            () -> "granted %d, %d before".formatted(upto, resumed.getCredit()));
                }
            }
        }
    }

    @Test
    void aSessionThatBrokeTheProtocolCannotBeGoneOnWith() throws Exception {
        try (LinkServer server = RoundTripTest.serve(LinkLimits.DEFAULT)) {
            for (int round = 0; round < 100; round++) {
                ByteString key = Keys.draw();
                try (RawHost host = new RawHost(server.port())) {
                    host.send(hello(ByteString.EMPTY));
                    assertTrue(host.next().hasWelcome());
                    host.send(open(1, key));
                    assertTrue(host.next().getAnswer().hasOpened());
                    // in its worker, and on its event loop
                    int number = round % 2 == 0 ? 2 : 7;
                    host.send(ToServer.newBuilder()
                            .setRequest(Request.newBuilder()
                                    .setNumber(number)
                                    .setBlocks(1)
                                    .setConfigure(Configure.newBuilder().setPllMhz(125))));
                    host.send(ToServer.newBuilder()
                            .setBlock(Block.newBuilder().setRequest(2).setPulses(ByteString.copyFrom(new byte[8]))));
                    assertTrue(host.refusal().contains("must"));
                }
                try (RawHost again = new RawHost(server.port())) {
                    again.send(hello(key));
                    assertFalse(again.next().getWelcome().hasResumed(), "round " + round);
                }
            }
        }
    }

    @Test
    void aRequestWithoutANumberIsRefused() throws Exception {
        try (LinkServer server = RoundTripTest.serve(LinkLimits.DEFAULT)) {
            try (RawHost host = new RawHost(server.port())) {
                host.send(hello(ByteString.EMPTY));
                assertTrue(host.next().hasWelcome());
                host.send(open(0, Keys.draw()));
                assertEquals("request 0 while 0 is the last, must be the next after an answer", host.refusal());
            }
            assertTrue(LoopProbe.comes(() -> server.openSessions() == 0), "the session must end with its connection");
            try (LinkClient client = RoundTripTest.connect(server.port());
                    WaferSession session = client.open(Lease.of(0))) {
                assertEquals(0, session.now());
            }
        }
    }
}
