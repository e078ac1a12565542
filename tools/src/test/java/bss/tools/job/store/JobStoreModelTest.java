package bss.tools.job.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Long random sequences of everything, with restarts and kills between.
class JobStoreModelTest {

    private static final int STEPS = 2_000;
    private static final List<String> USERS = List.of("ann", "bob", "carl");
    private static final Actor ACTOR = Fixture.ACTOR;

    static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            seeds.add(i);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomOperationsDoWhatTheyDoInMemory(int seed) throws Exception {
        Path folder = Fixture.fastFolder();
        try (Run run = new Run(folder, seed)) {
            for (int step = 0; step < STEPS; step++) {
                run.where = "seed %d, step %d".formatted(seed, step);
                run.step();
                if (step % 500 == 499) {
                    run.compare();
                }
            }
            run.reopen(false);
            run.compare();
        } finally {
            Fixture.delete(folder);
        }
    }

    /// One sequence.
    private static final class Run implements AutoCloseable {
        private final Path folder;
        private final Random random;
        private final Model model = new Model();
        private JobStore store;
        private int copies;
        private long now = 1_000_000;
        private int staged;
        private int id;
        String where = "";

        Run(Path folder, int seed) throws StoreException {
            this.folder = folder;
            random = new Random(seed);
            store = open();
        }

        private JobStore open() throws StoreException {
            return JobStore.open(
                    folder.resolve("data" + copies),
                    () -> Instant.ofEpochMilli(now),
                    CrashPoints.none(),
                    Fixture.RESERVE);
        }

        void step() throws Exception {
            // backwards too: nothing may hang on the clock
            now += random.nextInt(1_000) - 300;
            switch (random.nextInt(40)) {
                case 0, 1, 2, 3 -> submitNew();
                case 4, 5 -> submitAgain();
                case 6, 7, 8, 9, 10, 11 -> lease();
                case 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23 -> move();
                case 24, 25, 26, 27, 28 -> commit();
                case 29, 30 -> end();
                case 31, 32 -> requeue();
                case 33, 34 -> cancel();
                case 35, 36, 37, 38 -> delete();
                default -> {
                    switch (random.nextInt(12)) {
                        case 0 -> reopen(false);
                        case 1 -> reopen(true);
                        case 2 -> recover();
                        default -> list();
                    }
                }
            }
        }

        private JobKey newKey() {
            return new JobKey(USERS.get(random.nextInt(USERS.size())), "job-" + id++);
        }

        /// One that is there, seldom one that was or never was.
        private JobKey someKey() {
            int choice = random.nextInt(12);
            if (choice == 0 || model.jobs.isEmpty()) {
                return new JobKey("ann", "never");
            }
            if (choice == 1 && !model.deleted.isEmpty()) {
                List<JobKey> all = new ArrayList<>(model.deleted);
                all.sort(Comparator.comparing(JobKey::toString));
                return all.get(random.nextInt(all.size()));
            }
            List<Model.Job> all = new ArrayList<>(model.jobs.values());
            return all.get(random.nextInt(all.size())).key;
        }

        private int attempt(JobKey key) {
            Model.Job job = model.get(key);
            int right = job == null ? 1 : job.attempt;
            return random.nextInt(6) == 0 ? right + random.nextInt(3) - 1 : right;
        }

        private JobSpec spec() {
            return new JobSpec(
                    "ü " + random.nextInt(3),
                    random.nextInt(21) - 10,
                    random.nextBoolean(),
                    random.nextBoolean() ? List.of() : List.of(0, 7, 47),
                    new Limits(random.nextDouble() + 0.1, 0.1, 1 + random.nextInt(9)),
                    "client");
        }

        private void submitNew() throws Exception {
            JobKey key = newKey();
            JobSpec spec = spec();
            byte[] payload =
                    Fixture.bytes(random, random.nextInt(30) == 0 ? 65_500 + random.nextInt(100) : random.nextInt(99));
            Submitted answer;
            if (random.nextBoolean()) {
                Path file = Files.write(folder.resolve("upload"), payload);
                answer = store.submit(key, spec, file, Sha256.of(payload), ACTOR);
            } else {
                answer = store.submit(key, spec, payload, Sha256.of(payload), ACTOR);
            }
            assertTrue(answer.fresh(), where);
            assertTrue(answer.job().number() > model.lastNumber, where);
            model.lastNumber = answer.job().number();
            Model.Job job = new Model.Job(key, spec, payload, model.lastNumber, now);
            model.jobs.put(key.toString(), job);
            model.note("SUBMIT", job, "", "ACCEPTED");
            model.note("MOVE", job, "ACCEPTED", "QUEUED");
            assertEquals(job.record(), answer.job(), where);
        }

        private void submitAgain() throws Exception {
            JobKey key = someKey();
            Model.Job job = model.get(key);
            if (job == null) {
                byte[] payload = {1};
                if (model.deleted.contains(key)) {
                    check("CONFLICT", () -> store.submit(key, spec(), payload, Sha256.of(payload), ACTOR));
                }
                return;
            }
            switch (random.nextInt(3)) {
                case 0 -> {
                    Submitted same = store.submit(key, job.spec, job.payload, Sha256.of(job.payload), ACTOR);
                    assertEquals(new Submitted(job.record(), false), same, where);
                }
                case 1 -> {
                    byte[] other = Fixture.bytes(random, 100);
                    check("CONFLICT", () -> store.submit(key, job.spec, other, Sha256.of(other), ACTOR));
                }
                default -> {
                    JobSpec s = job.spec;
                    JobSpec other =
                            new JobSpec(s.title(), s.priority(), !s.rerunnable(), s.fpgas(), s.limits(), s.client());
                    check("CONFLICT", () -> store.submit(key, other, job.payload, Sha256.of(job.payload), ACTOR));
                }
            }
        }

        private void lease() throws Exception {
            JobKey key = someKey();
            Model.Job job = model.get(key);
            String right = "UNKNOWN";
            if (job != null) {
                right = "CONFLICT";
                if (job.state.equals("QUEUED")) {
                    job.attempt++;
                    job.started = now;
                    model.to("LEASE", job, "LEASED", "", now);
                    right = Integer.toString(job.attempt);
                }
            }
            check(right, () -> store.lease(key, ACTOR));
        }

        private void move() throws Exception {
            JobKey key = someKey();
            Model.Job job = model.get(key);
            int attempt = attempt(key);
            List<String> way = List.of("LEASED", "CONFIGURING", "RUNNING", "READOUT", "FAILED");
            int right = job == null ? -1 : way.indexOf(job.state);
            int i = right >= 0 && right < 4 && random.nextInt(4) > 0 ? right : random.nextInt(4);
            String from = way.get(i);
            String to = random.nextInt(20) == 0 ? "TIMED_OUT" : way.get(i + 1);
            String answer = model.fence(key, attempt);
            if (answer == null) {
                answer = "false";
                assertNotNull(job, where);
                if (job.state.equals(from)) {
                    model.to("MOVE", job, to, "because", now);
                    answer = "true";
                }
            }
            check(
                    answer,
                    () -> store.move(key, attempt, JobState.valueOf(from), JobState.valueOf(to), "because", ACTOR));
        }

        private void commit() throws Exception {
            JobKey key = someKey();
            Model.Job job = model.get(key);
            int attempt = attempt(key);
            byte[] result = Fixture.bytes(random, random.nextInt(500));
            Path file = Fixture.staged(store, "result-" + staged++, result);
            double seconds = random.nextInt(100);
            String answer = model.fence(key, attempt);
            if (answer == null) {
                answer = "false";
                assertNotNull(job, where);
                if (job.state.equals("READOUT")) {
                    job.result = result;
                    job.hasResult = true;
                    job.seconds = seconds;
                    model.secondsOfUser.merge(key.user(), seconds, Double::sum);
                    model.to("COMMIT", job, "DONE", "", now);
                    answer = "true";
                }
            }
            check(answer, () -> store.commit(key, attempt, file, Sha256.of(result), seconds, ACTOR));
            assertEquals(answer.equals("UNKNOWN"), Files.deleteIfExists(file), where);
        }

        private void end() throws Exception {
            JobKey key = someKey();
            Model.Job job = model.get(key);
            int attempt = attempt(key);
            String to =
                    List.of("FAILED", "CANCELLED", "TIMED_OUT", "INTERRUPTED").get(random.nextInt(4));
            String answer = model.fence(key, attempt);
            if (answer == null) {
                answer = "false";
                assertNotNull(job, where);
                if (!job.ended()) {
                    model.to("END", job, to, "over", now);
                    answer = "true";
                }
            }
            check(answer, () -> store.end(key, attempt, JobState.valueOf(to), "over", ACTOR));
        }

        private void requeue() throws Exception {
            JobKey key = someKey();
            Model.Job job = model.get(key);
            int attempt = attempt(key);
            String answer = model.fence(key, attempt);
            if (answer == null) {
                answer = "false";
                assertNotNull(job, where);
                if (job.held()) {
                    model.abandon("REQUEUE", job, "worker died", now);
                    answer = "true";
                }
            }
            check(answer, () -> store.requeue(key, attempt, "worker died", ACTOR));
        }

        private void cancel() throws Exception {
            JobKey key = someKey();
            Model.Job job = model.get(key);
            String answer = "UNKNOWN";
            if (job != null) {
                answer = "done";
                if (job.state.equals("QUEUED")) {
                    job.cancel = true;
                    model.to("CANCEL", job, "CANCELLED", "cancelled in the queue", now);
                } else if (job.held() && !job.cancel) {
                    job.cancel = true;
                    model.note("CANCEL", job, job.state, job.state);
                }
            }
            check(answer, () -> {
                store.askCancel(key, ACTOR);
                return "done";
            });
        }

        private void delete() throws Exception {
            JobKey key = someKey();
            Model.Job job = model.get(key);
            String answer = model.deleted.contains(key) ? "done" : "UNKNOWN";
            if (job != null) {
                answer = "CONFLICT";
                if (job.ended()) {
                    model.jobs.remove(key.toString());
                    model.deleted.add(key);
                    model.note("DELETE", job, job.state, "");
                    answer = "done";
                }
            }
            check(answer, () -> {
                store.delete(key, ACTOR);
                return "done";
            });
        }

        private void recover() throws Exception {
            boolean stray = random.nextBoolean();
            if (stray) {
                Fixture.staged(store, "stray-" + staged++, new byte[1]);
            }
            int[] counts = new int[3];
            for (Model.Job job : model.jobs.values().stream()
                    .filter(Model.Job::held)
                    .sorted(Comparator.comparingLong(j -> j.number))
                    .toList()) {
                String became = model.abandon("RECOVER", job, "the server stopped while it was " + job.state, now);
                counts[List.of("QUEUED", "INTERRUPTED", "CANCELLED").indexOf(became)]++;
            }
            assertEquals(new Recovery(counts[0], counts[1], counts[2], stray ? 1 : 0), store.recover(ACTOR), where);
        }

        /// Ends the server and starts another; as a kill does, or in order.
        void reopen(boolean kill) throws Exception {
            Path old = folder.resolve("data" + copies);
            if (kill) {
                copies++;
                Fixture.copy(old, folder.resolve("data" + copies));
            }
            store.close();
            if (kill) {
                Fixture.delete(old);
            }
            store = open();
            if (random.nextBoolean()) {
                compare();
                recover();
            }
        }

        private void list() throws Exception {
            String user = USERS.get(random.nextInt(USERS.size()));
            Set<JobState> states = new HashSet<>();
            for (JobState state : JobState.values()) {
                if (random.nextInt(3) == 0) {
                    states.add(state);
                }
            }
            int limit = 1 + random.nextInt(10);
            long before = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(1 + (int) model.lastNumber);
            List<JobRecord> right = model.records().stream()
                    .filter(j -> j.key().user().equals(user) && j.number() < before)
                    .filter(j -> states.isEmpty() || states.contains(j.state()))
                    .sorted(Comparator.comparingLong(JobRecord::number).reversed())
                    .limit(limit)
                    .toList();
            assertEquals(right, store.jobs(user, new JobFilter(states, limit, before)), where);
        }

        void compare() throws Exception {
            List<String> files = new ArrayList<>();
            for (Model.Job job : model.jobs.values()) {
                assertEquals(job.record(), store.job(job.key).orElseThrow(), where);
                assertArrayEquals(job.payload, Fixture.read(store.payload(job.key)), where);
                if (job.payload.length > 65_536) {
                    files.add("payloads/" + job.number);
                }
                if (job.hasResult) {
                    files.add("results/" + job.number + "." + job.attempt);
                    assertArrayEquals(job.result, Fixture.read(store.result(job.key)), where);
                }
            }
            files.sort(Comparator.naturalOrder());
            assertEquals(files, files(), where);
            assertEquals(
                    model.records().stream()
                            .filter(j -> !j.state().isEnd())
                            .sorted(Comparator.comparingLong(JobRecord::number))
                            .toList(),
                    store.unfinished(),
                    where);
            for (String user : USERS) {
                assertEquals(model.usage(user), store.usage(user), where);
            }
            assertFalse(store.job(new JobKey("ann", "never")).isPresent(), where);
            assertEquals(model.audit.size(), store.verifyAudit(), where);
            assertEquals(
                    model.audit,
                    store.audit(1, Integer.MAX_VALUE).stream()
                            .map(e -> "%s %s %d %d %s>%s"
                                    .formatted(e.action(), e.key(), e.job(), e.attempt(), e.before(), e.after()))
                            .toList(),
                    where);
        }

        private List<String> files() throws IOException {
            Path data = folder.resolve("data" + copies);
            List<String> files = new ArrayList<>();
            for (String part : List.of("payloads", "results")) {
                for (Path file : DataFolder.files(data.resolve(part))) {
                    files.add(part + "/" + file.getFileName());
                }
            }
            files.sort(Comparator.naturalOrder());
            return files;
        }

        private interface Answering {
            Object answer() throws StoreException;
        }

        private void check(String right, Answering operation) {
            String answer;
            try {
                answer = String.valueOf(operation.answer());
            } catch (StoreException e) {
                answer = e.kind().name();
            }
            assertEquals(right, answer, where);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
