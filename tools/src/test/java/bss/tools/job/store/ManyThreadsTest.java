package bss.tools.job.store;

import static bss.tools.job.store.Fixture.ACTOR;
import static bss.tools.job.store.Fixture.key;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many at once.
class ManyThreadsTest {

    private static final int THREADS = 32;
    private static final int EACH = 40;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<T> answer : threads.invokeAll(tasks)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    @Test
    void allThatManyThreadsSubmitIsThereAfterAKillUnderItsOwnNumber() throws Exception {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        long[] nanos = new long[THREADS * EACH];
        List<Callable<List<Long>>> tasks = new ArrayList<>();
        try (JobStore store = Fixture.open(data)) {
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                tasks.add(() -> {
                    List<Long> numbers = new ArrayList<>();
                    for (int i = 0; i < EACH; i++) {
                        long begin = System.nanoTime();
                        numbers.add(Fixture.submit(store, thread + "-" + i).number());
                        nanos[thread * EACH + i] = System.nanoTime() - begin;
                    }
                    return numbers;
                });
            }
            long begin = System.nanoTime();
            List<List<Long>> numbers = together(tasks);
            double seconds = (System.nanoTime() - begin) * 1e-9;
            Fixture.copy(data, copy);
            Arrays.sort(nanos);
            System.out.printf(
                    "%d threads: %.0f submits/s, p50 %.2f ms, p99 %.2f ms%n",
                    THREADS,
                    nanos.length / seconds,
                    nanos[nanos.length / 2] * 1e-6,
                    nanos[nanos.length * 99 / 100] * 1e-6);
            Set<Long> distinct = new HashSet<>();
            numbers.forEach(distinct::addAll);
            assertEquals(THREADS * EACH, distinct.size());
        }
        try (JobStore store = Fixture.open(copy)) {
            assertEquals(THREADS * EACH, store.unfinished().size());
            assertEquals(2L * THREADS * EACH, store.verifyAudit());
            assertEquals(THREADS * EACH, store.usage("ann").queued());
            for (int i = 0; i < THREADS * EACH; i++) {
                String id = i / EACH + "-" + i % EACH;
                assertEquals(id, new String(Fixture.read(store.payload(key(id))), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void ofTheSameJobSubmittedAtOnceOneIsFresh() throws Exception {
        byte[] payload = Fixture.bytes(new Random(1), 70_000);
        Path data = folder.resolve("data");
        try (JobStore store = Fixture.open(data)) {
            for (int round = 0; round < 5; round++) {
                String id = "job-" + round;
                Callable<Submitted> one =
                        () -> store.submit(key(id), Fixture.spec(true), payload, Sha256.of(payload), ACTOR);
                List<Submitted> answers = together(Collections.nCopies(8, one));
                assertEquals(1, answers.stream().filter(Submitted::fresh).count());
                assertEquals(
                        1,
                        answers.stream().map(a -> a.job().number()).distinct().count());
                assertArrayEquals(payload, Fixture.read(store.payload(key(id))));
                assertEquals(
                        round + 1, DataFolder.files(data.resolve("payloads")).size());
            }
        }
    }

    @Test
    void ofAttemptsThatRaceExactlyOneHasTheResult() throws Exception {
        Path data = folder.resolve("data");
        Random random = new Random(2);
        try (JobStore store = Fixture.open(data)) {
            for (int round = 0; round < 20; round++) {
                String where = "seed 2, round " + round;
                JobKey key = key("job-" + round);
                Fixture.submit(store, key.id());
                int old = Fixture.bring(store, key, JobState.READOUT);
                store.requeue(key, old, "cut off", ACTOR);
                int now = Fixture.bring(store, key, JobState.READOUT);
                // the old worker comes back, and the new one sends its result twice
                List<byte[]> results = new ArrayList<>();
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (int attempt : new int[] {old, now, now, old}) {
                    byte[] result = Fixture.bytes(random, 100);
                    Path staged = Fixture.staged(store, round + "-" + results.size(), result);
                    results.add(result);
                    tasks.add(() -> store.commit(key, attempt, staged, Sha256.of(result), 1, ACTOR));
                }
                List<Boolean> won = together(tasks);
                assertEquals(1, won.stream().filter(w -> w).count(), where);
                int winner = won.indexOf(true);
                assertEquals(true, winner == 1 || winner == 2, where);
                assertArrayEquals(results.get(winner), Fixture.read(store.result(key)), where);
                assertEquals(
                        round + 1, DataFolder.files(data.resolve("results")).size(), where);
                assertEquals(List.of(), DataFolder.files(store.staging()), where);
            }
            assertEquals(20, store.usage("ann").hardwareSeconds());
        }
    }
}
