package bss.tools.job.queue;

import bss.tools.job.ops.Meters;
import com.linecorp.armeria.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/// `/metrics` without a token, at a port of this machine alone.
public final class MetricsPort implements AutoCloseable {

    private final Server server;

    /// @param port 0 takes a free one
    /// @throws IOException if it cannot listen there
    public MetricsPort(int port, Meters meters) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        server = Operations.plain(Server.builder().http(address), meters)
                .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
                .build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            throw new IOException("cannot listen at " + address + ": " + e.getCause(), e);
        }
    }

    /// The port that it listens at.
    public int port() {
        return server.activeLocalPort();
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
