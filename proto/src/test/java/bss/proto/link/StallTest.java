package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.proto.v1.Advance;
import bss.proto.v1.Ping;
import bss.proto.v1.Request;
import bss.proto.v1.TakeTrace;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever hosts and backends do, no event loop is kept busy for long, and nobody waits for what others ask for.
@Timeout(180)
class StallTest {

    private static LinkServer serve(PlentyWafer wafer) throws Exception {
        return new LinkServer(
                wafer,
                RoundTripTest.ANY_PORT,
                LinkSecurity.Server.PLAIN,
                LinkLimits.DEFAULT.withMillis(10_000, 2000, 60_000, 10),
                Optional.empty(),
                "test");
    }

    private static void request(RawHost host, Request.Builder request) throws Exception {
        host.send(ToServer.newBuilder().setRequest(request));
    }

    private static Request.Builder advance(long until) {
        return Request.newBuilder().setNumber(2).setAdvance(Advance.newBuilder().setUntilCycle(until));
    }

    @Test
    void aBackendThatTakesLongKeepsNobodyElseWaiting() throws Exception {
        PlentyWafer wafer = new PlentyWafer(true);
        List<RawHost> hosts = new ArrayList<>();
        try (LinkServer server = serve(wafer)) {
            int loops = 0;
            for (EventExecutor _ : server.group()) {
                loops++;
            }
            // more than loops: whoever comes then shares one with a host that waits
            for (int i = 0; i <= loops; i++) {
                RawHost host = new RawHost(server.port());
                hosts.add(host);
                host.send(RawHost.hello());
                host.send(RawHost.open());
                assertTrue(host.next().hasWelcome());
                assertTrue(host.next().getAnswer().hasOpened());
                request(host, advance(7));
            }
            for (RawHost host : hosts) {
                host.send(ToServer.newBuilder().setPing(Ping.newBuilder().setNumber(3)));
                ToClient first = host.next();
                assertEquals(3, first.getPong().getNumber(), "while its own advance is under way");
            }
            try (LinkClient other = RoundTripTest.connect(server.port());
                    WaferSession session = other.open(Lease.of(5))) {
                assertEquals(0, session.counters().traced());
            }
            wafer.hold.countDown();
            for (RawHost host : hosts) {
                assertEquals(7, host.next().getAnswer().getNow());
            }
        } finally {
            for (RawHost host : hosts) {
                host.close();
            }
        }
        assertFalse(wafer.callers.isEmpty());
        for (String caller : wafer.callers) {
            assertTrue(caller.startsWith("wafer-session-"), () -> "the backend was called by " + caller);
        }
    }

    @Test
    void noPieceOfWorkOnAnEventLoopTakesLongWhileHostsDoWrong() throws Exception {
        LoopProbe probe = new LoopProbe();
        try (LinkServer server = serve(new PlentyWafer(false))) {
            server.onConnect(probe::connected);
            try (LinkClient innocent = RoundTripTest.connect(server.port());
                    WaferSession session = innocent.open(Lease.of(5))) {
                hostile(server.port(), 1, 2000);
                probe.warm();
                try (Nuisance nuisance = new Nuisance(server.port(), 500)) {
                    hostile(server.port(), 2, 20_000);
                    session.advance(11);
                    assertEquals(11, session.now());
                    assertTrue(nuisance.slow.size() == 500);
                }
            }
        }
        assertTrue(probe.reads() > 500, "reads: " + probe.reads());
        assertTrue(
                probe.longestNanos() < LoopProbe.STALL_NANOS,
                () -> "longest piece of work: %d ns of CPU".formatted(probe.longestNanos()));
    }

    /// The same by the clock, which counts what else the machine does: for a quiet one.
    @Test
    @Tag("sweep")
    void theLongestThatAnInnocentTaskWaits() throws Exception {
        AtomicLong longest = new AtomicLong();
        LoopProbe probe = new LoopProbe();
        try (LinkServer server = serve(new PlentyWafer(false))) {
            server.onConnect(probe::connected);
            hostile(server.port(), 1, 2000);
            probe.warm();
            List<ScheduledFuture<?>> ticks = new ArrayList<>();
            for (EventExecutor loop : server.group()) {
                AtomicLong last = new AtomicLong(System.nanoTime());
                ticks.add(loop.scheduleAtFixedRate(
                        () -> {
                            long now = System.nanoTime();
                            longest.accumulateAndGet(now - last.getAndSet(now), Math::max);
                        },
                        5,
                        5,
                        TimeUnit.MILLISECONDS));
            }
            long slowest = 0;
            try (Nuisance nuisance = new Nuisance(server.port(), 500);
                    LinkClient innocent = RoundTripTest.connect(server.port());
                    WaferSession session = innocent.open(Lease.of(5))) {
                for (int part = 0; part < 100; part++) {
                    hostile(server.port(), 100 + part, 1000);
                    long from = System.nanoTime();
                    session.advance(part + 1);
                    slowest = Math.max(slowest, System.nanoTime() - from);
                }
                assertEquals(100, session.now());
                assertEquals(500, nuisance.slow.size());
            }
            ticks.forEach(t -> t.cancel(false));
            System.out.printf(
                    "100,000 hostile frames, 500 slow hosts, one that does not read: longest gap of a task each 5 ms "
                            + "%.1f ms, slowest of 100 round trips %.1f ms, longest piece of work %.1f ms of CPU%n",
                    longest.get() / 1e6, slowest / 1e6, probe.longestNanos() / 1e6);
        }
    }

    /// Sends random and mutated frames over connections of 100 each.
    private static void hostile(int port, int seed, int frames) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int sent = 0; sent < frames; sent += 100) {
            FuzzTest.burst(port, random, 100);
        }
    }

    /// Slow hosts, and one that does not read what it asked for.
    private static final class Nuisance implements AutoCloseable {

        final List<RawHost> slow = new ArrayList<>();
        private final RawHost stalled;

        Nuisance(int port, int slowHosts) throws Exception {
            stalled = new RawHost(port);
            stalled.send(RawHost.hello());
            stalled.send(RawHost.open());
            stalled.send(ToServer.newBuilder()
                    .setRequest(Request.newBuilder()
                            .setNumber(2)
                            .setCredit(-1)
                            .setTakeTrace(TakeTrace.getDefaultInstance())));
            for (int i = 0; i < slowHosts; i++) {
                RawHost host = new RawHost(port);
                slow.add(host);
                host.send(new byte[] {0});
            }
        }

        @Override
        public void close() throws IOException {
            stalled.close();
            for (RawHost host : slow) {
                host.close();
            }
        }
    }
}
