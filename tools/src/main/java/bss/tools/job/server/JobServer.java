package bss.tools.job.server;

import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Serves jobs as gRPC over HTTP/2 without TLS, to clients that know a token.
public final class JobServer implements AutoCloseable {

    /// Where to listen and what to allow.
    ///
    /// @param address port 0 takes a free one
    /// @param beyondLoopback whether others than this machine may be listened to
    /// @param token what clients must show
    /// @param maxCommandBytes the longest command
    /// @param maxJobs the most jobs at a time
    public record Settings(
            InetSocketAddress address, boolean beyondLoopback, String token, long maxCommandBytes, int maxJobs) {

        /// Of 10^7 connections with a weight and a delay each.
        public static final long MAX_COMMAND_BYTES = 256L << 20;

        public Settings {
            if (token.isEmpty()) {
                throw new IllegalArgumentException("the token is empty");
            }
            if (maxCommandBytes < 1 || maxCommandBytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "maxCommandBytes is %d, must be 1 to %d".formatted(maxCommandBytes, Integer.MAX_VALUE));
            }
        }

        /// At a free port of this machine alone.
        public static Settings local(String token) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
            return new Settings(address, false, token, MAX_COMMAND_BYTES, 256);
        }
    }

    /// How long calls that are under way may go on when the server ends.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// Netty's threads take 2 s to end even when they have nothing to do.
    private static final Duration STOP = Duration.ofSeconds(10);

    /// A piece and what stands around it.
    private static final int MESSAGE_BYTES = AppendStream.PIECE_BYTES + (1 << 16);

    private final JobRegistry jobs;
    private final BlockingTaskExecutor calls;
    private final Server server;

    /// Listens at once.
    ///
    /// @throws IOException if it cannot listen there
    public JobServer(EngineFactory engines, Settings settings) throws IOException {
        requireLocal(settings);
        jobs = new JobRegistry(engines, settings.maxCommandBytes(), settings.maxJobs());
        calls = BlockingTaskExecutor.builder()
                .threadNamePrefix("jobs-call")
                .daemon(true)
                .build();
        server = server(settings);
        try {
            server.start().get();
        } catch (ExecutionException e) {
            throw new IOException("cannot listen at " + settings.address() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Server server(Settings settings) {
        GrpcService grpc = GrpcService.builder()
                .addService(new JobService(jobs))
                // what serves JSON takes a second to start
                .supportedSerializationFormats(GrpcSerializationFormats.PROTO)
                .maxRequestMessageLength(MESSAGE_BYTES)
                .useBlockingTaskExecutor(true)
                .build();
        return Server.builder()
                .http(settings.address())
                .service(grpc)
                .decorator(new BearerToken(settings.token()))
                // the pieces of a command; AppendStream counts what they carry
                .maxRequestLength(2 * settings.maxCommandBytes() + MESSAGE_BYTES)
                // a watch lasts as long as its command, and a client may think for hours
                .requestTimeoutMillis(0)
                .idleTimeoutMillis(0)
                .blockingTaskExecutor(calls, true)
                .gracefulShutdownTimeout(Duration.ZERO, PATIENCE)
                .build();
    }

    /// The port that it listens at.
    public int port() {
        return server.activeLocalPort();
    }

    /// Ends all jobs, without waiting longer than `patience`.
    public void endJobs(Duration patience) {
        try {
            jobs.closeAll(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends all jobs and stops, within a few seconds whatever they do.
    @Override
    public void close() {
        endJobs(PATIENCE);
        try {
            server.stop().get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(JobServer.class.getName()).log(System.Logger.Level.WARNING, "the server did not stop", e);
        }
    }

    private static void requireLocal(Settings settings) throws IOException {
        InetSocketAddress at = settings.address();
        if (at.isUnresolved()) {
            throw new IOException("there is no address " + at.getHostString());
        }
        if (!settings.beyondLoopback() && !at.getAddress().isLoopbackAddress()) {
            throw new IOException(at.getHostString() + " is not of this machine alone: plain text is refused there");
        }
    }
}
