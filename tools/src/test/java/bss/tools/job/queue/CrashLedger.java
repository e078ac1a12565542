package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.Command;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ResultRecord;
import bss.tools.job.v1.SpikeTrains;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.worker.ResultFile;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A client who forgets nothing: what was acknowledged to it, what may or may not have happened, and what must be true
/// of both.
final class CrashLedger {

    /// Jobs differ in this many ways.
    private static final int KINDS = 4;
    /// What lies in a file of its own, not in the database.
    private static final int LARGE = 10_000;

    private record Asked(int kind, boolean once) {}

    /// @param number that was told; null: the call had no answer
    private record Known(Asked asked, @Nullable Long number) {}

    private final Random random;
    private final String where;
    private final Map<String, Known> jobs = new TreeMap<>();
    /// Deleted: true; asked to be, without an answer: false.
    private final Map<String, Boolean> deleted = new TreeMap<>();
    private final Map<Long, String> numbers = new HashMap<>();
    private final Map<String, ByteString> results = new HashMap<>();
    private final Map<Integer, ByteString> resultOfKind = new HashMap<>();
    private int unanswered;

    /// @param where for messages: how to have the same again
    CrashLedger(Random random, String where) {
        this.random = random;
        this.where = where;
    }

    /// Jobs that were submitted, with an answer or without.
    int submitted() {
        return jobs.size() + deleted.size();
    }

    /// Calls that change something and were not answered.
    int unanswered() {
        return unanswered;
    }

    int deleted() {
        return deleted.size();
    }

    /// Submits a new job.
    void submit(Served.User ada) {
        String id = "job-" + submitted();
        Asked asked = new Asked(random.nextInt(KINDS), random.nextInt(4) == 0);
        jobs.put(id, new Known(asked, null));
        send(ada, id, asked);
    }

    private void send(Served.User ada, String id, Asked asked) {
        try {
            JobStatus answer = submit(ada, id, asked);
            jobs.put(id, new Known(asked, answer.getNumber()));
            String other = numbers.putIfAbsent(answer.getNumber(), id);
            assertTrue(other == null || other.equals(id), where + ": " + id + " has the number of " + other);
        } catch (StatusRuntimeException e) {
            requireGone(e);
            unanswered++;
        }
    }

    private void requireGone(StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        assertTrue(code == Status.Code.UNAVAILABLE || code == Status.Code.UNKNOWN, where + ": " + e);
    }

    private static JobStatus submit(Served.User ada, String id, Asked asked) {
        return ada.calls()
                .submit(SubmitRequest.newBuilder()
                        .setJob(id)
                        .setLog(log(asked.kind()).toByteString())
                        .setOnce(asked.once())
                        .build());
    }

    /// The last kind is large: spikes long after the end.
    private static JobLog log(int kind) {
        JobLog log = Served.log(kind, 30 + 10.0 * kind);
        if (kind < KINDS - 1) {
            return log;
        }
        ByteBuffer times = ByteBuffer.allocate(8 * LARGE).order(ByteOrder.LITTLE_ENDIAN);
        for (int t = 0; t < LARGE; t++) {
            times.putDouble(1e6 + t);
        }
        ByteBuffer counts =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, LARGE);
        JobLog.Builder larger = log.toBuilder();
        Command.Builder build = larger.getCommandsBuilder(0);
        build.getBuildBuilder()
                .getNetworkBuilder()
                .addPopulations(JobPopulation.newBuilder()
                        .setLabel("late")
                        .setSize(1)
                        .setCellType("SpikeSourceArray")
                        .setSpikeTrains(SpikeTrains.newBuilder()
                                .setCounts(ByteString.copyFrom(counts))
                                .setTimes(ByteString.copyFrom(times.flip()))));
        return larger.build();
    }

    /// Looks at a job, asks anew for one that was not answered, or deletes one that is done.
    void look(Served.User ada) {
        if (submitted() == 0) {
            return;
        }
        String id = "job-" + random.nextInt(submitted());
        Known known = jobs.get(id);
        try {
            if (known == null) {
                requireDeleted(ada, id);
            } else if (known.number() == null) {
                send(ada, id, known.asked());
            } else if (results.containsKey(id) && random.nextInt(40) == 0) {
                delete(ada, id);
            } else {
                check(ada, id, known);
            }
        } catch (StatusRuntimeException e) {
            // it was killed meanwhile: nothing was told
            requireGone(e);
        }
    }

    private void delete(Served.User ada, String id) {
        jobs.remove(id);
        deleted.put(id, false);
        try {
            var _ = ada.calls().delete(JobRequest.newBuilder().setJob(id).build());
            deleted.put(id, true);
        } catch (StatusRuntimeException e) {
            requireGone(e);
            unanswered++;
        }
    }

    private boolean gone(String id) {
        return deleted.getOrDefault(id, false);
    }

    private void requireDeleted(Served.User ada, String id) {
        try {
            JobStatus status = ada.status(id);
            assertFalse(gone(id), where + ": " + id + " was deleted, and is there");
            assertEquals(JobState.DONE, status.getState(), where + ": " + id);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw e;
            }
            // it is from now on
            deleted.put(id, true);
        }
    }

    /// What is done stays done, with the same bytes.
    private void check(Served.User ada, String id, Known known) {
        JobStatus status = ada.status(id);
        assertEquals(known.number(), status.getNumber(), where + ": " + id);
        ByteString before = results.get(id);
        if (before != null) {
            assertEquals(JobState.DONE, status.getState(), where + ": " + id);
            assertEquals(before, status.getResultSha256(), where + ": " + id);
        } else if (status.getState() == JobState.DONE) {
            results.put(id, status.getResultSha256());
        }
    }

    /// In the end, at a server that is not killed: all is as it was told, and every job has ended as it must.
    void settle(Served.User ada) throws IOException {
        for (String id : deleted.keySet()) {
            requireDeleted(ada, id);
            if (gone(id)) {
                StatusRuntimeException refused =
                        assertThrows(StatusRuntimeException.class, () -> submit(ada, id, new Asked(0, false)));
                assertEquals(Status.Code.ALREADY_EXISTS, refused.getStatus().getCode(), where + ": " + id);
            }
        }
        for (var entry : new TreeMap<>(jobs).entrySet()) {
            String id = entry.getKey();
            Long number = entry.getValue().number();
            // asking for it again finds the same job
            JobStatus again = submit(ada, id, entry.getValue().asked());
            assertTrue(number == null || again.getKnown(), where + ": " + id + " was lost");
            assertTrue(number == null || number == again.getNumber(), where + ": " + id + " has another number");
            String other = numbers.putIfAbsent(again.getNumber(), id);
            assertTrue(other == null || other.equals(id), where + ": " + id + " has the number of " + other);
            ended(ada, id, new Known(entry.getValue().asked(), again.getNumber()));
        }
    }

    private void ended(Served.User ada, String id, Known known) throws IOException {
        JobStatus end = ada.awaitEnd(id);
        Asked asked = known.asked();
        if (end.getState() == JobState.INTERRUPTED) {
            assertTrue(asked.once(), where + ": " + id + " may begin again, and was interrupted");
            assertNull(results.get(id), where + ": " + id + " was done before");
            return;
        }
        assertEquals(JobState.DONE, end.getState(), where + ": " + id + ": " + end.getReason());
        assertTrue(!asked.once() || end.getAttempt() == 1, where + ": " + id + " was begun twice");
        check(ada, id, known);
        byte[] bytes = ada.result(id, 1 << 20, 0);
        assertEquals(
                end.getResultSha256(),
                ByteString.copyFrom(Hashing.sha256().hashBytes(bytes).asBytes()),
                where + ": " + id);
        ByteString same = resultOfKind.putIfAbsent(asked.kind(), end.getResultSha256());
        if (same == null) {
            List<ResultRecord> records = new ArrayList<>();
            ResultFile.read(new ByteArrayInputStream(bytes), records::add);
            assertTrue(
                    records.stream().anyMatch(r -> r.getRequest().hasSpikes()), where + ": " + id + " has no spikes");
        } else {
            assertEquals(same, end.getResultSha256(), where + ": " + id + " differs from others of its kind");
        }
    }
}
