package bss.tools.job.client;

import bss.tools.job.v1.DownloadReply;
import bss.tools.job.v1.DownloadRequest;
import bss.tools.job.v1.FollowReply;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.JobQueueGrpc;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.v1.UploadReply;
import bss.tools.job.v1.UploadRequest;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A server that does what it is asked, and whose answers get lost as a test says.
final class ScriptedQueue extends JobQueueGrpc.JobQueueImplBase implements AutoCloseable {

    static final String JOB = "scripted";

    final byte[] payload;
    private final ByteString sha256;
    final List<DownloadRequest> downloads = new ArrayList<>();
    final List<UploadRequest> uploads = new ArrayList<>();
    final List<FollowRequest> follows = new ArrayList<>();
    final Map<String, JobStatus> jobs = new HashMap<>();
    final Map<ByteString, ByteString> uploaded = new HashMap<>();
    /// What the next calls are answered instead, after they were carried out; OK: nothing else.
    final Deque<Status> instead = new ArrayDeque<>();
    /// What the next calls of Follow are answered.
    final Deque<FollowReply> following = new ArrayDeque<>();

    UnaryOperator<byte[]> damage = bytes -> bytes;
    int calls;
    private final Server server;

    ScriptedQueue(byte[] payload) {
        this.payload = payload;
        sha256 = ByteString.copyFrom(Hashing.sha256().hashBytes(payload).asBytes());
        server = Server.builder()
                .http(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
                .service(GrpcService.builder()
                        .addService(this)
                        .maxRequestMessageLength(4 << 20)
                        .useBlockingTaskExecutor(true)
                        .build())
                .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
                .build();
        server.start().join();
    }

    int port() {
        return server.activeLocalPort();
    }

    JobStatus job() {
        return JobStatus.newBuilder()
                .setJob(JOB)
                .setState(JobState.DONE)
                .setResultBytes(payload.length)
                .setResultSha256(sha256)
                .build();
    }

    private synchronized <T> void answer(StreamObserver<T> client, T value) {
        calls++;
        Status status = instead.isEmpty() ? Status.OK : instead.removeFirst();
        if (status.isOk()) {
            client.onNext(value);
            client.onCompleted();
        } else {
            client.onError(status.asException());
        }
    }

    @Override
    public synchronized void download(DownloadRequest request, StreamObserver<DownloadReply> client) {
        downloads.add(request);
        int from = (int) request.getOffset();
        if (from > payload.length) {
            client.onError(Status.INVALID_ARGUMENT.withDescription("offset").asException());
            return;
        }
        byte[] piece = Arrays.copyOfRange(payload, from, Math.min(payload.length, from + request.getLength()));
        answer(
                client,
                DownloadReply.newBuilder()
                        .setData(ByteString.copyFrom(damage.apply(piece)))
                        .setSize(payload.length)
                        .setSha256(sha256)
                        .build());
    }

    @Override
    public synchronized void upload(UploadRequest request, StreamObserver<UploadReply> client) {
        uploads.add(request);
        ByteString have = uploaded.getOrDefault(request.getSha256(), ByteString.EMPTY);
        if (request.getOffset() == have.size()) {
            have = have.concat(request.getData());
            uploaded.put(request.getSha256(), have);
        }
        answer(client, UploadReply.newBuilder().setOffset(have.size()).build());
    }

    @Override
    public synchronized void submit(SubmitRequest request, StreamObserver<JobStatus> client) {
        if (request.getLog().isEmpty() && uploaded.remove(request.getLogSha256()) == null) {
            client.onError(
                    Status.FAILED_PRECONDITION.withDescription("no upload").asException());
            return;
        }
        JobStatus known = jobs.get(request.getJob());
        JobStatus fresh = JobStatus.newBuilder()
                .setJob(request.getJob())
                .setNumber(jobs.size() + 1L)
                .setState(JobState.QUEUED)
                .build();
        jobs.putIfAbsent(request.getJob(), fresh);
        answer(client, known == null ? fresh : known.toBuilder().setKnown(true).build());
    }

    @Override
    public synchronized void getStatus(JobRequest request, StreamObserver<JobStatus> client) {
        answer(client, job());
    }

    @Override
    public synchronized void follow(FollowRequest request, StreamObserver<FollowReply> client) {
        follows.add(request);
        answer(client, following.removeFirst());
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
