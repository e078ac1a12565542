package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.bench.OwnCertificate;
import bss.tools.job.queue.ServerProcess.Surroundings;
import bss.tools.job.store.AuditEntry;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobStore;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.Options.Engine;
import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients whose network is cut while they submit, upload, follow and download, and who ask again when it is there.
///
/// The server is in a network namespace of its own, behind a pair of virtual network cards, and speaks TLS.
@Timeout(1_200)
class NetworkCutTest {

    private static final int ENOUGH = 3;
    private static final long PAUSE_MS = 250;

    @TempDir
    Path folder;

    private volatile boolean stop;

    /// What was acknowledged: numbers by ids.
    private final Map<String, Long> ledger = new HashMap<>();

    @Test
    void nothingIsLostOverASecondAndTenSecondsAndWhenAllIsSwallowed() throws Exception {
        survive(List.of(1, 10), 3);
    }

    @Test
    @Tag("sweep")
    void nothingIsLostOverAMinute() throws Exception {
        survive(List.of(60), 60);
    }

    @Test
    @Tag("sweep")
    void nothingIsLostOverTenMinutes() throws Exception {
        survive(List.of(600), 0);
    }

    private void survive(List<Integer> cutSeconds, int swallowedSeconds) throws Exception {
        try (NetworkSpace space = NetworkSpace.make()) {
            Path data = Files.createDirectories(folder.resolve("data"));
            String token = Rig.token(data, InstantSource.system(), "ada", Duration.ofDays(1));
            OwnCertificate own = OwnCertificate.make(folder, "ip:" + space.server());
            Surroundings inside = new Surroundings(space.before(), Map.of(), folder.resolve("server.log"));
            try (ServerProcess server = ServerProcess.start(
                            data,
                            inside,
                            "--bind",
                            space.server(),
                            "--tls-cert",
                            own.certificate().toString(),
                            "--tls-key",
                            own.key().toString());
                    Clients clients =
                            new Clients("https://" + space.server() + ":" + server.port(), token, own.certificate())) {
                clients.begin();
                for (int seconds : cutSeconds) {
                    clients.awaitAnswers();
                    assertTrue(space.plugged(false));
                    Thread.sleep(1_000L * seconds);
                    assertTrue(space.plugged(true));
                    clients.told("cut for " + seconds + " s");
                }
                if (swallowedSeconds > 0) {
                    clients.awaitAnswers();
                    if (space.swallows(true)) {
                        Thread.sleep(1_000L * swallowedSeconds);
                        assertTrue(space.swallows(false));
                        clients.told("swallowed for " + swallowedSeconds + " s");
                    } else {
                        System.out.println("not tested: all is swallowed, for want of iptables");
                    }
                }
                stop = true;
                clients.settle();
            }
            audited(data);
        }
    }

    /// Four that do something each, all the time.
    private final class Clients implements AutoCloseable {

        private final List<Stubborn> all = new ArrayList<>();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final List<Future<?>> work = new ArrayList<>();
        private final Stubborn submits;
        private final Stubborn uploads;
        private final Stubborn follows;
        private final Stubborn downloads;

        Clients(String address, String token, Path authority) {
            for (int i = 0; i < 4; i++) {
                all.add(new Stubborn(address, token, authority));
            }
            submits = all.get(0);
            uploads = all.get(1);
            follows = all.get(2);
            downloads = all.get(3);
        }

        void begin() throws Exception {
            submits.submit(Calls.request("large", Networks.firing(Engine.REFERENCE, 5, true, 500))
                    .build());
            JobStatus large = submits.follow("large");
            assertEquals(JobState.DONE, large.getState(), large.getReason());
            submits.submit(Calls.request("followed", Networks.firing(Engine.REFERENCE, 2, false, 9e9))
                    .setPriority(10)
                    .build());
            work.add(start(() -> {
                for (int i = 0; !stop; i++) {
                    String id = "submitted-" + i;
                    note(submits.submit(Calls.request(id, Networks.firing(Engine.REFERENCE, 2, false, 10 + i))
                            .build()));
                    Thread.sleep(PAUSE_MS);
                }
                return true;
            }));
            work.add(start(() -> {
                for (int i = 0; !stop; i++) {
                    note(uploads.upload("uploaded-" + i, Networks.firing(Engine.REFERENCE, 40_000 + i, false, 1)));
                    Thread.sleep(PAUSE_MS);
                }
                return true;
            }));
            work.add(start(() -> {
                JobStatus end = follows.follow("followed");
                assertEquals(JobState.CANCELLED, end.getState(), end.getReason());
                return true;
            }));
            work.add(start(() -> {
                while (!stop) {
                    byte[] result = downloads.download("large");
                    assertEquals(large.getResultSha256(), Calls.sha256(result));
                }
                return true;
            }));
        }

        private Future<?> start(Callable<Boolean> does) {
            return threads.submit(does);
        }

        /// The one who follows has answers when there is something new alone.
        void awaitAnswers() throws Exception {
            for (Stubborn client : List.of(submits, uploads, downloads)) {
                int enough = client.answers() + ENOUGH;
                Calls.await("answers", () -> {
                    for (Future<?> one : work) {
                        if (one.state() == Future.State.FAILED) {
                            throw new ExecutionException(one.exceptionNow());
                        }
                    }
                    return client.answers() >= enough;
                });
            }
        }

        void told(String what) throws Exception {
            long back = System.nanoTime();
            awaitAnswers();
            System.out.printf(
                    "%s: calls again within %.1f s; answers %s, calls without %s%n",
                    what,
                    Calls.secondsSince(back),
                    all.stream().map(Stubborn::answers).toList(),
                    all.stream().map(Stubborn::failures).toList());
        }

        void settle() throws Exception {
            var _ = submits.ask(
                    c -> c.cancel(JobRequest.newBuilder().setJob("followed").build()));
            for (Future<?> one : work) {
                one.get();
            }
            Map<String, ByteString> results = new HashMap<>();
            for (var entry : ledger.entrySet()) {
                JobStatus end = submits.follow(entry.getKey());
                assertEquals(JobState.DONE, end.getState(), entry.getKey() + ": " + end.getReason());
                assertEquals(entry.getValue(), end.getNumber(), entry.getKey());
                assertEquals(1, end.getAttempt(), entry.getKey());
                results.put(entry.getKey(), end.getResultSha256());
            }
            for (String id : List.of("submitted-0", "uploaded-0")) {
                assertEquals(results.get(id), Calls.sha256(submits.download(id)));
            }
            var there = submits.ask(c -> c.listJobs(
                            ListJobsRequest.newBuilder().setLimit(1_000).build()))
                    .getJobsList();
            assertEquals(ledger.size() + 2, there.size(), "jobs that nobody submitted, or fewer");
            Set<Long> numbers = new HashSet<>(ledger.values());
            assertEquals(ledger.size(), numbers.size());
            System.out.printf("%d jobs, each there once%n", there.size());
        }

        @Override
        public void close() {
            stop = true;
            threads.shutdownNow();
            all.forEach(Stubborn::close);
        }
    }

    private void note(JobStatus submitted) {
        synchronized (ledger) {
            Long before = ledger.put(submitted.getJob(), submitted.getNumber());
            assertTrue(before == null, submitted.getJob());
        }
    }

    private static void audited(Path data) throws Exception {
        try (JobStore store = JobStore.open(data, InstantSource.system(), CrashPoints.none())) {
            assertTrue(store.verifyAudit() > 0);
            Set<String> submitted = new HashSet<>();
            for (AuditEntry entry : store.audit(1, 100_000)) {
                if (entry.action().equals("SUBMIT")) {
                    assertTrue(submitted.add(entry.key().id()), entry.key() + " was kept twice");
                }
            }
        }
    }
}
