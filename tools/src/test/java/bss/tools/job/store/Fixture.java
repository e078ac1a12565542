package bss.tools.job.store;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/// What the tests of the store share.
final class Fixture {

    static final Actor ACTOR = new Actor("ann", "10.0.0.1", "r-1");
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_000));
    static final long RESERVE = 1 << 16;

    private Fixture() {}

    static JobKey key(String id) {
        return new JobKey("ann", id);
    }

    static JobSpec spec(boolean rerunnable) {
        return new JobSpec("a title", 0, rerunnable, List.of(1, 5), new Limits(60, 1.5, 1 << 20), "test 1");
    }

    static JobStore open(Path data) throws StoreException {
        return open(data, CrashPoints.none());
    }

    static JobStore open(Path data, CrashPoints crash) throws StoreException {
        return JobStore.open(data, CLOCK, crash, RESERVE);
    }

    static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static JobRecord submit(JobStore store, String id) throws StoreException {
        return submit(store, id, true);
    }

    static JobRecord submit(JobStore store, String id, boolean rerunnable) throws StoreException {
        byte[] payload = id.getBytes(StandardCharsets.UTF_8);
        return store.submit(key(id), spec(rerunnable), payload, Sha256.of(payload), ACTOR)
                .job();
    }

    /// Brings a waiting job to a state that a worker brings it to, and tells the attempt.
    static int bring(JobStore store, JobKey key, JobState to) throws StoreException {
        int attempt = store.lease(key, ACTOR);
        List<JobState> way = List.of(JobState.LEASED, JobState.CONFIGURING, JobState.RUNNING, JobState.READOUT);
        for (int i = 0; i < way.indexOf(to); i++) {
            if (!store.move(key, attempt, way.get(i), way.get(i + 1), "", ACTOR)) {
                throw new IllegalStateException(way.get(i) + " of " + key);
            }
        }
        return attempt;
    }

    static Path staged(JobStore store, String name, byte[] bytes) {
        try {
            return Files.write(store.staging().resolve(name), bytes, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    static StoreException refusal(StoreException.Kind kind, Executable does) {
        StoreException e = assertThrows(StoreException.class, does);
        if (e.kind() != kind) {
            throw new AssertionError("must be " + kind, e);
        }
        return e;
    }

    /// What a kill leaves: the files as they are. The lock is of this process, and the index of the log is not valid
    /// after a crash.
    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.equals("lock") || name.endsWith("-shm")) {
                    continue;
                }
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A folder in memory if there is one, so that tests of many thousand changes do not wait for a disk.
    static Path fastFolder() throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isDirectory(memory) && Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "bss-store")
                : Files.createTempDirectory("bss-store");
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
