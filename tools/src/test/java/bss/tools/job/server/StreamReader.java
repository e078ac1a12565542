package bss.tools.job.server;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Reads a stream one by one, and can stop.
final class StreamReader<Q, R> implements ClientResponseObserver<Q, R> {

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private ClientCallStreamObserver<Q> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
        call.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(R reply) {
        received.add(reply);
    }

    @Override
    public void onError(Throwable t) {
        received.add(t);
    }

    @Override
    public void onCompleted() {
        received.add("completed");
    }

    /// The next reply, "completed", or what went wrong.
    Object next() throws InterruptedException {
        call.request(1);
        return received.take();
    }

    void cancel() {
        call.cancel("enough", null);
    }
}
