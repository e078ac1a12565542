package bss.tools.job.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.access.TestCertificates.Identity;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {

    static final String CONTENT = "as you see";

    private static final Optional<Path> NO_AUTHORITY = Optional.empty();
    private static final Optional<Identity> NOBODY = Optional.empty();
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestCertificates authority;

    @SuppressWarnings("NullAway.Init")
    private TestCertificates other;

    /// Where the server's files lie, which are replaced.
    @SuppressWarnings("NullAway.Init")
    private Identity placed;

    private Optional<Server> server = Optional.empty();

    @BeforeEach
    void makeAuthorities() throws Exception {
        authority = new TestCertificates(folder, "authority");
        other = new TestCertificates(folder, "other");
        placed = new Identity(folder.resolve("server.pem"), folder.resolve("server.key"));
        place(authority.issue());
    }

    @AfterEach
    void stop() {
        // not waited for: Netty's threads take 2 s to end
        server.ifPresent(s -> {
            var _ = s.closeAsync();
        });
    }

    private void place(Identity identity) throws IOException {
        replace(placed.certificate(), identity.certificate());
        replace(placed.key(), identity.key());
    }

    /// Puts a file in the place of another in one go, as who cares for a server does.
    private static void replace(Path what, Path by) throws IOException {
        Path fresh = Files.copy(by, what.resolveSibling("fresh"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, what, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Tls tls(Optional<Path> clients) {
        return new Tls(placed.certificate(), placed.key(), clients, InstantSource.system());
    }

    private int start(Optional<Tls> tls) throws IOException {
        ServerBuilder builder = Server.builder()
                .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
                .service("/", (_, _) -> HttpResponse.of(CONTENT));
        Tls.listen(builder, HERE, tls);
        Server started = builder.build();
        started.start().join();
        server = Optional.of(started);
        return started.activeLocalPort();
    }

    /// One connection, one answer; the certificate that the server showed.
    private static Certificate connect(int port, Path trusted, Optional<Identity> own, String... versions)
            throws Exception {
        try (var client = new TlsClient(port, trusted, own, versions)) {
            assertEquals("HTTP/1.1 200 OK", client.get());
            return client.server();
        }
    }

    private static void isRefused(int port, Path trusted, Optional<Identity> own, String... versions) {
        assertThrows(IOException.class, () -> connect(port, trusted, own, versions));
    }

    private static Certificate first(Identity identity) throws IOException {
        return PemFiles.certificates(identity.certificate()).getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothVersionsAreSpoken(String version) throws Exception {
        int port = start(Optional.of(tls(NO_AUTHORITY)));
        try (var client = new TlsClient(port, authority.file(), NOBODY, version)) {
            assertEquals("HTTP/1.1 200 OK", client.get());
            assertEquals(version, client.version());
        }
    }

    @Test
    void olderVersionsArePolitelyRefused() throws Exception {
        int port = start(Optional.of(tls(NO_AUTHORITY)));
        assertEquals(0x16, TlsClient.hello(port, 0x0303)[0], "the same hello with TLS 1.2 is answered");
        for (int version : new int[] {0x0302, 0x0301, 0x0300}) {
            byte[] answer = TlsClient.hello(port, version);
            assertEquals(7, answer.length, "version %x: %s".formatted(version, Arrays.toString(answer)));
            // alert, fatal, protocol_version
            assertArrayEquals(
                    new byte[] {0x15, 2, 70}, new byte[] {answer[0], answer[5], answer[6]}, Arrays.toString(answer));
        }
    }

    @Test
    void aClientThatTrustsAnotherAuthorityGoesAway() throws Exception {
        int port = start(Optional.of(tls(NO_AUTHORITY)));
        isRefused(port, other.file(), NOBODY);
        connect(port, authority.file(), NOBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void withAnAuthorityOfClientsOnlyItsOwnAreLetIn(String version) throws Exception {
        TestCertificates clients = new TestCertificates(folder, "clients");
        int port = start(Optional.of(tls(Optional.of(clients.file()))));
        connect(port, authority.file(), Optional.of(clients.issue()), version);

        isRefused(port, authority.file(), NOBODY, version);
        isRefused(port, authority.file(), Optional.of(other.issue()), version);
        isRefused(port, authority.file(), Optional.of(authority.issue()), version);
        isRefused(
                port, authority.file(), Optional.of(clients.issue(Duration.ofDays(-2), Duration.ofHours(-1))), version);
        isRefused(port, authority.file(), Optional.of(clients.issue(Duration.ofHours(1), Duration.ofDays(1))), version);
        // the name of the authority, but not its key
        TestCertificates impostor = new TestCertificates(Files.createDirectory(folder.resolve("impostor")), "clients");
        isRefused(port, authority.file(), Optional.of(impostor.issue()), version);
        Identity theirs = clients.issue();
        isRefused(
                port,
                authority.file(),
                Optional.of(new Identity(theirs.certificate(), clients.issue().key())),
                version);
    }

    @Test
    void newFilesAreShownToNewConnectionsWhileOpenOnesGoOn() throws Exception {
        Identity now = authority.issue();
        place(now);
        int port = start(Optional.of(tls(NO_AUTHORITY)));
        try (var old = new TlsClient(port, authority.file(), NOBODY)) {
            for (int i = 0; i < 4; i++) {
                TestCertificates by = i % 2 == 0 ? other : authority;
                Path former = (i % 2 == 0 ? authority : other).file();
                assertEquals(first(now), connect(port, former, NOBODY), "before reload " + i);
                Identity next = by.issue();
                replace(placed.certificate(), next.certificate());
                // certificate and key do not fit yet
                assertEquals(first(now), connect(port, former, NOBODY), "during reload " + i);
                replace(placed.key(), next.key());
                assertEquals(first(next), connect(port, by.file(), NOBODY), "after reload " + i);
                isRefused(port, former, NOBODY);
                assertEquals("HTTP/1.1 200 OK", old.get(), "after reload " + i);
                now = next;
            }
        }
    }

    @Test
    void aNewAuthorityOfClientsHoldsForNewConnections() throws Exception {
        Path clients = folder.resolve("clients.pem");
        replace(clients, authority.file());
        int port = start(Optional.of(tls(Optional.of(clients))));
        Optional<Identity> first = Optional.of(authority.issue());
        Optional<Identity> second = Optional.of(other.issue());
        try (var old = new TlsClient(port, authority.file(), first)) {
            assertEquals("HTTP/1.1 200 OK", old.get());
            isRefused(port, authority.file(), second);
            replace(clients, other.file());
            connect(port, authority.file(), second);
            isRefused(port, authority.file(), first);
            assertEquals("HTTP/1.1 200 OK", old.get(), "the open connection goes on");
        }
    }

    @Test
    void filesThatGoBadChangeNothingUntilTheyAreMended() throws Exception {
        Identity good = authority.issue();
        place(good);
        int port = start(Optional.of(tls(NO_AUTHORITY)));
        Files.delete(placed.key());
        assertEquals(first(good), connect(port, authority.file(), NOBODY), "no key");
        place(authority.issue(Duration.ofDays(-2), Duration.ofHours(-1)));
        assertEquals(first(good), connect(port, authority.file(), NOBODY), "expired");
        Files.writeString(placed.certificate(), "nothing");
        assertEquals(first(good), connect(port, authority.file(), NOBODY), "no certificate");
        Identity next = authority.issue();
        place(next);
        assertEquals(first(next), connect(port, authority.file(), NOBODY), "mended");
    }

    private void cannotStart(String message) {
        IOException e = assertThrows(IOException.class, () -> start(Optional.of(tls(NO_AUTHORITY))), message);
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage() + " lacks " + message);
        assertTrue(String.valueOf(e.getMessage()).contains(folder.toString()), e.getMessage());
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        Identity good = authority.issue();
        place(new Identity(good.certificate(), authority.issue().key()));
        cannotStart("server.key is not the key of " + placed.certificate());
        place(new Identity(
                good.certificate(),
                TestCertificates.key(
                        folder.resolve("ed.key"),
                        TestCertificates.newKey("Ed25519").getPrivate())));
        cannotStart("server.key is no private key for EC, as its certificate wants");
        place(new Identity(good.certificate(), good.certificate()));
        cannotStart("server.key is no private key, must be PEM (PKCS 8, not encrypted)");
        place(new Identity(good.key(), good.key()));
        cannotStart("server.pem holds no certificate, must be PEM");
        place(authority.issue(Duration.ofDays(-2), Duration.ofHours(-1)));
        cannotStart("server.pem expired at ");
        place(authority.issue(Duration.ofHours(1), Duration.ofDays(1)));
        cannotStart("server.pem is not valid before ");
        place(good);
        Files.delete(placed.key());
        cannotStart("server.key is missing");
        Files.createDirectory(placed.key());
        cannotStart("server.key cannot be read, must be a file that this account may read");
        Files.delete(placed.certificate());
        cannotStart("server.pem is missing");
    }

    @Test
    void anAuthorityOfClientsThatCannotBeUsedIsNamed() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        IOException e = assertThrows(IOException.class, () -> start(Optional.of(tls(Optional.of(empty)))));
        assertEquals(empty + " holds no certificate, must be PEM", e.getMessage());
        Path none = folder.resolve("none.pem");
        e = assertThrows(IOException.class, () -> start(Optional.of(tls(Optional.of(none)))));
        assertEquals(none + " is missing", e.getMessage());
    }

    @Test
    void aCertificateIsJudgedByTheGivenClock() throws Exception {
        Instant later = Instant.now().plus(Duration.ofDays(2));
        Tls old = new Tls(placed.certificate(), placed.key(), NO_AUTHORITY, InstantSource.fixed(later));
        IOException e = assertThrows(IOException.class, () -> start(Optional.of(old)));
        assertTrue(String.valueOf(e.getMessage()).endsWith(", and it is " + later), e.getMessage());
    }

    @Test
    void plainTextIsSpokenOnLoopbackAlone() throws Exception {
        assertTrue(start(Optional.empty()) > 0);
        for (String outside : new String[] {"0.0.0.0", "::", "192.0.2.1", "::ffff:192.0.2.1"}) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(outside), 0);
            IOException e = assertThrows(
                    IOException.class, () -> Tls.listen(Server.builder(), address, Optional.empty()), outside);
            assertEquals(
                    address.getHostString()
                            + " is not of this machine alone: plain text is refused there, give a certificate",
                    e.getMessage());
        }
        IOException e = assertThrows(
                IOException.class,
                () -> Tls.listen(Server.builder(), InetSocketAddress.createUnresolved("nowhere", 1), Optional.empty()));
        assertEquals("there is no address nowhere", e.getMessage());
        for (String inside : new String[] {"127.0.0.1", "127.9.9.9", "::1"}) {
            Tls.listen(Server.builder(), new InetSocketAddress(InetAddress.ofLiteral(inside), 0), Optional.empty());
        }
    }
}
