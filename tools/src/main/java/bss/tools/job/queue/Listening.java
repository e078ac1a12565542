package bss.tools.job.queue;

import bss.tools.job.access.Tls;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// HTTP and TLS of the server, within its limits. They are kept by the server itself wherever Armeria has no
/// limit of its own, or none that is told: see [Connection].
final class Listening {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// Of a call that is being computed or follows a job. Those whose answer is there end by
    /// [ServingLimits.Times].
    private static final Duration CALL = Duration.ofMinutes(2);

    /// Calls that a client takes back within a minute before it is sent off.
    private static final int MOST_RESETS = 1_000;

    private static final int RESET_SECONDS = 60;

    /// Calls that are computed at once, of all users.
    private static final int THREADS = 64;

    private Listening() {}

    /// A server that is to be started.
    ///
    /// @param gate adds what all calls go through
    /// @throws IOException if plain text would leave this machine, or a file of TLS cannot be used
    static Server server(
            InetSocketAddress address,
            Optional<Tls> tls,
            ServingLimits.Links limits,
            Connections connections,
            QueueService service,
            UnaryOperator<ServerBuilder> gate)
            throws IOException {
        Refusals refusals = new Refusals(limits);
        GrpcService grpc = GrpcService.builder()
                .addService(service)
                .enableHttpJsonTranscoding(HttpJsonTranscodingOptions.builder()
                        .additionalHttpRules(HttpPaths.rules())
                        .errorHandler(refusals)
                        .build())
                .exceptionHandler(refusals)
                .maxRequestMessageLength(limits.messageBytes())
                .useClientTimeoutHeader(true)
                .useBlockingTaskExecutor(true)
                .build();
        ServerBuilder server = Server.builder();
        Tls.listen(server, address, tls);
        return gate.apply(server.service(grpc))
                .errorHandler(refusals.orElse(ServerErrorHandler.ofDefault()))
                // the length before the message, and room to say so
                .maxRequestLength(limits.messageBytes() + (4L << 10))
                .requestTimeout(CALL)
                .http1MaxHeaderSize(limits.headBytes())
                .http1MaxInitialLineLength(limits.headBytes())
                .http2MaxHeaderListSize(limits.headBytes())
                .http2MaxStreamsPerConnection(limits.streams())
                .http2MaxResetFramesPerWindow(MOST_RESETS, RESET_SECONDS)
                .idleTimeout(limits.times().idle(), true)
                .childChannelPipelineCustomizer(connections::take)
                .verboseResponses(false)
                .disableServerHeader()
                .blockingTaskExecutor(
                        BlockingTaskExecutor.builder()
                                .numThreads(THREADS)
                                .threadNamePrefix("queue-call")
                                .daemon(true)
                                .build(),
                        true)
                .gracefulShutdownTimeout(Duration.ZERO, PATIENCE)
                .build();
    }
}
