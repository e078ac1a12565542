package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who is let in by token, and who is not. The tokens are put together here byte by byte, not by the library
/// that
/// checks them.
@Timeout(60)
class TokenTest {

    static final String WAFER = "wafer-7";
    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private JwtGate hmac;

    @BeforeEach
    void makeGate() throws Exception {
        hmac = JwtGate.of(Files.write(folder.resolve("secret"), SECRET), WAFER, Clock.systemUTC());
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static long in(long seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }

    static String claims(String audience, long expiry) {
        return "{\"sub\":\"somebody\",\"aud\":\"%s\",\"exp\":%d}".formatted(audience, expiry);
    }

    static String hs256(String claims, byte[] secret) throws Exception {
        String input = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return input + "." + base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String signed(String alg, String jca, String claims, PrivateKey key) throws Exception {
        String input = base64("{\"alg\":\"%s\"}".formatted(alg)) + "." + base64(claims);
        Signature signature = Signature.getInstance(jca);
        signature.initSign(key);
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + base64(signature.sign());
    }

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static KeyPair ed25519() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private Path publicKey(String name, KeyPair pair) throws IOException {
        return Certificates.pem(
                folder.resolve(name), "PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private static void admitted(TokenGate gate, String token, String identity) {
        assertEquals(identity, gate.admit(token, Optional.empty()).identity());
    }

    private static void refused(TokenGate gate, String token, String why) {
        FrameException e = assertThrows(FrameException.class, () -> gate.admit(token, Optional.empty()));
        assertTrue(String.valueOf(e.getMessage()).contains(why), () -> why + ": " + e.getMessage());
    }

    @Test
    void goodTokensOfEachKindComeIn() throws Exception {
        String good = claims(WAFER, in(600));
        admitted(hmac, hs256(good, SECRET), "somebody");
        KeyPair rsa = rsa();
        admitted(
                JwtGate.of(publicKey("rsa", rsa), WAFER, Clock.systemUTC()),
                signed("RS256", "SHA256withRSA", good, rsa.getPrivate()),
                "somebody");
        KeyPair ed = ed25519();
        admitted(
                JwtGate.of(publicKey("ed", ed), WAFER, Clock.systemUTC()),
                signed("EdDSA", "Ed25519", good, ed.getPrivate()),
                "somebody");
        admitted(hmac, hs256(claims(WAFER, in(-30)), SECRET), "somebody");
        admitted(
                hmac,
                hs256("{\"sub\":\"x\",\"aud\":[\"wafer-1\",\"wafer-7\"],\"exp\":%d}".formatted(in(9)), SECRET),
                "x");
    }

    @Test
    void noTokenIsRefused() {
        refused(hmac, "", "wants a token");
    }

    @Test
    void aTokenForAnotherWaferIsRefused() throws Exception {
        refused(hmac, hs256(claims("wafer-8", in(600)), SECRET), "must be for wafer-7");
    }

    @Test
    void aTokenForNoWaferIsRefused() throws Exception {
        refused(hmac, hs256("{\"exp\":%d}".formatted(in(600)), SECRET), "must be for wafer-7");
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        refused(hmac, hs256(claims(WAFER, in(-120)), SECRET), "expired");
    }

    @Test
    void aTokenWithoutExpiryIsRefused() throws Exception {
        refused(hmac, hs256("{\"aud\":\"wafer-7\"}", SECRET), "no expiry");
    }

    @Test
    void aTokenThatIsNotYetValidIsRefused() throws Exception {
        refused(
                hmac,
                hs256("{\"aud\":\"wafer-7\",\"exp\":%d,\"nbf\":%d}".formatted(in(900), in(600)), SECRET),
                "not valid before");
    }

    @Test
    void aTokenOfAnotherSecretIsRefused() throws Exception {
        byte[] other = SECRET.clone();
        other[5]++;
        refused(hmac, hs256(claims(WAFER, in(600)), other), "signature is wrong");
    }

    @Test
    void aTokenWhoseClaimsWereChangedIsRefused() throws Exception {
        String[] parts = hs256(claims("wafer-8", in(600)), SECRET).split("\\.", -1);
        refused(hmac, parts[0] + "." + base64(claims(WAFER, in(600))) + "." + parts[2], "signature is wrong");
    }

    @Test
    void aTokenWithoutSignatureIsRefused() throws Exception {
        String[] parts = hs256(claims(WAFER, in(600)), SECRET).split("\\.", -1);
        refused(hmac, parts[0] + "." + parts[1] + ".", "token");
        refused(hmac, parts[0] + "." + parts[1], "token is no signed JWT");
    }

    @Test
    void algorithmNoneIsRefused() {
        for (String none : new String[] {"none", "None", "NONE"}) {
            String head = base64("{\"alg\":\"%s\"}".formatted(none));
            refused(hmac, head + "." + base64(claims(WAFER, in(600))) + ".", "token");
            refused(hmac, head + "." + base64(claims(WAFER, in(600))) + "." + base64("x"), "token");
        }
    }

    @Test
    void aPublicKeyTakenForASecretIsRefused() throws Exception {
        KeyPair rsa = rsa();
        Path file = publicKey("rsa", rsa);
        JwtGate gate = JwtGate.of(file, WAFER, Clock.systemUTC());
        refused(gate, hs256(claims(WAFER, in(600)), Files.readAllBytes(file)), "must be RS256");
        refused(gate, hs256(claims(WAFER, in(600)), rsa.getPublic().getEncoded()), "must be RS256");
    }

    @Test
    void aTokenOfAnotherKeyIsRefused() throws Exception {
        JwtGate gate = JwtGate.of(publicKey("rsa", rsa()), WAFER, Clock.systemUTC());
        refused(
                gate,
                signed("RS256", "SHA256withRSA", claims(WAFER, in(600)), rsa().getPrivate()),
                "signature is wrong");
        JwtGate ed = JwtGate.of(publicKey("ed", ed25519()), WAFER, Clock.systemUTC());
        refused(ed, signed("EdDSA", "Ed25519", claims(WAFER, in(600)), ed25519().getPrivate()), "signature is wrong");
    }

    @Test
    void aTokenOfAnotherAlgorithmIsRefused() throws Exception {
        KeyPair rsa = rsa();
        JwtGate gate = JwtGate.of(publicKey("rsa", rsa), WAFER, Clock.systemUTC());
        refused(gate, signed("RS512", "SHA512withRSA", claims(WAFER, in(600)), rsa.getPrivate()), "must be RS256");
    }

    @Test
    void garbageIsRefused() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            String text = i % 2 == 0 ? new String(bytes, StandardCharsets.ISO_8859_1) + "x" : base64(bytes) + ".a.b";
            refused(hmac, text, "token");
        }
    }

    @Test
    void aOneTimeTokenComesInOnce() throws Exception {
        String once = hs256(
                "{\"sub\":\"a\",\"aud\":\"wafer-7\",\"exp\":%d,\"jti\":\"n1\",\"one_time\":true}".formatted(in(600)),
                SECRET);
        admitted(hmac, once, "a n1");
        refused(hmac, once, "used before");
        assertEquals("a n1", hmac.admit(once, Optional.of("a n1")).identity(), "for the session that it opened");
        assertThrows(FrameException.class, () -> hmac.admit(once, Optional.of("a n2")), "not for another one");
        refused(
                hmac,
                hs256("{\"aud\":\"wafer-7\",\"exp\":%d,\"one_time\":true}".formatted(in(600)), SECRET),
                "no number");
    }

    @Test
    void aSessionGoesOnForTheOneWhoOpenedItAlone() throws Exception {
        String token = hs256(claims(WAFER, in(600)), SECRET);
        assertThrows(FrameException.class, () -> hmac.admit(token, Optional.of("somebody else")));
    }

    @Test
    void keysThatAreTooShortOrPrivateAreRefused() throws Exception {
        Path shortKey = Files.write(folder.resolve("short"), new byte[31]);
        assertThrows(IOException.class, () -> JwtGate.of(shortKey, WAFER, Clock.systemUTC()));
        Path privateKey = Certificates.pem(
                folder.resolve("private"), "PRIVATE KEY", rsa().getPrivate().getEncoded());
        assertThrows(IOException.class, () -> JwtGate.of(privateKey, WAFER, Clock.systemUTC()));
        Path ec = Certificates.pem(
                folder.resolve("ec"),
                "PUBLIC KEY",
                Certificates.newKey().getPublic().getEncoded());
        assertThrows(IOException.class, () -> JwtGate.of(ec, WAFER, Clock.systemUTC()));
        assertThrows(IOException.class, () -> JwtGate.of(folder.resolve("no file"), WAFER, Clock.systemUTC()));
    }

    @Test
    void overTheWireAGoodTokenComesInAndABadOneIsRefusedWithTheReason() throws Exception {
        var security = new LinkSecurity.Server(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(folder.resolve("secret")),
                Optional.of(WAFER));
        try (LinkServer server = TlsTest.serve(security)) {
            String good = hs256(
                    "{\"sub\":\"a\",\"aud\":\"wafer-7\",\"exp\":%d,\"jti\":\"n1\",\"one_time\":true}"
                            .formatted(in(600)),
                    SECRET);
            try (LinkClient client = connect(server, good);
                    RemoteSession session = (RemoteSession) client.open(Lease.of(0))) {
                session.advance(5);
                session.cutForTest();
                session.advance(9);
                assertEquals(9, session.now(), "a cut session goes on with its one-time token");
                BackendException again = assertThrows(BackendException.class, () -> connect(server, good));
                assertTrue(String.valueOf(again.getMessage()).contains("used before"), again.getMessage());
            }
            BackendException none = assertThrows(BackendException.class, () -> RoundTripTest.connect(server.port()));
            assertTrue(String.valueOf(none.getMessage()).contains("wants a token"), none.getMessage());
        }
    }

    private LinkClient connect(LinkServer server, String token) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), token + "\n");
        return new LinkClient(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                new LinkSecurity.Client(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(file)),
                LinkOptions.DEFAULT);
    }
}
