package bss.tools.job.server;

import bss.tools.job.JobException;
import bss.tools.job.v1.Table;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.function.Consumer;

/// An answer to a fetch: holds the thread of the job back until the client has taken the pieces before.
final class FetchStream implements Consumer<Table> {

    /// The client is gone, or the job was closed: nothing more needs to be written.
    static final class Ended extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private final ServerCallStreamObserver<Table> client;
    private boolean cancelled;

    /// To be made before the call of the service returns.
    FetchStream(ServerCallStreamObserver<Table> client) {
        this.client = client;
        client.setOnReadyHandler(this::ready);
        client.setOnCancelHandler(this::cancel);
    }

    /// Sends a piece once there is room.
    @Override
    public void accept(Table piece) {
        synchronized (this) {
            try {
                while (!cancelled && !client.isReady()) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Ended();
            }
            if (cancelled) {
                throw new Ended();
            }
        }
        client.onNext(piece);
    }

    /// That was all.
    void end() {
        client.onCompleted();
    }

    /// There is no answer, or no more of it. Does nothing if the client is gone.
    void fail(JobException e) {
        if (!cancelled()) {
            client.onError(Statuses.of(e));
        }
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    private synchronized void ready() {
        notifyAll();
    }

    private synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }
}
