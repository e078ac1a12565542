package bss.hil.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.hil.Conformance;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.run.Outcome;
import bss.hil.run.Verdict;
import bss.hil.suite.Suite;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every mutant against every test, on one reticle. `-Dbss.mutants=M0.` and `-Dbss.tests=L..` pick some by a regular
/// expression. The matrix goes to the terminal and to `target/mutants.txt`.
class MutantMatrixTest {

    private static final long SEED = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Tag("sweep")
    @Test
    void everyMutantIsCaughtByTheSmokeProfileOrItsTarget() throws Exception {
        matrix("smoke", t -> t.card().profiles().contains(Profile.SMOKE));
    }

    @Tag("sweep")
    @Test
    void everyMutantIsCaughtAndEveryTestCatchesOne() throws Exception {
        matrix("all", _ -> true);
    }

    /// Shows mutants to tests, and to their targets in any case.
    private void matrix(String name, Predicate<ConformanceTest> shown) throws IOException, InterruptedException {
        List<ConformanceTest> tests = Suite.all().stream()
                .filter(t -> matches("bss.tests", t.card().id()))
                .toList();
        List<Mutant> mutants = Mutants.all().stream()
                .filter(m -> matches("bss.mutants", m.id()))
                .toList();
        Set<String> missed = new TreeSet<>();
        Set<String> idle = new TreeSet<>();
        tests.stream().filter(shown).forEach(t -> idle.add(t.card().id()));
        int byProfile = 0;
        Files.createDirectories(Path.of("target"));
        try (PrintStream file = new PrintStream(
                Files.newOutputStream(Path.of("target", "mutants-%s.txt".formatted(name))),
                true,
                StandardCharsets.UTF_8)) {
            List<String> heads = new ArrayList<>();
            tests.forEach(t -> heads.add(t.card().id()));
            both(file, "      " + String.join(" ", heads));
            for (Mutant mutant : mutants) {
                StringBuilder row = new StringBuilder();
                boolean seen = false;
                for (ConformanceTest test : tests) {
                    boolean target = test.card().id().equals(mutant.target());
                    if (!target && !shown.test(test)) {
                        row.append("    ");
                        continue;
                    }
                    Outcome outcome = judge(test, mutant, target ? mutant.profile() : Profile.SMOKE);
                    boolean caught = outcome.verdict() == Verdict.FAIL || outcome.verdict() == Verdict.ERROR;
                    seen |= caught && shown.test(test);
                    if (caught) {
                        idle.remove(test.card().id());
                    }
                    if (target && !mutant.isCaught(outcome.verdict())) {
                        missed.add("%s: %s %s".formatted(mutant, outcome.verdict(), outcome.message()));
                    }
                    row.append(mark(outcome.verdict(), target));
                }
                byProfile += seen ? 1 : 0;
                both(file, "%s  %s %s".formatted(mutant.id(), row, mutant.fault()));
            }
            both(file, "%d of %d mutants are caught by %s tests".formatted(byProfile, mutants.size(), name));
        }
        assertEquals(Set.of(), missed, () -> "seed %d: mutants that their target does not catch".formatted(SEED));
        if (mutants.size() == Mutants.all().size()) {
            assertEquals(Set.of(), idle, () -> "seed %d: tests that catch no mutant".formatted(SEED));
        }
    }

    private Outcome judge(ConformanceTest test, Mutant mutant, Profile profile)
            throws IOException, InterruptedException {
        try (MutantEndpoint endpoint = new MutantEndpoint(mutant.plant().get(), folder)) {
            return Conformance.run(test, endpoint.endpoint(), profile, SEED);
        }
    }

    private static boolean matches(String property, String id) {
        return id.matches(System.getProperty(property, ".*"));
    }

    /// A capital for the target.
    private static String mark(Verdict verdict, boolean target) {
        String mark = switch (verdict) {
            case PASS -> "-";
            case FAIL -> "f";
            case ERROR -> "e";
            default -> "s";
        };
        return " %s  ".formatted(target ? mark.toUpperCase(Locale.ROOT) : mark);
    }

    private static void both(PrintStream file, String line) {
        System.out.println(line);
        file.println(line);
    }
}
