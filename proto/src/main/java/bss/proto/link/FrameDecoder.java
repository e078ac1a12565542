package bss.proto.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Bytes to messages: a length of 4 bytes, big-endian, then that many bytes of one message.
///
/// The length is checked before anything is allocated for it, and what is kept of an incomplete frame is
/// what arrived.
/// A frame that takes too long from its first byte to its last is an error, so that a slow host holds no
/// connection.
// what a write or a close meets, the end of the channel tells
@SuppressWarnings("FutureReturnValueIgnored")
final class FrameDecoder extends ByteToMessageDecoder {

    private static final int LENGTH_BYTES = 4;

    private final Parser<? extends MessageLite> parser;
    private final long frameMillis;
    private int maxBytes;
    private boolean broken;
    private long frames;
    private @Nullable Future<?> timer;

    /// @param maxBytes of a frame, until [#setMaxBytes]
    FrameDecoder(Parser<? extends MessageLite> parser, int maxBytes, long frameMillis) {
        this.parser = parser;
        this.maxBytes = maxBytes;
        this.frameMillis = frameMillis;
    }

    /// From the next frame on.
    void setMaxBytes(int bytes) {
        maxBytes = bytes;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            MessageLite message = next(in, maxBytes, parser);
            if (message != null) {
                frames++;
                out.add(message);
            }
        } catch (FrameException e) {
            broken = true;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }

    /// The next message.
    ///
    /// @return null, with nothing read, if it is not complete yet
    /// @throws FrameException if the bytes are no frame
    static @Nullable MessageLite next(ByteBuf in, int maxBytes, Parser<? extends MessageLite> parser) {
        if (in.readableBytes() < LENGTH_BYTES) {
            return null;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > maxBytes) {
            throw new FrameException(
                    "frame of %s bytes, must have 1 to %d".formatted(Integer.toUnsignedString(length), maxBytes));
        }
        if (in.readableBytes() < LENGTH_BYTES + length) {
            return null;
        }
        in.skipBytes(LENGTH_BYTES);
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        try {
            return parse(bytes, parser);
        } catch (IOException e) {
            throw new FrameException("frame of %d bytes is no message: %s".formatted(length, e.getMessage()));
        }
    }

    /// Byte fields of the message share the array.
    private static MessageLite parse(byte[] bytes, Parser<? extends MessageLite> parser) throws IOException {
        ByteString whole = UnsafeByteOperations.unsafeWrap(bytes);
        CodedInputStream in = whole.newCodedInput();
        in.enableAliasing(true);
        MessageLite message = parser.parseFrom(in);
        in.checkLastTagWas(0);
        return message;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (actualReadableBytes() > 0 && timer == null) {
            long at = frames;
            timer = ctx.executor().schedule(() -> expired(ctx, at), frameMillis, TimeUnit.MILLISECONDS);
        } else if (actualReadableBytes() == 0) {
            stopTimer();
        }
        super.channelReadComplete(ctx);
    }

    private void expired(ChannelHandlerContext ctx, long at) {
        timer = null;
        if (actualReadableBytes() == 0 || broken) {
            return;
        }
        if (frames == at) {
            broken = true;
            ctx.fireExceptionCaught(new FrameException(
                    "frame incomplete after %d ms, must arrive within that time".formatted(frameMillis)));
        } else {
            // another frame has begun since: it gets the whole time again
            long now = frames;
            timer = ctx.executor().schedule(() -> expired(ctx, now), frameMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void stopTimer() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        stopTimer();
    }
}
