package bss.tools.job.access;

import bss.proto.link.KeyPairs;
import com.linecorp.armeria.common.TlsKeyPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// Certificates and keys in PEM files. Messages name the file and what it must be.
final class PemFiles {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private PemFiles() {}

    /// A chain with the key of its first certificate, which is good now.
    static TlsKeyPair keyPair(Path chain, Path key, Instant now) throws IOException {
        List<X509Certificate> certificates = certificates(chain);
        X509Certificate first = certificates.getFirst();
        requireValid(chain, first, now);
        PrivateKey secret = privateKey(key, first.getPublicKey().getAlgorithm());
        if (!belong(first.getPublicKey(), secret)) {
            throw new IOException("%s is not the key of %s".formatted(key, chain));
        }
        return TlsKeyPair.of(secret, certificates);
    }

    /// One or more certificates.
    static List<X509Certificate> certificates(Path file) throws IOException {
        try (var in = new ByteArrayInputStream(bytes(file))) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IOException("%s holds no certificate, must be PEM".formatted(file));
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException("%s holds no certificate, must be PEM: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void requireValid(Path file, X509Certificate certificate, Instant now) throws IOException {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            throw new IOException("%s is not valid before %s, and it is %s".formatted(file, from, now));
        }
        if (now.isAfter(until)) {
            throw new IOException("%s expired at %s, and it is %s".formatted(file, until, now));
        }
    }

    private static PrivateKey privateKey(Path file, String algorithm) throws IOException {
        String pem = new String(bytes(file), StandardCharsets.ISO_8859_1);
        int from = pem.indexOf(BEGIN);
        int to = pem.indexOf(END);
        if (from < 0 || to < from) {
            throw new IOException("%s is no private key, must be PEM (PKCS 8, not encrypted)".formatted(file));
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "%s is no private key for %s, as its certificate wants: %s"
                            .formatted(file, algorithm, e.getMessage()),
                    e);
        }
    }

    private static boolean belong(PublicKey known, PrivateKey secret) throws IOException {
        try {
            return KeyPairs.belong(known, secret);
        } catch (GeneralSecurityException e) {
            throw new IOException("a key for %s cannot be used: %s".formatted(known.getAlgorithm(), e.getMessage()), e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new IOException("%s is missing".formatted(file));
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException("%s cannot be read, must be a file that this account may read".formatted(file));
        }
        return Files.readAllBytes(file);
    }
}
