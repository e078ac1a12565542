package bss.hil.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.hil.HealthyEndpoint;
import bss.hil.bench.Profile;
import bss.hil.suite.Suite;
import bss.proto.link.LinkLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole harness in front of a healthy emulator.
class SmokeRunTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Tag("sweep")
    @Test
    void aHealthyEmulatorPassesSmoke() throws Exception {
        run(Profile.SMOKE);
    }

    @Tag("sweep")
    @Test
    void aHealthyEmulatorPassesFull() throws Exception {
        run(Profile.FULL);
    }

    private void run(Profile profile) throws Exception {
        try (HealthyEndpoint healthy =
                HealthyEndpoint.gated(HealthyEndpoint.idealWafer(), LinkLimits.DEFAULT, folder)) {
            RunPlan plan = new RunPlan(
                    healthy.endpoint(),
                    profile,
                    List.of(0, 1),
                    1,
                    Optional.empty(),
                    Optional.of(folder.resolve("transcripts")));
            RunResult result = new Runner(plan, RunListener.SILENT).run(Suite.of(profile));
            for (Outcome o : result.outcomes()) {
                System.out.printf(
                        "%s %-5s %6.2f s %s %s %s %s%n",
                        o.card().id(), o.verdict(), o.seconds(), o.message(), o.figures(), o.notes(), o.traffic());
                o.lastFrames().forEach(System.out::println);
            }
            assertTrue(result.isGood(), () -> "%s is not passed".formatted(profile));
        }
    }
}
