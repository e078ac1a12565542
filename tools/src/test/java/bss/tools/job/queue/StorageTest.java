package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.queue.ServerProcess.Surroundings;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobStore;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.Options.Engine;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.v1.UploadRequest;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose disk becomes full, and has room again.
@Timeout(300)
class StorageTest {

    private static final int PIECE = 1 << 20;
    private static final String WAITS = "the end of a job waits";

    @TempDir
    Path folder;

    @Test
    void adiskOfTwentyFourMebibytesFillsAndHasRoomAgain() throws Exception {
        fillsAndHasRoomAgain("24m");
    }

    @Test
    @Tag("sweep")
    void adiskOfFortyMebibytesFillsAndHasRoomAgain() throws Exception {
        fillsAndHasRoomAgain("40m");
    }

    private void fillsAndHasRoomAgain(String size) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve(size), size)) {
            byte[] before;
            StateTrap trap = new StateTrap(disk.data());
            try (Rig rig = Rig.start(disk.data(), 1, InstantSource.system(), trap)) {
                Served.User ada = rig.add("ada");
                ada.submit("before", Networks.firing(Engine.REFERENCE, 5, true, 500));
                assertEquals(JobState.DONE, ada.awaitEnd("before").getState());
                before = ada.result("before", PIECE, 0);
                ProcessHandle worker = trap.of("runs", JobState.RUNNING);
                ada.submit("runs", large());
                StateTrap.awaitStopped(worker);
                ada.submit("waits", Networks.firing(Engine.REFERENCE, 5, false, 100));

                disk.fill(3 << 20);
                int pieces = uploadUntilRefused(ada, 1);
                disk.fill(300_000);
                // what is given up now, nobody takes: so there is room for jobs to end
                List<String> taken = submitUntilRefused(ada);
                String upload = Calls.refused(Status.Code.RESOURCE_EXHAUSTED, () -> upload(ada, 999));
                assertTrue(upload.contains("is full") && upload.contains("make room"), upload);
                System.out.printf("%s: full after %d MiB of uploads and %d jobs%n", size, pieces, taken.size());

                Shell.signal("CONT", worker);
                JobStatus runs = ada.awaitEnd("runs");
                assertEquals(JobState.FAILED, runs.getState(), runs.getReason());
                assertTrue(runs.getReason().contains("disk") && runs.getReason().contains("full"), runs.getReason());
                sound(disk.data());
                // the rest goes on
                assertEquals(
                        taken.size() + 3,
                        ada.calls()
                                .listJobs(ListJobsRequest.newBuilder()
                                        .setLimit(1_000)
                                        .build())
                                .getJobsCount());
                assertEquals(JobState.QUEUED, ada.status("waits").getState());
                assertArrayEquals(before, ada.result("before", PIECE, 0));

                disk.makeRoom();
                assertEquals(JobState.DONE, ada.awaitEnd("waits").getState());
                for (String id : taken) {
                    assertEquals(JobState.DONE, ada.awaitEnd(id).getState(), id);
                }
                ada.submit("after", Networks.firing(Engine.REFERENCE, 5, false, 100));
                assertEquals(JobState.DONE, ada.awaitEnd("after").getState());
                assertEquals(JobState.FAILED, ada.status("runs").getState());
                assertArrayEquals(before, ada.result("before", PIECE, 0));
            }
            audited(disk.data());
        }
    }

    /// Somebody else takes also what was given up so that jobs can end: then their ends wait.
    @Test
    void whatCannotEvenEndEndsWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), "24m")) {
            StateTrap trap = new StateTrap(disk.data());
            try (Rig rig = Rig.start(disk.data(), 1, InstantSource.system(), trap)) {
                Served.User ada = rig.add("ada");
                ProcessHandle worker = trap.of("runs", JobState.RUNNING);
                ada.submit("runs", large());
                StateTrap.awaitStopped(worker);
                for (int i = 0; i < 20; i++) {
                    disk.fill();
                    submitUntilRefused(ada, "all-" + i + "-");
                }
                AtomicBoolean waits = new AtomicBoolean();
                try (var _ = heard(WAITS, waits)) {
                    Shell.signal("CONT", worker);
                    Calls.await(
                            "its end waits, or there was room for that",
                            () -> waits.get()
                                    || Calls.ENDS.contains(ada.status("runs").getState()));
                }
                JobState then = ada.status("runs").getState();
                System.out.printf("while there was no room at all: %s%n", then);
                disk.makeRoom();
                JobStatus runs = ada.awaitEnd("runs");
                assertEquals(JobState.FAILED, runs.getState(), runs.getReason());
                assertTrue(runs.getReason().contains("full"), runs.getReason());
                ada.submit("after", Networks.firing(Engine.REFERENCE, 5, false, 100));
                assertEquals(JobState.DONE, ada.awaitEnd("after").getState());
                sound(disk.data());
            }
            audited(disk.data());
        }
    }

    @Test
    void killedOnAFullDiskNothingAcknowledgedIsLost() throws Exception {
        Path log = folder.resolve("server.log");
        Surroundings here = new Surroundings(List.of(), Map.of(), log);
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), "24m")) {
            Path data = Files.createDirectories(disk.data());
            String token = Rig.token(data, InstantSource.system(), "ada", Duration.ofDays(1));
            List<String> taken = new ArrayList<>();
            for (boolean toTheLast : new boolean[] {false, true}) {
                try (ServerProcess server = ServerProcess.start(data, here)) {
                    Served.User ada = Served.user(server.address(), token);
                    for (int i = 0; i < 3; i++) {
                        String id = "job-" + toTheLast + i;
                        ada.submit(id, Networks.firing(Engine.REFERENCE, 5, false, 200 + i));
                        taken.add(id);
                    }
                    disk.fill();
                    taken.addAll(submitUntilRefused(ada, "more-" + toTheLast + "-"));
                    server.kill();
                }
                if (toTheLast) {
                    disk.fill();
                }
                String said = Files.readString(log);
                try (ServerProcess again = ServerProcess.start(data, here)) {
                    Served.User ada = Served.user(again.address(), token);
                    System.out.printf("full to the last %s: it starts%n", toTheLast);
                    Calls.refused(Status.Code.RESOURCE_EXHAUSTED, () -> submit(ada, "refused"));
                    assertEquals(taken.size(), count(ada));
                    disk.makeRoom();
                    settle(ada, taken);
                } catch (IOException e) {
                    String why = Files.readString(log).substring(said.length());
                    System.out.printf("full to the last %s: it does not start: %s%n", toTheLast, why.strip());
                    assertTrue(why.contains("is full"), why);
                    disk.makeRoom();
                    try (ServerProcess later = ServerProcess.start(data, here)) {
                        settle(Served.user(later.address(), token), taken);
                    }
                }
            }
            audited(data);
        }
    }

    private static void settle(Served.User ada, List<String> taken) {
        for (String id : taken) {
            JobStatus end = ada.awaitEnd(id);
            boolean full = end.getState() == JobState.FAILED && end.getReason().contains("full");
            assertTrue(full || end.getState() == JobState.DONE, id + " " + end.getState() + " " + end.getReason());
        }
        assertEquals(taken.size(), count(ada));
    }

    private static int count(Served.User ada) {
        return ada.calls()
                .listJobs(ListJobsRequest.newBuilder().setLimit(1_000).build())
                .getJobsCount();
    }

    @Test
    void adiskThatIsTooSmallIsRefusedWithOneMessage() throws Exception {
        Path log = folder.resolve("server.log");
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), "256k")) {
            IOException e = assertThrows(
                    IOException.class,
                    () -> ServerProcess.start(disk.data(), new Surroundings(List.of(), Map.of(), log))
                            .close());
            assertTrue(String.valueOf(e.getMessage()).contains("ended with 1 "), e.getMessage());
            List<String> said = Files.readAllLines(log).stream()
                    .filter(line -> !line.startsWith("WARNING"))
                    .toList();
            assertEquals(1, said.size(), said.toString());
            assertTrue(said.getFirst().contains("must have at least 8.0 MiB"), said.toString());
        }
    }

    /// Its result is larger than what is given up for jobs to end.
    private static JobLog large() {
        return Networks.firing(Engine.REFERENCE, 100, true, 1_000);
    }

    private interface Hearing extends AutoCloseable {
        @Override
        void close();
    }

    /// Notes whether the server says something.
    private static Hearing heard(String words, AtomicBoolean to) {
        Logger logger = Logger.getLogger(Attempts.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord said) {
                if (String.valueOf(said.getMessage()).contains(words)) {
                    to.set(true);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        return () -> logger.removeHandler(handler);
    }

    private static List<String> submitUntilRefused(Served.User ada) {
        return submitUntilRefused(ada, "more-");
    }

    /// What was taken.
    private static List<String> submitUntilRefused(Served.User ada, String prefix) {
        List<String> taken = new ArrayList<>();
        while (true) {
            String id = prefix + taken.size();
            try {
                submit(ada, id);
                taken.add(id);
                assertTrue(taken.size() < 1_000, "never full");
            } catch (StatusRuntimeException e) {
                assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.getStatus().getCode(), e.toString());
                String why = String.valueOf(e.getStatus().getDescription());
                assertTrue(why.contains("is full: it needs") && why.contains("delete jobs or make room"), why);
                return taken;
            }
        }
    }

    /// With a title that makes it large.
    private static void submit(Served.User ada, String id) {
        var _ = ada.calls()
                .submit(SubmitRequest.newBuilder()
                        .setJob(id)
                        .setTitle("t".repeat(200))
                        .setLog(Networks.firing(Engine.REFERENCE, 4_000, false, 1)
                                .toByteString())
                        .build());
    }

    private static int uploadUntilRefused(Served.User ada, int from) {
        int pieces = 0;
        while (true) {
            try {
                upload(ada, from + pieces);
                pieces++;
            } catch (StatusRuntimeException e) {
                assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.getStatus().getCode(), e.toString());
                assertTrue(e.toString().contains("is full"), e.toString());
                return pieces;
            }
        }
    }

    private static void upload(Served.User ada, int seed) {
        byte[] bytes = new byte[PIECE];
        new Random(seed).nextBytes(bytes);
        var _ = ada.calls()
                .upload(UploadRequest.newBuilder()
                        .setSha256(Calls.sha256(bytes))
                        .setSize(PIECE)
                        .setData(ByteString.copyFrom(bytes))
                        .build());
    }

    private static void sound(Path data) throws Exception {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("jobs.db"));
                var statement = database.createStatement();
                var rows = statement.executeQuery("PRAGMA integrity_check")) {
            assertTrue(rows.next());
            assertEquals("ok", rows.getString(1));
        }
    }

    private static void audited(Path data) throws Exception {
        sound(data);
        try (JobStore store = JobStore.open(data, InstantSource.system(), CrashPoints.none())) {
            System.out.printf("%d entries of the audit verify%n", store.verifyAudit());
        }
    }
}
