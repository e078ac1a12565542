package bss.tools.job.server;

import bss.tools.job.v1.Advance;
import bss.tools.job.v1.Appended;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.CloseRequest;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.CommandPiece;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobsGrpc;
import bss.tools.job.v1.OpenReply;
import bss.tools.job.v1.OpenRequest;
import bss.tools.job.v1.Table;
import bss.tools.job.v1.WatchRequest;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.stub.StreamObserver;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A client of the service, as a test needs it.
final class JobClient {

    final JobsGrpc.JobsStub calls;
    final JobsGrpc.JobsBlockingStub blocking;

    JobClient(int port, String token) {
        calls = stub(port, token, JobsGrpc.JobsStub.class);
        blocking = stub(port, token, JobsGrpc.JobsBlockingStub.class);
    }

    private static <T> T stub(int port, String token, Class<T> type) {
        return GrpcClients.builder("gproto+http://127.0.0.1:" + port)
                .responseTimeoutMillis(0)
                .maxResponseLength(0)
                .setHeader("authorization", "Bearer " + token)
                .build(type);
    }

    static Command build(String name) {
        return Command.newBuilder()
                .setBuild(Build.newBuilder().setNetwork(JobNetwork.newBuilder().setName(name)))
                .build();
    }

    static Command advance(double untilMs) {
        return Command.newBuilder()
                .setAdvance(Advance.newBuilder().setUntilMs(untilMs))
                .build();
    }

    OpenReply open(String job) {
        return blocking.open(OpenRequest.newBuilder().setJob(job).build());
    }

    void close(String job) {
        var _ = blocking.close(CloseRequest.newBuilder().setJob(job).build());
    }

    long append(String job, long number, Command command) throws Exception {
        return append(pieces(job, number, command.toByteString(), 1 << 20));
    }

    /// Sends these pieces; what the service answers.
    long append(List<CommandPiece> pieces) throws Exception {
        CompletableFuture<Appended> reply = new CompletableFuture<>();
        StreamObserver<CommandPiece> to = calls.append(new StreamObserver<>() {
            @Override
            public void onNext(Appended appended) {
                reply.complete(appended);
            }

            @Override
            public void onError(Throwable t) {
                reply.completeExceptionally(t);
            }

            @Override
            public void onCompleted() {}
        });
        pieces.forEach(to::onNext);
        to.onCompleted();
        try {
            return reply.get().getNextCommand();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /// A command in pieces of `each` bytes.
    static List<CommandPiece> pieces(String job, long number, ByteString bytes, int each) throws Exception {
        List<CommandPiece> pieces = new ArrayList<>();
        for (int from = 0; from == 0 || from < bytes.size(); from += each) {
            int to = Math.min(from + each, bytes.size());
            CommandPiece.Builder piece =
                    CommandPiece.newBuilder().setJob(job).setCommand(number).setData(bytes.substring(from, to));
            if (to == bytes.size()) {
                piece.setSha256(sha256(bytes));
            }
            pieces.add(piece.build());
        }
        return pieces;
    }

    static ByteString sha256(ByteString bytes) throws Exception {
        return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    }

    Iterator<Event> watch(String job, long from) {
        return blocking.watch(
                WatchRequest.newBuilder().setJob(job).setFromCommand(from).build());
    }

    /// Appends a command and waits until it is done or failed.
    Event run(String job, long number, Command command) throws Exception {
        append(job, number, command);
        @Nullable Event last = null;
        for (Iterator<Event> events = watch(job, number); events.hasNext(); ) {
            last = events.next();
        }
        if (last == null) {
            throw new AssertionError("command %d: no event".formatted(number));
        }
        return last;
    }

    Iterator<Table> fetch(FetchRequest request) {
        return blocking.fetch(request);
    }
}
