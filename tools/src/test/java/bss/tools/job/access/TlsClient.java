package bss.tools.job.access;

import bss.tools.job.access.TestCertificates.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// One connection of the JDK's own TLS, which speaks HTTP/1.1 as far as these tests need it.
final class TlsClient implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;

    private final SSLSocket socket;

    /// @param own what it shows when it is asked
    TlsClient(int port, Path authority, Optional<Identity> own, String... versions) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "authority", PemFiles.certificates(authority).getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        // a new one each time: no session is taken up again
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                own.isPresent() ? keys(own.get()) : new KeyManager[0], trust.getTrustManagers(), new SecureRandom());
        socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(PATIENCE_MS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static KeyManager[] keys(Identity own) throws Exception {
        String pem = Files.readString(own.key()).replaceAll("-----[A-Z ]+-----", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "own",
                key,
                new char[0],
                PemFiles.certificates(own.certificate()).toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return keys.getKeyManagers();
    }

    /// Asks once more on this connection.
    String get() throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (true) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("closed after " + read);
            }
            read.write(b);
            String text = read.toString(StandardCharsets.US_ASCII);
            if (text.endsWith(TlsTest.CONTENT)) {
                return text.lines().findFirst().orElseThrow();
            }
        }
    }

    String version() {
        return socket.getSession().getProtocol();
    }

    Certificate server() throws IOException {
        return socket.getSession().getPeerCertificates()[0];
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// What a server answers to a hello that was written by hand and offers one version: the first record.
    static byte[] hello(int port, int version) throws IOException {
        HexFormat hex = HexFormat.of();
        String suites = "c02bc02fc009c013"; // ECDHE with AES 128: GCM of TLS 1.2, CBC of 1.0 to 1.2
        String extensions = "000a00040002" + "0017" // P-256
                + "000b00020100" // its points are not compressed
                + "000d00060004" + "04030401"; // ECDSA and RSA with SHA-256
        String body = "%04x%s00%04x%s0100%04x%s"
                .formatted(version, "5a".repeat(32), suites.length() / 2, suites, extensions.length() / 2, extensions);
        String handshake = "01%06x%s".formatted(body.length() / 2, body);
        try (Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            plain.setSoTimeout(PATIENCE_MS);
            plain.getOutputStream().write(hex.parseHex("160301%04x%s".formatted(handshake.length() / 2, handshake)));
            InputStream in = plain.getInputStream();
            byte[] head = in.readNBytes(5);
            return head.length < 5 ? head : concat(head, in.readNBytes((head[3] & 255) << 8 | (head[4] & 255)));
        }
    }

    private static byte[] concat(byte[] head, byte[] rest) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(head);
        both.writeBytes(rest);
        return both.toByteArray();
    }
}
