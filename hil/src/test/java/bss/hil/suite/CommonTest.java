package bss.hil.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.hil.HealthyEndpoint;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Frames;
import bss.hil.suite.common.Loopback;
import bss.hil.suite.common.RandomChips;
import bss.proto.v1.ToServer;
import bss.spec.backend.Pulses;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the tests have in common finds each kind of difference.
@Timeout(60)
class CommonTest {

    private static final long SEED = 8;

    @SuppressWarnings("NullAway.Init")
    private static HealthyEndpoint healthy;

    @BeforeAll
    static void serve() throws Exception {
        healthy = HealthyEndpoint.ideal();
    }

    @AfterAll
    static void end() {
        healthy.close();
    }

    private static TrialBench bench(String id) throws Exception {
        ConformanceTest test = HealthyEndpointTest.tests().stream()
                .filter(t -> t.card().id().equals(id))
                .findAny()
                .orElseThrow();
        return new TrialBench(test, healthy.endpoint(), Profile.SMOKE, 0);
    }

    @Test
    void everyTestHasItsOwnCard() {
        Set<String> ids = new TreeSet<>();
        for (ConformanceTest test : HealthyEndpointTest.tests()) {
            Card card = test.card();
            assertTrue(ids.add(card.id()), card.id());
            assertTrue(card.profiles().contains(Profile.FULL), card.id());
            assertTrue(!card.title().isBlank() && card.proves().endsWith("."), card.id());
        }
    }

    @Test
    void aMessageIsMadeAsLongAsAFrameMayBe() throws Exception {
        ToServer ping = Frames.ping(-1);
        for (int bytes : new int[] {40, 100, 137, 138, 139, 4096, 4097, 16_500, 1 << 20, (1 << 20) + 1}) {
            byte[] padded = Frames.padded(ping, bytes).toByteArray();
            assertEquals(bytes, padded.length);
            assertEquals(ping.getPing(), ToServer.parseFrom(padded).getPing());
        }
    }

    @Test
    void pulsesThatAreLostTwiceLateOrElsewhereAreFound() throws Exception {
        int[] chips = {144, 145};
        Pulses program = Loopback.program(new SplittableRandom(SEED), chips, 20, 1000, 40);
        Pulses trace = change(program, -1, 0, 64);
        try (TrialBench bench = bench("A08")) {
            Loopback.require(bench, program, trace, "as it was sent");
            for (Pulses wrong : List.of(
                    trace.slice(0, 39),
                    trace.slice(1, 40),
                    change(trace, 7, 1, 0),
                    change(trace, 7, -1, 0),
                    change(trace, 7, 0, 1),
                    change(trace, 7, 0, 64),
                    change(trace, 7, 0, 512),
                    twice(trace, 12))) {
                assertThrows(Violation.class, () -> Loopback.require(bench, program, wrong, "wrong"));
            }
        }
    }

    /// @param index of the pulse that is changed; -1 for all
    private static Pulses change(Pulses pulses, int index, int ticks, int addressBits) {
        long[] t = new long[pulses.count()];
        int[] a = new int[t.length];
        for (int i = 0; i < t.length; i++) {
            boolean change = index < 0 || index == i;
            t[i] = pulses.tick(i) + (change ? ticks : 0);
            a[i] = pulses.address(i) ^ (change ? addressBits : 0);
        }
        return Pulses.sorted(t, a);
    }

    private static Pulses twice(Pulses pulses, int index) {
        long[] t = new long[pulses.count() + 1];
        int[] a = new int[t.length];
        for (int i = 0; i < t.length; i++) {
            t[i] = pulses.tick(i <= index ? i : i - 1);
            a[i] = pulses.address(i <= index ? i : i - 1);
        }
        return Pulses.sorted(t, a);
    }

    @Test
    void aWordThatIsReadBackOtherwiseIsNamed() throws Exception {
        HicannConfiguration chip = RandomChips.chip(new SplittableRandom(SEED));
        HicannConfiguration other = chip.toBuilder()
                .set(Component.QUAD, 5, chip.word(Component.QUAD, 5) ^ 4)
                .build();
        WaferConfiguration written = WaferConfiguration.empty().with(3, chip);
        try (TrialBench bench = bench("J14")) {
            RandomChips.requireSame(bench, written, WaferConfiguration.empty().with(3, chip), "here");
            Violation found = assertThrows(
                    Violation.class, () -> RandomChips.requireSame(bench, written, written.with(3, other), "here"));
            assertTrue(String.valueOf(found.getMessage()).startsWith("here: HICANN 3: QUAD 5 is"), found.getMessage());
            assertThrows(Violation.class, () -> RandomChips.requireSame(bench, written, written.with(4, chip), "here"));
            assertThrows(
                    Violation.class, () -> RandomChips.requireSame(bench, written, WaferConfiguration.empty(), "here"));
        }
    }
}
