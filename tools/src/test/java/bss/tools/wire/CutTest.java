package bss.tools.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.proto.link.LinkClient;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkServer;
import bss.proto.link.LoopbackWafer;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A session goes on over cuts, and everything is done once.
@Timeout(120)
class CutTest {

    @Test
    void afterTwoHundredCutsAtRandomBytesTheJoinedStreamsEqualTheWhole() throws Exception {
        int seed = 1;
        int cuts = 0;
        int rounds = 0;
        try (LinkServer server = Ends.serve(new LoopbackWafer(), LinkLimits.DEFAULT)) {
            while (cuts < 200) {
                try (UnreliableProxy proxy = new UnreliableProxy(server.port(), seed, 300_000, 200 - cuts, 300);
                        LinkClient client = Ends.connect(proxy.port());
                        WaferSession session = client.open(Lease.of(1))) {
                    Pulses pulses = Ends.random(seed, 500_000);
                    session.play(pulses);
                    session.advance(1L << 40);
                    assertEquals(pulses, session.takeTrace(), "seed " + seed);
                    RunCounters counters = session.counters();
                    assertEquals(500_000, counters.pulsesPlayed(), "played once, seed " + seed);
                    assertEquals(500_000, counters.traced(), "taken once, seed " + seed);
                    cuts += proxy.cuts();
                }
                seed++;
                rounds++;
                assertTrue(rounds < 200, () -> "the proxy does not cut");
            }
        }
        assertEquals(200, cuts);
    }

    @Test
    void sessionsThatAreOpenedAndClosedWhileTheConnectionIsCutLeaveNothingOpen() throws Exception {
        CountingWafer wafer = new CountingWafer();
        try (LinkServer server = Ends.serve(wafer, LinkLimits.DEFAULT.withMillis(10_000, 10_000, 10_000, 30_000));
                UnreliableProxy proxy = new UnreliableProxy(server.port(), 7, 400, 1000, 0)) {
            int sessions = 0;
            for (int i = 0; i < 60; i++) {
                try (LinkClient client = Ends.connect(proxy.port());
                        WaferSession session = client.open(Lease.of(i % 48))) {
                    sessions++;
                    session.advance(i);
                    assertEquals(i, session.now());
                } catch (BackendException e) {
                    // the first connection was cut before the welcome: the caller tries again
                    assertTrue(String.valueOf(e.getMessage()).startsWith("wafer at"), e.getMessage());
                }
            }
            assertTrue(proxy.cuts() > 10, "cuts: " + proxy.cuts());
            assertEquals(sessions, wafer.opened.get(), "opened once each");
            assertEquals(sessions, wafer.advanced.get(), "advanced once each");
            for (int i = 0; i < 1000 && wafer.closed.get() < sessions; i++) {
                Thread.sleep(10);
            }
            assertEquals(sessions, wafer.closed.get(), "closed once each");
        }
    }

    @Test
    void anAdvanceGoesOnWhileTheConnectionIsAway() throws Exception {
        CountingWafer wafer = new CountingWafer();
        wafer.hold = new CountDownLatch(1);
        try (LinkServer server = Ends.serve(wafer, LinkLimits.DEFAULT);
                UnreliableProxy proxy = new UnreliableProxy(server.port(), 1, Long.MAX_VALUE, 0, 0);
                LinkClient client = Ends.connect(proxy.port());
                WaferSession session = client.open(Lease.of(0))) {
            Thread cutter = Thread.ofVirtual().start(() -> {
                try {
                    wafer.started.await();
                    for (int i = 0; i < 5; i++) {
                        proxy.cutAll();
                        Thread.sleep(50);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    wafer.hold.countDown();
                }
            });
            session.advance(77);
            cutter.join();
            assertEquals(77, session.now());
            assertEquals(1, wafer.advanced.get());
        }
    }

    @Test
    void anInterruptReachesTheBackendAndTheSessionCanOnlyBeClosed() throws Exception {
        CountingWafer wafer = new CountingWafer();
        wafer.hold = new CountDownLatch(1);
        try (LinkServer server = Ends.serve(wafer, LinkLimits.DEFAULT);
                LinkClient client = Ends.connect(server.port())) {
            WaferSession session = client.open(Lease.of(0));
            Thread runner = Thread.currentThread();
            Thread.ofVirtual().start(() -> {
                try {
                    wafer.started.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                runner.interrupt();
            });
            assertThrows(InterruptedException.class, () -> session.advance(5));
            BackendException after = assertThrows(BackendException.class, session::takeTrace);
            assertEquals("session was interrupted, can only be closed", after.getMessage());
            assertEquals(1, wafer.interrupted.get());
            session.close();
            session.close();
            assertEquals(
                    "session is closed",
                    assertThrows(BackendException.class, session::counters).getMessage());
        }
    }

    @Test
    void aSessionWhoseConnectionStaysAwayIsClosed() throws Exception {
        CountingWafer wafer = new CountingWafer();
        try (LinkServer server = Ends.serve(wafer, LinkLimits.DEFAULT.withMillis(10_000, 10_000, 10_000, 100))) {
            LinkClient client = Ends.connect(server.port());
            WaferSession session = client.open(Lease.of(0));
            assertEquals(0, session.now());
            client.close();
            assertTrue(wafer.ended.await(30, TimeUnit.SECONDS), "closed after 100 ms without a connection");
        }
    }

    @Test
    void aSessionOfAServerThatWasStartedAnewIsGoneAndSaysSo() throws Exception {
        LinkServer first = Ends.serve(new LoopbackWafer(), LinkLimits.DEFAULT);
        try (UnreliableProxy proxy = new UnreliableProxy(first.port(), 1, Long.MAX_VALUE, 0, 0);
                LinkClient client = Ends.connect(proxy.port());
                LinkServer second = Ends.serve(new LoopbackWafer(), LinkLimits.DEFAULT)) {
            WaferSession session = client.open(Lease.of(0));
            session.advance(5);
            proxy.redirect(second.port());
            first.close();
            BackendException e = assertThrows(BackendException.class, () -> session.advance(6));
            assertTrue(String.valueOf(e.getMessage()).contains("the session is gone"), e.getMessage());
            session.close();
        } finally {
            first.close();
        }
    }

    /// Counts what it is asked to do.
    static final class CountingWafer implements WaferBackend {

        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        final AtomicInteger advanced = new AtomicInteger();
        final AtomicInteger interrupted = new AtomicInteger();
        final CountDownLatch started = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(0);

        @Override
        public Capabilities capabilities() {
            return new Capabilities("counting", "none", true, false, 0);
        }

        @Override
        public WaferSession open(Lease lease) throws BackendException {
            opened.incrementAndGet();
            WaferSession inner = new LoopbackWafer().open(lease);
            return new WaferSession() {
                @Override
                public void configure(WaferConfiguration to, Set<ConfigurationStage> stages, int trial)
                        throws BackendException {
                    inner.configure(to, stages, trial);
                }

                @Override
                public WaferConfiguration readBack() throws BackendException {
                    return inner.readBack();
                }

                @Override
                public void play(Pulses pulses) throws BackendException {
                    inner.play(pulses);
                }

                @Override
                public void advance(long untilCycle) throws BackendException, InterruptedException {
                    advanced.incrementAndGet();
                    started.countDown();
                    try {
                        hold.await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                        throw e;
                    }
                    inner.advance(untilCycle);
                }

                @Override
                public long now() {
                    return inner.now();
                }

                @Override
                public Pulses takeTrace() throws BackendException {
                    return inner.takeTrace();
                }

                @Override
                public RunCounters counters() throws BackendException {
                    return inner.counters();
                }

                @Override
                public void reset(int trial) throws BackendException {
                    inner.reset(trial);
                }

                @Override
                public void record(AdcRequest request) throws BackendException {
                    inner.record(request);
                }

                @Override
                public List<AdcSamples> takeAdc() throws BackendException {
                    return inner.takeAdc();
                }

                @Override
                public Optional<WaferProbe> probe() {
                    return inner.probe();
                }

                @Override
                public void close() throws BackendException {
                    closed.incrementAndGet();
                    ended.countDown();
                    inner.close();
                }
            };
        }
    }
}
