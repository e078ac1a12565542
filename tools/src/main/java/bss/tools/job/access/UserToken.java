package bss.tools.job.access;

import java.util.regex.Pattern;

/// What is kept of a token: enough to know it again, too little to make it.
///
/// @param label names it among all tokens of the server, 1 to 64 of `A-Z a-z 0-9 . _ -`
/// @param sha256 of the token's characters, 64 hexadecimal digits
/// @param issuedMs since 1970
/// @param expiresMs since 1970
/// @param revoked for good
public record UserToken(String label, String sha256, long issuedMs, long expiresMs, boolean revoked) {

    /// The last millisecond of the year 9999.
    static final long MAX_MS = 253_402_300_799_999L;

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public UserToken {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "label is '%s', must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_', '-'".formatted(label));
        }
        if (!HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 is '%s', must be 64 digits of 0-9, a-f".formatted(sha256));
        }
        requireTime("issued", issuedMs);
        requireTime("expiry", expiresMs);
    }

    private static void requireTime(String name, long ms) {
        if (ms < 0 || ms > MAX_MS) {
            throw new IllegalArgumentException(
                    "%s is %d ms, must be 0 (1970) to %d (9999)".formatted(name, ms, MAX_MS));
        }
    }

    UserToken asRevoked() {
        return new UserToken(label, sha256, issuedMs, expiresMs, true);
    }
}
