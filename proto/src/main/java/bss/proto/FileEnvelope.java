package bss.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/// How messages lie in files: eight bytes that say what it is, the SHA-256 of the rest, the message.
///
/// @param mark six letters that such a file begins with
/// @param what such a file is called in messages
public record FileEnvelope(String mark, String what) {

    private static final int MAGIC_BYTES = 8;
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER_BYTES = MAGIC_BYTES + DIGEST_BYTES;

    public FileEnvelope {
        if (mark.length() != MAGIC_BYTES - 2) {
            throw new IllegalArgumentException("mark is '%s', must be six letters".formatted(mark));
        }
    }

    private byte[] magic() {
        return (mark + "\n\0").getBytes(StandardCharsets.US_ASCII);
    }

    /// The bytes of a file; the same message always gives the same.
    public byte[] wrap(MessageLite message) {
        return wrap(List.of(WaferConfigurationCodec.deterministicBytes(message)));
    }

    /// The bytes of a file whose message is given in pieces.
    public byte[] wrap(List<byte[]> pieces) {
        long length = HEADER_BYTES + pieces.stream().mapToLong(p -> p.length).sum();
        byte[] file = Arrays.copyOf(magic(), Math.toIntExact(length));
        MessageDigest digest = WaferConfigurationCodec.sha256();
        int at = HEADER_BYTES;
        for (byte[] piece : pieces) {
            digest.update(piece);
            System.arraycopy(piece, 0, file, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(digest.digest(), 0, file, MAGIC_BYTES, DIGEST_BYTES);
        return file;
    }

    /// Whether the bytes begin like such a file.
    public boolean begins(byte[] file) {
        return file.length >= MAGIC_BYTES && Arrays.equals(file, 0, MAGIC_BYTES, magic(), 0, MAGIC_BYTES);
    }

    /// The message in a file.
    ///
    /// @throws FormatException if it is another file, damaged or cut off
    public CodedInputStream unwrap(byte[] file) throws FormatException {
        if (!begins(file)) {
            throw new FormatException("not a %s file: it does not begin with %s".formatted(what, mark));
        }
        if (file.length < HEADER_BYTES) {
            throw new FormatException("%s file cut off after %d bytes".formatted(what, file.length));
        }
        int length = file.length - HEADER_BYTES;
        MessageDigest digest = WaferConfigurationCodec.sha256();
        digest.update(file, HEADER_BYTES, length);
        if (!Arrays.equals(file, MAGIC_BYTES, HEADER_BYTES, digest.digest(), 0, DIGEST_BYTES)) {
            throw new FormatException("%s file damaged or cut off: the SHA-256 of its %d bytes is not the one it states"
                    .formatted(what, length));
        }
        return CodedInputStream.newInstance(file, HEADER_BYTES, length);
    }

    /// Refuses a newer format.
    ///
    /// @param version of the file, unsigned
    /// @param newest that this program reads
    public void requireVersion(int version, int newest) throws FormatException {
        if (Integer.compareUnsigned(version, newest) > 0) {
            throw new FormatException("%s file has version %s, this program reads up to %d: use a newer one"
                    .formatted(what, Integer.toUnsignedString(version), newest));
        }
    }
}
