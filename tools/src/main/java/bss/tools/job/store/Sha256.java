package bss.tools.job.store;

import com.google.common.hash.Hashing;
import com.google.common.io.Files;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// SHA-256 of what is kept.
final class Sha256 {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String of(byte[] bytes) {
        return Hashing.sha256().hashBytes(bytes).toString();
    }

    static String of(Path file) throws IOException {
        return Files.asByteSource(file.toFile()).hash(Hashing.sha256()).toString();
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    /// @throws IllegalArgumentException unless it is a hash in hexadecimal
    static void require(String what, String hash) {
        Texts.require("sha256 of the " + what, hash, HEX);
    }

    /// @throws StoreException unless what arrived is what was sent
    static void requireSame(String what, String announced, String computed) throws StoreException {
        if (!announced.equals(computed)) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "%s has sha256 %s, but %s was announced; send it again".formatted(what, computed, announced));
        }
    }
}
