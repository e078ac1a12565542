package bss.hil.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.hil.Conformance;
import bss.hil.HealthyEndpoint;
import bss.hil.bench.Bench;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.run.FaultyRelay.Fault;
import bss.proto.v1.Ping;
import bss.proto.v1.ToServer;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Endpoints that die, hang or speak garbage in the middle of a test: an error that shows the last frames, and the next
/// test runs, in bounded time.
@Timeout(600)
class DyingEndpointTest {

    private static final double MOST_SECONDS = 25;

    /// Uses sessions and bare frames.
    private static final Made VICTIM = Made.of("A01", DyingEndpointTest::use).within(Duration.ofSeconds(2));

    private static final Made NEXT = Made.of("A02", b -> b.open().close());

    private static void use(Bench bench) throws Exception {
        try (WaferSession session = bench.open();
                var raw = bench.raw()) {
            WaferConfiguration wafer = WaferConfiguration.empty();
            for (int h : bench.hicanns()) {
                wafer = wafer.with(h, HicannConfiguration.RESET);
            }
            raw.hello();
            bench.configure(session, wafer, EnumSet.of(ConfigurationStage.MERGER_TREE));
            session.readBack();
            for (int i = 0; i < 10; i++) {
                raw.send(ToServer.newBuilder()
                        .setPing(Ping.newBuilder().setNumber(i))
                        .build());
                if (raw.read(Duration.ofSeconds(1)).isEmpty()) {
                    throw new IOException("closed");
                }
                session.play(Pulses.sorted(new long[] {1000 + i}, new int[] {bench.hicanns()[0] << 9}));
                session.advance(10L * (i + 1));
            }
            session.counters();
            session.takeTrace();
        }
    }

    @Test
    void anEndpointThatDiesIsAnErrorOfThisTestAndOfTheNext() throws Exception {
        check(Fault.DIES, false, 3);
    }

    @Test
    void anEndpointThatHangsIsAnErrorOfThisTestAndOfTheNext() throws Exception {
        check(Fault.HANGS, false, 1);
    }

    @Test
    void aConnectionThatHangsIsAnErrorAndTheNextTestRuns() throws Exception {
        check(Fault.HANGS_ONCE, true, 1);
    }

    @Test
    void garbageIsAnErrorAndTheNextTestRuns() throws Exception {
        check(Fault.GARBAGE, true, 3);
    }

    @Test
    void aFrameThatIsNoMessageIsAnErrorAndTheNextTestRuns() throws Exception {
        check(Fault.NO_MESSAGE, true, 3);
    }

    @Tag("sweep")
    @Test
    void anyFaultAtAnyFrameIsAnError() throws Exception {
        for (Fault fault : List.of(Fault.DIES, Fault.HANGS, Fault.HANGS_ONCE, Fault.GARBAGE, Fault.NO_MESSAGE)) {
            check(fault, fault != Fault.DIES && fault != Fault.HANGS, 8);
        }
    }

    /// @param recovers whether the next test finds a good endpoint
    private static void check(Fault fault, boolean recovers, int positions) throws Exception {
        int frames = framesOf();
        for (int position = 0; position < positions; position++) {
            // each has its own: nobody can give back what was open when the way to it was lost
            try (HealthyEndpoint healthy = HealthyEndpoint.ideal()) {
                // the first two frames are the welcome before the test and that of its first host
                int at = 2 + new SplittableRandom(position).nextInt(frames - 2);
                String where = "%s at frame %d of %d".formatted(fault, at, frames);
                long start = System.nanoTime();
                try (FaultyRelay relay = new FaultyRelay(healthy.endpoint(), fault, at, position)) {
                    List<ConformanceTest> tests = List.of(VICTIM, NEXT);
                    List<Outcome> outcomes = Conformance.run(tests, relay.endpoint(), Profile.SMOKE, position);
                    Outcome victim = outcomes.get(0);
                    assertEquals(Verdict.ERROR, victim.verdict(), () -> where + ": " + victim.message());
                    assertFalse(victim.lastFrames().isEmpty(), where);
                    Outcome next = outcomes.get(1);
                    assertEquals(
                            recovers ? Verdict.PASS : Verdict.ERROR,
                            next.verdict(),
                            () -> where + ": the next: " + next.message());
                }
                double seconds = (System.nanoTime() - start) * 1e-9;
                assertTrue(seconds < MOST_SECONDS, () -> "%s took %.1f s".formatted(where, seconds));
            }
        }
    }

    /// Frames from a healthy endpoint during the test itself.
    private static int framesOf() throws Exception {
        int[] during = new int[1];
        try (HealthyEndpoint healthy = HealthyEndpoint.ideal();
                FaultyRelay relay = new FaultyRelay(healthy.endpoint(), Fault.NONE, -1, 0)) {
            Made counted = Made.of("A01", b -> {
                use(b);
                during[0] = relay.frames();
            });
            Outcome outcome = Conformance.run(counted, relay.endpoint(), Profile.SMOKE, 0);
            assertEquals(Verdict.PASS, outcome.verdict(), outcome.message());
        }
        return during[0];
    }
}
