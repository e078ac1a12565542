package bss.hil.suite.session;

import bss.hil.bench.Bench;
import bss.hil.suite.common.Frames;
import bss.proto.v1.Block;
import bss.proto.v1.Counters;
import bss.proto.v1.Credit;
import bss.proto.v1.Interrupt;
import bss.proto.v1.Open;
import bss.proto.v1.Request;
import bss.proto.v1.ToServer;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Bytes that break the protocol, by the state of the connection that they are sent in.
final class WrongFrames {

    /// What is sent.
    ///
    /// @param what in words, for messages
    /// @param welcomed after the welcome, not before it
    record Wrong(String what, boolean welcomed, ByteString bytes) {

        Wrong(String what, boolean welcomed, byte[] bytes) {
            this(what, welcomed, ByteString.copyFrom(bytes));
        }
    }

    /// Longest garbage, in bytes.
    private static final int GARBAGE = 600;

    private WrongFrames() {}

    /// Wrong lengths, another protocol, messages that do not belong there.
    ///
    /// @param maxFrameBytes of a frame after the welcome
    static List<Wrong> fixed(Bench bench, int maxFrameBytes) {
        List<Wrong> wrong = new ArrayList<>();
        for (int length : new int[] {0, Frames.HELLO_BYTES + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            wrong.add(new Wrong(frameOf(length) + " before the welcome", false, Frames.frame(length, (byte) 10)));
        }
        for (int length : new int[] {0, maxFrameBytes + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            wrong.add(new Wrong(frameOf(length) + " after the welcome", true, Frames.frame(length, (byte) 10)));
        }
        wrong.add(new Wrong("HTTP", false, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        ByteString key = Frames.drawKey();
        Open.Builder open = Open.newBuilder().setSessionKey(key).addFpgas(bench.fpgas()[0]);
        add(
                wrong,
                "a block without a session",
                ToServer.newBuilder().setBlock(Block.newBuilder().setRequest(1)));
        add(
                wrong,
                "credit without a session",
                ToServer.newBuilder().setCredit(Credit.newBuilder().setRequest(1)));
        add(
                wrong,
                "an interrupt without a session",
                ToServer.newBuilder().setInterrupt(Interrupt.newBuilder().setRequest(1)));
        add(wrong, "a first request that opens nothing", request(1).setCounters(Counters.getDefaultInstance()));
        add(wrong, "a first request of number 2", request(2).setOpen(open));
        add(wrong, "a first request without a number", request(0).setOpen(open));
        add(wrong, "opening with blocks", request(1).setBlocks(3).setOpen(open));
        add(
                wrong,
                "opening with a key of 31 bytes",
                request(1).setOpen(open.clone().setSessionKey(key.substring(1))));
        return wrong;
    }

    private static String frameOf(int length) {
        return "a frame of %s bytes".formatted(Integer.toUnsignedString(length));
    }

    private static Request.Builder request(long number) {
        return Request.newBuilder().setNumber(number);
    }

    private static void add(List<Wrong> to, String what, Request.Builder request) {
        add(to, what, ToServer.newBuilder().setRequest(request));
    }

    private static void add(List<Wrong> to, String what, ToServer.Builder message) {
        to.add(new Wrong(what, true, Frames.frame(message.build().toByteArray())));
    }

    /// A frame of a right length whose bytes are no message: random ones, or a good message with some bytes
    /// changed.
    static Wrong garbage(Bench bench, SplittableRandom random, boolean welcomed) {
        boolean mutated = random.nextBoolean();
        byte[] bytes;
        do {
            bytes = mutated ? good(bench, random) : new byte[1 + random.nextInt(GARBAGE)];
            if (mutated) {
                for (int k = 1 + random.nextInt(4); k > 0; k--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            } else {
                random.nextBytes(bytes);
            }
        } while (parses(bytes));
        return new Wrong(
                "%s of %d bytes %s the welcome"
                        .formatted(
                                mutated ? "a message with changed bytes," : "garbage",
                                bytes.length,
                                welcomed ? "after" : "before"),
                welcomed,
                Frames.frame(bytes));
    }

    private static byte[] good(Bench bench, SplittableRandom random) {
        ToServer message = random.nextBoolean()
                ? Frames.message(Frames.hello(bench))
                : Frames.message(request(1)
                        .setOpen(Open.newBuilder()
                                .setSessionKey(Frames.drawKey())
                                .addFpgas(bench.fpgas()[0])));
        return message.toByteArray();
    }

    private static boolean parses(byte[] bytes) {
        try {
            return ToServer.parseFrom(bytes).isInitialized();
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
