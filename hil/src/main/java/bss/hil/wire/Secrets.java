package bss.hil.wire;

import bss.proto.v1.Hello;
import bss.proto.v1.ToServer;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Keeps tokens out of what is recorded. A token of a hello becomes a name that tells which it was, so that a replay
/// can put another in.
///
/// Keys of sessions are kept: a session that is over has none, and a replay needs them.
///
/// @param token that hosts of the run show; empty if there is none
/// @param expired one that has expired
public record Secrets(String token, Optional<String> expired) {

    /// In the place of the run's token.
    public static final String VALID = "<token>";

    /// In the place of the token that has expired.
    public static final String EXPIRED = "<expired>";

    /// In the place of any other token.
    public static final String WRONG = "<wrong>";

    /// There is no token.
    public static final Secrets NONE = new Secrets("", Optional.empty());

    private static final int HELLO = 0x0a;

    /// Longest message that is looked through; a hello has 4,096 bytes at most.
    private static final int MOST_BYTES = 1 << 14;

    /// Shorter runs of characters may be anything.
    private static final int RUN = 16;

    /// A message that goes down, as it may be kept.
    byte[] frame(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return bytes;
        }
        if (bytes[0] == HELLO) {
            try {
                ToServer message = ToServer.parseFrom(bytes);
                if (message.hasHello()) {
                    Hello hello = message.getHello();
                    return without(message.toBuilder()
                            .setHello(hello.toBuilder().setToken(named(hello.getToken())))
                            .build()
                            .toByteArray());
                }
            } catch (InvalidProtocolBufferException e) {
                return bytes(bytes);
            }
        }
        return without(bytes);
    }

    private String named(String shown) {
        if (shown.isEmpty()) {
            return "";
        }
        return shown.equals(token) ? VALID : shown.equals(expired.orElse("")) ? EXPIRED : WRONG;
    }

    /// Bytes that are no message, as they may be kept: whatever looks like a part of a token is struck out.
    byte[] bytes(byte[] bytes) {
        byte[] kept = bytes.clone();
        int start = 0;
        for (int i = 0; i <= kept.length; i++) {
            if (i < kept.length && isOfToken(kept[i])) {
                continue;
            }
            if (i - start >= RUN) {
                Arrays.fill(kept, start, i, (byte) '*');
            }
            start = i + 1;
        }
        return without(kept);
    }

    private static boolean isOfToken(byte b) {
        boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
        return letter || (b >= '0' && b <= '9') || b == '-' || b == '_' || b == '.';
    }

    /// Strikes the tokens themselves out, wherever they are.
    private byte[] without(byte[] bytes) {
        byte[] kept = bytes;
        for (String secret : List.of(token, expired.orElse(""))) {
            byte[] what = secret.getBytes(StandardCharsets.US_ASCII);
            if (what.length == 0 || what.length > kept.length) {
                continue;
            }
            for (int at = find(kept, what); at >= 0; at = find(kept, what)) {
                kept = kept.clone();
                Arrays.fill(kept, at, at + what.length, (byte) '*');
            }
        }
        return kept;
    }

    private static int find(byte[] in, byte[] what) {
        for (int at = 0; at + what.length <= in.length; at++) {
            if (in[at] == what[0] && Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "Secrets";
    }
}
