package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.queue.ServerProcess.Surroundings;
import bss.tools.job.store.AuditEntry;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobStore;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A worker process that stands still, and goes on when nobody waits for it any more.
@Timeout(300)
class StoppedWorkerTest {

    @TempDir
    Path folder;

    private static Served.User whoHasAWorker(Rig rig) throws Exception {
        Served.User ada = rig.add("ada");
        ada.submit("first", Networks.firing(Engine.REFERENCE, 2, false, 10));
        ada.awaitEnd("first");
        return ada;
    }

    @Test
    void beyondItsLimitItsJobEndsAndItIsReplaced() throws Exception {
        Path data = folder.resolve("data");
        StateTrap trap = new StateTrap(data);
        try (Rig rig = Rig.start(data, 1, InstantSource.system(), trap)) {
            Served.User ada = whoHasAWorker(rig);
            ProcessHandle worker = trap.of("stopped", JobState.LEASED);
            ada.calls()
                    .submit(Calls.request("stopped", Networks.firing(Engine.REFERENCE, 2, false, 9e8))
                            .setWallLimitS(2)
                            .build());
            StateTrap.awaitStopped(worker);
            JobStatus ended = ada.awaitEnd("stopped");
            assertEquals(JobState.TIMED_OUT, ended.getState(), ended.getReason());
            assertFalse(ended.getPartial());
            double tookS = 1e-3 * (ended.getEndedMs() - ended.getStartedMs());
            System.out.printf("worker stands still, limit 2 s: ended after %.2f s%n", tookS);
            assertTrue(tookS < 32, "took " + tookS + " s");
            Calls.await("the worker is gone", () -> !worker.isAlive());
            ada.submit("next", Networks.firing(Engine.REFERENCE, 2, false, 50));
            assertEquals(JobState.DONE, ada.awaitEnd("next").getState());
            assertEquals(JobState.TIMED_OUT, ada.status("stopped").getState());
        }
        assertEquals(0, commits(data, "stopped"));
    }

    @Test
    void whatIsReadOutBeyondItsLimitCanStillBeCancelled() throws Exception {
        Path data = folder.resolve("data");
        StateTrap trap = new StateTrap(data);
        try (Rig rig = Rig.start(data, 1, InstantSource.system(), trap)) {
            Served.User ada = whoHasAWorker(rig);
            ProcessHandle worker = trap.of("reads", JobState.READOUT);
            long began = System.nanoTime();
            // a readout that takes long enough to be caught
            ada.calls()
                    .submit(Calls.request("reads", Networks.firing(Engine.REFERENCE, 200, true, 2_000))
                            .setWallLimitS(4)
                            .build());
            StateTrap.awaitStopped(worker);
            while (Calls.secondsSince(began) < 6) {
                assertEquals(JobState.READOUT, ada.status("reads").getState());
                Thread.sleep(100);
            }
            Calls.cancel(ada, "reads");
            JobStatus ended = ada.awaitEnd("reads");
            assertEquals(JobState.CANCELLED, ended.getState(), ended.getReason());
            Calls.await("the worker is gone", () -> !worker.isAlive());
        }
        assertEquals(0, commits(data, "reads"));
    }

    /// What it is told does not fit into its pipe: who tells it waits.
    @Test
    void whatItDoesNotEvenTakeEndsAtItsLimitAndKeepsNoOtherLimitWaiting() throws Exception {
        Path data = folder.resolve("data");
        try (Rig rig = Rig.start(data, 1)) {
            Served.User ada = whoHasAWorker(rig);
            ProcessHandle worker = Rig.worker(data, 0);
            Shell.signal("STOP", worker);
            JobLog large = Networks.tangled(2_000, 40_000, "greedy", 10);
            assertTrue(large.getSerializedSize() > 300_000);
            ada.calls().submit(Calls.request("large", large).setWallLimitS(1).build());
            assertEquals(JobState.TIMED_OUT, ada.awaitEnd("large").getState());
            Calls.await("the worker is gone", () -> !worker.isAlive());
            ada.calls()
                    .submit(Calls.request("next", Networks.firing(Engine.REFERENCE, 2, false, 9e8))
                            .setWallLimitS(1)
                            .build());
            assertEquals(JobState.TIMED_OUT, ada.awaitEnd("next").getState());
        }
    }

    @Test
    void whoDiesWhileItHasNoJobInterruptsNone() throws Exception {
        Path data = folder.resolve("data");
        try (Rig rig = Rig.start(data, 1)) {
            Served.User ada = whoHasAWorker(rig);
            assertTrue(Rig.worker(data, 0).destroyForcibly());
            Calls.await("it is gone", () -> {
                try {
                    return !Rig.worker(data, 0).isAlive();
                } catch (IOException e) {
                    return true;
                }
            });
            ada.calls()
                    .submit(Calls.request("once", Networks.firing(Engine.REFERENCE, 2, false, 10))
                            .setOnce(true)
                            .build());
            JobStatus ended = ada.awaitEnd("once");
            assertEquals(JobState.DONE, ended.getState(), ended.getReason());
            assertEquals(1, ended.getAttempt());
        }
    }

    @Test
    void thatOfAServerThatIsGoneChangesNothing() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Surroundings here = new Surroundings(List.of(), Map.of(), folder.resolve("server.log"));
        String token = Rig.token(data, InstantSource.system(), "ada", Duration.ofDays(1));
        ProcessHandle former;
        try (ServerProcess server = ServerProcess.start(data, here)) {
            Served.User ada = Served.user(server.address(), token);
            ada.submit("first", Networks.firing(Engine.REFERENCE, 2, false, 10));
            ada.awaitEnd("first");
            former = Rig.worker(data, 0);
            Shell.signal("STOP", former);
            ada.submit("taken-over", Networks.firing(Engine.REFERENCE, 20, true, 200));
            assertEquals(
                    JobState.LEASED,
                    Calls.awaitAtLeast(ada, "taken-over", JobState.LEASED).getState());
        }
        try (ServerProcess server = ServerProcess.start(data, here)) {
            Served.User ada = Served.user(server.address(), token);
            Shell.signal("CONT", former);
            JobStatus ended = ada.awaitEnd("taken-over");
            assertEquals(JobState.DONE, ended.getState(), ended.getReason());
            assertEquals(2, ended.getAttempt());
            assertEquals(ended.getResultSha256(), Calls.sha256(ada.result("taken-over", 1 << 20, 0)));
            Calls.await("the former worker is gone", () -> !former.isAlive());
            assertEquals(ended.getResultSha256(), ada.status("taken-over").getResultSha256());
        }
        assertEquals(1, commits(data, "taken-over"));
        try (var results = Files.list(data.resolve("results"))) {
            assertEquals(2, results.count(), "of both jobs");
        }
    }

    private static long commits(Path data, String job) throws Exception {
        try (JobStore store = JobStore.open(data, InstantSource.system(), CrashPoints.none())) {
            assertTrue(store.verifyAudit() > 0);
            List<AuditEntry> entries = store.audit(1, 10_000);
            return entries.stream()
                    .filter(e -> e.key().id().equals(job) && e.action().equals("COMMIT"))
                    .count();
        }
    }
}
