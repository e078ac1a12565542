package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import io.netty.channel.Channel;
import io.netty.util.internal.PlatformDependent;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// After hosts have come, done wrong, been cut off and gone, a server holds what it held before.
@Timeout(180)
class LeakTest {

    private static final int CUTS = 200;

    private final LoopProbe probe = new LoopProbe();

    private void atBase(LinkServer server, long threads, String when) throws Exception {
        assertTrue(LoopProbe.comes(() -> server.openConnections() == 0), () -> when + " " + server.openConnections());
        assertTrue(LoopProbe.comes(() -> server.openSessions() == 0), () -> when + " " + server.openSessions());
        assertTrue(LoopProbe.comes(() -> LoopProbe.threads() <= threads), () -> when + " " + LoopProbe.threads());
        assertTrue(LoopProbe.comes(() -> probe.bytes() == 0), () -> when + ": bytes in buffers " + probe.bytes());
    }

    @Test
    void hostileFramesLeaveNothingBehind() throws Exception {
        long threads = LoopProbe.threads();
        try (LinkServer server = RoundTripTest.serve(LinkLimits.DEFAULT.withMillis(2000, 2000, 2000, 10))) {
            server.onConnect(probe::connected);
            SplittableRandom random = new SplittableRandom(11);
            long direct = 0;
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 25; i++) {
                    FuzzTest.burst(server.port(), random, 100);
                }
                atBase(server, threads, "round " + round);
                if (round == 0) {
                    direct = PlatformDependent.usedDirectMemory();
                }
            }
            assertEquals(direct, PlatformDependent.usedDirectMemory(), "direct memory after the first round and now");
        }
    }

    @Test
    void twoHundredCutsLeaveNothingBehind() throws Exception {
        long threads = LoopProbe.threads();
        Queue<Channel> channels = new ConcurrentLinkedQueue<>();
        try (LinkServer server = RoundTripTest.serve(LinkLimits.DEFAULT)) {
            server.onConnect(channel -> {
                probe.connected(channel);
                channels.add(channel);
            });
            AtomicInteger cuts = new AtomicInteger();
            AtomicBoolean done = new AtomicBoolean();
            int rounds = 0;
            SplittableRandom random = new SplittableRandom(12);
            Thread cutter = Thread.ofPlatform().start(() -> cut(channels, random, cuts, done));
            while (cuts.get() < CUTS) {
                try (LinkClient client = RoundTripTest.connect(server.port());
                        WaferSession session = client.open(Lease.of(1))) {
                    Pulses pulses = RoundTripTest.random(rounds, 200_000);
                    session.play(pulses);
                    session.advance(1L << 40);
                    assertEquals(pulses, session.takeTrace(), "round " + rounds);
                } catch (BackendException e) {
                    // cut before the welcome: the caller comes again
                    assertTrue(String.valueOf(e.getMessage()).startsWith("wafer at"), e.getMessage());
                }
                rounds++;
            }
            done.set(true);
            cutter.join();
            atBase(server, threads, rounds + " rounds");
        }
    }

    /// Cuts the newest connection again and again, after some bytes or none.
    private static void cut(Queue<Channel> channels, SplittableRandom random, AtomicInteger cuts, AtomicBoolean done) {
        while (!done.get()) {
            Channel channel = channels.poll();
            try {
                Thread.sleep(1 + random.nextInt(15));
            } catch (InterruptedException e) {
                return;
            }
            if (channel != null) {
                channel.close().awaitUninterruptibly();
                cuts.incrementAndGet();
            }
        }
    }
}
