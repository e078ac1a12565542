package bss.proto.link;

import bss.proto.v1.Hello;
import bss.proto.v1.Open;
import bss.proto.v1.Request;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import com.google.protobuf.ByteString;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A host that can do wrong: writes and reads the bytes of the wire with a plain socket.
final class RawHost implements AutoCloseable {

    final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    RawHost(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static byte[] frame(byte[] message) {
        return ByteBuffer.allocate(4 + message.length)
                .putInt(message.length)
                .put(message)
                .array();
    }

    static ToServer.Builder hello() {
        return ToServer.newBuilder().setHello(Hello.newBuilder().setMajor(1).setSoftware("raw"));
    }

    static ToServer.Builder open() {
        return ToServer.newBuilder()
                .setRequest(Request.newBuilder()
                        .setNumber(1)
                        .setOpen(Open.newBuilder().setSessionKey(Keys.draw()).addFpgas(0)));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void send(ToServer.Builder message) throws IOException {
        send(frame(message.build().toByteArray()));
    }

    /// The next message, or null at the end of the stream.
    @Nullable
    ToClient read() throws IOException {
        try {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return ToClient.parseFrom(ByteString.copyFrom(bytes));
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    ToClient next() throws IOException {
        ToClient message = read();
        if (message == null) {
            throw new EOFException("the server closed the connection");
        }
        return message;
    }

    /// Reads to the end; the message of the refusal, or "closed".
    String refusal() throws IOException {
        String last = "closed";
        for (ToClient m = read(); m != null; m = read()) {
            if (m.hasRefusal()) {
                last = m.getRefusal().getMessage();
            }
        }
        return last;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
