package bss.proto.link;

import bss.proto.v1.ToServer;
import bss.spec.backend.WaferBackend;
import com.google.protobuf.ByteString;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Serves a wafer over the wire, to several hosts at once, each with its FPGAs. docs/wire.md has the
/// protocol.
// what a write or a close meets, the end of the channel tells
@SuppressWarnings("FutureReturnValueIgnored")
public final class LinkServer implements AutoCloseable {

    private static final int LOW_WATER = 256 << 10;
    private static final int HIGH_WATER = 512 << 10;

    /// Connections beyond the limit that are kept until they have been told so.
    private static final int REFUSED_AT_ONCE = 64;

    private final WaferBackend backend;
    private final LinkLimits limits;
    private final Optional<Long> waferSeed;
    private final String software;
    private final Watched<TokenGate> gate;
    private final Watched<Optional<SslContext>> tls;
    private final EventLoopGroup group = Transport.newGroup("wafer-link", 0);
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong sessionNumbers = new AtomicLong();
    private final Map<ByteString, ServerSession> sessions = new ConcurrentHashMap<>();
    private final InetSocketAddress address;
    private volatile Consumer<Channel> onConnect = _ -> {};

    /// Binds and serves until closed.
    ///
    /// @param address where to listen; port 0 takes a free one
    /// @param waferSeed that a virtual wafer was drawn from, for result files
    /// @param software name and version, for the host's messages
    /// @throws IOException if the address cannot be bound, a file of `security` cannot be used, or plain
    ///     text is asked
    ///     for on an address that others can reach
    public LinkServer(
            WaferBackend backend,
            InetSocketAddress address,
            LinkSecurity.Server security,
            LinkLimits limits,
            Optional<Long> waferSeed,
            String software)
            throws IOException {
        this.backend = backend;
        this.limits = limits;
        this.waferSeed = waferSeed;
        this.software = software;
        try {
            LinkSecurity.requireLoopback(address, security.isPlain(), "serving");
            this.tls = security.context();
            this.gate = security.gate();
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .group(group)
                    .channel(Transport.serverChannel())
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
                    .childHandler(new Initializer());
            var bound = bootstrap.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new IOException("%s cannot be served: %s"
                        .formatted(LinkSecurity.name(address), bound.cause().getMessage()));
            }
            channels.add(bound.channel());
            this.address = (InetSocketAddress) bound.channel().localAddress();
        } catch (IOException | RuntimeException e) {
            group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
            throw e;
        }
    }

    private final class Initializer extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            int open = connections.incrementAndGet();
            channel.closeFuture().addListener(_ -> connections.decrementAndGet());
            if (open > limits.connections() + REFUSED_AT_ONCE) {
                channel.close();
                return;
            }
            channels.add(channel);
            onConnect.accept(channel);
            tls.get().ifPresent(context -> {
                SslHandler handler = context.newHandler(channel.alloc());
                handler.setHandshakeTimeoutMillis(limits.handshakeMillis());
                channel.pipeline().addLast(handler);
            });
            FrameDecoder decoder = new FrameDecoder(ToServer.parser(), LinkLimits.HELLO_BYTES, limits.frameMillis());
            channel.pipeline()
                    .addLast(
                            FrameEncoder.INSTANCE,
                            decoder,
                            new ServerConnection(LinkServer.this, decoder, open > limits.connections()));
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// The port it listens at.
    public int port() {
        return address.getPort();
    }

    WaferBackend backend() {
        return backend;
    }

    LinkLimits limits() {
        return limits;
    }

    Optional<Long> waferSeed() {
        return waferSeed;
    }

    String software() {
        return software;
    }

    TokenGate gate() {
        return gate.get();
    }

    Optional<ServerSession> session(ByteString key) {
        return Optional.ofNullable(sessions.get(ServerSession.name(key))).filter(s -> !s.ended());
    }

    ServerSession newSession(ByteString key, String identity) {
        ByteString name = ServerSession.name(key);
        if (sessions.size() >= limits.sessions()) {
            throw new FrameException("server has %d sessions, that is the most".formatted(limits.sessions()));
        }
        ServerSession session = new ServerSession(
                backend, limits, sessionNumbers.incrementAndGet(), identity, () -> sessions.remove(name));
        if (sessions.putIfAbsent(name, session) != null) {
            throw new FrameException("session key is in use, must be drawn anew for each session");
        }
        return session;
    }

    /// Connections that are open now.
    public int openConnections() {
        return connections.get();
    }

    /// Bytes that wait in this server, to be written to hosts and to be taken by backends.
    public long queuedBytes() {
        long bytes = 0;
        for (Channel channel : channels) {
            var waiting = channel.unsafe().outboundBuffer();
            bytes += waiting == null ? 0 : waiting.totalPendingWriteBytes();
        }
        for (ServerSession session : sessions.values()) {
            bytes += session.queuedBytes();
        }
        return bytes;
    }

    /// For tests: sees each new connection before anything else does, on its event loop.
    void onConnect(Consumer<Channel> observer) {
        onConnect = observer;
    }

    /// For tests: the event loops.
    EventLoopGroup group() {
        return group;
    }

    /// For tests: sessions that can go on.
    int openSessions() {
        return sessions.size();
    }

    /// For tests: blocks of the answers under way that are kept.
    int keptBlocks() {
        return sessions.values().stream().mapToInt(ServerSession::keptBlocks).sum();
    }

    /// For tests: blocks of the answers under way that were sent.
    int sentBlocks() {
        return sessions.values().stream().mapToInt(ServerSession::sentBlocks).sum();
    }

    /// Ends all sessions and connections.
    @Override
    public void close() {
        channels.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        sessions.values().forEach(ServerSession::end);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
