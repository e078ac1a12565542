package bss.proto.link;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/// Keys of sessions.
final class Keys {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Keys() {}

    /// A new key.
    static ByteString draw() {
        byte[] key = new byte[Protocol.KEY_BYTES];
        RANDOM.nextBytes(key);
        return ByteString.copyFrom(key);
    }

    /// What the server knows a key by.
    static ByteString sha256(ByteString key) {
        try {
            return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(key.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
