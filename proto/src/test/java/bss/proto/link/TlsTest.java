package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.proto.link.Certificates.Identity;
import bss.proto.v1.ToClient;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who is let in by certificate, and who is not.
@Timeout(60)
class TlsTest {

    private static final Optional<Path> NONE = Optional.empty();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Certificates authority;

    @SuppressWarnings("NullAway.Init")
    private Certificates other;

    @BeforeEach
    void makeAuthorities() throws Exception {
        authority = new Certificates(folder, "authority");
        other = new Certificates(folder, "other");
    }

    private static LinkSecurity.Server server(Identity own) {
        return new LinkSecurity.Server(
                Optional.of(own.certificate()), Optional.of(own.key()), NONE, false, NONE, NONE, Optional.empty());
    }

    private LinkSecurity.Server mutual(Optional<Path> crl) throws Exception {
        Identity own = authority.issue("localhost", -1, 1);
        return new LinkSecurity.Server(
                Optional.of(own.certificate()),
                Optional.of(own.key()),
                Optional.of(authority.file()),
                true,
                crl,
                NONE,
                Optional.empty());
    }

    private LinkSecurity.Client client(Optional<Identity> own) {
        return new LinkSecurity.Client(
                true,
                Optional.of(authority.file()),
                own.map(Identity::certificate),
                own.map(Identity::key),
                Optional.empty());
    }

    static LinkServer serve(LinkSecurity.Server security) throws IOException {
        return new LinkServer(
                new LoopbackWafer(),
                RoundTripTest.ANY_PORT,
                security,
                LinkLimits.DEFAULT.withMillis(10_000, 10_000, 60_000, 1000),
                Optional.empty(),
                "test");
    }

    static void connect(int port, LinkSecurity.Client security) throws Exception {
        InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (LinkClient client = new LinkClient(at, security, LinkOptions.DEFAULT);
                WaferSession session = client.open(Lease.of(0))) {
            Pulses pulses = RoundTripTest.random(3, 20_000);
            session.play(pulses);
            session.advance(1L << 40);
            assertEquals(pulses, session.takeTrace());
        }
    }

    private static void refused(LinkSecurity.Server server, LinkSecurity.Client client, String why) throws Exception {
        try (LinkServer serving = serve(server)) {
            BackendException e = assertThrows(BackendException.class, () -> connect(serving.port(), client));
            assertTrue(String.valueOf(e.getMessage()).contains(why), () -> why + ": " + e.getMessage());
        }
    }

    @Test
    void aServerAndAHostThatTrustEachOtherTalk() throws Exception {
        try (LinkServer serving = serve(server(authority.issue("localhost", -1, 1)))) {
            connect(serving.port(), client(Optional.empty()));
        }
        Identity host = authority.issue("host", -1, 1);
        Path crl = authority.revoke(authority.issue("another", -1, 1).x509());
        try (LinkServer serving = serve(mutual(Optional.of(crl)))) {
            connect(serving.port(), client(Optional.of(host)));
        }
    }

    @Test
    void aServerOfAnUnknownAuthorityIsRefused() throws Exception {
        refused(server(other.issue("localhost", -1, 1)), client(Optional.empty()), "TLS");
    }

    @Test
    void aServerThatVouchesForItselfIsRefused() throws Exception {
        refused(server(authority.selfSigned("localhost")), client(Optional.empty()), "TLS");
    }

    @Test
    void aServerWhoseCertificateHasExpiredIsRefused() throws Exception {
        refused(server(authority.issue("localhost", -3, -1)), client(Optional.empty()), "TLS");
    }

    @Test
    void aServerWhoseCertificateIsNotYetValidIsRefused() throws Exception {
        refused(server(authority.issue("localhost", 1, 3)), client(Optional.empty()), "TLS");
    }

    @Test
    void aServerOfAnotherNameIsRefused() throws Exception {
        refused(server(authority.issue("wafer.example", -1, 1)), client(Optional.empty()), "TLS");
    }

    @Test
    void aServerThatTheJdkDoesNotKnowIsRefusedIfNoAuthorityIsGiven() throws Exception {
        refused(
                server(authority.issue("localhost", -1, 1)),
                new LinkSecurity.Client(true, NONE, NONE, NONE, NONE),
                "TLS");
    }

    @Test
    void aHostWithoutACertificateIsRefusedWhereOneIsWanted() throws Exception {
        refused(mutual(NONE), client(Optional.empty()), "wafer at");
    }

    @Test
    void aHostOfAnUnknownAuthorityIsRefused() throws Exception {
        refused(mutual(NONE), client(Optional.of(other.issue("host", -1, 1))), "wafer at");
    }

    @Test
    void aHostThatVouchesForItselfIsRefused() throws Exception {
        refused(mutual(NONE), client(Optional.of(authority.selfSigned("host"))), "wafer at");
    }

    @Test
    void aHostWhoseCertificateHasExpiredIsRefused() throws Exception {
        refused(mutual(NONE), client(Optional.of(authority.issue("host", -3, -1))), "wafer at");
    }

    @Test
    void aHostWhoseCertificateIsNotYetValidIsRefused() throws Exception {
        refused(mutual(NONE), client(Optional.of(authority.issue("host", 1, 3))), "wafer at");
    }

    @Test
    void aHostWhoseCertificateIsRevokedIsRefused() throws Exception {
        Identity host = authority.issue("host", -1, 1);
        refused(mutual(Optional.of(authority.revoke(host.x509()))), client(Optional.of(host)), "wafer at");
    }

    @Test
    void plainTextToAServerThatSpeaksTlsIsRefused() throws Exception {
        refused(server(authority.issue("localhost", -1, 1)), LinkSecurity.Client.PLAIN, "wafer at");
    }

    @Test
    void tlsToAServerThatSpeaksPlainTextIsRefused() throws Exception {
        refused(LinkSecurity.Server.PLAIN, client(Optional.empty()), "wafer at");
    }

    @Test
    void aHostThatSpeaksOnlyTls12IsRefused() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.2");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        try (LinkServer serving = serve(server(authority.issue("localhost", -1, 1)));
                SSLSocket socket = (SSLSocket)
                        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), serving.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThrows(SSLException.class, socket::startHandshake);
        }
    }

    @Test
    void plainTextBeyondThisMachineIsRefusedOnBothSides() {
        InetSocketAddress everywhere = new InetSocketAddress(0);
        IOException serving = assertThrows(
                IOException.class,
                () -> new LinkServer(
                        new LoopbackWafer(),
                        everywhere,
                        LinkSecurity.Server.PLAIN,
                        LinkLimits.DEFAULT,
                        Optional.empty(),
                        "test"));
        assertTrue(String.valueOf(serving.getMessage()).contains("plain text"), serving.getMessage());
        BackendException connecting = assertThrows(BackendException.class, () -> {
            InetSocketAddress far =
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 4700);
            new LinkClient(far, LinkSecurity.Client.PLAIN, LinkOptions.DEFAULT).close();
        });
        assertTrue(String.valueOf(connecting.getMessage()).contains("plain text"), connecting.getMessage());
    }

    @Test
    void filesThatAreNoCertificateOrKeyAreNamed() throws Exception {
        Identity own = authority.issue("localhost", -1, 1);
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "nothing");
        Path missing = folder.resolve("missing.pem");
        for (Path wrong : new Path[] {garbage, missing}) {
            var security = new LinkSecurity.Server(
                    Optional.of(wrong), Optional.of(own.key()), NONE, false, NONE, NONE, Optional.empty());
            IOException e =
                    assertThrows(IOException.class, () -> serve(security).close());
            assertTrue(String.valueOf(e.getMessage()).contains(wrong.toString()), e.getMessage());
        }
        var half = new LinkSecurity.Server(
                Optional.of(own.certificate()), NONE, NONE, false, NONE, NONE, Optional.empty());
        assertThrows(IOException.class, () -> serve(half).close());
    }

    /// A host that does not care whom it talks to.
    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }

    /// For those who relay bytes.
    @Test
    void aConnectionOfBareBytesKnowsTheServerToo() throws Exception {
        try (LinkServer serving = serve(server(authority.issue("localhost", -1, 1)))) {
            InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), serving.port());
            byte[] hello = {0, 0, 0, 4, 0x0a, 2, 0x08, 1};
            try (Socket socket = client(Optional.empty()).connect(at, 5000)) {
                socket.getOutputStream().write(hello);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                assertTrue(ToClient.parseFrom(in.readNBytes(in.readInt())).hasWelcome());
            }
            LinkSecurity.Client stranger =
                    new LinkSecurity.Client(true, Optional.of(other.file()), NONE, NONE, Optional.empty());
            assertThrows(SSLException.class, () -> stranger.connect(at, 5000));
        }
        InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 1, 2, 3}), 4700);
        IOException plain = assertThrows(IOException.class, () -> LinkSecurity.Client.PLAIN.connect(elsewhere, 5000));
        assertTrue(String.valueOf(plain.getMessage()).contains("in plain text is refused"), plain::toString);
    }
}
