package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.queue.Networks.Spike;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options.Engine;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Jobs end when their time is over, and keep what they have done until then.
@Timeout(300)
class TimeOutTest {

    private static final double FOR_EVER_MS = 9e8;
    /// Of tests: what machines with other work need. How near it was is printed.
    private static final double SLACK_S = 30;

    private static final double ENOUGH_MS = 500;

    @TempDir
    static Path folder;

    private static Rig rig;
    private static Served.User ada;

    @BeforeAll
    static void start() throws Exception {
        rig = Rig.start(folder.resolve("data"), 1);
        ada = rig.add("ada");
    }

    @AfterAll
    static void end() {
        rig.close();
    }

    @Test
    void whatRunsTooLongKeepsWhatItHasDoneInTheReference() throws Exception {
        keepsWhatItHasDone(Engine.REFERENCE);
    }

    @Test
    void whatRunsTooLongKeepsWhatItHasDoneOnTheEmulator() throws Exception {
        keepsWhatItHasDone(Engine.EMULATOR);
    }

    private static void keepsWhatItHasDone(Engine engine) throws Exception {
        String name = engine.name().toLowerCase(Locale.ROOT);
        List<JobStatus> parts = new ArrayList<>();
        double reachedMs = 0;
        // longer ones only where the machine has done next to nothing by then
        for (double limitS = 1; limitS <= 2 || reachedMs < ENOUGH_MS; limitS *= 2) {
            String id = "%s-%.0fs".formatted(name, limitS);
            JobStatus status = limited(id, Networks.firing(engine, 50, false, FOR_EVER_MS), limitS);
            assertEquals(JobState.TIMED_OUT, status.getState(), status.getReason());
            assertTrue(status.getReason().contains("wall time"), status.getReason());
            if (status.getPartial()) {
                parts.add(status);
                reachedMs = Math.max(reachedMs, Networks.reachedMs(status.getHardwareSeconds()));
            }
        }
        ada.submit(name + "-whole", Networks.firing(engine, 50, false, reachedMs * 1.01 + 10));
        JobStatus whole = ada.awaitEnd(name + "-whole");
        assertEquals(JobState.DONE, whole.getState(), whole.getReason());
        assertFalse(whole.getPartial());
        byte[] all = ada.result(name + "-whole", 1 << 20, 0);
        for (JobStatus part : parts) {
            double untilMs = Networks.reachedMs(part.getHardwareSeconds());
            // what falls within a step of the end, the one may have recorded and the other not yet
            double surelyMs = untilMs - 1;
            byte[] result = ada.result(part.getJob(), 1 << 20, 0);
            assertEquals(part.getResultSha256(), Calls.sha256(result));
            List<Spike> spikes = Networks.spikes(result, surelyMs);
            assertEquals(Networks.spikes(all, surelyMs), spikes, part.getJob() + " to " + surelyMs + " ms");
            System.out.printf(
                    "%s: %d spikes in %.0f ms are those of a whole run%n", part.getJob(), spikes.size(), untilMs);
            assertTrue(untilMs < ENOUGH_MS || spikes.size() > 10, part.getJob() + ": " + spikes.size());
        }
    }

    private static JobStatus limited(String id, JobLog log, double limitS) {
        ada.calls().submit(Calls.request(id, log).setWallLimitS(limitS).build());
        JobStatus ended = ada.awaitEnd(id);
        double tookS = 1e-3 * (ended.getEndedMs() - ended.getStartedMs());
        System.out.printf("%s: limit %.0f s, ended %s after %.2f s%n", id, limitS, ended.getState(), tookS);
        assertTrue(tookS >= limitS - 0.1 && tookS < limitS + SLACK_S, id + " took " + tookS + " s");
        return ended;
    }

    @Test
    void alimitThatStrikesWhileMappingLeavesNoResult() throws Exception {
        JobStatus ended = limited("tangle", Networks.tangled(6_000, 120_000, "optimise", 10), 1);
        assertEquals(JobState.TIMED_OUT, ended.getState(), ended.getReason());
        assertFalse(ended.getPartial());
        assertEquals(0, ended.getResultBytes());
        String why = Calls.refused(Status.Code.FAILED_PRECONDITION, () -> ada.result("tangle", 100, 0));
        assertTrue(why.contains("TIMED_OUT") && why.contains("no result"), why);
        // the worker goes on with the next
        ada.submit("after", Networks.firing(Engine.REFERENCE, 2, false, 50));
        assertEquals(JobState.DONE, ada.awaitEnd("after").getState());
    }

    @Test
    void whatNeedsMoreHardwareTimeThanItMayUseIsRefusedAtOnce() {
        JobLog log = Networks.firing(Engine.EMULATOR, 2, false, 1_000);
        String own = Calls.refused(
                Status.Code.INVALID_ARGUMENT,
                () -> ada.calls()
                        .submit(Calls.request("own", log)
                                .setHardwareLimitS(5e-5)
                                .build()));
        assertTrue(own.contains("0.000100 s of hardware time, its limit is 0.000050 s"), own);
        String server = Calls.refused(
                Status.Code.INVALID_ARGUMENT,
                () -> ada.calls()
                        .submit(Calls.request("server", Networks.firing(Engine.EMULATOR, 2, false, 2e9))
                                .build()));
        assertTrue(server.contains("its limit is 100.0"), server);
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String wall = Calls.refused(
                    Status.Code.INVALID_ARGUMENT,
                    () -> ada.calls()
                            .submit(Calls.request("bad", log).setWallLimitS(bad).build()));
            assertTrue(wall.contains("wall"), wall);
            if (bad > 0) {
                continue; // which is the server's own
            }
            String hardware = Calls.refused(
                    Status.Code.INVALID_ARGUMENT,
                    () -> ada.calls()
                            .submit(Calls.request("bad", log)
                                    .setHardwareLimitS(bad)
                                    .build()));
            assertTrue(hardware.contains("hardware"), hardware);
        }
    }
}
