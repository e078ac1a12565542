package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.SubmitRequest;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

/// What tests ask of a server.
final class Calls {

    static final Set<JobState> ENDS =
            EnumSet.of(JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.TIMED_OUT, JobState.INTERRUPTED);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MS = 10;

    /// What is to become true.
    interface Condition {
        boolean holds() throws Exception;
    }

    private Calls() {}

    static void await(String what, Condition condition) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < until, "in vain: " + what);
            Thread.sleep(POLL_MS);
        }
    }

    /// Waits until a job has been brought to a state, or has ended.
    static JobStatus awaitAtLeast(Served.User user, String job, JobState state) throws Exception {
        await(job + " is " + state, () -> user.status(job).getStateValue() >= state.getNumber());
        return user.status(job);
    }

    static SubmitRequest.Builder request(String job, JobLog log) {
        return SubmitRequest.newBuilder().setJob(job).setLog(log.toByteString());
    }

    static JobStatus cancel(Served.User user, String job) {
        return user.calls().cancel(JobRequest.newBuilder().setJob(job).build());
    }

    static String refused(Status.Code code, Executable call) {
        StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call);
        assertEquals(code, e.getStatus().getCode(), String.valueOf(e.getStatus()));
        return String.valueOf(e.getStatus().getDescription());
    }

    static ByteString sha256(byte[] bytes) {
        return ByteString.copyFrom(Hashing.sha256().hashBytes(bytes).asBytes());
    }

    static double secondsSince(long nanoTime) {
        return 1e-9 * (System.nanoTime() - nanoTime);
    }
}
