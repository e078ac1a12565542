package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.proto.WaferConfigurationCodec;
import bss.proto.v1.Advance;
import bss.proto.v1.Block;
import bss.proto.v1.Configure;
import bss.proto.v1.Credit;
import bss.proto.v1.Fire;
import bss.proto.v1.Interrupt;
import bss.proto.v1.Play;
import bss.proto.v1.Request;
import bss.proto.v1.ToServer;
import bss.proto.v1.Watch;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.HicannConfiguration;
import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever bytes come: a message, or an error that says what is wrong; nothing leaks, nobody else notices.
@Timeout(180)
class FuzzTest {

    private static final int FRAMES = 1_000_000;
    private static final int SOCKET_FRAMES = 100_000;

    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();
    private static final Logger NETTY = Logger.getLogger(ResourceLeakDetector.class.getName());
    private static final Handler HEARS = new Handler() {
        @Override
        public void publish(LogRecord said) {
            LEAKS.add(said.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private static Level before = Level.SIMPLE;

    @BeforeAll
    static void watchForLeaks() {
        NETTY.addHandler(HEARS);
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(Level.PARANOID);
    }

    @AfterAll
    static void asBefore() {
        ResourceLeakDetector.setLevel(before);
        NETTY.removeHandler(HEARS);
    }

    /// Good frames to mutate.
    private static List<byte[]> good() {
        Request.Builder request = Request.newBuilder().setNumber(2).setCredit(16);
        return List.of(
                        RawHost.hello(),
                        RawHost.open(),
                        ToServer.newBuilder()
                                .setRequest(request.clone()
                                        .setAdvance(Advance.newBuilder().setUntilCycle(1000))),
                        ToServer.newBuilder()
                                .setRequest(request.clone().setBlocks(2).setPlay(Play.getDefaultInstance())),
                        ToServer.newBuilder()
                                .setRequest(request.clone()
                                        .setBlocks(1)
                                        .setConfigure(Configure.newBuilder()
                                                .setStages(511)
                                                .setPllMhz(125))),
                        ToServer.newBuilder()
                                .setRequest(request.clone()
                                        .setWatch(
                                                Watch.newBuilder().setHicann(3).setDenmem(7))),
                        ToServer.newBuilder()
                                .setRequest(request.clone()
                                        .setFire(Fire.newBuilder().setHicann(3).setDenmem(7))),
                        ToServer.newBuilder()
                                .setBlock(
                                        Block.newBuilder().setRequest(2).setPulses(ByteString.copyFrom(new byte[64]))),
                        ToServer.newBuilder()
                                .setCredit(Credit.newBuilder().setRequest(2).setUpto(16)),
                        ToServer.newBuilder()
                                .setInterrupt(Interrupt.newBuilder().setRequest(2)))
                .stream()
                .map(m -> RawHost.frame(m.build().toByteArray()))
                .toList();
    }

    private static byte[] random(SplittableRandom random) {
        byte[] bytes = new byte[1 + random.nextInt(60)];
        random.nextBytes(bytes);
        byte[] frame = RawHost.frame(bytes);
        if (random.nextInt(50) == 0) {
            // a length that lies
            frame[random.nextInt(4)] = (byte) random.nextInt(256);
        }
        return frame;
    }

    private static byte[] mutated(SplittableRandom random, List<byte[]> good) {
        byte[] frame = good.get(random.nextInt(good.size())).clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(20) == 0 ? random.nextInt(4) : 4 + random.nextInt(frame.length - 4);
            frame[at] = switch (random.nextInt(3)) {
                case 0 -> (byte) (frame[at] ^ 1 << random.nextInt(8));
                case 1 -> (byte) random.nextInt(256);
                default -> (byte) 0xff;
            };
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(frame, 1 + random.nextInt(frame.length)) : frame;
    }

    @Test
    void aMillionRandomAndAMillionMutatedFramesGiveMessagesOrErrors() {
        List<byte[]> good = good();
        for (int kind = 0; kind < 2; kind++) {
            SplittableRandom random = new SplittableRandom(100 + kind);
            int messages = 0;
            int errors = 0;
            int incomplete = 0;
            for (int i = 0; i < FRAMES; i++) {
                ByteBuf in = Unpooled.wrappedBuffer(kind == 0 ? random(random) : mutated(random, good));
                try {
                    if (FrameDecoder.next(in, 1 << 20, ToServer.parser()) == null) {
                        incomplete++;
                        assertEquals(0, in.readerIndex(), "nothing is read of what is incomplete");
                    } else {
                        messages++;
                    }
                } catch (FrameException e) {
                    errors++;
                }
            }
            String all = "kind %d: %d messages, %d errors, %d incomplete".formatted(kind, messages, errors, incomplete);
            assertTrue(messages > 1000 && errors > FRAMES / 10 && incomplete > 1000, all);
        }
    }

    @Test
    void framesInPiecesOfAnySizeComeOutWholeAndNothingLeaks() {
        List<byte[]> good = good();
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 2000; round++) {
            EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(ToServer.parser(), 1 << 20, 30_000));
            List<byte[]> sent = new ArrayList<>();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < 10; i++) {
                sent.add(good.get(random.nextInt(good.size())));
                bytes.writeBytes(sent.getLast());
            }
            boolean bad = round % 2 == 1;
            if (bad) {
                bytes.writeBytes(new byte[] {-1, 0, 0, 0, 5});
            }
            List<ByteBuf> pieces = new ArrayList<>();
            byte[] all = bytes.toByteArray();
            boolean broken = false;
            for (int at = 0; at < all.length; ) {
                int n = Math.min(all.length - at, 1 + random.nextInt(40));
                ByteBuf piece = PooledByteBufAllocator.DEFAULT.buffer(n).writeBytes(all, at, n);
                pieces.add(piece);
                try {
                    channel.writeInbound(piece);
                } catch (DecoderException e) {
                    broken = true;
                }
                at += n;
            }
            for (byte[] frame : sent) {
                ToServer message = channel.readInbound();
                assertArrayEquals(frame, RawHost.frame(message.toByteArray()), "round " + round);
            }
            assertEquals(bad, broken, "round " + round);
            channel.finishAndReleaseAll();
            assertTrue(pieces.stream().allMatch(p -> p.refCnt() == 0), "leaks, round " + round);
        }
    }

    @Test
    void aHundredThousandFramesOverSocketsAreAnsweredOrClosedAndOthersWorkOn() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        LoopProbe probe = new LoopProbe();
        LinkLimits limits = LinkLimits.DEFAULT.withMillis(30_000, 30_000, 60_000, 10);
        try (LinkServer server = RoundTripTest.serve(limits);
                LinkClient client = RoundTripTest.connect(server.port());
                WaferSession session = client.open(Lease.of(9))) {
            server.onConnect(probe::connected);
            burst(server.port(), random, 1000);
            probe.warm();
            int sent = 0;
            long round = 0;
            while (sent < SOCKET_FRAMES) {
                burst(server.port(), random, 100);
                sent += 100;
                session.advance(++round);
            }
            assertEquals(round, session.now());
            long longest = probe.longestNanos();
            assertTrue(
                    longest < LoopProbe.STALL_NANOS,
                    "longest piece of work on an event loop: %d ns of CPU".formatted(longest));
            assertTrue(LoopProbe.comes(() -> probe.bytes() == 0), () -> "bytes in buffers: " + probe.bytes());
        }
        // leaks show when what was leaked is collected and something new is allocated
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(20);
            PooledByteBufAllocator.DEFAULT.buffer(16).release();
        }
        assertEquals(List.of(), LEAKS);
    }

    /// Sends frames that are random or mutated over a connection of their own, half of the time after a good hello, and
    /// waits for its end.
    static void burst(int port, SplittableRandom random, int frames) throws IOException {
        List<byte[]> good = good();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (random.nextInt(2) == 0) {
            bytes.writeBytes(good.get(0));
            bytes.writeBytes(random.nextInt(2) == 0 ? new byte[0] : good.get(1));
        }
        for (int i = 0; i < frames; i++) {
            bytes.writeBytes(random.nextInt(2) == 0 ? random(random) : mutated(random, good));
        }
        try (RawHost host = new RawHost(port)) {
            host.send(bytes.toByteArray());
            host.socket.shutdownOutput();
            String end = host.refusal();
            assertTrue(!end.isEmpty(), "closed, with or without a reason");
        } catch (IOException e) {
            // closed while this side still wrote
        }
    }

    @Test
    void malformedMessagesAreRefusedWithAReason() throws Exception {
        byte[] nested = new byte[4000];
        Arrays.fill(nested, (byte) 0x0b);
        List<byte[]> wrong = new ArrayList<>(List.of(
                nested,
                new byte[] {0x0a},
                new byte[] {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07},
                new byte[] {0x08, 0x01},
                new byte[] {0x0c},
                new byte[] {0x07},
                new byte[] {0x00, 0x00},
                new byte[] {0x0a, 0x02, 0x1a, 0x05},
                new byte[] {0x0a, 0x03, 0x1a, 0x01, (byte) 0xff}));
        byte[] hello = RawHost.hello().build().toByteArray();
        for (int n = 1; n < hello.length; n++) {
            wrong.add(Arrays.copyOf(hello, n));
        }
        try (LinkServer server = RoundTripTest.serve(LinkLimits.DEFAULT)) {
            for (byte[] message : wrong) {
                try (RawHost host = new RawHost(server.port())) {
                    host.send(RawHost.frame(message));
                    String got = host.refusal();
                    assertTrue(
                            got.contains("is no message")
                                    || got.contains("must be HELLO")
                                    || got.contains("protocol of"),
                            () -> Arrays.toString(message) + ": " + got);
                }
            }
        }
    }

    @Test
    void aChipThatIsNoChipIsAnArgumentThatIsRefused() throws Exception {
        var chip = WaferConfigurationCodec.encode(3, HicannConfiguration.RESET).toBuilder();
        List<bss.proto.v1.HicannConfiguration.Builder> wrong = List.of(
                chip.clone().clearQuads(),
                chip.clone().setLinks(ByteString.copyFrom(new byte[7])),
                chip.clone().addCrossbarSwitches(1 << 30),
                chip.clone().setBackgroundSeed(-1),
                chip.clone().addDenmems(5));
        try (LinkServer server = RoundTripTest.serve(LinkLimits.DEFAULT)) {
            for (var message : wrong) {
                try (RawHost host = new RawHost(server.port())) {
                    host.send(RawHost.hello());
                    host.send(RawHost.open());
                    assertTrue(host.next().hasWelcome());
                    assertTrue(host.next().getAnswer().hasOpened());
                    host.send(ToServer.newBuilder()
                            .setRequest(Request.newBuilder()
                                    .setNumber(2)
                                    .setBlocks(1)
                                    .setConfigure(Configure.newBuilder().setStages(511))));
                    assertTrue(host.next().hasCredit());
                    host.send(ToServer.newBuilder()
                            .setBlock(Block.newBuilder().setRequest(2).setChip(message)));
                    String why = host.next().getAnswer().getFailed().getMessage();
                    assertTrue(why.contains("HICANN 3"), why);
                }
            }
        }
    }
}
