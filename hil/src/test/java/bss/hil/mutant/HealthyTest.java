package bss.hil.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.hil.Conformance;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.mutant.Mutant.Plant;
import bss.hil.run.Outcome;
import bss.hil.run.Verdict;
import bss.hil.suite.Suite;
import bss.proto.link.LinkLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The emulator passes again and again, with another seed each time, in the time that is promised. `-Dbss.tests=C..`
/// picks
/// tests by a regular expression.
class HealthyTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Tag("sweep")
    @Test
    void theEmulatorPassesSmoke20TimesInARow() throws Exception {
        inARow(Profile.SMOKE, 20, 60);
    }

    @Tag("sweep")
    @Test
    void theEmulatorPassesFull3TimesInARow() throws Exception {
        inARow(Profile.FULL, 3, 900);
    }

    /// @param most seconds that a run may take
    private void inARow(Profile profile, int runs, double most) throws Exception {
        List<ConformanceTest> tests = Suite.all().stream()
                .filter(t -> t.card().profiles().contains(profile))
                .filter(t -> t.card().id().matches(System.getProperty("bss.tests", ".*")))
                .toList();
        Plant plant = new Plant(Mutant.ideal(), Optional.empty(), LinkLimits.DEFAULT);
        try (MutantEndpoint endpoint = new MutantEndpoint(plant, folder)) {
            for (int run = 0; run < runs; run++) {
                long seed = run;
                double seconds = 0;
                StringBuilder times = new StringBuilder();
                for (ConformanceTest test : tests) {
                    Outcome outcome = Conformance.run(test, endpoint.endpoint(), profile, seed);
                    String id = test.card().id();
                    assertEquals(
                            Verdict.PASS,
                            outcome.verdict(),
                            () -> "seed %d: %s: %s".formatted(seed, id, outcome.message()));
                    seconds += outcome.seconds();
                    times.append(" %s %.1f".formatted(id, outcome.seconds()));
                }
                System.out.printf("%s, run %d: %.1f s:%s%n", profile, run, seconds, times);
                double all = seconds;
                assertTrue(all <= most, () -> "run %d took %.1f s, may take %.0f".formatted(seed, all, most));
            }
        }
    }
}
