package bss.tools.job.access;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// Bearer tokens: `bss_` and 43 characters of base64url, which are 32 random bytes.
///
/// The prefix lets scanners for leaked secrets find them. With 256 random bits a fast hash is enough: there is
/// nothing to guess.
final class Tokens {

    static final String PREFIX = "bss_";

    /// Characters of a token.
    static final int LENGTH = PREFIX.length() + 43;

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /// A new token.
    static String draw() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /// What the server knows a token by: 64 hexadecimal digits.
    static String sha256(String token) {
        return Hashing.sha256().hashString(token, StandardCharsets.UTF_8).toString();
    }
}
