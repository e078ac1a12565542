package bss.tools.bench.jobs;

import static bss.tools.bench.jobs.CallFrames.frame;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/// A client that makes calls of gRPC and reads no byte of what is answered, though it tells the server that all of it
/// may come: what does not fit into the buffers of the system waits in the server.
final class UnreadClient implements AutoCloseable {

    private static final int BUFFER = 8_192;
    private static final int END_OF_STREAM = 1;
    private static final int END_OF_HEADERS = 4;

    private final Socket socket = new Socket();
    private final CallFrames frames = new CallFrames();
    private final String token;
    private int stream = 1;

    UnreadClient(int port, String token) throws IOException {
        this.token = token;
        socket.setReceiveBufferSize(BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        byte[] window = ByteBuffer.allocate(6)
                .putShort((short) Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE)
                .putInt(Integer.MAX_VALUE)
                .array();
        byte[] more = ByteBuffer.allocate(4).putInt(1 << 30).array();
        OutputStream out = socket.getOutputStream();
        out.write(ByteBufUtil.getBytes(Http2CodecUtil.connectionPrefaceBuf()));
        out.write(frame(Http2FrameTypes.SETTINGS, 0, 0, window));
        out.write(frame(Http2FrameTypes.WINDOW_UPDATE, 0, 0, more));
    }

    /// Makes a call.
    ///
    /// @throws IOException if the server has closed the connection
    void call(String method, byte[] message) throws IOException, Http2Exception {
        byte[] head = frames.head("/bss.v1.JobQueue/" + method, token);
        byte[] content = CallFrames.message(message, message.length);
        OutputStream out = socket.getOutputStream();
        out.write(frame(Http2FrameTypes.HEADERS, END_OF_HEADERS, stream, head));
        out.write(frame(Http2FrameTypes.DATA, END_OF_STREAM, stream, content));
        stream += 2;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
