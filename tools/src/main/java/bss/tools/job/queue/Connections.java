package bss.tools.job.queue;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The connections that are open. Of those beyond the limit the first [#TOLD] are kept until they have been told
/// so, others are closed at once.
final class Connections {

    /// Connections beyond the limit that are told so at a time.
    static final int TOLD = 64;

    private final ServingLimits.Links limits;
    private final LongSupplier nanos;
    private final boolean tls;
    private final Map<SocketAddress, Connection> open = new ConcurrentHashMap<>();
    private final AtomicInteger within = new AtomicInteger();
    private final AtomicInteger beyond = new AtomicInteger();

    /// @param tls whether all of them begin with a handshake
    Connections(ServingLimits.Links limits, LongSupplier nanos, boolean tls) {
        this.limits = limits;
        this.nanos = nanos;
        this.tls = tls;
    }

    /// Takes a new connection in: to be called when the server has set it up.
    void take(ChannelPipeline pipeline) {
        SocketAddress from = pipeline.channel().remoteAddress();
        boolean fits = enter(within, limits.connections());
        if (from == null || (!fits && !enter(beyond, TOLD))) {
            if (fits) {
                within.decrementAndGet();
            }
            var _ = pipeline.channel().close();
            return;
        }
        Connection connection = new Connection(limits, nanos, !fits, tls);
        open.put(from, connection);
        pipeline.channel().closeFuture().addListener(_ -> {
            open.remove(from, connection);
            (fits ? within : beyond).decrementAndGet();
        });
        pipeline.addBefore(http(pipeline), "bss-connection", connection);
    }

    private static boolean enter(AtomicInteger inside, int most) {
        return inside.getAndUpdate(n -> n < most ? n + 1 : n) < most;
    }

    /// What finds out which HTTP a client speaks: all in front of it is below HTTP.
    private static String http(ChannelPipeline pipeline) {
        for (Map.Entry<String, ChannelHandler> handler : pipeline) {
            if (handler.getValue().getClass().getSimpleName().endsWith("OrHttpHandler")) {
                return handler.getKey();
            }
        }
        throw new IllegalStateException("nothing of %s decodes HTTP".formatted(pipeline.names()));
    }

    /// That of a call; null if it is closed.
    @Nullable
    Connection of(ServiceRequestContext call) {
        return open.get(call.remoteAddress());
    }

    /// How many are open.
    int count() {
        return open.size();
    }

    /// Bytes of answers that wait to be read.
    long owed() {
        return open.values().stream().mapToLong(Connection::owed).sum();
    }
}
