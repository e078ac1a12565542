package bss.tools.bench.jobs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;

/// The frames of HTTP/2 that calls of gRPC are made of, for clients that do what no library lets them: of one
/// connection, since heads refer to those before them.
public final class CallFrames {

    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

    /// A frame.
    ///
    /// @param type as Netty's `Http2FrameTypes`
    public static byte[] frame(int type, int flags, int stream, byte[] content) {
        return ByteBuffer.allocate(9 + content.length)
                .put((byte) (content.length >>> 16))
                .putShort((short) content.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(content)
                .array();
    }

    /// The content of a call's head.
    ///
    /// @param more names and values in turn
    public byte[] head(String path, String token, String... more) throws Http2Exception {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method("POST")
                .path(path)
                .scheme("http")
                .authority("127.0.0.1")
                .add("content-type", "application/grpc")
                .add("te", "trailers")
                .add("authorization", "Bearer " + token);
        for (int m = 0; m < more.length; m += 2) {
            headers.add(more[m], more[m + 1]);
        }
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, block);
        return ByteBufUtil.getBytes(block);
    }

    /// A message as gRPC sends it.
    ///
    /// @param length that is told: that of the message, or a lie
    public static byte[] message(byte[] message, int length) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(length)
                .put(message)
                .array();
    }
}
