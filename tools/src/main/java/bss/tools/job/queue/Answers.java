package bss.tools.job.queue;

import bss.tools.job.JobException;
import bss.tools.job.store.StoreException;
import com.google.protobuf.MessageLite;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Gives answers to calls: every error that a client sees is a status with one message, and no client has more
/// answers waiting for it to read than it may.
final class Answers {

    /// What an answer is made by.
    interface Answer<T> {
        T get() throws JobException, StoreException, IOException, InterruptedException;
    }

    /// An answer that may have to wait.
    ///
    /// @param news starts to wait, and is done or cancelled once; empty: nothing has to be waited for
    record Later<T>(Optional<Supplier<CompletableFuture<Void>>> news, Answer<T> answer) {}

    private static final AttributeKey<Long> EXPECTED = AttributeKey.valueOf(Answers.class, "EXPECTED");

    private final Connections connections;
    private final Turns turns;

    Answers(Connections connections, Turns turns) {
        this.connections = connections;
        this.turns = turns;
    }

    /// Answers the call that is under way; its user's next one is computed from then on.
    <T extends MessageLite> void give(StreamObserver<T> client, Answer<T> answer) {
        ServiceRequestContext call = ServiceRequestContext.current();
        try {
            answer(call, client, answer);
        } finally {
            CallGate.done(call);
        }
    }

    /// As [#give], or when there are news: no thread waits, and a thousand that wait cost a thousand entries in a
    /// list.
    <T extends MessageLite> void later(StreamObserver<T> client, Answer<Later<T>> later) {
        ServiceRequestContext call = ServiceRequestContext.current();
        try {
            Later<T> found = later.get();
            if (found.news().isEmpty()) {
                answer(call, client, found.answer());
                return;
            }
            await(call, client, found.news().get(), found.answer());
        } catch (Exception e) {
            client.onError(status(e).asException());
        } finally {
            CallGate.done(call);
        }
    }

    private <T extends MessageLite> void await(
            ServiceRequestContext call,
            StreamObserver<T> client,
            Supplier<CompletableFuture<Void>> news,
            Answer<T> answer)
            throws JobException {
        String user = Callers.known(call).user();
        if (!turns.follow(user)) {
            throw new JobException(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "user '%s' follows %d jobs, the most that may be followed at once"
                            .formatted(user, turns.limits().follows()));
        }
        CompletableFuture<Void> waits = news.get();
        var _ = waits.whenComplete((_, cancelled) -> {
            turns.followed(user);
            if (cancelled == null) {
                turns.again(user, call.blockingTaskExecutor(), () -> answer(call, client, answer));
            }
        });
        // nobody waits for the answer to a call that was given up
        if (client instanceof ServerCallStreamObserver<T> observed) {
            observed.setOnCancelHandler(() -> waits.cancel(false));
        }
        var _ = call.whenRequestCancelled().thenRun(() -> waits.cancel(false));
    }

    private <T extends MessageLite> void answer(
            ServiceRequestContext call, StreamObserver<T> client, Answer<T> answer) {
        try {
            T message = answer.get();
            Long expected = call.attr(EXPECTED);
            long more = message.getSerializedSize() - (expected == null ? 0 : expected);
            if (more > 0) {
                owe(call, more);
            }
            // from now on it is for the client to read it
            call.clearRequestTimeout();
            client.onNext(message);
            client.onCompleted();
        } catch (Exception e) {
            client.onError(status(e).asException());
        }
    }

    /// Makes sure that an answer of such a length may be given, before it is there.
    void expect(int bytes) throws JobException {
        ServiceRequestContext call = ServiceRequestContext.current();
        owe(call, bytes);
        call.setAttr(EXPECTED, (long) bytes);
    }

    private void owe(ServiceRequestContext call, long bytes) throws JobException {
        String user = Callers.known(call).user();
        Connection connection = connections.of(call);
        turns.owe(user, bytes);
        if (connection != null && !connection.owe(bytes)) {
            turns.paid(user, bytes);
            throw Turns.unread("this connection", connection.owed(), connection.limit());
        }
        AtomicBoolean once = new AtomicBoolean();
        var _ = call.log().whenComplete().thenRun(() -> {
            if (!once.getAndSet(true)) {
                turns.paid(user, bytes);
                if (connection != null) {
                    connection.paid(bytes);
                }
            }
        });
    }

    private static Status status(Exception e) {
        if (e instanceof JobException refused) {
            return Status.fromCode(refused.code()).withDescription(refused.getMessage());
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return Status.UNAVAILABLE.withDescription("the server ends");
        }
        if (e instanceof StoreException kept) {
            Status.Code code = switch (kept.kind()) {
                case CONFLICT -> Status.Code.ALREADY_EXISTS;
                case UNKNOWN -> Status.Code.NOT_FOUND;
                case STORAGE_FULL -> Status.Code.RESOURCE_EXHAUSTED;
                case NEWER_SCHEMA, LOCKED, BROKEN -> Status.Code.UNAVAILABLE;
            };
            if (code != Status.Code.UNAVAILABLE) {
                return Status.fromCode(code).withDescription(kept.getMessage());
            }
        }
        System.getLogger(Answers.class.getName()).log(System.Logger.Level.ERROR, "a call failed", e);
        return e instanceof IOException || e instanceof StoreException
                ? Status.UNAVAILABLE.withDescription("the server cannot read or write its files; its log says why")
                : Status.INTERNAL.withDescription("the server failed at this call; its log says why");
    }
}
