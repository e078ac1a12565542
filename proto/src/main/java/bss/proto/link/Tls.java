package bss.proto.link;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// TLS 1.3 and nothing older, by the JDK.
final class Tls {

    private static final String VERSION = "TLSv1.3";

    private Tls() {}

    static Optional<SslContext> server(LinkSecurity.Server files) throws IOException {
        if (files.certificate().isPresent() != files.key().isPresent()) {
            throw new IOException("a certificate needs its key, and a key its certificate: one of them is missing");
        }
        if (files.certificate().isEmpty()) {
            if (files.clientAuthorities().isPresent() || files.crl().isPresent()) {
                throw new IOException("certificates of hosts need TLS: give the server's certificate and key");
            }
            return Optional.empty();
        }
        if (files.clientAuthorities().isEmpty()
                && (files.requireClient() || files.crl().isPresent())) {
            throw new IOException("certificates of hosts are asked for, but no authority is given that signs them");
        }
        File certificate = readable(files.certificate().get());
        File key = readable(files.key().orElseThrow());
        KeyPairs.requirePair(certificate.toPath(), key.toPath());
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(certificate, key);
            if (files.clientAuthorities().isPresent()) {
                builder.trustManager(trust(files.clientAuthorities().get(), files.crl()))
                        .clientAuth(files.requireClient() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
            }
            return Optional.of(
                    builder.sslProvider(SslProvider.JDK).protocols(VERSION).build());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "%s and %s are no certificate and key in PEM: %s".formatted(certificate, key, e.getMessage()), e);
        }
    }

    static Optional<SslContext> client(LinkSecurity.Client files) throws IOException {
        if (!files.tls()) {
            return Optional.empty();
        }
        try {
            SslContextBuilder builder = SslContextBuilder.forClient();
            if (files.authorities().isPresent()) {
                builder.trustManager(trust(files.authorities().get(), Optional.empty()));
            }
            if (files.certificate().isPresent() && files.key().isPresent()) {
                builder.keyManager(
                        readable(files.certificate().get()),
                        readable(files.key().get()));
            }
            return Optional.of(builder.sslProvider(SslProvider.JDK)
                    .protocols(VERSION)
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build());
        } catch (IllegalArgumentException e) {
            throw new IOException("certificate or key cannot be used: " + e.getMessage(), e);
        }
    }

    /// TLS over a connection of a host.
    static Socket handshake(LinkSecurity.Client files, Socket plain, InetSocketAddress address, int millis)
            throws IOException {
        JdkSslContext context =
                (JdkSslContext) client(files).orElseThrow(() -> new IllegalArgumentException("no TLS is asked for"));
        SSLSocket socket = (SSLSocket) context.context()
                .getSocketFactory()
                .createSocket(plain, address.getHostString(), address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {VERSION});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(millis);
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    private static TrustManagerFactory trust(Path authorities, Optional<Path> crl) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            int n = 0;
            try (InputStream in = Files.newInputStream(readable(authorities).toPath())) {
                for (Certificate c : factory.generateCertificates(in)) {
                    store.setCertificateEntry("authority" + n++, c);
                }
            }
            if (n == 0) {
                throw new IOException("%s holds no certificate".formatted(authorities));
            }
            if (crl.isEmpty()) {
                TrustManagerFactory plain = TrustManagerFactory.getInstance("PKIX");
                plain.init(store);
                return plain;
            }
            return revocable(store, revoked(factory, crl.get()));
        } catch (GeneralSecurityException e) {
            throw new IOException("%s cannot be used: %s".formatted(authorities, e.getMessage()), e);
        }
    }

    private static Collection<? extends CRL> revoked(CertificateFactory factory, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(readable(file).toPath())) {
            Collection<? extends CRL> lists = factory.generateCRLs(in);
            if (lists.isEmpty()) {
                throw new IOException("%s holds no list of revoked certificates".formatted(file));
            }
            return lists;
        } catch (GeneralSecurityException e) {
            throw new IOException("%s is no list of revoked certificates: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static TrustManagerFactory revocable(KeyStore store, Collection<? extends CRL> lists)
            throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
        parameters.addCertPathChecker(checker);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return factory;
    }

    private static File readable(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException("%s cannot be read, must be a file".formatted(file));
        }
        return file.toFile();
    }
}
