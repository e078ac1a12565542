package bss.hil.suite;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.hil.HealthyEndpoint;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Need;
import bss.hil.bench.Profile;
import bss.hil.suite.identity.IdentityTests;
import bss.hil.suite.initialisation.InitialisationTests;
import bss.hil.suite.lease.LeaseTests;
import bss.hil.suite.link.LinkTests;
import bss.hil.suite.session.SessionTests;
import bss.proto.link.LinkLimits;
import bss.spec.backend.WaferBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A healthy endpoint passes every test.
@Timeout(240)
class HealthyEndpointTest {

    /// A session is kept for so short that even smoke waits for an owner that vanished.
    static final LinkLimits QUICK = LinkLimits.DEFAULT.withMillis(10_000, 30_000, 300_000, 1000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    static List<ConformanceTest> tests() {
        return Stream.of(
                        SessionTests.tests(),
                        LeaseTests.tests(),
                        LinkTests.tests(),
                        IdentityTests.tests(),
                        InitialisationTests.tests())
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> idealSiliconPassesEveryTest() {
        return each(tests(), EmulatedWafer::ideal, Profile.SMOKE, 0, 1);
    }

    @TestFactory
    Stream<DynamicTest> typicalSiliconPassesOnOneReticle() {
        List<ConformanceTest> some = tests().stream()
                .filter(test ->
                        List.of("L04", "A08", "J14", "I15").contains(test.card().id()))
                .toList();
        return each(some, () -> EmulatedWafer.typical(5, EmulatorOptions.DEFAULT), Profile.SMOKE, 17);
    }

    @TestFactory
    @Tag("sweep")
    Stream<DynamicTest> idealSiliconPassesEveryTestInFull() {
        return each(tests(), EmulatedWafer::ideal, Profile.FULL, 3, 40);
    }

    private Stream<DynamicTest> each(
            List<ConformanceTest> tests, Supplier<WaferBackend> wafer, Profile profile, int... fpgas) {
        return tests.stream()
                .map(test -> DynamicTest.dynamicTest(
                        test.card().id() + " " + test.card().title(), () -> {
                            try (HealthyEndpoint endpoint = test.card().needs().contains(Need.TOKEN)
                                            ? HealthyEndpoint.gated(wafer.get(), QUICK, folder)
                                            : HealthyEndpoint.open(wafer.get(), QUICK);
                                    TrialBench bench = new TrialBench(test, endpoint.endpoint(), profile, fpgas)) {
                                bench.run();
                            }
                        }));
    }
}
