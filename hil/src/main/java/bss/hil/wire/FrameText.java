package bss.hil.wire;

import bss.proto.v1.Block;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.HexFormat;

/// Frames for people: short, on one line.
public final class FrameText {

    private static final int MOST_CHARACTERS = 240;
    private static final int MOST_BYTES = 48;

    /// Longest message that is decoded.
    static final int DECODED_BYTES = 1024;

    private FrameText() {}

    /// A message, or the beginning of one.
    ///
    /// @param size of the whole message, of which `bytes` may be the beginning
    public static String of(boolean up, byte[] bytes, int size) {
        if (bytes.length == size) {
            try {
                return shorten(message(up ? ToClient.parseFrom(bytes) : ToServer.parseFrom(bytes)));
            } catch (InvalidProtocolBufferException e) {
                return "no message: " + hex(bytes, size);
            }
        }
        return "%s of %d bytes: %s".formatted(body(up, bytes[0]), size, hex(bytes, size));
    }

    /// What a message is, by its first byte.
    private static String body(boolean up, byte first) {
        int field = (first & 0xff) >> 3;
        return up
                ? String.valueOf(ToClient.BodyCase.forNumber(field))
                : String.valueOf(ToServer.BodyCase.forNumber(field));
    }

    private static String message(Message message) {
        if (message instanceof ToClient m && m.hasBlock()) {
            return block(m.getBlock());
        }
        if (message instanceof ToServer m && m.hasBlock()) {
            return block(m.getBlock());
        }
        return TextFormat.printer().emittingSingleLine(true).printToString(message);
    }

    private static String block(Block block) {
        return "block { request: %d index: %d %s of %d bytes }"
                .formatted(
                        Integer.toUnsignedLong((int) block.getRequest()),
                        block.getIndex(),
                        block.getContentCase(),
                        block.getSerializedSize());
    }

    private static String shorten(String text) {
        String line = text.strip();
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + " ...";
    }

    /// Bytes in hexadecimal, the first of them.
    ///
    /// @param size of all
    static String hex(byte[] bytes, int size) {
        int shown = Math.min(bytes.length, MOST_BYTES);
        return HexFormat.of().formatHex(bytes, 0, shown) + (shown < size ? " ... (%d bytes)".formatted(size) : "");
    }
}
