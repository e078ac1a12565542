package bss.tools.job.store.power;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The machine loses power at any write: nothing that was acknowledged is lost.
///
/// A workload runs under a recorder of all that it and SQLite write. Its log is done again on a disk that keeps only
/// what
/// it must; before each change of that disk the power fails, a store is opened on what is left, and checked.
/// `-Dwritelog`
/// names a log to take instead of new ones, `-Dwritelog.seed` another seed.
class PowerLossTest {

    private static final long SEED = Long.getLong("writelog.seed", 20_261_126);
    private static final String GIVEN = System.getProperty("writelog", "");
    private static final int FEW_LOGS = 2;
    private static final int MANY_LOGS = 5;

    /// Of each of the few logs, at least.
    private static final int PREFIXES = 550;

    /// Of each process.
    private static final int FIRST = 25;

    /// That the promise is tested with, in all.
    private static final int LEAST = 10_000;

    private static final List<Recording> LOGS = new ArrayList<>();
    private static Path folder = Path.of("");
    private static Path recorder = Path.of("");

    @BeforeAll
    static void build() throws Exception {
        Path memory = Path.of("/dev/shm");
        folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "bss-power")
                : Files.createTempDirectory("bss-power");
        recorder = Recorder.build(folder);
    }

    @AfterAll
    static void clear() throws IOException {
        // it was made, or else there is nothing to remove
        if (folder.isAbsolute()) {
            Replay.clear(folder);
            Files.delete(folder);
        }
    }

    private static List<Recording> logs(int many) throws Exception {
        if (!GIVEN.isEmpty()) {
            return List.of(Recording.of(Path.of(GIVEN), folder, SEED));
        }
        while (LOGS.size() < many) {
            Path own = Files.createDirectory(folder.resolve("log" + LOGS.size()));
            LOGS.add(Recording.make(recorder, own, SEED + LOGS.size()));
        }
        return LOGS.subList(0, many);
    }

    private static Replay replay(Recording recording) throws IOException {
        return new Replay(recording, Files.createTempDirectory(folder, "replay"));
    }

    /// Cuts logs, two at a time, and tells what was tried.
    ///
    /// @return the number of prefixes
    private static int cut(List<Recording> logs, BiPredicate<Recording, Integer> cuts) throws Exception {
        long begin = System.nanoTime();
        List<Callable<Replay.Tried>> tasks = new ArrayList<>();
        for (Recording log : logs) {
            tasks.add(() -> cut(log, cuts));
        }
        int prefixes = 0;
        int images = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Replay.Tried> tried : threads.invokeAll(tasks)) {
                prefixes += tried.get().prefixes();
                images += tried.get().images();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
        System.out.printf(
                "power loss: %d prefixes of %d logs with %d records and %d changes, %d images %s, seed %d, %.0f s%n",
                prefixes,
                logs.size(),
                logs.stream().mapToInt(log -> log.entries().size()).sum(),
                logs.stream().mapToInt(Recording::changes).sum(),
                images,
                EnumSet.allOf(Variant.class),
                SEED,
                (System.nanoTime() - begin) / 1e9);
        return prefixes;
    }

    private static Replay.Tried cut(Recording log, BiPredicate<Recording, Integer> cuts) throws Exception {
        try {
            return replay(log).run(_ -> false, change -> cuts.test(log, change), EnumSet.allOf(Variant.class));
        } catch (AssertionError e) {
            Path kept = Files.createTempFile("writelog", ".log");
            Files.write(kept, Files.readAllBytes(log.log()));
            throw new AssertionError(
                    "%s; again with -Dwritelog=%s -Dwritelog.seed=%d".formatted(e.getMessage(), kept, log.seed()), e);
        }
    }

    @Test
    void nothingAcknowledgedIsLostInAnyOfSomePowerFailures() throws Exception {
        IdentityHashMap<Recording, Set<Integer>> cuts = new IdentityHashMap<>();
        for (Recording log : logs(FEW_LOGS)) {
            cuts.put(log, some(log));
        }
        int prefixes = cut(logs(FEW_LOGS), (log, change) -> cuts.get(log).contains(change));
        assertTrue(prefixes >= FEW_LOGS * PREFIXES || !GIVEN.isEmpty(), "seed " + SEED);
    }

    /// Some anywhere, and those while a store is made or opened.
    private static Set<Integer> some(Recording log) {
        Set<Integer> cuts = new HashSet<>();
        for (int start : log.starts()) {
            for (int i = 0; i < FIRST; i++) {
                cuts.add(start + i);
            }
        }
        SplittableRandom random = new SplittableRandom(SEED);
        while (cuts.size() < Math.min(log.changes(), PREFIXES)) {
            cuts.add(random.nextInt(log.changes()));
        }
        return cuts;
    }

    @Test
    @Tag("sweep")
    void nothingAcknowledgedIsLostInAnyPowerFailure() throws Exception {
        int prefixes = cut(logs(MANY_LOGS), (_, _) -> true);
        assertTrue(prefixes >= LEAST || !GIVEN.isEmpty(), "seed " + SEED + ": only " + prefixes + " prefixes");
    }

    /// Each of these disks says that it has synced, and has not.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data",
                "data/jobs\\.db",
                "data/jobs\\.db-wal",
                "data/payloads",
                "data/payloads/.*",
                "data/results",
                "data/staging/.*"
            })
    void aSyncThatIsMissingIsNoticed(String paths) throws Exception {
        for (Recording log : logs(FEW_LOGS)) {
            AssertionError lost = assertThrows(
                    AssertionError.class,
                    () -> replay(log).run(path -> path.matches(paths), _ -> true, EnumSet.of(Variant.SYNCED)),
                    "seed %d: nobody needs %s to be synced".formatted(log.seed(), paths));
            System.out.printf("without syncs of %s: %s%n", paths, lost.getMessage());
        }
    }

    /// Or a write that the recorder did not see would not be tested.
    @Test
    void theLogDoneAgainIsWhatWasWritten() throws Exception {
        for (Recording log : LOGS.isEmpty() && GIVEN.isEmpty() ? logs(1) : LOGS) {
            Disk disk = new Disk(_ -> false, _ -> {});
            log.entries().forEach(disk::apply);
            Map<String, byte[]> again = disk.image(Variant.WRITTEN, new SplittableRandom(0));
            again.keySet().removeIf(path -> path.endsWith("/"));
            Map<String, byte[]> there = new TreeMap<>();
            try (Stream<Path> files = Files.walk(log.record()).filter(Files::isRegularFile)) {
                for (Path file : files.toList()) {
                    there.put(log.record().relativize(file).toString(), Files.readAllBytes(file));
                }
            }
            there.remove(Disk.ACKS);
            assertEquals(there.keySet(), again.keySet(), "seed " + log.seed());
            again.forEach((path, bytes) ->
                    assertArrayEquals(there.get(path), bytes, "seed %d: %s".formatted(log.seed(), path)));
        }
    }
}
