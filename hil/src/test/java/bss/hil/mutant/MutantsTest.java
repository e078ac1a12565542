package bss.hil.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.hil.Conformance;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.run.Outcome;
import bss.hil.run.Verdict;
import bss.hil.suite.Suite;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every mutant is caught by the test that is there for it, and the endpoint without the fault is not.
class MutantsTest {

    private static final long SEED = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    static Stream<Mutant> mutants() {
        return Mutants.all().stream();
    }

    static Stream<ConformanceTest> tests() {
        return Suite.all().stream();
    }

    private Outcome judge(ConformanceTest test, Mutant.Plant plant, Profile profile) throws Exception {
        try (MutantEndpoint endpoint = new MutantEndpoint(plant, folder)) {
            return Conformance.run(test, endpoint.endpoint(), profile, SEED);
        }
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aMutantIsCaughtByItsTarget(Mutant mutant) throws Exception {
        ConformanceTest target = Suite.all().stream()
                .filter(t -> t.card().id().equals(mutant.target()))
                .findFirst()
                .orElseThrow();
        Outcome outcome = judge(target, mutant.plant().get(), mutant.profile());
        assertTrue(
                mutant.isCaught(outcome.verdict()),
                () -> "seed %d: %s: %s %s, must be FAIL%s"
                        .formatted(
                                SEED, mutant, outcome.verdict(), outcome.message(), mutant.ends() ? " or ERROR" : ""));
    }

    @ParameterizedTest
    @MethodSource("tests")
    void theEndpointWithoutAFaultPasses(ConformanceTest test) throws Exception {
        Outcome outcome = judge(test, Mutant.healthy(), Profile.SMOKE);
        assertEquals(Verdict.PASS, outcome.verdict(), () -> "seed %d: %s".formatted(SEED, outcome.message()));
    }

    @Test
    void everyTestHasAMutantThatItMustCatch() {
        Set<String> without = new TreeSet<>();
        Suite.all().forEach(t -> without.add(t.card().id()));
        Mutants.all().forEach(m -> without.remove(m.target()));
        assertEquals(Set.of(), without);
    }

    @Test
    void everyMutantHasAnIdAndAFaultOfItsOwn() {
        List<Mutant> mutants = Mutants.all();
        assertTrue(mutants.size() >= 44, () -> "there are %d mutants, must be 44".formatted(mutants.size()));
        Set<String> ids = new HashSet<>();
        Set<String> faults = new HashSet<>();
        for (Mutant m : mutants) {
            assertTrue(ids.add(m.id()), () -> m.id() + " is there twice");
            assertTrue(faults.add(m.fault()), () -> m.fault() + " is there twice");
        }
    }
}
