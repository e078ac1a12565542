package bss.tools.job.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// An authority and what it signs, as PEM files: X.509 (RFC 5280) written in DER by hand, with keys on P-256.
final class TestCertificates {

    /// A certificate with its key, in files.
    record Identity(Path certificate, Path key) {}

    private static final AtomicInteger SERIAL = new AtomicInteger(1);
    private static final byte[] ECDSA_SHA256 = sequence(HexFormat.of().parseHex("06082a8648ce3d040302"));
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] ALTERNATIVE_NAME = HexFormat.of().parseHex("0603551d11");
    private static final byte[] BASIC_CONSTRAINTS = HexFormat.of().parseHex("0603551d13");
    private static final byte[] TRUE = HexFormat.of().parseHex("0101ff");
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String name;
    private final KeyPair pair = newKey("EC");
    private final Path file;

    /// A new authority.
    TestCertificates(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = name;
        byte[] constraints = sequence(BASIC_CONSTRAINTS, TRUE, tlv(0x04, sequence(TRUE)));
        file = pem(
                folder.resolve(name + ".pem"),
                "CERTIFICATE",
                signed(pair, name, Duration.ofDays(-1), Duration.ofDays(1), constraints));
    }

    /// The authority's own certificate.
    Path file() {
        return file;
    }

    /// For `localhost` and 127.0.0.1, good from now plus `from` until now plus `until`.
    Identity issue(Duration from, Duration until) throws Exception {
        KeyPair own = newKey("EC");
        byte[] names = sequence(
                tlv(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
                tlv(0x87, InetAddress.ofLiteral("127.0.0.1").getAddress()));
        String base = name + "-" + SERIAL.get();
        byte[] certificate = signed(own, "localhost", from, until, sequence(ALTERNATIVE_NAME, tlv(0x04, names)));
        return new Identity(
                pem(folder.resolve(base + ".pem"), "CERTIFICATE", certificate),
                key(folder.resolve(base + ".key"), own.getPrivate()));
    }

    /// Good for a day.
    Identity issue() throws Exception {
        return issue(Duration.ofDays(-1), Duration.ofDays(1));
    }

    static KeyPair newKey(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    static Path key(Path path, PrivateKey key) throws IOException {
        return pem(path, "PRIVATE KEY", key.getEncoded());
    }

    private byte[] signed(KeyPair of, String subject, Duration from, Duration until, byte[] extension)
            throws Exception {
        Instant now = Instant.now();
        byte[] body = sequence(
                tlv(0xa0, tlv(0x02, new byte[] {2})),
                tlv(0x02, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray()),
                ECDSA_SHA256,
                named(name),
                sequence(time(now.plus(from)), time(now.plus(until))),
                named(subject),
                of.getPublic().getEncoded(),
                tlv(0xa3, sequence(extension)));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate());
        signer.update(body);
        return sequence(body, ECDSA_SHA256, tlv(0x03, joined(new byte[1], signer.sign())));
    }

    private static byte[] named(String name) {
        return sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, name.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant at) {
        return tlv(0x17, UTC_TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sequence(byte[]... parts) {
        return tlv(0x30, joined(parts));
    }

    private static byte[] tlv(int tag, byte[] value) {
        int n = value.length;
        byte[] head = n < 0x80
                ? new byte[] {(byte) tag, (byte) n}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
        return joined(n >= 0x80 && n < 0x100 ? new byte[] {(byte) tag, (byte) 0x81, (byte) n} : head, value);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static Path pem(Path path, String kind, byte[] der) throws IOException {
        String text = "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind);
        return Files.writeString(path, text, StandardCharsets.US_ASCII);
    }
}
