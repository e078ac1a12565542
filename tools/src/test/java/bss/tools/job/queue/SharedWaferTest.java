package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.proto.link.LinkClient;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkOptions;
import bss.proto.link.LinkSecurity;
import bss.proto.link.LinkServer;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.coord.HicannOnWafer;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Options.Engine;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.worker.SharedWafer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs that share one wafer behind the wire.
class SharedWaferTest {

    private static final long SEED = 5;
    private static final int RETICLE = 3;
    private static final int NEIGHBOUR = 4;
    /// How long the wafer waits for a host that is gone.
    private static final long DETACHED_MS = 2_000;
    private static final long RESUME_MS = 3_000;

    @TempDir
    private Path folder;

    private static LinkServer wafer(boolean typical) throws Exception {
        return wafer(typical, 0);
    }

    private static LinkServer wafer(boolean typical, int port) throws Exception {
        EmulatorOptions options = new EmulatorOptions(1, true);
        LinkLimits usual = LinkLimits.DEFAULT;
        return new LinkServer(
                typical ? EmulatedWafer.typical(SEED, options) : EmulatedWafer.ideal(options),
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                LinkSecurity.Server.PLAIN,
                new LinkLimits(
                        usual.connections(),
                        usual.sessions(),
                        usual.maxFrameBytes(),
                        usual.windowBlocks(),
                        usual.maxPulsesPerPlay(),
                        usual.handshakeMillis(),
                        usual.frameMillis(),
                        usual.idleMillis(),
                        DETACHED_MS),
                typical ? Optional.of(SEED) : Optional.empty(),
                "wafer");
    }

    private static SharedWafer at(LinkServer server) {
        return new SharedWafer("127.0.0.1", server.port(), LinkSecurity.Client.PLAIN, RESUME_MS);
    }

    private static void submit(Served.User user, String job, JobLog log, int... fpgas) {
        SubmitRequest.Builder request = SubmitRequest.newBuilder().setJob(job).setLog(log.toByteString());
        for (int fpga : fpgas) {
            request.addFpgas(fpga);
        }
        var _ = user.calls().submit(request.build());
    }

    private static byte[] done(Served.User user, String job) {
        JobStatus end = user.awaitEnd(job);
        assertEquals(JobState.DONE, end.getState(), end.getReason());
        return user.result(job, 1 << 16, 0);
    }

    private static JobLog with(JobLog log, Options more) {
        JobLog.Builder changed = log.toBuilder();
        changed.getCommandsBuilder(0).getBuildBuilder().getOptionsBuilder().mergeFrom(more);
        return changed.build();
    }

    private static Options chipsOf(int fpga) {
        Options.Builder options = Options.newBuilder();
        HicannOnWafer.all().stream().filter(h -> h.fpga().index() == fpga).forEach(h -> options.addHicanns(h.index()));
        return options.build();
    }

    @Test
    void theBytesOfAJobAreTheSameAloneBesideNeighboursAndOnAWaferOfItsOwn() throws Exception {
        for (boolean typical : new boolean[] {false, true}) {
            JobLog log = Networks.firing(Engine.EMULATOR, 20, !typical, 300);
            byte[] own;
            try (Rig rig = Rig.start(folder.resolve("own" + typical), 1)) {
                Options.Builder options = chipsOf(RETICLE).toBuilder();
                if (typical) {
                    options.setSilicon("typical").setWaferSeed(SEED);
                }
                Served.User ada = rig.add("ada");
                ada.submit("own", with(log, options.build()));
                own = done(ada, "own");
            }
            try (LinkServer wafer = wafer(typical);
                    Rig rig = Rig.on(at(wafer), folder.resolve("shared" + typical), 2)) {
                Served.User ada = rig.add("ada");
                Served.User bob = rig.add("bob");
                submit(ada, "alone", log, RETICLE);
                byte[] alone = done(ada, "alone");
                assertEquals(
                        Networks.spikes(own, Double.POSITIVE_INFINITY),
                        Networks.spikes(alone, Double.POSITIVE_INFINITY));
                List<String> beside = new ArrayList<>();
                for (int j = 0; j < 2; j++) {
                    submit(bob, "noise" + j, Networks.firing(Engine.EMULATOR, 60, false, 1_000), NEIGHBOUR);
                    submit(ada, "beside" + j, log, RETICLE);
                    beside.add("beside" + j);
                }
                for (String job : beside) {
                    assertArrayEquals(alone, done(ada, job), job);
                }
            }
        }
    }

    @Test
    void oneFpgaIsOneJobsAtATimeAndOthersRunBesideIt() throws Exception {
        try (LinkServer wafer = wafer(false);
                Rig rig = Rig.on(at(wafer), folder, 2)) {
            Served.User ada = rig.add("ada");
            Served.User bob = rig.add("bob");
            submit(ada, "first", Networks.firing(Engine.EMULATOR, 10, false, 1e6), RETICLE, NEIGHBOUR);
            var _ = ada.awaitState("first", JobState.RUNNING);
            submit(bob, "same", Networks.firing(Engine.EMULATOR, 10, false, 100), NEIGHBOUR);
            submit(bob, "other", Networks.firing(Engine.EMULATOR, 10, false, 100), 7);
            submit(bob, "none", Networks.firing(Engine.REFERENCE, 10, false, 100));
            var _ = done(bob, "other");
            var _ = done(bob, "none");
            assertEquals(JobState.QUEUED, bob.status("same").getState());
            assertEquals(JobState.RUNNING, ada.status("first").getState());
            var _ = Calls.cancel(ada, "first");
            assertEquals(JobState.CANCELLED, ada.awaitEnd("first").getState());
            var _ = done(bob, "same");
        }
    }

    /// Its session outlives it on the wafer: the part is lent again once that has ended and it was seen reset.
    @Test
    void whatAWorkerThatDiedHadIsResetBeforeItIsLentAgain() throws Exception {
        try (LinkServer wafer = wafer(false);
                Rig rig = Rig.on(at(wafer), folder, 1)) {
            Served.User ada = rig.add("ada");
            submit(ada, "shot", Networks.firing(Engine.EMULATOR, 10, false, 3_000), RETICLE);
            var _ = ada.awaitState("shot", JobState.RUNNING);
            assertTrue(Rig.worker(folder, 0).destroyForcibly());
            JobStatus end = ada.awaitEnd("shot");
            assertEquals(JobState.DONE, end.getState(), end.getReason());
            assertTrue(end.getAttempt() > 1, end.toString());
            submit(ada, "next", Networks.firing(Engine.EMULATOR, 10, false, 3_000), RETICLE);
            assertArrayEquals(ada.result("shot", 1 << 16, 0), done(ada, "next"));
        }
    }

    @Test
    void whatSomebodyElseHoldsIsWaitedFor() throws Exception {
        try (LinkServer wafer = wafer(false);
                LinkClient other = new LinkClient(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), wafer.port()),
                        LinkSecurity.Client.PLAIN,
                        LinkOptions.DEFAULT)) {
            WaferSession held = other.open(Lease.of(RETICLE));
            try (Rig rig = Rig.on(at(wafer), folder, 2)) {
                Served.User ada = rig.add("ada");
                submit(ada, "waits", Networks.firing(Engine.EMULATOR, 10, false, 100), RETICLE);
                submit(ada, "runs", Networks.firing(Engine.EMULATOR, 10, false, 100), NEIGHBOUR);
                var _ = done(ada, "runs");
                assertEquals(JobState.QUEUED, ada.status("waits").getState());
                held.close();
                var _ = done(ada, "waits");
            }
        }
    }

    /// All are reset at the start, one after the other, and this is the last.
    private static void allAreReset(Served.User user) {
        submit(user, "last", Networks.firing(Engine.EMULATOR, 10, false, 100), 47);
        var _ = done(user, "last");
    }

    private static void hasBeenTried(Served.User user, String job) throws Exception {
        Calls.await("it was tried", () -> {
            JobStatus now = user.status(job);
            return now.getState() == JobState.QUEUED
                    && now.getAttempt() == 1
                    && !now.getReason().isEmpty();
        });
    }

    @Test
    void whatSomebodyElseTookAfterItsResetIsWaitedFor() throws Exception {
        try (LinkServer wafer = wafer(false);
                LinkClient other = new LinkClient(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), wafer.port()),
                        LinkSecurity.Client.PLAIN,
                        LinkOptions.DEFAULT);
                Rig rig = Rig.on(at(wafer), folder, 1)) {
            Served.User ada = rig.add("ada");
            allAreReset(ada);
            WaferSession held = other.open(Lease.of(RETICLE));
            submit(ada, "waits", Networks.firing(Engine.EMULATOR, 10, false, 100), RETICLE);
            hasBeenTried(ada, "waits");
            submit(ada, "runs", Networks.firing(Engine.EMULATOR, 10, false, 100), NEIGHBOUR);
            var _ = done(ada, "runs");
            assertEquals(JobState.QUEUED, ada.status("waits").getState());
            held.close();
            var _ = done(ada, "waits");
        }
    }

    @Test
    void whatBeginsWhileTheWaferIsAwayWaitsForIt() throws Exception {
        LinkServer first = wafer(true);
        try (Rig rig = Rig.on(at(first), folder, 1)) {
            Served.User ada = rig.add("ada");
            allAreReset(ada);
            first.close();
            submit(ada, "waits", Networks.firing(Engine.EMULATOR, 10, false, 100), RETICLE);
            hasBeenTried(ada, "waits");
            try (LinkServer _ = wafer(true, first.port())) {
                var _ = done(ada, "waits");
            }
        } finally {
            first.close();
        }
    }

    @Test
    void jobsThatAskForWhatIsNotThereAreRefused() throws Exception {
        JobLog log = Networks.firing(Engine.EMULATOR, 5, false, 10);
        try (LinkServer wafer = wafer(true);
                Rig rig = Rig.on(at(wafer), folder, 1)) {
            Served.User ada = rig.add("ada");
            StatusRuntimeException nowhere =
                    assertThrows(StatusRuntimeException.class, () -> submit(ada, "nowhere", log));
            assertEquals(Status.Code.INVALID_ARGUMENT, nowhere.getStatus().getCode());
            assertTrue(String.valueOf(nowhere.getMessage()).contains("fpgas is empty"), nowhere.getMessage());
            submit(
                    ada,
                    "ideal",
                    with(log, Options.newBuilder().setSilicon("ideal").build()),
                    RETICLE);
            JobStatus ideal = ada.awaitEnd("ideal");
            assertEquals(JobState.FAILED, ideal.getState());
            assertTrue(
                    ideal.getReason().contains("silicon is 'ideal', this server's wafer is typical"),
                    ideal.getReason());
            submit(ada, "chips", with(log, chipsOf(NEIGHBOUR)), RETICLE);
            JobStatus chips = ada.awaitEnd("chips");
            assertEquals(JobState.FAILED, chips.getState());
            assertTrue(chips.getReason().contains("is not of the job's FPGAs"), chips.getReason());
        }
    }

    @Test
    void aWaferThatIsGoneFailsTheJobsThatRanOnItAndOthersWaitForIt() throws Exception {
        LinkServer wafer = wafer(false);
        try (Rig rig = Rig.on(at(wafer), folder, 1)) {
            Served.User ada = rig.add("ada");
            submit(ada, "lost", Networks.firing(Engine.EMULATOR, 10, false, 1e6), RETICLE);
            var _ = ada.awaitState("lost", JobState.RUNNING);
            wafer.close();
            JobStatus lost = ada.awaitEnd("lost");
            assertEquals(JobState.FAILED, lost.getState());
            assertFalse(lost.getReason().isEmpty());
            submit(ada, "waits", Networks.firing(Engine.EMULATOR, 10, false, 100), RETICLE);
            submit(ada, "goes-on", Networks.firing(Engine.REFERENCE, 10, false, 100));
            var _ = done(ada, "goes-on");
            assertEquals(JobState.QUEUED, ada.status("waits").getState());
        } finally {
            wafer.close();
        }
    }
}
