package bss.hil.suite.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The emulator keeps what the conformance tests of a package promise.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EmulatorPasses {

    private final List<ConformanceTest> tests;

    /// @param tests of the package
    protected EmulatorPasses(List<ConformanceTest> tests) {
        this.tests = tests;
    }

    final List<ConformanceTest> tests() {
        return tests;
    }

    @ParameterizedTest
    @MethodSource("tests")
    void theEmulatorPassesInSmokeSize(ConformanceTest test) throws Exception {
        LocalBench.run(test, EmulatedWafer.ideal(), Profile.SMOKE, TestTolerances.ideal());
        assertTrue(test.card().limit().toSeconds() > 0);
    }

    @ParameterizedTest
    @MethodSource("tests")
    void typicalSiliconPassesInSmokeSize(ConformanceTest test) throws Exception {
        LocalBench.run(
                test, EmulatedWafer.typical(3, EmulatorOptions.DEFAULT), Profile.SMOKE, TestTolerances.typical());
    }

    @Tag("sweep")
    @ParameterizedTest
    @MethodSource("tests")
    void theEmulatorPassesInFullSize(ConformanceTest test) throws Exception {
        LocalBench.run(test, EmulatedWafer.ideal(), Profile.FULL, TestTolerances.ideal());
    }
}
