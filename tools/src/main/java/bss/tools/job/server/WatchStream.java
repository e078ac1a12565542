package bss.tools.job.server;

import bss.tools.job.v1.Event;
import io.grpc.stub.ServerCallStreamObserver;

/// A reader of events: sends what the client has room for, the rest when it is ready again.
final class WatchStream {

    private final EventLog events;
    private final long from;
    private final ServerCallStreamObserver<Event> client;
    private final Runnable reader = this::send;
    private long place;
    private boolean ended;

    /// To be made before the call of the service returns.
    ///
    /// @param from the first command to tell of
    WatchStream(EventLog events, long from, ServerCallStreamObserver<Event> client) {
        this.events = events;
        this.from = from;
        this.client = client;
        client.setOnReadyHandler(reader);
        client.setOnCancelHandler(this::end);
        events.add(reader);
        send();
    }

    private synchronized void send() {
        try {
            sendAll();
        } catch (RuntimeException e) {
            // the call broke: its reader is gone, and the job goes on
            end();
        }
    }

    private void sendAll() {
        while (!ended && client.isReady()) {
            EventLog.Next next = events.next(place, from);
            if (next.event() != null) {
                place = next.event().place();
                client.onNext(next.event().event());
            } else if (next.end()) {
                end();
                client.onCompleted();
            } else {
                return;
            }
        }
    }

    private synchronized void end() {
        ended = true;
        events.remove(reader);
    }
}
