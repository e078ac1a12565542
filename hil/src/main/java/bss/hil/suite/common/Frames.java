package bss.hil.suite.common;

import bss.hil.bench.Bench;
import bss.proto.v1.Configure;
import bss.proto.v1.Hello;
import bss.proto.v1.Ping;
import bss.proto.v1.Request;
import bss.proto.v1.ToServer;
import bss.spec.config.ConfigurationStage;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Set;

/// Messages of a host, and their bytes on the wire: a length of four bytes, big-endian, then the message
/// (docs/wire.md).
public final class Frames {

    /// Protocol that the harness speaks.
    public static final int MAJOR = 1;

    /// Bytes of a session key.
    public static final int KEY_BYTES = 32;

    /// Longest frame before the welcome, in bytes.
    public static final int HELLO_BYTES = 4096;

    /// A field that no version of the protocol has: receivers skip it.
    private static final int UNKNOWN_FIELD = 1000;

    private static final SecureRandom SECRETS = new SecureRandom();

    private Frames() {}

    /// A session key. It is secret, so not drawn from the seed of the run.
    public static ByteString drawKey() {
        byte[] key = new byte[KEY_BYTES];
        SECRETS.nextBytes(key);
        return ByteString.copyFrom(key);
    }

    /// A hello with the run's token.
    public static Hello.Builder hello(Bench bench) {
        return Hello.newBuilder().setMajor(MAJOR).setSoftware("bss-hil").setToken(bench.token());
    }

    public static ToServer message(Hello.Builder hello) {
        return ToServer.newBuilder().setHello(hello).build();
    }

    public static ToServer message(Request.Builder request) {
        return ToServer.newBuilder().setRequest(request).build();
    }

    public static ToServer ping(long number) {
        return ToServer.newBuilder()
                .setPing(Ping.newBuilder().setNumber(number))
                .build();
    }

    /// The request of a configuration.
    public static Configure configure(int pllMhz, boolean dropBackgroundEvents, Set<ConfigurationStage> stages) {
        int bits = 0;
        for (ConfigurationStage stage : stages) {
            bits |= 1 << stage.ordinal();
        }
        return Configure.newBuilder()
                .setStages(bits)
                .setPllMhz(pllMhz)
                .setDropBackgroundEvents(dropBackgroundEvents)
                .build();
    }

    /// The bytes of a frame.
    public static byte[] frame(byte[] message) {
        return ByteBuffer.allocate(4 + message.length)
                .putInt(message.length)
                .put(message)
                .array();
    }

    /// A length, and whatever follows it.
    public static byte[] frame(int length, byte... rest) {
        return ByteBuffer.allocate(4 + rest.length).putInt(length).put(rest).array();
    }

    /// A message made longer by a field that receivers do not know and skip.
    ///
    /// @param bytes of the message with it, at least eight more than without
    public static ToServer padded(ToServer message, int bytes) {
        int padding = bytes - message.getSerializedSize() - 8;
        while (true) {
            ToServer longer = message.toBuilder()
                    .setUnknownFields(UnknownFieldSet.newBuilder()
                            .addField(
                                    UNKNOWN_FIELD,
                                    UnknownFieldSet.Field.newBuilder()
                                            .addLengthDelimited(ByteString.copyFrom(new byte[padding]))
                                            .build())
                            .build())
                    .build();
            int missing = bytes - longer.getSerializedSize();
            if (missing == 0) {
                return longer;
            }
            padding += missing;
        }
    }
}
