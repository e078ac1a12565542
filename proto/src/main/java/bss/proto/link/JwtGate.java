package bss.proto.link;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bearer tokens: JWT, signed with the one algorithm that belongs to the server's key, made for this wafer,
/// not
/// expired. A token with the claim `one_time` comes in once, and again only for the session that it opened.
final class JwtGate implements TokenGate {

    /// Clocks of the issuer and of the server may differ by so much.
    private static final long LEEWAY_MILLIS = 60_000;

    private static final int MIN_SECRET_BYTES = 32;
    private static final int MIN_RSA_BITS = 2048;

    private final JWSAlgorithm algorithm;
    private final JWSVerifier verifier;
    private final String audience;
    private final Clock clock;
    /// One-time tokens that came in, and until when they must be known.
    private final Map<String, Long> used;

    private JwtGate(
            JWSAlgorithm algorithm, JWSVerifier verifier, String audience, Clock clock, Map<String, Long> used) {
        this.algorithm = algorithm;
        this.verifier = verifier;
        this.audience = audience;
        this.clock = clock;
        this.used = used;
    }

    /// Reads the key.
    ///
    /// @throws IOException if it is none that tokens can be checked with
    static JwtGate of(Path keyFile, String audience, Clock clock) throws IOException {
        return of(keyFile, audience, clock, new HashMap<>());
    }

    /// The same gate with another key; one-time tokens that came in stay used.
    JwtGate withKey(Path keyFile) throws IOException {
        return of(keyFile, audience, clock, used);
    }

    private static JwtGate of(Path keyFile, String audience, Clock clock, Map<String, Long> used) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(keyFile);
        } catch (IOException e) {
            throw new IOException("token key %s cannot be read: %s".formatted(keyFile, e.getMessage()), e);
        }
        try {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (!text.contains("-----BEGIN")) {
                if (bytes.length < MIN_SECRET_BYTES) {
                    throw new IOException("token key %s has %d bytes, must have at least %d, or be a public key in PEM"
                            .formatted(keyFile, bytes.length, MIN_SECRET_BYTES));
                }
                return new JwtGate(JWSAlgorithm.HS256, new MACVerifier(bytes), audience, clock, used);
            }
            PublicKey key = publicKey(keyFile, text);
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
                return new JwtGate(JWSAlgorithm.RS256, new RSASSAVerifier(rsa), audience, clock, used);
            }
            if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
                return new JwtGate(JWSAlgorithm.EdDSA, new Ed25519(ed), audience, clock, used);
            }
            throw new IOException("token key %s is %s, must be RSA of at least %d bits, or Ed25519"
                    .formatted(keyFile, key.getAlgorithm(), MIN_RSA_BITS));
        } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("token key %s cannot be used: %s".formatted(keyFile, e.getMessage()), e);
        }
    }

    private static PublicKey publicKey(Path file, String pem) throws IOException, GeneralSecurityException {
        if (!pem.contains("-----BEGIN PUBLIC KEY-----")) {
            throw new IOException("token key %s must be a PUBLIC KEY in PEM: the server only checks".formatted(file));
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        GeneralSecurityException failure = new GeneralSecurityException("no key");
        for (String kind : new String[] {"RSA", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                failure = e;
            }
        }
        throw failure;
    }

    @Override
    public Admission admit(String token, Optional<String> resumes) {
        if (token.isEmpty()) {
            throw new FrameException("this wafer wants a token, the hello has none");
        }
        SignedJWT jwt;
        JWTClaimsSet claims;
        try {
            jwt = SignedJWT.parse(token);
            claims = jwt.getJWTClaimsSet();
        } catch (ParseException | IllegalArgumentException e) {
            throw new FrameException("token is no signed JWT: " + e.getMessage());
        }
        if (!jwt.getHeader().getAlgorithm().equals(algorithm)) {
            throw new FrameException("token is signed with %s, must be %s"
                    .formatted(jwt.getHeader().getAlgorithm(), algorithm));
        }
        try {
            if (!jwt.verify(verifier)) {
                throw new FrameException("token's signature is wrong");
            }
        } catch (JOSEException e) {
            throw new FrameException("token's signature cannot be checked: " + e.getMessage());
        }
        return new Admission(identity(claims, resumes));
    }

    private String identity(JWTClaimsSet claims, Optional<String> resumes) {
        long now = clock.millis();
        if (claims.getExpirationTime() == null) {
            throw new FrameException("token has no expiry (exp), must have one");
        }
        Instant expiry = claims.getExpirationTime().toInstant();
        if (expiry.toEpochMilli() + LEEWAY_MILLIS <= now) {
            throw new FrameException("token has expired at " + expiry);
        }
        if (claims.getNotBeforeTime() != null) {
            Instant from = claims.getNotBeforeTime().toInstant();
            if (from.toEpochMilli() - LEEWAY_MILLIS > now) {
                throw new FrameException("token is not valid before " + from);
            }
        }
        if (!claims.getAudience().contains(audience)) {
            throw new FrameException("token is for %s, must be for %s".formatted(claims.getAudience(), audience));
        }
        String subject = String.valueOf(claims.getSubject());
        Object oneTime = claims.getClaim("one_time");
        if (oneTime == null || oneTime.equals(false)) {
            return requireSame(subject, resumes);
        }
        String number = claims.getJWTID();
        if (number == null || number.isEmpty()) {
            throw new FrameException("one-time token has no number (jti), must have one");
        }
        String identity = subject + " " + number;
        if (resumes.isPresent()) {
            return requireSame(identity, resumes);
        }
        useOnce(number, expiry.toEpochMilli() + LEEWAY_MILLIS, now);
        return identity;
    }

    private static String requireSame(String identity, Optional<String> resumes) {
        if (resumes.isPresent() && !resumes.get().equals(identity)) {
            throw new FrameException("the session belongs to another token");
        }
        return identity;
    }

    private void useOnce(String number, long until, long now) {
        synchronized (used) {
            used.values().removeIf(end -> end <= now);
            @Nullable Long before = used.putIfAbsent(number, until);
            if (before != null) {
                throw new FrameException("one-time token %s was used before".formatted(number));
            }
        }
    }
}
