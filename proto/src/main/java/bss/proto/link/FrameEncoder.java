package bss.proto.link;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;
import java.io.IOException;

/// Messages to frames.
@ChannelHandler.Sharable
final class FrameEncoder extends MessageToByteEncoder<MessageLite> {

    static final FrameEncoder INSTANCE = new FrameEncoder();

    private FrameEncoder() {
        super(MessageLite.class);
    }

    @Override
    protected ByteBuf allocateBuffer(ChannelHandlerContext ctx, MessageLite message, boolean preferDirect) {
        int bytes = 4 + message.getSerializedSize();
        return preferDirect ? ctx.alloc().ioBuffer(bytes) : ctx.alloc().heapBuffer(bytes);
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, MessageLite message, ByteBuf out) throws IOException {
        int bytes = message.getSerializedSize();
        out.writeInt(bytes);
        CodedOutputStream to = CodedOutputStream.newInstance(out.nioBuffer(out.writerIndex(), bytes));
        message.writeTo(to);
        to.flush();
        out.writerIndex(out.writerIndex() + bytes);
    }
}
