package bss.proto.link;

import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Credit;
import bss.proto.v1.Interrupt;
import bss.proto.v1.Request;
import bss.proto.v1.Resumed;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.proto.v1.Welcome;
import bss.spec.backend.BackendException;
import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session as the host keeps it: requests one after the other, each done once, over cuts of the connection.
///
/// The caller's thread sends and takes; a thread of its own connects again when a connection is lost.
final class ClientLink implements ClientConnection.Listener {

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final LinkClient client;
    private final ByteString key = Keys.draw();
    private final int window;

    private @Nullable ClientConnection connection;
    private Resumed resumed = Resumed.getDefaultInstance();
    private @Nullable String broken;
    private @Nullable Exchange current;
    private long number;
    private boolean closed;

    ClientLink(LinkClient client, ClientConnection connection, Welcome welcome) {
        this.client = client;
        this.connection = connection;
        this.window = Math.clamp(welcome.getLimits().getWindowBlocks(), 1, LinkLimits.DEFAULT.windowBlocks());
    }

    void start() {
        ClientConnection first = connection;
        if (first != null) {
            first.listen(this);
        }
    }

    ByteString key() {
        return key;
    }

    /// Does a request.
    ///
    /// @param download takes the blocks of the answer, in order
    /// @param interruptible an interrupt of this thread is sent on to the server
    /// @throws InterruptedException if the thread was interrupted and may be; the answer is in then
    Answer exchange(Request.Builder body, Blocks upload, Consumer<Block> download, boolean interruptible)
            throws BackendException, InterruptedException {
        Exchange x;
        synchronized (this) {
            x = new Exchange(
                    body.setNumber(++number)
                            .setBlocks(upload.count())
                            .setCredit(window)
                            .build(),
                    upload);
            current = x;
        }
        boolean interrupted = false;
        try {
            while (true) {
                Block block;
                try {
                    block = step(x, interrupted && interruptible);
                } catch (InterruptedException e) {
                    interrupted = true;
                    continue;
                } catch (BackendException e) {
                    if (interrupted && interruptible) {
                        throw interrupted(e);
                    }
                    throw e;
                }
                if (block == null) {
                    break;
                }
                take(download, block);
            }
            Answer answer = x.answer;
            if (answer == null) {
                throw new IllegalStateException("exchange ended without an answer");
            }
            if (interrupted && interruptible) {
                throw interrupted(null);
            }
            return answer;
        } finally {
            if (interrupted && !interruptible) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                current = null;
            }
        }
    }

    /// A server whose blocks make no sense is given up.
    private void take(Consumer<Block> download, Block block) throws BackendException {
        try {
            download.accept(block);
        } catch (FrameException | IllegalArgumentException e) {
            synchronized (this) {
                fail(String.valueOf(e.getMessage()));
            }
            throw new BackendException("wafer at %s: %s".formatted(client.name(), e.getMessage()), e);
        }
    }

    private static InterruptedException interrupted(@Nullable Throwable cause) {
        InterruptedException e = new InterruptedException("interrupted while the wafer ran");
        if (cause != null) {
            e.addSuppressed(cause);
        }
        return e;
    }

    /// Sends until there is a block to take.
    ///
    /// @return null if the exchange is complete
    private @Nullable Block step(Exchange x, boolean interrupt) throws BackendException, InterruptedException {
        while (true) {
            ClientConnection to;
            int send = -1;
            synchronized (this) {
                if (broken != null) {
                    throw new BackendException(broken);
                }
                Block block = x.queue.poll();
                if (block != null) {
                    x.taken++;
                    grant(x);
                    return block;
                }
                Answer answer = x.answer;
                if (answer != null && x.taken == answer.getBlocks()) {
                    return null;
                }
                to = connection;
                if (to != null && x.sentOver != to) {
                    begin(x, to);
                    continue;
                }
                if (to != null && interrupt && answer == null && x.interruptSentOver != to) {
                    x.interruptSentOver = to;
                    to.send(ToServer.newBuilder()
                            .setInterrupt(Interrupt.newBuilder().setRequest(x.request.getNumber()))
                            .build());
                }
                if (to == null || answer != null || x.nextUp >= Math.min(x.limit, x.upload.count())) {
                    wait();
                    continue;
                }
                send = x.nextUp++;
            }
            Block.Builder block = x.upload.block(send);
            to.send(ToServer.newBuilder()
                    .setBlock(block.setRequest(x.request.getNumber()).setIndex(send))
                    .build());
        }
    }

    /// Sends the request over a connection that it was not sent over yet, and goes on where the server
    /// stands.
    private void begin(Exchange x, ClientConnection to) {
        x.sentOver = to;
        to.send(ToServer.newBuilder().setRequest(x.request).build());
        if (resumed.getLastRequest() == x.request.getNumber()) {
            x.nextUp = resumed.getReceivedBlocks();
            // a newer grant may have come already
            x.limit = Math.max(x.limit, resumed.getCredit());
            x.granted = Math.max(x.received, x.taken + window);
            credit(x, x.received, to);
        } else {
            x.nextUp = 0;
            x.limit = 0;
        }
    }

    private void grant(Exchange x) {
        Answer answer = x.answer;
        ClientConnection to = connection;
        if (answer == null || to == null || x.sentOver != to) {
            return;
        }
        boolean low = x.granted - x.taken <= window / 2 && x.granted < answer.getBlocks();
        if (low || x.taken == answer.getBlocks()) {
            x.granted = x.taken + window;
            credit(x, x.taken, to);
        }
    }

    private static void credit(Exchange x, int received, ClientConnection to) {
        to.send(ToServer.newBuilder()
                .setCredit(Credit.newBuilder()
                        .setRequest(x.request.getNumber())
                        .setReceived(received)
                        .setUpto(x.granted))
                .build());
    }

    @Override
    public synchronized void message(ClientConnection from, ToClient message) {
        Exchange x = current;
        if (from != connection || x == null) {
            return;
        }
        long request = x.request.getNumber();
        switch (message.getBodyCase()) {
            case ANSWER -> {
                if (message.getAnswer().getRequest() == request && x.answer == null) {
                    x.answer = message.getAnswer();
                }
            }
            case CREDIT -> {
                if (message.getCredit().getRequest() == request) {
                    x.limit = Math.max(x.limit, message.getCredit().getUpto());
                }
            }
            case BLOCK -> block(x, message.getBlock());
            default -> fail("unexpected %s from the server".formatted(message.getBodyCase()));
        }
        notifyAll();
    }

    private void block(Exchange x, Block block) {
        if (block.getRequest() != x.request.getNumber() || block.getIndex() < x.received) {
            // sent again after a cut, or of an answer that nobody waits for
            return;
        }
        if (block.getIndex() != x.received || x.received >= x.granted) {
            fail("block %d came, must be %d and below %d, as granted"
                    .formatted(block.getIndex(), x.received, x.granted));
            return;
        }
        x.queue.add(block);
        x.received++;
    }

    private void fail(String why) {
        broken = "wafer at %s: %s".formatted(client.name(), why);
        ClientConnection at = connection;
        connection = null;
        if (at != null) {
            at.close();
        }
        notifyAll();
    }

    @Override
    public synchronized void lost(ClientConnection from, String reason, boolean retry) {
        if (from != connection) {
            return;
        }
        connection = null;
        if (closed || broken != null) {
            return;
        }
        if (!retry) {
            fail(reason);
            return;
        }
        Thread.ofVirtual().name("wafer-link-again").start(() -> again(reason));
    }

    private void again(String lostBecause) {
        long deadline = System.nanoTime() + client.options().resumeMillis() * 1_000_000;
        long pause = FIRST_PAUSE_MILLIS;
        String reason = lostBecause;
        while (true) {
            synchronized (this) {
                if (closed) {
                    return;
                }
            }
            try {
                LinkClient.Connected now = client.dial(key);
                adopt(now);
                return;
            } catch (ClientConnection.Refused e) {
                reason = String.valueOf(e.getMessage());
                if (!e.retry() || System.nanoTime() > deadline) {
                    synchronized (this) {
                        fail("%s; the connection was lost and did not come back (%s)".formatted(reason, lostBecause));
                    }
                    return;
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        }
    }

    private void adopt(LinkClient.Connected now) {
        synchronized (this) {
            Exchange x = current;
            if (closed) {
                now.connection().close();
                return;
            }
            if (!now.welcome().hasResumed() && x != null && x.request.hasClose()) {
                // it was done, and there is nothing left of the session
                x.answer = Answer.newBuilder().setRequest(x.request.getNumber()).build();
            } else if (!now.welcome().hasResumed() && !(x != null && x.request.hasOpen())) {
                now.connection().close();
                fail("the session is gone: the server was started anew, or the connection was away too long");
                return;
            }
            resumed = now.welcome().getResumed();
            connection = now.connection();
            // before anything is asked over it, so that no answer comes to deaf ears
            now.connection().listen(this);
            notifyAll();
        }
    }

    /// For tests: cuts the connection.
    synchronized void cut() {
        ClientConnection at = connection;
        if (at != null) {
            at.close();
        }
    }

    /// Whether it was given up.
    synchronized boolean isBroken() {
        return broken != null;
    }

    /// Nothing more will be asked.
    synchronized void close() {
        closed = true;
        ClientConnection at = connection;
        connection = null;
        if (at != null) {
            at.close();
        }
        notifyAll();
    }
}
