package bss.proto.link;

import bss.proto.v1.Ping;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.proto.v1.Welcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection of a host: sends the hello, waits for the welcome, then hands on what comes. All on its
/// event loop.
// what a write or a close meets, the end of the channel tells
@SuppressWarnings("FutureReturnValueIgnored")
final class ClientConnection extends SimpleChannelInboundHandler<ToClient> {

    /// The server said no, or there is none.
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        private final boolean retry;

        Refused(String message, boolean retry) {
            super(message);
            this.retry = retry;
        }

        /// Whether it may say yes later.
        boolean retry() {
            return retry;
        }
    }

    /// Who gets what comes.
    interface Listener {
        void message(ClientConnection from, ToClient message);

        /// The connection ended.
        ///
        /// @param reason why it ended
        /// @param retry whether another connection may do better
        void lost(ClientConnection from, String reason, boolean retry);
    }

    private final ToServer hello;
    private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
    private @Nullable Channel channel;
    private @Nullable Listener listener;
    private String reason = "the server closed the connection";
    private boolean retry = true;
    private boolean ended;
    private long lastRead;

    ClientConnection(ToServer hello) {
        super(ToClient.class);
        this.hello = hello;
    }

    /// Completes with the welcome, or with a [Refused].
    CompletableFuture<Welcome> welcome() {
        return welcome;
    }

    /// From now on; if the connection is gone already it says so at once.
    synchronized void listen(Listener to) {
        listener = to;
        if (ended) {
            to.lost(this, reason, retry);
        }
    }

    boolean isActive() {
        Channel at = channel;
        return at != null && at.isActive();
    }

    /// From any thread.
    void send(ToServer message) {
        Channel at = channel;
        if (at != null) {
            at.writeAndFlush(message, at.voidPromise());
        }
    }

    void close() {
        Channel at = channel;
        if (at != null) {
            at.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        channel = ctx.channel();
        lastRead = System.nanoTime();
        if (ctx.pipeline().get(SslHandler.class) == null) {
            send(hello);
        }
        super.channelActive(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                send(hello);
            } else {
                fail("no TLS: " + done.cause().getMessage(), false);
                ctx.close();
            }
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ToClient message) {
        lastRead = System.nanoTime();
        if (message.hasRefusal()) {
            fail(message.getRefusal().getMessage(), message.getRefusal().getRetry());
            ctx.close();
        } else if (message.hasWelcome()) {
            watch(ctx, message.getWelcome().getLimits().getIdleSeconds());
            welcome.complete(message.getWelcome());
        } else if (!message.hasPong()) {
            Listener to = listener();
            if (to != null) {
                to.message(this, message);
            }
        }
    }

    private synchronized @Nullable Listener listener() {
        return listener;
    }

    private void fail(String why, boolean again) {
        reason = why;
        retry = again;
    }

    /// Asks for signs of life, three times within the server's patience, and gives up after three without
    /// one.
    private void watch(ChannelHandlerContext ctx, int idleSeconds) {
        long millis = Math.clamp(idleSeconds * 1000L / 3, 100, 20_000);
        ctx.executor()
                .schedule(
                        () -> {
                            if (!ctx.channel().isActive()) {
                                return;
                            }
                            if (System.nanoTime() - lastRead > 3 * millis * 1_000_000) {
                                fail("the server gave no sign of life for %d ms".formatted(3 * millis), true);
                                ctx.close();
                                return;
                            }
                            send(ToServer.newBuilder()
                                    .setPing(Ping.newBuilder().setNumber(1))
                                    .build());
                            watch(ctx, idleSeconds);
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        welcome.completeExceptionally(new Refused(reason, retry));
        synchronized (this) {
            ended = true;
        }
        Listener to = listener();
        if (to != null) {
            to.lost(this, reason, retry);
        }
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable why = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (why instanceof FrameException) {
            fail("what answers is no wafer, or speaks TLS: " + why.getMessage(), false);
        } else if (why instanceof javax.net.ssl.SSLException) {
            fail("TLS: " + why.getMessage(), false);
        } else {
            fail(String.valueOf(why.getMessage()), true);
        }
        ctx.close();
    }
}
