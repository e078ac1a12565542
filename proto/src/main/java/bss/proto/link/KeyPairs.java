package bss.proto.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Certificates and their keys, in files that may be replaced one after the other.
public final class KeyPairs {

    private KeyPairs() {}

    /// Refuses a key (PKCS 8, PEM) that is not that of a certificate (PEM): every handshake would fail.
    static void requirePair(Path certificate, Path key) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            PublicKey known = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey();
            if (!belong(known, privateKey(key, known.getAlgorithm()))) {
                throw new IOException("%s is not the key of %s".formatted(key, certificate));
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "%s and %s are no certificate and key in PEM: %s".formatted(certificate, key, e.getMessage()), e);
        }
    }

    private static PrivateKey privateKey(Path file, String algorithm) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new IOException("%s is no private key in PEM (PKCS 8)".formatted(file));
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /// Whether a key is that of a certificate: what it signs, the other one verifies.
    public static boolean belong(PublicKey known, PrivateKey secret) throws GeneralSecurityException {
        String algorithm = switch (known.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> known.getAlgorithm();
        };
        byte[] something = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(secret);
        signer.update(something);
        byte[] signature = signer.sign();
        signer.initVerify(known);
        signer.update(something);
        return signer.verify(signature);
    }
}
