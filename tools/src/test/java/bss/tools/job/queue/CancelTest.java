package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A job is cancelled in whatever state it is, and what it had is free for the next.
///
/// A state that passes quickly is caught by stopping the worker process from within the store.
@Timeout(300)
class CancelTest {

    private static final double FOR_EVER_MS = 9e8;
    private static final long ASKED_MS = 50;
    /// Of tests: what machines with other work need. How long it took is printed.
    private static final double MOST_S = 10;
    private static final List<Integer> FPGAS = List.of(3, 4, 5);

    @TempDir
    static Path folder;

    private static StateTrap trap;
    private static Rig rig;
    private static Served.User ada;

    @BeforeAll
    static void start() throws Exception {
        Path data = folder.resolve("data");
        trap = new StateTrap(data);
        rig = Rig.start(data, 1, InstantSource.system(), trap);
        ada = rig.add("ada");
        ada.submit("first", Networks.firing(Engine.REFERENCE, 2, false, 10));
        ada.awaitEnd("first");
    }

    @AfterAll
    static void end() {
        rig.close();
    }

    @Test
    void whatWaitsIsCancelledAtOnce() throws Exception {
        submit("long", Networks.firing(Engine.REFERENCE, 2, false, FOR_EVER_MS));
        var _ = Calls.awaitAtLeast(ada, "long", JobState.RUNNING);
        submit("waits", Networks.firing(Engine.REFERENCE, 2, false, 10));
        long asked = System.nanoTime();
        assertEquals(JobState.CANCELLED, Calls.cancel(ada, "waits").getState());
        told("QUEUED", Calls.secondsSince(asked));
        cancelled("RUNNING", "long");
        nextRuns("after-waits");
    }

    @Test
    void whatWasJustGivenToAWorkerIsCancelled() throws Exception {
        trapped(JobState.LEASED, "leased");
    }

    @Test
    void whatRunsIsCancelled() throws Exception {
        trapped(JobState.RUNNING, "running");
    }

    @Test
    void whatIsReadOutIsCancelled() throws Exception {
        trapped(JobState.READOUT, "readout");
    }

    @Test
    void whatIsBeingConfiguredIsCancelled() throws Exception {
        submit("mapping", Networks.tangled(6_000, 120_000, "optimise", 10));
        Calls.await("its mapping is under way", () -> {
            JobStatus now = ada.status("mapping");
            assertFalse(Calls.ENDS.contains(now.getState()), now.getState() + ": " + now.getReason());
            return now.getState() == JobState.CONFIGURING && now.getStagesCount() > 1;
        });
        cancelled("CONFIGURING (mapper)", "mapping");
        nextRuns("after-mapping");
    }

    @Test
    void aWorkerThatHangsIsReplaced() throws Exception {
        List<ProcessHandle> hung = new ArrayList<>();
        for (JobState state : new JobState[] {JobState.LEASED, JobState.RUNNING, JobState.READOUT}) {
            String id = "hangs-" + state;
            ProcessHandle worker = caught(state, id);
            hung.add(worker);
            cancelled(state + " (worker hangs)", id);
            Calls.await("the worker is gone", () -> !worker.isAlive());
            nextRuns("after-" + id);
        }
        assertEquals(3, hung.stream().distinct().count());
    }

    private static void trapped(JobState state, String id) throws Exception {
        ProcessHandle worker = caught(state, id);
        Thread goesOn = Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(ASKED_MS);
                Shell.signal("CONT", worker);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        cancelled(state.name(), id);
        goesOn.join();
        nextRuns("after-" + id);
    }

    /// A job that stays in a state, since its worker is stopped.
    private static ProcessHandle caught(JobState state, String id) throws Exception {
        boolean ends = state == JobState.READOUT;
        ProcessHandle worker = trap.of(id, state);
        // a readout that takes long enough to be caught
        submit(id, Networks.firing(Engine.REFERENCE, ends ? 200 : 2, ends, ends ? 2_000 : FOR_EVER_MS));
        StateTrap.awaitStopped(worker);
        assertEquals(state, ada.status(id).getState());
        return worker;
    }

    private static void submit(String id, JobLog log) {
        ada.calls().submit(Calls.request(id, log).addAllFpgas(FPGAS).build());
    }

    private static void cancelled(String state, String id) {
        long asked = System.nanoTime();
        Calls.cancel(ada, id);
        JobStatus ended = ada.awaitEnd(id);
        assertEquals(JobState.CANCELLED, ended.getState(), state + ": " + ended.getReason());
        assertEquals(1, ended.getAttempt(), state);
        assertEquals(0, ended.getResultBytes(), state);
        told(state, Calls.secondsSince(asked));
    }

    private static void told(String state, double seconds) {
        System.out.printf("cancelled in %s after %.3f s%n", state, seconds);
        assertTrue(seconds < MOST_S, state + " took " + seconds + " s");
    }

    /// With the same parts of the wafer.
    private static void nextRuns(String id) {
        submit(id, Networks.firing(Engine.REFERENCE, 2, false, 10));
        JobStatus ended = ada.awaitEnd(id);
        assertEquals(JobState.DONE, ended.getState(), id + ": " + ended.getReason());
    }
}
