package bss.hil.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.hil.Conformance;
import bss.hil.HealthyEndpoint;
import bss.hil.bench.Bench;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Need;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.wire.Endpoint;
import bss.proto.link.LinkSecurity;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunnerTest {

    private static final Made NOTHING = Made.of("A01", _ -> {});

    @SuppressWarnings("NullAway.Init")
    private static HealthyEndpoint healthy;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void serve() throws Exception {
        healthy = HealthyEndpoint.ideal();
    }

    @AfterAll
    static void end() {
        healthy.close();
    }

    private static Outcome run(ConformanceTest test) throws Exception {
        return Conformance.run(test, healthy.endpoint(), Profile.SMOKE, 5);
    }

    private RunResult run(String tolerances, ConformanceTest... tests) throws Exception {
        Path file = Files.writeString(folder.resolve("limits.json"), tolerances);
        RunPlan plan =
                new RunPlan(healthy.endpoint(), Profile.SMOKE, List.of(4), 1, Optional.of(file), Optional.empty());
        return new Runner(plan, RunListener.SILENT).run(List.of(tests));
    }

    @Test
    void aTestThatReturnsPasses() throws Exception {
        Outcome outcome = run(NOTHING);
        assertEquals(Verdict.PASS, outcome.verdict(), outcome.message());
        assertEquals(List.of(), outcome.lastFrames());
    }

    @Test
    void aViolationFails() throws Exception {
        Outcome outcome = run(Made.of("A01", b -> b.demand(false, () -> "chip 3 is blue, must be green")));
        assertEquals(Verdict.FAIL, outcome.verdict());
        assertEquals("chip 3 is blue, must be green", outcome.message());
        assertFalse(outcome.lastFrames().isEmpty());
    }

    @Test
    void aFaultOfTheTestIsAnErrorAndSaysWhere() throws Exception {
        Outcome outcome = run(Made.of("A01", _ -> {
            throw new IllegalStateException("oops");
        }));
        assertEquals(Verdict.ERROR, outcome.verdict());
        assertTrue(outcome.message().startsWith("IllegalStateException: oops (at bss.hil.run."), outcome.message());
    }

    @Test
    void anIOExceptionIsAnError() throws Exception {
        Outcome outcome = run(Made.of("A01", _ -> {
            throw new IOException("the line is dead");
        }));
        assertEquals(Verdict.ERROR, outcome.verdict());
        assertEquals("the line is dead", outcome.message());
    }

    /// What the endpoint says itself is no death of it.
    @Test
    void aRefusalOfWhatItMustDoFails() throws Exception {
        Outcome outcome = run(Made.of("A01", b -> {
            try (WaferSession first = b.open()) {
                first.advance(1);
                b.open();
            }
        }));
        assertEquals(Verdict.FAIL, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().startsWith("refused what it must do: "), outcome.message());
        Outcome argument = run(Made.of("A01", b -> {
            try (WaferSession session = b.open()) {
                session.advance(-7);
            }
        }));
        assertEquals(Verdict.FAIL, argument.verdict(), argument.message());
    }

    @Test
    void aTestThatTakesTooLongIsAnErrorAndTheNextRuns() throws Exception {
        Made slow = Made.of("A01", _ -> Thread.sleep(100_000)).within(Duration.ofMillis(300));
        List<Outcome> outcomes = Conformance.run(List.of(slow, NOTHING), healthy.endpoint(), Profile.SMOKE, 1);
        assertEquals(Verdict.ERROR, outcomes.get(0).verdict());
        assertTrue(
                outcomes.get(0).message().startsWith("not done within"),
                outcomes.get(0).message());
        assertEquals(Verdict.PASS, outcomes.get(1).verdict(), outcomes.get(1).message());
    }

    @Test
    void aThreadThatHangsIsLeftBehindAndItsPartsAreFree() throws Exception {
        boolean[] go = {true};
        Made deaf = Made.of("A01", b -> {
                    WaferSession session = b.open();
                    session.advance(100);
                    while (go[0]) {
                        Thread.onSpinWait();
                        Thread.interrupted();
                        java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                    }
                })
                .within(Duration.ofMillis(500));
        try {
            List<Outcome> outcomes = Conformance.run(
                    List.of(deaf, Made.of("A02", b -> b.open().close())), healthy.endpoint(), Profile.SMOKE, 1);
            assertEquals(Verdict.ERROR, outcomes.get(0).verdict());
            assertTrue(
                    outcomes.get(0).message().contains("left behind"),
                    outcomes.get(0).message());
            assertEquals(
                    Verdict.PASS, outcomes.get(1).verdict(), outcomes.get(1).message());
        } finally {
            go[0] = false;
        }
    }

    /// A long advance is under way when the time is up: the session is ended on the endpoint too.
    @Test
    void aRunThatIsGivenUpIsEndedOnTheEndpoint() throws Exception {
        Made running = Made.of("A01", b -> {
                    WaferSession session = b.open();
                    session.configure(chips(b), EnumSet.allOf(ConfigurationStage.class), 0);
                    session.advance(1L << 40);
                })
                .within(Duration.ofMillis(800));
        List<Outcome> outcomes = Conformance.run(
                List.of(running, Made.of("A02", b -> b.open().close())), healthy.endpoint(), Profile.SMOKE, 1);
        assertEquals(Verdict.ERROR, outcomes.get(0).verdict(), outcomes.get(0).message());
        assertEquals(Verdict.PASS, outcomes.get(1).verdict(), outcomes.get(1).message());
    }

    private static WaferConfiguration chips(Bench bench) {
        WaferConfiguration wafer = WaferConfiguration.empty();
        for (int h : bench.hicanns()) {
            wafer = wafer.with(h, HicannConfiguration.RESET);
        }
        return wafer;
    }

    @Test
    void sessionsThatATestLeavesOpenAreClosed() throws Exception {
        Made careless = Made.of("A01", b -> {
            WaferSession session = b.open(Lease.of(b.fpgas()));
            session.configure(chips(b), Set.of(ConfigurationStage.SYNAPSES), 0);
        });
        for (int round = 0; round < 3; round++) {
            Outcome outcome = run(careless);
            assertEquals(Verdict.PASS, outcome.verdict(), outcome.message());
        }
    }

    @Test
    void whatAnEndpointHasNotIsSkippedAndNamed() throws Exception {
        Outcome outcome = run(NOTHING.needing(Need.TOKEN));
        assertEquals(Verdict.SKIP, outcome.verdict());
        assertTrue(outcome.message().contains("token"), outcome.message());
        Outcome two = run("{}", NOTHING.needing(Need.TWO_FPGAS)).outcomes().getFirst();
        assertEquals(Verdict.SKIP, two.verdict());
        assertEquals("needs two FPGAs, the run was given one", two.message());
        assertEquals(Verdict.PASS, run(NOTHING.needing(Need.PAUSE, Need.PROBE)).verdict());
    }

    @Test
    void aKnownFailureHasItsReferenceAndOnlyAFailureIsKnown() throws Exception {
        Made fails = Made.of("A01", _ -> {
            throw new Violation("late");
        });
        String known = "{\"known_failures\": {\"A01\": \"issue 1870\"}}";
        Outcome outcome = run(known, fails).outcomes().getFirst();
        assertEquals(Verdict.XFAIL, outcome.verdict());
        assertEquals("late (known: issue 1870)", outcome.message());
        assertTrue(run(known, fails).isGood());
        Outcome passes = run(known, NOTHING).outcomes().getFirst();
        assertEquals(Verdict.PASS, passes.verdict());
        assertEquals(List.of("passes, though it is known to fail: issue 1870"), passes.notes());
        Made breaks = Made.of("A01", _ -> {
            throw new IOException("dead");
        });
        assertEquals(Verdict.ERROR, run(known, breaks).outcomes().getFirst().verdict());
    }

    @Test
    void floatingGatesAreCountedAndNotWrittenBeyondTheBudget() throws Exception {
        Made writes = Made.of("A01", b -> {
                    try (WaferSession session = b.open()) {
                        b.configure(session, chips(b), Set.of(ConfigurationStage.FLOATING_GATES));
                    }
                })
                .writingFloatingGates();
        // eight chips of 96 rows each
        RunResult result = run("{\"floating_gate_rows\": 1600}", writes, writes, writes);
        assertEquals(
                List.of(Verdict.PASS, Verdict.PASS, Verdict.SKIP),
                result.outcomes().stream().map(Outcome::verdict).toList(),
                () -> result.outcomes().toString());
        assertEquals(2 * 768, result.floatingGateRows());
        RunResult none = run("{\"floating_gate_rows\": 95}", writes);
        assertEquals(Verdict.SKIP, none.outcomes().getFirst().verdict());
        assertEquals(0, none.floatingGateRows());
        assertEquals(768, run(writes).traffic().floatingGateRows(), "an emulator has no budget");
    }

    @Test
    void randomNumbersDependOnSeedTestAndPurposeAlone() throws Exception {
        assertEquals(drawn("A01", 1, "x"), drawn("A01", 1, "x"));
        assertNotEquals(drawn("A01", 1, "x"), drawn("A01", 2, "x"));
        assertNotEquals(drawn("A01", 1, "x"), drawn("A02", 1, "x"));
        assertNotEquals(drawn("A01", 1, "x"), drawn("A01", 1, "y"));
    }

    private static long drawn(String id, long seed, String what) throws Exception {
        List<Long> drawn = new ArrayList<>();
        Conformance.run(
                Made.of(id, b -> drawn.add(b.random(what).nextLong())), healthy.endpoint(), Profile.SMOKE, seed);
        return drawn.getFirst();
    }

    @Test
    void anEndpointThatIsNotThereIsAnErrorOfEveryTest() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Endpoint gone = new Endpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                LinkSecurity.Client.PLAIN,
                Optional.empty());
        List<Outcome> outcomes = Conformance.run(List.of(NOTHING, Made.of("A02", _ -> {})), gone, Profile.SMOKE, 1);
        for (Outcome outcome : outcomes) {
            assertEquals(Verdict.ERROR, outcome.verdict());
            assertTrue(outcome.message().startsWith("no sign of life before the test: "), outcome.message());
            assertTrue(outcome.message().contains(":%d cannot be reached: ".formatted(port)), outcome.message());
            assertTrue(
                    outcome.lastFrames().getLast().contains("cannot be reached"),
                    () -> outcome.lastFrames().toString());
        }
    }
}
