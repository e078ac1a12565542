package bss.tools.hil;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Bearer tokens (JWT, HS256) for a wafer of this process.
final class HmacToken {

    private HmacToken() {}

    /// Signs a token.
    ///
    /// @param subject who shows it
    /// @param audience wafer that it is for
    static String of(String subject, String audience, Instant expiry, byte[] secret) {
        String text = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
                + "."
                + encode("{\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%d}"
                        .formatted(subject, audience, expiry.getEpochSecond()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return text + "." + encode(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
        }
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
