package bss.proto.link;

import bss.proto.v1.Hello;
import bss.proto.v1.Limits;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.proto.v1.Welcome;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import com.google.protobuf.ByteString;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A wafer behind the wire. docs/wire.md has the protocol.
///
/// Each session has a connection of its own, and goes on over a new one if that is cut.
// what a write or a close meets, the end of the channel tells
@SuppressWarnings("FutureReturnValueIgnored")
public final class LinkClient implements WaferBackend, AutoCloseable {

    private static final int MOST_TRIES = 3;

    private final InetSocketAddress address;
    private final LinkOptions options;
    private final Optional<SslContext> tls;
    private final String token;
    private final EventLoopGroup group = Transport.newGroup("wafer-host", 1);
    private final Welcome welcome;
    private @Nullable Connected spare;
    private volatile boolean closed;

    /// A connection that was welcomed.
    record Connected(ClientConnection connection, Welcome welcome) {}

    /// Connects and asks what the wafer is.
    ///
    /// @throws BackendException if there is none, or it refuses
    public LinkClient(InetSocketAddress address, LinkSecurity.Client security, LinkOptions options)
            throws BackendException {
        this.address = address;
        this.options = options;
        try {
            LinkSecurity.requireLoopback(address, !security.tls(), "connecting to");
            tls = security.context();
            token = token(security.token());
            Connected first = dialNew();
            welcome = first.welcome();
            spare = first;
        } catch (IOException | ClientConnection.Refused e) {
            close();
            throw new BackendException("wafer at %s: %s".formatted(name(), e.getMessage()), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static String token(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return "";
        }
        try {
            return Files.readString(file.get(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new IOException("token file %s cannot be read: %s".formatted(file.get(), e.getMessage()), e);
        }
    }

    String name() {
        return LinkSecurity.name(address);
    }

    LinkOptions options() {
        return options;
    }

    Limits limits() {
        return welcome.getLimits();
    }

    /// Connects for a new session; a connection that is lost before the welcome is tried again.
    private Connected dialNew() throws ClientConnection.Refused {
        for (int tries = 1; ; tries++) {
            try {
                return dial(ByteString.EMPTY);
            } catch (ClientConnection.Refused e) {
                if (!e.retry() || tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /// Connects and waits for the welcome.
    ///
    /// @param sessionKey of the session that is to go on; empty for a new one
    Connected dial(ByteString sessionKey) throws ClientConnection.Refused {
        if (closed) {
            throw new ClientConnection.Refused("this end is closed", false);
        }
        ToServer hello = ToServer.newBuilder()
                .setHello(Hello.newBuilder()
                        .setMajor(Protocol.MAJOR)
                        .setMinor(Protocol.MINOR)
                        .setSoftware(options.software())
                        .setToken(token)
                        .setSessionKey(sessionKey))
                .build();
        ClientConnection connection = new ClientConnection(hello);
        var connecting = new Bootstrap()
                .group(group)
                .channel(Transport.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(options.connectMillis(), 1 << 30))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.ifPresent(context -> {
                            SslHandler handler =
                                    context.newHandler(channel.alloc(), address.getHostString(), address.getPort());
                            handler.setHandshakeTimeoutMillis(options.connectMillis());
                            channel.pipeline().addLast(handler);
                        });
                        channel.pipeline()
                                .addLast(
                                        FrameEncoder.INSTANCE,
                                        new FrameDecoder(
                                                ToClient.parser(),
                                                LinkLimits.DEFAULT.maxFrameBytes(),
                                                LinkLimits.DEFAULT.frameMillis()),
                                        connection);
                    }
                })
                .connect(address)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        connection
                                .welcome()
                                .completeExceptionally(new ClientConnection.Refused(
                                        String.valueOf(done.cause().getMessage()), true));
                    }
                });
        try {
            Welcome got = connection.welcome().get(options.connectMillis(), TimeUnit.MILLISECONDS);
            if (got.getMajor() != Protocol.MAJOR) {
                connection.close();
                throw new ClientConnection.Refused(
                        "server speaks protocol %d.%d, this host %d.%d"
                                .formatted(got.getMajor(), got.getMinor(), Protocol.MAJOR, Protocol.MINOR),
                        false);
            }
            return new Connected(connection, got);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClientConnection.Refused refused) {
                throw refused;
            }
            throw new ClientConnection.Refused(String.valueOf(e.getMessage()), true);
        } catch (TimeoutException | CancellationException e) {
            connecting.channel().close();
            throw new ClientConnection.Refused("no welcome within %d ms".formatted(options.connectMillis()), true);
        } catch (InterruptedException e) {
            connecting.channel().close();
            Thread.currentThread().interrupt();
            throw new ClientConnection.Refused("interrupted while connecting", false);
        }
    }

    @Override
    public Capabilities capabilities() {
        var c = welcome.getCapabilities();
        return new Capabilities(
                c.getName(), c.getSilicon(), c.getCanPause(), c.getProbe(), c.getMaxConductancePerSecond());
    }

    /// The seed that a virtual wafer was drawn from; none for silicon, and for an ideal wafer.
    public Optional<Long> waferSeed() {
        return welcome.hasWaferSeed() ? Optional.of(welcome.getWaferSeed()) : Optional.empty();
    }

    @Override
    public WaferSession open(Lease lease) throws BackendException {
        Connected connected = takeSpare();
        if (connected == null) {
            try {
                connected = dialNew();
            } catch (ClientConnection.Refused e) {
                throw new BackendException("wafer at %s: %s".formatted(name(), e.getMessage()), e);
            }
        }
        ClientLink link = new ClientLink(this, connected.connection(), connected.welcome());
        link.start();
        return RemoteSession.open(link, lease, this);
    }

    private synchronized @Nullable Connected takeSpare() {
        Connected taken = spare;
        spare = null;
        return taken != null && taken.connection().isActive() ? taken : null;
    }

    /// Closes all connections; sessions that are not closed end on the server when it has waited for them.
    @Override
    public void close() {
        closed = true;
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
