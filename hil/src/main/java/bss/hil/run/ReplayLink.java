package bss.hil.run;

import bss.hil.wire.SocketLink;
import bss.proto.v1.Credit;
import bss.proto.v1.ToClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A connection of a replay. A thread of its own reads, so that neither end waits for the other to read.
final class ReplayLink {

    /// What came: a message, or the end of the stream with the reason.
    ///
    /// @param message empty at the end
    record Arrival(Optional<ToClient> message, String end) {}

    private static final Duration FOREVER = Duration.ofDays(1);

    private final SocketLink link;
    private final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
    private final Deque<Arrival> pongs = new ArrayDeque<>();
    private final Deque<Arrival> others = new ArrayDeque<>();
    private final Map<Long, Integer> credit = new HashMap<>();
    private boolean over;

    /// Credit that the endpoint had given in the recording, by request.
    final Map<Long, Integer> recordedCredit = new HashMap<>();

    /// An advance was interrupted: where it stopped is a matter of time.
    boolean interrupted;

    ReplayLink(InetSocketAddress address) throws IOException {
        link = new SocketLink(address, "");
        Thread.ofPlatform().daemon().name("replay").start(this::read);
    }

    private void read() {
        try {
            while (true) {
                Optional<ToClient> next = link.read(FOREVER);
                arrived.add(new Arrival(next, "the end of the stream"));
                if (next.isEmpty()) {
                    return;
                }
            }
        } catch (IOException e) {
            arrived.add(new Arrival(Optional.empty(), String.valueOf(e.getMessage())));
        }
    }

    void send(byte[] bytes) throws IOException {
        link.sendBytes(bytes);
    }

    static void note(Map<Long, Integer> credits, Credit credit) {
        credits.merge(credit.getRequest(), credit.getUpto(), Math::max);
    }

    /// Waits until the endpoint allows a block.
    ///
    /// @return false if it does not in time, or the stream ended
    boolean awaitCredit(long request, int index, long deadline) throws InterruptedException {
        while (credit.getOrDefault(request, 0) <= index) {
            if (!pull(deadline)) {
                return false;
            }
        }
        return true;
    }

    /// The next pong, or the next message that is neither a pong nor credit; empty if none comes in time.
    Optional<Arrival> next(boolean pong, long deadline) throws InterruptedException {
        Deque<Arrival> from = pong ? pongs : others;
        while (from.isEmpty()) {
            if (!pull(deadline)) {
                // the end of the stream is the last that came
                return over && from.isEmpty() ? Optional.of(others.getLast()) : Optional.empty();
            }
        }
        Arrival next = from.getFirst();
        if (next.message().isPresent()) {
            from.removeFirst();
        }
        return Optional.of(next);
    }

    /// @return false if nothing came in time, or nothing will
    private boolean pull(long deadline) throws InterruptedException {
        if (over) {
            return false;
        }
        Arrival next = arrived.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (next == null) {
            return false;
        }
        if (next.message().isEmpty()) {
            over = true;
            others.add(next);
        } else if (next.message().get().hasCredit()) {
            note(credit, next.message().get().getCredit());
        } else {
            (next.message().get().hasPong() ? pongs : others).add(next);
        }
        return true;
    }

    /// Sends nothing more.
    void endDown() throws IOException {
        link.endDown();
    }

    void close() {
        try {
            link.close();
        } catch (IOException e) {
            // it is closed then
        }
    }
}
