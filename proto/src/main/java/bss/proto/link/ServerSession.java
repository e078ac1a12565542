package bss.proto.link;

import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Chip;
import bss.proto.v1.Credit;
import bss.proto.v1.Failed;
import bss.proto.v1.Fpga;
import bss.proto.v1.Open;
import bss.proto.v1.Opened;
import bss.proto.v1.Request;
import bss.proto.v1.Request.BodyCase;
import bss.proto.v1.Resumed;
import bss.proto.v1.ToClient;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.topology.WaferTopology;
import com.google.protobuf.ByteString;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session as the server keeps it: over cuts of its connection, with a thread of its own for the backend,
/// which may
/// compute for minutes.
///
/// One request is under way at a time; its answer is kept until the next one arrives, so that a request that
/// is sent
/// again after a cut is done once.
final class ServerSession {

    private static final System.Logger LOG = System.getLogger(ServerSession.class.getName());

    private final WaferBackend backend;
    private final LinkLimits limits;
    private final long id;
    private final String identity;
    private final Runnable forget;
    private final Thread worker;

    private @Nullable ServerConnection connection;
    private @Nullable WaferSession session;

    /// The request under way, or the last one.
    private Request request = Request.getDefaultInstance();

    private final Deque<Block> uploaded = new ArrayDeque<>();
    private int received;
    private int taken;
    private int granted;
    private boolean running;
    private boolean advancing;

    private @Nullable Answer answer;
    private Blocks blocks = Blocks.NONE;
    private int acknowledged;
    private int credit;
    /// Blocks that were sent, over whatever connection.
    private int sent;

    /// Of the connection that is attached: the request arrived over it, its answer was sent, the next block
    /// to send.
    private boolean asked;

    private boolean answered;
    private int next;

    private boolean opened;
    private boolean ended;

    /// @param id for messages
    /// @param identity who opened it, from the token
    /// @param forget takes it out of the server's table
    ServerSession(WaferBackend backend, LinkLimits limits, long id, String identity, Runnable forget) {
        this.backend = backend;
        this.limits = limits;
        this.id = id;
        this.identity = identity;
        this.forget = forget;
        worker = Thread.ofPlatform().daemon().name("wafer-session-" + id).unstarted(this::work);
    }

    void start() {
        worker.start();
    }

    String identity() {
        return identity;
    }

    /// Whether nobody can go on with it.
    synchronized boolean ended() {
        return ended;
    }

    /// Lets the session go on over a connection; one that it had before is closed.
    synchronized Resumed attach(ServerConnection to) {
        ServerConnection old = connection;
        connection = to;
        if (old != null) {
            old.supersede();
        }
        asked = false;
        answered = false;
        next = acknowledged;
        return Resumed.newBuilder()
                .setLastRequest(request.getNumber())
                .setReceivedBlocks(received)
                .setCredit(granted)
                .build();
    }

    /// The connection is gone.
    ///
    /// @return whether the session is without one now
    synchronized boolean detach(ServerConnection from) {
        if (connection != from) {
            return false;
        }
        connection = null;
        if (!running && !opened) {
            end();
        }
        return !ended;
    }

    /// Ends the session if it has no connection.
    synchronized void endIfDetached() {
        if (connection == null) {
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
        if (number == request.getNumber()) {
            asked = true;
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
        long most = body == BodyCase.CONFIGURE ? 384 : Math.ceilDiv(limits.maxPulsesPerPlay(), PulseBlocks.PULSES);
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
        answer = null;
        blocks = Blocks.NONE;
        uploaded.clear();
        received = 0;
        taken = 0;
        granted = Math.min(count, limits.windowBlocks());
        acknowledged = 0;
        next = 0;
        sent = 0;
        credit = (int) Math.min(Integer.toUnsignedLong(message.getCredit()), limits.windowBlocks());
        asked = true;
        answered = false;
        running = true;
        if (count > 0) {
            grant();
        }
        notifyAll();
    }

    /// A block of the request arrived.
    synchronized void block(ServerConnection from, Block block) {
        if (connection != from) {
            return;
        }
        if (block.getRequest() != request.getNumber() || block.getIndex() != received || received >= granted) {
            throw new FrameException("block %s of request %d, must be %d of request %d and below %d, as granted"
                    .formatted(
                            Integer.toUnsignedString(block.getIndex()),
                            block.getRequest(),
                            received,
                            request.getNumber(),
                            granted));
        }
        uploaded.add(block);
        received++;
        notifyAll();
    }

    /// The host took blocks and grants more.
    synchronized void credit(ServerConnection from, Credit message) {
        if (connection != from || message.getRequest() != request.getNumber() || answer == null) {
            return;
        }
        int got = message.getReceived();
        if (got < acknowledged || got > sent || message.getUpto() < got) {
            throw new FrameException(
                    "credit for request %d says %d received, %d granted; must be %d to %d, and not less"
                            .formatted(message.getRequest(), got, message.getUpto(), acknowledged, sent));
        }
        if (!asked) {
            throw new FrameException(
                    "credit for request %d before the request was sent again".formatted(message.getRequest()));
        }
        acknowledged = got;
        next = Math.max(next, got);
        credit = (int) Math.min(message.getUpto(), (long) got + limits.windowBlocks());
        pump();
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
        Answer ready = answer;
        if (to == null || !asked || ready == null) {
            return;
        }
        if (!to.inEventLoop()) {
            to.later(this::pump);
            return;
        }
        if (!answered) {
            answered = true;
            to.send(ToClient.newBuilder().setAnswer(ready).build());
        }
        while (next < Math.min(credit, blocks.count()) && to.isWritable()) {
            Block block = blocks.block(next)
                    .setRequest(request.getNumber())
                    .setIndex(next)
                    .build();
            next++;
            sent = Math.max(sent, next);
            to.send(ToClient.newBuilder().setBlock(block).build());
        }
        if (acknowledged == blocks.count()) {
            blocks = blocks.count() == 0 ? blocks : new Forgotten(blocks.count());
        }
        to.flush();
    }

    /// A stream that the host has taken whole.
    private record Forgotten(int count) implements Blocks {
        @Override
        public Block.Builder block(int index) {
            throw new IllegalStateException("block %d was acknowledged".formatted(index));
        }
    }

    private void grant() {
        ServerConnection to = connection;
        if (to != null) {
            to.later(() -> {
                to.send(credit());
                to.flush();
            });
        }
    }

    private synchronized ToClient credit() {
        return ToClient.newBuilder()
                .setCredit(Credit.newBuilder()
                        .setRequest(request.getNumber())
                        .setReceived(taken)
                        .setUpto(granted))
                .build();
    }

    private synchronized Block nextBlock() throws InterruptedException {
        while (uploaded.isEmpty()) {
            if (ended) {
                throw new InterruptedException("session has ended");
            }
            wait();
        }
        taken++;
        int upto = Math.min(request.getBlocks(), taken + limits.windowBlocks());
        if (upto - granted >= limits.windowBlocks() / 2 || (upto == request.getBlocks() && upto > granted)) {
            granted = upto;
            grant();
        }
        return uploaded.remove();
    }

    private void work() {
        try {
            for (Request todo = await(); ; todo = await()) {
                Execution.Outcome outcome = execute(todo);
                if (!finish(outcome, todo)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "session {0} ends", id);
        } finally {
            end();
            close();
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
        WaferSession at = session;
        Answer ready = outcome.answer()
                .setRequest(done.getNumber())
                .setNow(at == null ? 0 : at.now())
                .setBlocks(outcome.blocks().count())
                .build();
        boolean goesOn;
        synchronized (this) {
            answer = ready;
            blocks = outcome.blocks();
            running = false;
            opened = at != null;
            goesOn = opened;
            pump();
            if (!goesOn && connection == null) {
                return false;
            }
        }
        if (goesOn) {
            return true;
        }
        // over, but the answer must arrive
        synchronized (this) {
            while (!ended) {
                wait();
            }
        }
        return false;
    }

    private Execution.Outcome execute(Request todo) throws InterruptedException {
        try {
            WaferSession at = session;
            if (todo.hasOpen()) {
                return open(todo.getOpen());
            }
            if (at == null) {
                throw new BackendException("session is closed");
            }
            if (todo.hasClose()) {
                session = null;
                at.close();
                return Execution.done();
            }
            return run(at, todo);
        } catch (BackendException e) {
            return failed(Failed.Kind.BACKEND, e);
        } catch (IllegalArgumentException e) {
            return failed(Failed.Kind.ARGUMENT, e);
        } catch (FrameException e) {
            refuse(e);
            throw new InterruptedException(e.getMessage());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            LOG.log(Level.ERROR, "session %d: %s failed".formatted(id, todo.getBodyCase()), e);
            return failed(Failed.Kind.FAULT, e);
        }
    }

    private Execution.Outcome run(WaferSession at, Request todo) throws BackendException, InterruptedException {
        Execution execution = new Execution(at, limits);
        if (!todo.hasAdvance()) {
            return execution.run(todo, this::nextBlock);
        }
        synchronized (this) {
            advancing = !ended;
        }
        try {
            return execution.run(todo, this::nextBlock);
        } catch (InterruptedException e) {
            if (ended()) {
                throw e;
            }
            return failed(Failed.Kind.INTERRUPTED, e);
        } finally {
            synchronized (this) {
                advancing = false;
                if (!ended) {
                    // one that came too late
                    Thread.interrupted();
                }
            }
        }
    }

    private static Execution.Outcome failed(Failed.Kind kind, Throwable e) {
        String message = kind == Failed.Kind.FAULT ? e.toString() : String.valueOf(e.getMessage());
        return new Execution.Outcome(
                Answer.newBuilder().setFailed(Failed.newBuilder().setKind(kind).setMessage(message)), Blocks.NONE);
    }

    private Execution.Outcome open(Open open) throws BackendException {
        int[] fpgas = open.getFpgasList().stream().mapToInt(Integer::intValue).toArray();
        if (fpgas.length == 0) {
            throw new BackendException("lease names no FPGA, must name at least one");
        }
        Lease lease = Lease.of(fpgas);
        session = backend.open(lease);
        Opened.Builder opening = Opened.newBuilder().setSession(id);
        for (int fpga : lease.fpgas()) {
            opening.addFpgas(fpga(fpga));
        }
        return new Execution.Outcome(Answer.newBuilder().setOpened(opening), Blocks.NONE);
    }

    private static Fpga fpga(int fpga) {
        Fpga.Builder message = Fpga.newBuilder().setFpga(fpga).setJtagId(Protocol.FPGA_JTAG_ID);
        for (int h = 0; h < 384; h++) {
            if (WaferTopology.fpga(h) == fpga) {
                message.addChips(Chip.newBuilder()
                        .setHicann(h)
                        .setJtagId(Protocol.HICANN_JTAG_ID)
                        .setLinkUp(true));
            }
        }
        return message.build();
    }

    private synchronized void refuse(FrameException e) {
        ServerConnection to = connection;
        if (to != null) {
            to.later(() -> to.refuse(String.valueOf(e.getMessage()), false));
        }
    }

    private void close() {
        WaferSession at = session;
        session = null;
        if (at != null) {
            // an interrupt that ended the session must not stop its clean-up
            Thread.interrupted();
            try {
                at.close();
            } catch (BackendException | RuntimeException e) {
                LOG.log(Level.WARNING, "session %d does not close: %s".formatted(id, e.getMessage()));
            }
        }
    }

    /// What a session key is known by: the key itself is not kept.
    static ByteString name(ByteString key) {
        return Keys.sha256(key);
    }

    /// Blocks of the answer that were sent.
    synchronized int sentBlocks() {
        return sent;
    }

    /// Bytes of blocks that wait for the backend.
    synchronized long queuedBytes() {
        return List.copyOf(uploaded).stream()
                .mapToLong(Block::getSerializedSize)
                .sum();
    }
}
