package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Role;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.store.AuditLog;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ResultRecord;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.worker.ResultFile;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing that was acknowledged is lost, and nothing has two results, whenever the server is killed.
///
/// The test keeps a ledger of what the server acknowledged, kills it at random times and at every named point of the
/// store, starts another on the same data, and goes on. In the end all jobs must have ended as they must, with the very
/// bytes that an undisturbed run has.
class ServerCrashTest {

    private static final int KILLS = 20;
    private static final int MANY_KILLS = 1_000;
    /// Of one server: the last one has to end them all.
    private static final int MOST_JOBS = 6;
    /// Jobs differ in this many ways.
    private static final int KINDS = 4;
    private static final long SEED = Long.getLong("bss.seed", 20_261_126);

    @TempDir
    Path data;

    /// What a client knows of a job.
    private record Acknowledged(long number, int kind, boolean once) {}

    private final Map<String, Acknowledged> ledger = new TreeMap<>();
    private final Map<String, ByteString> results = new HashMap<>();
    private final Map<Integer, ByteString> resultOfKind = new HashMap<>();
    private int submitted;

    @Test
    void nothingAcknowledgedIsLostOverTwentyKills() throws Exception {
        survive(KILLS);
    }

    @Test
    @Tag("sweep")
    void nothingAcknowledgedIsLostOverAThousandKills() throws Exception {
        survive(Integer.getInteger("bss.kills", MANY_KILLS));
    }

    private void survive(int kills) throws Exception {
        Random random = new Random(SEED);
        String where = "seed " + SEED;
        Accounts accounts = Accounts.open(data, InstantSource.system());
        accounts.create("ada", EnumSet.of(Role.USER), new UserQuotas(100_000, 4, 1L << 40, 1e9));
        String token = accounts.issue("ada", "laptop", Instant.now().plus(1, ChronoUnit.DAYS));
        int at = 0;
        for (int k = 0; k < kills; k++) {
            // every other one at a named point, which may not be reached: then at a random time too
            String point = k % 2 == 0 ? "" : CrashPoints.ALL.get(at++ % CrashPoints.ALL.size());
            try (ServerProcess server = ServerProcess.start(data, point)) {
                Served.User ada = Served.user(server.address(), token);
                int most = submitted + MOST_JOBS;
                long until = System.nanoTime() + 1_000_000L * (200 + random.nextInt(3_000));
                while (System.nanoTime() < until && server.alive()) {
                    work(ada, random, most);
                }
                server.kill();
            } catch (IOException e) {
                assertTrue(!point.isEmpty(), where + ", kill " + k + ": " + e.getMessage());
            }
            if (k % 50 == 49) {
                System.out.printf("%d kills, %d jobs acknowledged%n", k + 1, ledger.size());
            }
        }
        try (ServerProcess server = ServerProcess.start(data, "")) {
            Served.User ada = Served.user(server.address(), token);
            for (var entry : ledger.entrySet()) {
                settle(ada, entry.getKey(), entry.getValue(), where);
            }
        }
        try (AuditLog audit = AuditLog.open(data)) {
            assertTrue(audit.verify(_ -> {}).number() >= 2L * ledger.size(), where);
        }
        System.out.printf("%d kills, %d jobs submitted, %d acknowledged, %s%n", kills, submitted, ledger.size(), where);
        assertTrue(ledger.size() > kills / 4, where + ": only " + ledger.size() + " jobs were acknowledged");
    }

    /// Submits something, or looks at something, as a client who forgets nothing would.
    private void work(Served.User ada, Random random, int most) {
        try {
            if (submitted < most && (random.nextInt(8) == 0 || ledger.isEmpty())) {
                int kind = random.nextInt(KINDS);
                boolean once = random.nextInt(4) == 0;
                String id = "job-" + submitted++;
                JobStatus answer = submit(ada, id, kind, once);
                ledger.put(id, new Acknowledged(answer.getNumber(), kind, once));
            } else {
                String id = "job-" + random.nextInt(submitted);
                Acknowledged known = ledger.get(id);
                if (known != null) {
                    look(ada, id, known);
                }
            }
        } catch (StatusRuntimeException e) {
            // it was killed meanwhile: nothing was acknowledged
        }
    }

    private static JobStatus submit(Served.User ada, String id, int kind, boolean once) {
        return ada.calls()
                .submit(SubmitRequest.newBuilder()
                        .setJob(id)
                        .setLog(Served.log(kind, 30 + 10.0 * kind).toByteString())
                        .setOnce(once)
                        .build());
    }

    /// What is done stays done, with the same bytes.
    private void look(Served.User ada, String id, Acknowledged known) {
        JobStatus status = ada.status(id);
        assertEquals(known.number(), status.getNumber(), id);
        ByteString before = results.get(id);
        if (before != null) {
            assertEquals(JobState.DONE, status.getState(), id);
            assertEquals(before, status.getResultSha256(), id);
        } else if (status.getState() == JobState.DONE) {
            results.put(id, status.getResultSha256());
        }
    }

    private void settle(Served.User ada, String id, Acknowledged known, String where) throws IOException {
        // asking for it again finds the same job
        JobStatus again = submit(ada, id, known.kind(), known.once());
        assertTrue(again.getKnown(), where + ": " + id + " was lost");
        assertEquals(known.number(), again.getNumber(), where + ": " + id);
        JobStatus end = ada.awaitEnd(id);
        if (end.getState() == JobState.INTERRUPTED) {
            assertTrue(known.once(), where + ": " + id + " may begin again, and was interrupted");
            assertNull(results.get(id), where + ": " + id + " was done before");
            return;
        }
        assertEquals(JobState.DONE, end.getState(), where + ": " + id + ": " + end.getReason());
        assertTrue(!known.once() || end.getAttempt() == 1, where + ": " + id + " was begun twice");
        look(ada, id, known);
        byte[] bytes = ada.result(id, 1 << 20, 0);
        assertEquals(
                end.getResultSha256(),
                ByteString.copyFrom(Hashing.sha256().hashBytes(bytes).asBytes()),
                where + ": " + id);
        ByteString same = resultOfKind.putIfAbsent(known.kind(), end.getResultSha256());
        if (same == null) {
            List<ResultRecord> records = new ArrayList<>();
            ResultFile.read(new ByteArrayInputStream(bytes), records::add);
            assertTrue(
                    records.stream().anyMatch(r -> r.getRequest().hasSpikes()), where + ": " + id + " has no spikes");
        } else {
            assertEquals(same, end.getResultSha256(), where + ": " + id + " differs from others of its kind");
        }
    }

    /// Whoever was there before must be gone: two servers on the same data would undo each other's work.
    @Test
    void aSecondServerOnTheSameDataIsRefused() throws Exception {
        Files.createDirectories(data);
        try (ServerProcess first = ServerProcess.start(data, "")) {
            assertTrue(first.alive());
            IOException refused = assertThrows(IOException.class, () -> ServerProcess.start(data, ""));
            assertTrue(String.valueOf(refused.getMessage()).contains("ended"), refused.getMessage());
            assertTrue(Files.readString(data.resolve("server.log")).contains("lock"), "the log says why");
        }
    }
}
