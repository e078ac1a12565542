package bss.tools.job.worker;

import bss.tools.job.JobException;
import bss.tools.job.v1.Appended;
import bss.tools.job.v1.CloseRequest;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.CommandPiece;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobsGrpc;
import bss.tools.job.v1.OpenRequest;
import bss.tools.job.v1.Table;
import bss.tools.job.v1.WatchRequest;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A process that carries out jobs, one after the other or several at a time.
public final class Worker implements AutoCloseable {

    private static final int PIECE_BYTES = 1 << 20;
    private static final long OPEN_SECONDS = 30;
    private static final long CLOSE_SECONDS = 2;

    /// A result that is on the disk.
    ///
    /// @param sha256 in hex
    /// @param hardwareSeconds what a wafer would have needed
    public record Result(Path file, String sha256, double hardwareSeconds) {}

    private final WorkerProcess process;
    private final JobsGrpc.JobsBlockingStub calls;
    private final JobsGrpc.JobsStub streams;
    /// Names of jobs that must not begin.
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

    private Worker(WorkerProcess process) {
        this.process = process;
        var client = GrpcClients.builder("gproto+http://127.0.0.1:" + process.port() + "/")
                .addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + process.token())
                .responseTimeoutMillis(0)
                .writeTimeoutMillis(0)
                .maxResponseLength(0);
        calls = client.build(JobsGrpc.JobsBlockingStub.class);
        streams = client.build(JobsGrpc.JobsStub.class);
    }

    /// Starts one and waits until it listens.
    ///
    /// @param folder of its own, for temporary files and what it says
    public static Worker start(Path folder, Launch launch) throws WorkerDiedException {
        return new Worker(WorkerProcess.start(folder, launch));
    }

    public boolean alive() {
        return process.alive();
    }

    /// Ends the process at once.
    public void kill() {
        process.kill();
    }

    /// Carries a job out and writes its result.
    ///
    /// @param name of this attempt, unique in this process
    /// @param heard all events, from the calling thread
    /// @param readout called before the result is fetched
    /// @param file for the result
    /// @param mostBytes that the result may have
    /// @throws JobException if a command was not carried out: `CANCELLED` after [#cancel]
    /// @throws WorkerDiedException if the process is gone
    /// @throws IOException if the result cannot be written
    public Result carryOut(String name, JobLog log, Consumer<Event> heard, Runnable readout, Path file, long mostBytes)
            throws JobException, WorkerDiedException, IOException, InterruptedException {
        try {
            calls.withDeadlineAfter(OPEN_SECONDS, TimeUnit.SECONDS)
                    .open(OpenRequest.newBuilder()
                            .setJob(name)
                            .setClient("bss-run serve")
                            .build());
            if (cancelled.contains(name)) {
                throw new JobException(Status.Code.CANCELLED, "it was cancelled before it began");
            }
            for (int c = 0; c < log.getCommandsCount(); c++) {
                append(name, c, log.getCommands(c));
                watch(name, c, heard);
            }
            readout.run();
            try (ResultFile.Writer result = new ResultFile.Writer(file, mostBytes)) {
                for (FetchRequest request : ResultRequests.of(log)) {
                    fetch(name, request, result);
                }
                return new Result(file, result.seal(), WaferTime.seconds(log));
            }
        } catch (StatusRuntimeException e) {
            throw translated(e);
        } finally {
            closeQuietly(name);
            cancelled.remove(name);
        }
    }

    /// Has a job end soon, whatever it does; kills the process if it does not.
    public void cancel(String name) throws InterruptedException {
        // first: a job that is opened meanwhile sees it
        cancelled.add(name);
        if (!closeQuietly(name) && !process.gone(0)) {
            process.kill();
        }
    }

    private void append(String name, long number, Command command) throws InterruptedException, WorkerDiedException {
        ByteString bytes = command.toByteString();
        CompletableFuture<Appended> kept = new CompletableFuture<>();
        StreamObserver<CommandPiece> pieces = streams.append(new StreamObserver<>() {
            @Override
            public void onNext(Appended answer) {
                kept.complete(answer);
            }

            @Override
            public void onError(Throwable t) {
                kept.completeExceptionally(t);
            }

            @Override
            public void onCompleted() {
                kept.completeExceptionally(new IllegalStateException("no answer"));
            }
        });
        int from = 0;
        do {
            int to = Math.min(bytes.size(), from + PIECE_BYTES);
            CommandPiece.Builder piece =
                    CommandPiece.newBuilder().setJob(name).setCommand(number).setData(bytes.substring(from, to));
            if (to == bytes.size()) {
                piece.setSha256(ByteString.copyFrom(
                        Hashing.sha256().hashBytes(bytes.toByteArray()).asBytes()));
            }
            pieces.onNext(piece.build());
            from = to;
        } while (from < bytes.size());
        pieces.onCompleted();
        try {
            kept.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusRuntimeException status) {
                throw status;
            }
            throw new WorkerDiedException(process.death(), e);
        }
    }

    /// Waits until a command is done.
    private void watch(String name, long number, Consumer<Event> heard) throws JobException, WorkerDiedException {
        Iterator<Event> events = calls.watch(
                WatchRequest.newBuilder().setJob(name).setFromCommand(number).build());
        while (events.hasNext()) {
            Event event = events.next();
            heard.accept(event);
            switch (event.getBodyCase()) {
                case DONE -> {
                    return;
                }
                case FAILED ->
                    throw new JobException(
                            Status.fromCodeValue(event.getFailed().getCode()).getCode(),
                            event.getFailed().getMessage());
                case PROGRESS, NOTICE, BODY_NOT_SET -> {}
            }
        }
        throw new WorkerDiedException("a worker forgot command %d of job %s".formatted(number, name));
    }

    private void fetch(String name, FetchRequest request, ResultFile.Writer to) throws IOException {
        Iterator<Table> pieces = calls.fetch(request.toBuilder().setJob(name).build());
        while (pieces.hasNext()) {
            to.add(request, pieces.next());
        }
    }

    private Exception statusOf(StatusRuntimeException e) {
        return switch (e.getStatus().getCode()) {
            case UNAVAILABLE, UNKNOWN, INTERNAL, DEADLINE_EXCEEDED, UNAUTHENTICATED ->
                new WorkerDiedException(process.death(), e);
            case OK,
                    CANCELLED,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS ->
                new JobException(
                        e.getStatus().getCode(), String.valueOf(e.getStatus().getDescription()), e);
        };
    }

    private JobException translated(StatusRuntimeException e) throws WorkerDiedException {
        Exception known = statusOf(e);
        if (known instanceof WorkerDiedException died) {
            throw died;
        }
        return (JobException) known;
    }

    /// Whether the process answers.
    private boolean closeQuietly(String name) {
        try {
            var _ = calls.withDeadlineAfter(CLOSE_SECONDS, TimeUnit.SECONDS)
                    .close(CloseRequest.newBuilder().setJob(name).build());
            return true;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.NOT_FOUND;
        }
    }

    /// Ends the process, within seconds.
    @Override
    public void close() {
        process.close();
    }
}
