package bss.tools.job.queue;

import bss.tools.job.v1.DownloadReply;
import bss.tools.job.v1.DownloadRequest;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobQueueGrpc.JobQueueBlockingStub;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.v1.UploadRequest;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A client that asks again, under the same ids, until it has its answer.
final class Stubborn implements AutoCloseable {

    private static final Set<Status.Code> PASSES = EnumSet.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.CANCELLED,
            Status.Code.UNKNOWN,
            Status.Code.INTERNAL);
    private static final int UPLOAD_BYTES = 8 << 10;
    private static final int DOWNLOAD_BYTES = 16 << 10;
    private static final long PAUSE_MS = 100;
    private static final long CONNECT_MS = 2_000;
    private static final long ANSWER_MS = 3_000;
    private static final long FOLLOW_MS = 35_000;
    private static final long PING_MS = 1_000;

    private final ClientFactory factory;
    private final JobQueueBlockingStub calls;
    private final JobQueueBlockingStub slowCalls;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    Stubborn(String address, String token, Path authority) {
        factory = ClientFactory.builder()
                .tlsCustomizer(tls -> tls.trustManager(authority.toFile()))
                .connectTimeoutMillis(CONNECT_MS)
                .idleTimeoutMillis(4 * PING_MS)
                .pingIntervalMillis(PING_MS)
                .build();
        calls = stub(address, token, ANSWER_MS);
        slowCalls = stub(address, token, FOLLOW_MS);
    }

    private JobQueueBlockingStub stub(String address, String token, long timeoutMs) {
        return GrpcClients.builder("gproto+" + address + "/")
                .factory(factory)
                .addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
                .responseTimeoutMillis(timeoutMs)
                .build(JobQueueBlockingStub.class);
    }

    /// How many answers it had.
    int answers() {
        return answers.get();
    }

    /// How often it had none.
    int failures() {
        return failures.get();
    }

    private <T> T stubbornly(Function<JobQueueBlockingStub, T> call, JobQueueBlockingStub on)
            throws InterruptedException {
        while (true) {
            try {
                T answer = call.apply(on);
                answers.incrementAndGet();
                return answer;
            } catch (StatusRuntimeException e) {
                if (!PASSES.contains(e.getStatus().getCode())) {
                    throw e;
                }
                failures.incrementAndGet();
                Thread.sleep(PAUSE_MS);
            }
        }
    }

    JobStatus submit(SubmitRequest request) throws InterruptedException {
        return stubbornly(c -> c.submit(request), calls);
    }

    /// In small pieces, then submits.
    JobStatus upload(String job, JobLog log) throws InterruptedException {
        ByteString bytes = log.toByteString();
        ByteString sha256 = Calls.sha256(bytes.toByteArray());
        UploadRequest.Builder piece =
                UploadRequest.newBuilder().setSha256(sha256).setSize(bytes.size());
        for (long at = 0; at < bytes.size(); ) {
            int from = (int) at;
            UploadRequest next = piece.setOffset(at)
                    .setData(bytes.substring(from, Math.min(bytes.size(), from + UPLOAD_BYTES)))
                    .build();
            at = stubbornly(c -> c.upload(next), calls).getOffset();
        }
        return submit(
                SubmitRequest.newBuilder().setJob(job).setLogSha256(sha256).build());
    }

    /// To its end.
    JobStatus follow(String job) throws InterruptedException {
        long after = 0;
        while (true) {
            FollowRequest request =
                    FollowRequest.newBuilder().setJob(job).setAfter(after).build();
            var reply = stubbornly(c -> c.follow(request), slowCalls);
            for (var update : reply.getUpdatesList()) {
                if (update.getPlace() <= after) {
                    throw new IllegalStateException(job + ": " + update + " comes again after " + after);
                }
                after = update.getPlace();
            }
            JobState state = reply.getStatus().getState();
            if (Calls.ENDS.contains(state)) {
                return reply.getStatus();
            }
        }
    }

    /// The result of a job, in small pieces.
    byte[] download(String job) throws InterruptedException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (true) {
            DownloadRequest request = DownloadRequest.newBuilder()
                    .setJob(job)
                    .setOffset(joined.size())
                    .setLength(DOWNLOAD_BYTES)
                    .build();
            DownloadReply reply = stubbornly(c -> c.download(request), calls);
            joined.writeBytes(reply.getData().toByteArray());
            if (joined.size() == reply.getSize()) {
                return joined.toByteArray();
            }
        }
    }

    /// Whatever else is asked.
    <T> T ask(Function<JobQueueBlockingStub, T> call) throws InterruptedException {
        return stubbornly(call, calls);
    }

    @Override
    public void close() {
        factory.close();
    }
}
