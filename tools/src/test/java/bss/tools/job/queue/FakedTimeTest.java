package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bss.tools.job.queue.ServerProcess.Surroundings;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server process whose clock on the wall is set by libfaketime while it runs.
@Timeout(300)
class FakedTimeTest {

    private static final long DAY_MS = 86_400_000;
    private static final long PAUSE_MS = 250;

    @TempDir
    Path folder;

    private static Optional<Path> library() {
        return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/local/lib")
                .map(lib -> Path.of(lib, "faketime", "libfaketime.so.1"))
                .filter(Files::exists)
                .findFirst();
    }

    @Test
    void aServerSurvivesThatItsClockIsSet() throws Exception {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "skipped: libfaketime is not installed (Debian: faketime)");
        Path data = Files.createDirectories(folder.resolve("data"));
        Path time = folder.resolve("time");
        set(time, "+0");
        Surroundings faked = new Surroundings(
                List.of(),
                Map.of(
                        "LD_PRELOAD", library.get().toString(),
                        "FAKETIME_TIMESTAMP_FILE", time.toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        // else Object.wait does not wait
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                        "NO_FAKE_STAT", "1",
                        "DONT_FAKE_MONOTONIC", "1"),
                folder.resolve("server.log"));
        String token = Rig.token(data, InstantSource.system(), "ada", Duration.ofDays(10));
        try (ServerProcess server = ServerProcess.start(data, faked)) {
            Served.User ada = Served.user(server.address(), token);
            ada.calls()
                    .submit(Calls.request("limited", Networks.firing(Engine.REFERENCE, 2, false, 9e8))
                            .setWallLimitS(4)
                            .build());
            var _ = Calls.awaitAtLeast(ada, "limited", JobState.RUNNING);
            String[] steps = {"+3600", "-3600", "-86400", "+172800", "+0"};
            for (int i = 0; i < steps.length; i++) {
                set(time, steps[i]);
                submitOnceSet(ada, i, Double.parseDouble(steps[i]));
            }
            JobStatus limited = ada.awaitEnd("limited");
            assertEquals(JobState.TIMED_OUT, limited.getState(), limited.getReason());
            assertTrue(limited.getEndedMs() - limited.getStartedMs() < DAY_MS, limited.toString());
            for (int i = 0; i < steps.length; i++) {
                set(time, steps[steps.length - 1 - i]);
                JobStatus job = ada.awaitEnd("job-" + i);
                assertEquals(JobState.DONE, job.getState(), job.getReason());
                assertEquals(1, job.getAttempt());
                assertTrue(job.getSubmittedMs() <= job.getStartedMs(), job.toString());
                assertTrue(job.getStartedMs() <= job.getEndedMs(), job.toString());
            }
            assertTrue(server.alive());
        }
    }

    /// The library looks once a second how the clock is set.
    private static void submitOnceSet(Served.User ada, int step, double offsetS) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Calls.await("the clock is set to " + offsetS + " s", () -> {
            String id = "probe-%d-%d".formatted(step, tries.getAndIncrement());
            JobStatus probe = ada.submit(id, Networks.firing(Engine.REFERENCE, 2, false, 5));
            Thread.sleep(PAUSE_MS);
            double aheadS = 1e-3 * (probe.getSubmittedMs() - System.currentTimeMillis());
            return Math.abs(aheadS - offsetS) < 120;
        });
        var _ = ada.submit("job-" + step, Networks.firing(Engine.REFERENCE, 2, false, 100 + step));
    }

    /// Never half written.
    private static void set(Path time, String offset) throws Exception {
        Path aside = Files.writeString(time.resolveSibling("aside"), offset + "\n");
        Files.move(aside, time, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
