package bss.tools.job.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.JobException;
import bss.tools.job.access.TestCertificates.Identity;
import bss.tools.job.client.Connection;
import bss.tools.job.client.Patience;
import bss.tools.job.client.QueueClient;
import bss.tools.job.client.ServerAddress;
import bss.tools.job.v1.GetQuotaRequest;
import bss.tools.job.v1.JobQueueGrpc;
import bss.tools.job.v1.Quota;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A client of jobs and TLS.
@Timeout(60)
class ClientTlsTest {

    private static final Optional<Identity> NOBODY = Optional.empty();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestCertificates authority;

    private Optional<Server> server = Optional.empty();

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new TestCertificates(folder, "authority");
    }

    @AfterEach
    void stop() {
        server.ifPresent(s -> s.stop().join());
    }

    private int listen(String address, boolean clientsNeedCertificates) throws Exception {
        Identity own = authority.issue();
        ServerBuilder builder = Server.builder().gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO);
        Tls.listen(
                builder,
                new InetSocketAddress(InetAddress.ofLiteral(address), 0),
                Optional.of(new Tls(
                        own.certificate(),
                        own.key(),
                        clientsNeedCertificates ? Optional.of(authority.file()) : Optional.empty(),
                        InstantSource.system())));
        Server started = builder.service(GrpcService.builder()
                        .addService(new JobQueueGrpc.JobQueueImplBase() {
                            @Override
                            public void getQuota(GetQuotaRequest request, StreamObserver<Quota> client) {
                                client.onNext(Quota.newBuilder().setQueued(7).build());
                                client.onCompleted();
                            }
                        })
                        .build())
                .build();
        started.start().join();
        server = Optional.of(started);
        return started.activeLocalPort();
    }

    private static long ask(String host, int port, Optional<Path> authorities, Optional<Identity> own)
            throws Exception {
        Connection connection = new Connection(
                new ServerAddress(host, port),
                "bss_token",
                authorities,
                own.map(Identity::certificate),
                own.map(Identity::key));
        Patience patience = Patience.of(Duration.ofSeconds(2), Duration.ofSeconds(2));
        try (QueueClient client = QueueClient.to(connection, patience, text -> {})) {
            return client.quota("").getQueued();
        }
    }

    @Test
    void aServerOfATrustedAuthorityIsTalkedToByEachOfItsNames() throws Exception {
        int port = listen("127.0.0.1", false);
        assertEquals(7, ask("127.0.0.1", port, Optional.of(authority.file()), NOBODY));
        assertEquals(7, ask("localhost", port, Optional.of(authority.file()), NOBODY));
    }

    @Test
    void aServerOfAnotherAuthorityIsRefusedAtOnce() throws Exception {
        int port = listen("127.0.0.1", false);
        Path other = new TestCertificates(folder, "other").file();
        JobException e = assertThrows(JobException.class, () -> ask("127.0.0.1", port, Optional.of(other), NOBODY));
        assertTrue(String.valueOf(e.getMessage()).contains("--ca"), e.getMessage());
    }

    @Test
    void aServerWithACertificateForAnotherNameIsRefused() throws Exception {
        int port = listen("127.0.0.2", false);
        JobException e =
                assertThrows(JobException.class, () -> ask("127.0.0.2", port, Optional.of(authority.file()), NOBODY));
        assertTrue(String.valueOf(e.getMessage()).contains("127.0.0.2"), e.getMessage());
    }

    @Test
    void aClientShowsItsCertificateToAServerThatAsksForIt() throws Exception {
        int port = listen("127.0.0.1", true);
        Optional<Path> trusted = Optional.of(authority.file());
        assertEquals(7, ask("127.0.0.1", port, trusted, Optional.of(authority.issue())));
        assertThrows(JobException.class, () -> ask("127.0.0.1", port, trusted, NOBODY));
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        Path missing = folder.resolve("missing.pem");
        IOException e = assertThrows(IOException.class, () -> ask("127.0.0.1", 1, Optional.of(missing), NOBODY));
        assertTrue(String.valueOf(e.getMessage()).contains("missing.pem"), e.getMessage());
        Identity one = authority.issue();
        Identity mixed = new Identity(one.certificate(), authority.issue().key());
        e = assertThrows(
                IOException.class, () -> ask("127.0.0.1", 1, Optional.of(authority.file()), Optional.of(mixed)));
        assertTrue(String.valueOf(e.getMessage()).contains("is not the key of"), e.getMessage());
    }
}
