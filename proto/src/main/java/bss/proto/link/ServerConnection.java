package bss.proto.link;

import bss.proto.v1.Hello;
import bss.proto.v1.Limits;
import bss.proto.v1.Ping;
import bss.proto.v1.Refusal;
import bss.proto.v1.Request;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.proto.v1.Welcome;
import bss.spec.backend.Capabilities;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection of the server: hello, then the requests of at most one session. All on its event loop.
///
/// It reads nothing while what it has to write waits, so that a host that does not read cannot fill its
/// memory.
// what a write or a close meets, the end of the channel tells
@SuppressWarnings("FutureReturnValueIgnored")
final class ServerConnection extends SimpleChannelInboundHandler<ToServer> {

    private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

    /// How long a host may take to close after it was refused.
    private static final long LINGER_MILLIS = 2000;

    private final LinkServer server;
    private final FrameDecoder decoder;
    private final boolean full;
    private @Nullable Channel channel;
    private @Nullable Future<?> timer;
    private @Nullable ServerSession session;
    private Optional<TokenGate.Admission> admission = Optional.empty();
    private boolean welcomed;
    private boolean refused;
    private volatile long lastRead;

    /// @param full the server has no room: say so
    ServerConnection(LinkServer server, FrameDecoder decoder, boolean full) {
        super(ToServer.class);
        this.server = server;
        this.decoder = decoder;
        this.full = full;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        channel = ctx.channel();
        lastRead = System.nanoTime();
        if (ctx.pipeline().get(SslHandler.class) == null) {
            begin(ctx);
        }
        super.channelActive(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                begin(ctx);
            } else {
                LOG.log(
                        Level.INFO,
                        "{0}: no TLS: {1}",
                        ctx.channel().remoteAddress(),
                        done.cause().getMessage());
                ctx.close();
            }
        }
        super.userEventTriggered(ctx, event);
    }

    private void begin(ChannelHandlerContext ctx) {
        if (full) {
            refuse(
                    "server has %d connections, that is the most"
                            .formatted(server.limits().connections()),
                    true);
            return;
        }
        long millis = server.limits().handshakeMillis();
        timer = ctx.executor()
                .schedule(
                        () -> refuse("no hello within %d ms".formatted(millis), false), millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        lastRead = System.nanoTime();
        super.channelRead(ctx, message);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ToServer message) {
        if (refused) {
            return;
        }
        if (!welcomed) {
            if (!message.hasHello()) {
                throw new FrameException("first message is %s, must be HELLO".formatted(message.getBodyCase()));
            }
            hello(message.getHello());
            return;
        }
        ServerSession to = session;
        switch (message.getBodyCase()) {
            case PING -> {
                send(ToClient.newBuilder()
                        .setPong(Ping.newBuilder().setNumber(message.getPing().getNumber()))
                        .build());
                flush();
            }
            case REQUEST -> request(message.getRequest());
            case BLOCK -> required(to).block(this, message.getBlock());
            case CREDIT -> required(to).credit(this, message.getCredit());
            case INTERRUPT ->
                required(to).interrupt(this, message.getInterrupt().getRequest());
            case HELLO, BODY_NOT_SET ->
                throw new FrameException("message is %s after the welcome".formatted(message.getBodyCase()));
        }
    }

    private static ServerSession required(@Nullable ServerSession session) {
        if (session == null) {
            throw new FrameException("no session is open on this connection");
        }
        return session;
    }

    private void hello(Hello hello) {
        if (hello.getMajor() != Protocol.MAJOR) {
            throw new FrameException("protocol of the host is %s.%s, this server speaks %d.%d"
                    .formatted(
                            Integer.toUnsignedString(hello.getMajor()),
                            Integer.toUnsignedString(hello.getMinor()),
                            Protocol.MAJOR,
                            Protocol.MINOR));
        }
        Optional<ServerSession> resumed =
                hello.getSessionKey().isEmpty() ? Optional.empty() : server.session(hello.getSessionKey());
        admission = Optional.of(server.gate().admit(hello.getToken(), resumed.map(ServerSession::identity)));
        stopTimer();
        Welcome.Builder welcome = Welcome.newBuilder()
                .setMajor(Protocol.MAJOR)
                .setMinor(Protocol.MINOR)
                .setSoftware(server.software())
                .setCapabilities(encode(server.backend().capabilities()))
                .setLimits(encode(server.limits()));
        server.waferSeed().ifPresent(welcome::setWaferSeed);
        resumed.ifPresent(s -> {
            session = s;
            welcome.setResumed(s.attach(this));
        });
        welcomed = true;
        decoder.setMaxBytes(server.limits().maxFrameBytes());
        send(ToClient.newBuilder().setWelcome(welcome).build());
        flush();
        idle(server.limits().idleMillis());
    }

    private static bss.proto.v1.Capabilities encode(Capabilities c) {
        return bss.proto.v1.Capabilities.newBuilder()
                .setName(c.name())
                .setSilicon(c.silicon())
                .setCanPause(c.canPause())
                .setProbe(c.probe())
                .setMaxConductancePerSecond(c.maxConductancePerSecond())
                .build();
    }

    private static Limits encode(LinkLimits l) {
        return Limits.newBuilder()
                .setMaxFrameBytes(l.maxFrameBytes())
                .setWindowBlocks(l.windowBlocks())
                .setMaxPulsesPerPlay(l.maxPulsesPerPlay())
                .setIdleSeconds((int) Math.ceilDiv(l.idleMillis(), 1000L))
                .setDetachedSeconds((int) Math.ceilDiv(l.detachedMillis(), 1000L))
                .build();
    }

    private void request(Request request) {
        ServerSession to = session;
        if (to == null) {
            if (!request.hasOpen() || request.getOpen().getSessionKey().size() != Protocol.KEY_BYTES) {
                throw new FrameException("request is %s with a key of %d bytes, must be OPEN with one of %d"
                        .formatted(
                                request.getBodyCase(),
                                request.getOpen().getSessionKey().size(),
                                Protocol.KEY_BYTES));
            }
            to = server.newSession(
                    request.getOpen().getSessionKey(), admission.orElseThrow().identity());
            session = to;
            var _ = to.attach(this);
            to.start();
        }
        to.request(this, request);
    }

    private void idle(long millis) {
        Channel at = channel;
        if (at != null && at.isActive()) {
            timer = at.eventLoop()
                    .schedule(
                            () -> {
                                long quiet = (System.nanoTime() - lastRead) / 1_000_000;
                                if (quiet >= server.limits().idleMillis()) {
                                    refuse("nothing came for %d ms".formatted(quiet), true);
                                } else {
                                    idle(server.limits().idleMillis() - quiet);
                                }
                            },
                            Math.max(1, millis),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void stopTimer() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    boolean inEventLoop() {
        Channel at = channel;
        return at != null && at.eventLoop().inEventLoop();
    }

    void later(Runnable task) {
        Channel at = channel;
        if (at != null && !at.eventLoop().isShuttingDown()) {
            at.eventLoop().execute(task);
        }
    }

    boolean isWritable() {
        Channel at = channel;
        return at != null && at.isWritable() && !refused;
    }

    void send(ToClient message) {
        Channel at = channel;
        if (at != null && !refused) {
            at.write(message, at.voidPromise());
        }
    }

    void flush() {
        Channel at = channel;
        if (at != null) {
            at.flush();
        }
    }

    /// Another connection has taken the session.
    void supersede() {
        later(() -> {
            session = null;
            refuse(Level.DEBUG, "the session went on over another connection", false);
        });
    }

    /// Says why, then closes: first this side, so that the message arrives, then all.
    void refuse(String message, boolean retry) {
        refuse(Level.INFO, message, retry);
    }

    private void refuse(Level level, String message, boolean retry) {
        Channel at = channel;
        if (at == null || refused) {
            return;
        }
        LOG.log(level, "{0}: refused: {1}", at.remoteAddress(), message);
        send(ToClient.newBuilder()
                .setRefusal(Refusal.newBuilder().setMessage(message).setRetry(retry))
                .build());
        refused = true;
        stopTimer();
        at.config().setAutoRead(true);
        at.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER).addListener(_ -> {
            SslHandler ssl = at.pipeline().get(SslHandler.class);
            if (ssl != null) {
                ssl.closeOutbound();
            } else if (at instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
        at.eventLoop().schedule(() -> at.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        boolean writable = ctx.channel().isWritable();
        ctx.channel().config().setAutoRead(writable || refused);
        ServerSession to = session;
        if (writable && to != null) {
            to.pump();
        }
        super.channelWritabilityChanged(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        stopTimer();
        ServerSession from = session;
        session = null;
        long cut = from == null ? 0 : from.detach(this);
        if (from != null && cut != 0) {
            ctx.executor()
                    .schedule(
                            () -> from.endIfDetachedSince(cut),
                            server.limits().detachedMillis(),
                            TimeUnit.MILLISECONDS);
        }
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (reason instanceof FrameException) {
            ServerSession of = session;
            if (of != null) {
                of.broken(this);
            }
            refuse(String.valueOf(reason.getMessage()), false);
        } else {
            LOG.log(Level.DEBUG, "{0}: {1}", ctx.channel().remoteAddress(), reason);
            ctx.close();
        }
    }
}
