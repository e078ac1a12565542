package bss.tools.bench.jobs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A client that makes calls of gRPC and reads no byte of what is answered, though it tells the server that all of it
/// may come: what does not fit into the buffers of the system waits in the server.
final class UnreadClient implements AutoCloseable {

    private static final int BUFFER = 8_192;
    private static final int END_OF_STREAM = 1;
    private static final int END_OF_HEADERS = 4;

    private final Socket socket = new Socket();
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final String token;
    private int stream = 1;

    UnreadClient(int port, String token) throws IOException {
        this.token = token;
        socket.setReceiveBufferSize(BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ByteBuf bytes = Http2CodecUtil.connectionPrefaceBuf();
        ByteBuf window = Unpooled.buffer().writeShort(Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE);
        window.writeInt(Integer.MAX_VALUE);
        ByteBuf more = Unpooled.buffer().writeInt(1 << 30);
        send(Unpooled.wrappedBuffer(
                bytes,
                frame(Http2FrameTypes.SETTINGS, 0, 0, window),
                frame(Http2FrameTypes.WINDOW_UPDATE, 0, 0, more)));
    }

    private static ByteBuf frame(byte type, int flags, int stream, ByteBuf content) {
        ByteBuf head = Unpooled.buffer().writeMedium(content.readableBytes());
        return Unpooled.wrappedBuffer(head.writeByte(type).writeByte(flags).writeInt(stream), content);
    }

    private void send(ByteBuf bytes) throws IOException {
        bytes.readBytes(socket.getOutputStream(), bytes.readableBytes());
    }

    /// Makes a call.
    ///
    /// @return false: the server has closed the connection
    boolean call(String method, byte[] message) throws Exception {
        ByteBuf head = Unpooled.buffer();
        encoder.encodeHeaders(
                stream,
                new DefaultHttp2Headers(false)
                        .method("POST")
                        .path("/bss.v1.JobQueue/" + method)
                        .scheme("http")
                        .authority("127.0.0.1")
                        .add("content-type", "application/grpc")
                        .add("te", "trailers")
                        .add("authorization", "Bearer " + token),
                head);
        ByteBuf content =
                Unpooled.buffer().writeByte(0).writeInt(message.length).writeBytes(message);
        ByteBuf call = Unpooled.wrappedBuffer(
                frame(Http2FrameTypes.HEADERS, END_OF_HEADERS, stream, head),
                frame(Http2FrameTypes.DATA, END_OF_STREAM, stream, content));
        stream += 2;
        try {
            send(call);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
