package bss.tools.bench.jobs;

import bss.tools.job.v1.JobQueueGrpc.JobQueueBlockingStub;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.util.EventLoopGroups;
import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Clients that have a connection each.
final class Clients implements AutoCloseable {

    private static final int THREADS = 2;

    private final EventLoopGroup threads = EventLoopGroups.newEventLoopGroup(THREADS, "bench-client", true);
    private final List<ClientFactory> factories = new ArrayList<>();
    private final List<JobQueueBlockingStub> stubs = new ArrayList<>();

    /// @param tokens whose turn comes round
    /// @param trusted certificate of the server; empty: no TLS
    Clients(int count, int port, List<String> tokens, Optional<Path> trusted) {
        for (int c = 0; c < count; c++) {
            add(port, tokens.get(c % tokens.size()), trusted);
        }
    }

    private void add(int port, String token, Optional<Path> trusted) {
        var factory = ClientFactory.builder()
                .workerGroup(threads, false)
                .connectTimeoutMillis(60_000)
                .idleTimeoutMillis(0);
        trusted.ifPresent(certificate -> factory.tlsCustomizer(tls -> tls.trustManager(certificate.toFile())));
        factories.add(factory.build());
        stubs.add(
                GrpcClients.builder("gproto+%s://127.0.0.1:%d/".formatted(trusted.isPresent() ? "https" : "http", port))
                        .factory(factories.getLast())
                        .addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
                        .responseTimeoutMillis(120_000)
                        .build(JobQueueBlockingStub.class));
    }

    JobQueueBlockingStub get(int client) {
        return stubs.get(client);
    }

    int count() {
        return stubs.size();
    }

    @Override
    public void close() {
        CompletableFuture.allOf(
                        factories.stream().map(ClientFactory::closeAsync).toArray(CompletableFuture[]::new))
                .join();
        var _ = threads.shutdownGracefully();
    }
}
