package bss.proto.link;

import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Credit;
import bss.proto.v1.Request;
import bss.proto.v1.Request.BodyCase;
import bss.proto.v1.Resumed;
import bss.proto.v1.ToClient;
import bss.spec.backend.WaferBackend;
import bss.spec.config.WaferConfiguration;
import com.google.protobuf.ByteString;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// A session as the server keeps it: over cuts of its connection, with a thread of its own for the backend, which may
/// compute for minutes.
///
/// One request is under way at a time; its answer is kept until the next one arrives, so that a request that is sent
/// again after a cut is done once.
final class ServerSession implements SessionWork.Owner {

    private static final System.Logger LOG = System.getLogger(ServerSession.class.getName());

    private final LinkLimits limits;
    private final long id;
    private final String identity;
    private final Runnable forget;
    private final Thread worker;
    private final SessionWork work;
    private final UploadStream uploads;
    private final AnswerStream answers;

    private @Nullable ServerConnection connection;

    /// The request under way, or the last one.
    private Request request = Request.getDefaultInstance();

    private boolean running;
    private boolean advancing;
    private boolean opened;
    private boolean ended;

    /// How often the session lost its connection.
    private long cuts;

    /// @param id for messages
    /// @param identity who opened it, from the token
    /// @param forget takes it out of the server's table
    ServerSession(WaferBackend backend, LinkLimits limits, long id, String identity, Runnable forget) {
        this.limits = limits;
        this.id = id;
        this.identity = identity;
        this.forget = forget;
        uploads = new UploadStream(limits.windowBlocks());
        answers = new AnswerStream(limits.windowBlocks());
        work = new SessionWork(backend, limits, id, this);
        worker = Thread.ofPlatform().daemon().name("wafer-session-" + id).unstarted(this::work);
    }

    void start() {
        worker.start();
    }

    String identity() {
        return identity;
    }

    /// Whether nobody can go on with it.
    @Override
    public synchronized boolean ended() {
        return ended;
    }

    /// Lets the session go on over a connection; one that it had before is closed.
    synchronized Resumed attach(ServerConnection to) {
        ServerConnection old = connection;
        connection = to;
        if (old != null) {
            old.supersede();
        }
        answers.attach();
        return Resumed.newBuilder()
                .setLastRequest(request.getNumber())
                .setReceivedBlocks(uploads.received())
                .setCredit(uploads.granted())
                .build();
    }

    /// The connection is gone.
    ///
    /// @return number of this cut, for [#endIfDetachedSince]; 0 if the session is not without a connection now
    synchronized long detach(ServerConnection from) {
        if (connection != from) {
            return 0;
        }
        connection = null;
        if (!running && !opened) {
            end();
        }
        return ended ? 0 : ++cuts;
    }

    /// Ends the session if it has had no connection since a cut: one that came back, and is cut anew just
    /// now, has its whole time again.
    synchronized void endIfDetachedSince(long cut) {
        if (connection == null && cuts == cut) {
            end();
        }
    }

    /// The host broke the protocol over a connection: nobody can tell what it means any more.
    synchronized void broken(ServerConnection by) {
        if (connection == by) {
            end();
        }
    }

    /// Ends the session, whatever it does.
    synchronized void end() {
        if (!ended) {
            ended = true;
            forget.run();
            worker.interrupt();
            notifyAll();
        }
    }

    /// A request arrived.
    synchronized void request(ServerConnection from, Request message) {
        if (connection != from) {
            return;
        }
        long number = message.getNumber();
        if (number == request.getNumber() && number != 0) {
            answers.again();
            // what was granted since the welcome
            grant();
        } else if (number != request.getNumber() + 1 || running) {
            throw new FrameException("request %d while %d is %s, must be the next after an answer"
                    .formatted(number, request.getNumber(), running ? "under way" : "the last"));
        } else {
            begin(message);
        }
        pump();
    }

    private void begin(Request message) {
        BodyCase body = message.getBodyCase();
        boolean streams = body == BodyCase.PLAY || body == BodyCase.CONFIGURE;
        long most = body == BodyCase.CONFIGURE
                ? WaferConfiguration.HICANNS
                : Math.ceilDiv(limits.maxPulsesPerPlay(), PulseBlocks.PULSES);
        int count = message.getBlocks();
        if (count < 0 || count > (streams ? most : 0)) {
            throw new FrameException("request %d (%s) announces %s blocks, must be 0 to %d"
                    .formatted(message.getNumber(), body, Integer.toUnsignedString(count), streams ? most : 0));
        }
        if (body == BodyCase.BODY_NOT_SET || (body == BodyCase.OPEN) != (message.getNumber() == 1)) {
            throw new FrameException(
                    "request %d asks for %s, must be open for the first, and something known and not open later"
                            .formatted(message.getNumber(), body));
        }
        request = message;
        answers.begin(message.getNumber(), message.getCredit());
        uploads.begin(message.getNumber(), count);
        running = true;
        grant();
        notifyAll();
    }

    /// A block of the request arrived.
    synchronized void block(ServerConnection from, Block block) {
        if (connection == from) {
            uploads.add(block);
            notifyAll();
        }
    }

    /// The host took blocks and grants more.
    synchronized void credit(ServerConnection from, Credit message) {
        if (connection == from) {
            answers.credit(message);
            pump();
        }
    }

    /// The host interrupts an advance.
    synchronized void interrupt(ServerConnection from, long number) {
        if (connection == from && number == request.getNumber() && advancing) {
            worker.interrupt();
        }
    }

    /// Sends what may be sent; on the event loop of the connection, or from there on.
    synchronized void pump() {
        ServerConnection to = connection;
        if (to == null || !answers.hasAnswer()) {
            return;
        }
        if (to.inEventLoop()) {
            answers.pump(to);
        } else {
            to.later(this::pump);
        }
    }

    /// Tells the host how many blocks it may send. Not before the request has come over this connection: a host that
    /// just came back has the figure of the welcome, and nothing listens yet for a newer one.
    private void grant() {
        ServerConnection to = connection;
        if (to != null && running && uploads.granted() > 0 && answers.isAsked()) {
            to.later(() -> {
                to.send(credit());
                to.flush();
            });
        }
    }

    private synchronized ToClient credit() {
        return ToClient.newBuilder().setCredit(uploads.credit()).build();
    }

    private synchronized Block nextBlock() throws InterruptedException {
        Block next = uploads.poll();
        while (next == null) {
            if (ended) {
                throw new InterruptedException("session has ended");
            }
            wait();
            next = uploads.poll();
        }
        if (uploads.grant()) {
            grant();
        }
        return next;
    }

    private void work() {
        try {
            for (Request todo = await(); ; todo = await()) {
                Execution.Outcome outcome = work.execute(todo);
                if (!finish(outcome, todo)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "session {0} ends", id);
        } finally {
            end();
            work.close();
        }
    }

    private synchronized Request await() throws InterruptedException {
        while (!running && !ended) {
            wait();
        }
        if (ended) {
            throw new InterruptedException("session has ended");
        }
        return request;
    }

    /// @return whether the session goes on
    private boolean finish(Execution.Outcome outcome, Request done) throws InterruptedException {
        Answer ready = outcome.answer()
                .setRequest(done.getNumber())
                .setNow(work.now())
                .setBlocks(outcome.blocks().count())
                .build();
        return finish(ready, outcome.blocks());
    }

    private synchronized boolean finish(Answer ready, Blocks blocks) throws InterruptedException {
        answers.ready(ready, blocks);
        running = false;
        opened = work.isOpen();
        pump();
        if (opened) {
            return true;
        }
        // over, but the answer must arrive
        while (!ended && connection != null) {
            wait();
        }
        return false;
    }

    @Override
    public Execution.Upload upload() {
        return this::nextBlock;
    }

    @Override
    public synchronized void advancing() {
        advancing = !ended;
    }

    @Override
    public synchronized void advanced() {
        advancing = false;
        if (!ended) {
            // one that came too late
            Thread.interrupted();
        }
    }

    @Override
    public synchronized void refuse(FrameException e) {
        ServerConnection to = connection;
        // before the host hears of it: it must not go on with a session that does nothing any more
        end();
        if (to != null) {
            to.later(() -> to.refuse(String.valueOf(e.getMessage()), false));
        }
    }

    /// What a session key is known by: the key itself is not kept.
    static ByteString name(ByteString key) {
        return Keys.sha256(key);
    }

    /// Blocks of the answer that were sent.
    synchronized int sentBlocks() {
        return answers.sent();
    }

    /// Blocks of the answer that are kept.
    synchronized int keptBlocks() {
        return answers.kept();
    }

    /// Bytes of blocks that wait for the backend.
    synchronized long queuedBytes() {
        return uploads.bytes();
    }
}
