package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.proto.link.Certificates.Identity;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server takes new certificates, authorities, lists and keys without being started anew.
@Timeout(60)
class ReloadTest {

    private static final Logger LOG = Logger.getLogger(Watched.class.getName());
    private static final Optional<Path> NONE = Optional.empty();

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Handler hears = new Handler() {
        @Override
        public void publish(LogRecord record) {
            said.add(String.valueOf(record.getParameters() == null ? null : record.getParameters()[0]));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Certificates authority;

    @BeforeEach
    void listen() throws Exception {
        authority = new Certificates(folder, "authority");
        LOG.addHandler(hears);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(hears);
    }

    /// Puts a file in the place of another in one go, as who cares for a server does.
    private static void replace(Path what, Path by) throws IOException {
        Path fresh = Files.copy(by, what.resolveSibling("fresh"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, what, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path place(String name, Path content) throws IOException {
        return Files.copy(content, folder.resolve(name));
    }

    private static LinkSecurity.Client trusting(Certificates authority, Optional<Identity> own) {
        return new LinkSecurity.Client(
                true, Optional.of(authority.file()), own.map(Identity::certificate), own.map(Identity::key), NONE);
    }

    private static void connects(LinkServer server, LinkSecurity.Client client) {
        assertDoesNotThrow(() -> TlsTest.connect(server.port(), client));
    }

    private static void isRefused(LinkServer server, LinkSecurity.Client client) {
        assertThrows(BackendException.class, () -> TlsTest.connect(server.port(), client));
    }

    @Test
    void aNewCertificateIsShownToTheNextHostWhileOldSessionsGoOn() throws Exception {
        Certificates other = new Certificates(folder, "other");
        Identity first = authority.issue("localhost", -1, 1);
        Identity second = other.issue("localhost", -1, 1);
        Path certificate = place("server.pem", first.certificate());
        Path key = place("server.key", first.key());
        var security = new LinkSecurity.Server(
                Optional.of(certificate), Optional.of(key), NONE, false, NONE, NONE, Optional.empty());
        LinkSecurity.Client trustsFirst = trusting(authority, Optional.empty());
        LinkSecurity.Client trustsSecond = trusting(other, Optional.empty());
        InetAddress here = InetAddress.getLoopbackAddress();
        try (LinkServer server = TlsTest.serve(security);
                LinkClient old =
                        new LinkClient(new InetSocketAddress(here, server.port()), trustsFirst, LinkOptions.DEFAULT);
                WaferSession session = old.open(Lease.of(4))) {
            session.advance(10);
            isRefused(server, trustsSecond);

            // only one of the two is there yet: they do not belong together
            replace(certificate, second.certificate());
            connects(server, trustsFirst);
            assertTrue(said.getLast().contains("is not the key of"), said.toString());
            int times = said.size();
            connects(server, trustsFirst);
            assertEquals(times, said.size(), "said once");

            replace(key, second.key());
            connects(server, trustsSecond);
            isRefused(server, trustsFirst);
            session.advance(20);
            assertEquals(20, session.now());
        }
    }

    @Test
    void brokenFilesChangeNothingAndAreNamed() throws Exception {
        Identity own = authority.issue("localhost", -1, 1);
        Path certificate = place("server.pem", own.certificate());
        Path key = place("server.key", own.key());
        Path hosts = place("hosts.pem", authority.file());
        Path crl = place("crl.pem", authority.revoke());
        Identity host = authority.issue("host", -1, 1);
        var security = new LinkSecurity.Server(
                Optional.of(certificate),
                Optional.of(key),
                Optional.of(hosts),
                true,
                Optional.of(crl),
                NONE,
                Optional.empty());
        LinkSecurity.Client client = trusting(authority, Optional.of(host));
        try (LinkServer server = TlsTest.serve(security)) {
            for (Path file : List.of(certificate, key, hosts, crl)) {
                Path good = Files.copy(file, folder.resolve("good"), StandardCopyOption.REPLACE_EXISTING);
                for (int kind = 0; kind < 3; kind++) {
                    Files.deleteIfExists(file);
                    if (kind > 0) {
                        byte[] bytes = Files.readAllBytes(good);
                        Files.write(file, kind == 1 ? new byte[0] : Arrays.copyOf(bytes, bytes.length / 2));
                    }
                    connects(server, client);
                    assertTrue(said.getLast().contains(file.toString()), kind + ": " + said);
                }
                replace(file, good);
                connects(server, client);
            }
        }
    }

    @Test
    void revokedHostsAndOthersAuthoritiesAreKnownToTheNextHandshake() throws Exception {
        Certificates other = new Certificates(folder, "other");
        Identity own = authority.issue("localhost", -1, 1);
        Path hosts = place("hosts.pem", authority.file());
        Path crl = place("crl.pem", authority.revoke());
        Identity host = authority.issue("host", -1, 1);
        Identity stranger = other.issue("host", -1, 1);
        var security = new LinkSecurity.Server(
                Optional.of(own.certificate()),
                Optional.of(own.key()),
                Optional.of(hosts),
                true,
                Optional.of(crl),
                NONE,
                Optional.empty());
        try (LinkServer server = TlsTest.serve(security)) {
            connects(server, trusting(authority, Optional.of(host)));
            replace(crl, authority.revoke(host.x509()));
            isRefused(server, trusting(authority, Optional.of(host)));
            isRefused(server, trusting(authority, Optional.of(stranger)));
            replace(hosts, other.file());
            replace(crl, other.revoke());
            connects(server, trusting(authority, Optional.of(stranger)));
        }
    }

    @Test
    void aNewTokenKeyIsUsedForTheNextHelloAndOneTimeTokensStayUsed() throws Exception {
        Path file = Files.write(folder.resolve("secret"), TokenTest.SECRET);
        byte[] changed = TokenTest.SECRET.clone();
        changed[0]++;
        var security =
                new LinkSecurity.Server(NONE, NONE, NONE, false, NONE, Optional.of(file), Optional.of(TokenTest.WAFER));
        String claims = TokenTest.claims(TokenTest.WAFER, TokenTest.in(600));
        String once = claims.replace("}", ",\"one_time\":true,\"jti\":\"n1\"}");
        Watched<TokenGate> gate = security.gate();
        gate.get().admit(TokenTest.hs256(claims, TokenTest.SECRET), Optional.empty());
        gate.get().admit(TokenTest.hs256(once, TokenTest.SECRET), Optional.empty());

        Files.write(file, new byte[5]);
        gate.get().admit(TokenTest.hs256(claims, TokenTest.SECRET), Optional.empty());
        assertTrue(said.getLast().contains("has 5 bytes"), said.toString());

        Path fresh = Files.write(folder.resolve("new secret"), changed);
        replace(file, fresh);
        gate.get().admit(TokenTest.hs256(claims, changed), Optional.empty());
        String old = TokenTest.hs256(claims, TokenTest.SECRET);
        assertThrows(FrameException.class, () -> gate.get().admit(old, Optional.empty()));
        String again = TokenTest.hs256(once, changed);
        FrameException e = assertThrows(FrameException.class, () -> gate.get().admit(again, Optional.empty()));
        assertTrue(String.valueOf(e.getMessage()).contains("was used before"), e.getMessage());
    }
}
