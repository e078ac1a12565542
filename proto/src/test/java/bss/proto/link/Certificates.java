package bss.proto.link;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes authorities, certificates and lists of revoked ones for tests, as PEM files.
@SuppressWarnings("JavaUtilDate") // the builders take nothing else
final class Certificates {

    /// A certificate with its key, in files.
    record Identity(Path certificate, Path key, X509Certificate x509) {}

    private final Path folder;
    private final KeyPair key;
    private final X500Name name;
    private final Path file;
    private static int serial = 1;

    /// A new authority.
    Certificates(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = new X500Name("CN=" + name);
        key = newKey();
        X509v3CertificateBuilder builder = builder(this.name, key.getPublic(), -1, 1);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        file = write(name + ".pem", "CERTIFICATE", builder.build(signer()).getEncoded());
    }

    /// The authority's own certificate.
    Path file() {
        return file;
    }

    static KeyPair newKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /// A certificate for a host name, valid from and until some days from now.
    Identity issue(String host, int fromDays, int untilDays) throws Exception {
        KeyPair pair = newKey();
        return write(
                host + serial,
                pair,
                builder(new X500Name("CN=" + host), pair.getPublic(), fromDays, untilDays),
                host,
                signer());
    }

    /// A certificate that only vouches for itself.
    Identity selfSigned(String host) throws Exception {
        KeyPair pair = newKey();
        X500Name own = new X500Name("CN=" + host);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                own, BigInteger.valueOf(serial++), day(-1), day(1), own, pair.getPublic());
        return write(
                "self" + serial,
                pair,
                builder,
                host,
                new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    private Identity write(String base, KeyPair pair, X509v3CertificateBuilder builder, String host, ContentSigner by)
            throws Exception {
        GeneralName[] names = host.startsWith("127.")
                ? new GeneralName[] {new GeneralName(GeneralName.iPAddress, host)}
                : new GeneralName[] {new GeneralName(GeneralName.dNSName, host)};
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        X509Certificate x509 = new JcaX509CertificateConverter().getCertificate(builder.build(by));
        return new Identity(
                write(base + ".pem", "CERTIFICATE", x509.getEncoded()),
                write(base + ".key", "PRIVATE KEY", pair.getPrivate().getEncoded()),
                x509);
    }

    /// A list of revoked certificates of this authority.
    Path revoke(X509Certificate... revoked) throws Exception {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(name, day(-1));
        builder.setNextUpdate(day(1));
        for (X509Certificate c : revoked) {
            builder.addCRLEntry(c.getSerialNumber(), day(-1), CRLReason.keyCompromise);
        }
        X509CRLHolder list = builder.build(signer());
        return write("revoked" + serial++ + ".pem", "X509 CRL", list.getEncoded());
    }

    private X509v3CertificateBuilder builder(X500Name subject, PublicKey of, int fromDays, int untilDays) {
        return new JcaX509v3CertificateBuilder(
                name, BigInteger.valueOf(serial++), day(fromDays), day(untilDays), subject, of);
    }

    private ContentSigner signer() throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
    }

    private static Date day(int fromNow) {
        return Date.from(Instant.now().plus(Duration.ofDays(fromNow)));
    }

    private Path write(String name, String kind, byte[] der) throws IOException {
        return pem(folder.resolve(name), kind, der);
    }

    /// Writes a PEM file.
    static Path pem(Path file, String kind, byte[] der) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write("-----BEGIN %s-----%n%s%n-----END %s-----%n"
                    .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind));
        }
        return file;
    }
}
