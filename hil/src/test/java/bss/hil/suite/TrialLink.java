package bss.hil.suite;

import bss.hil.suite.common.Frames;
import bss.hil.wire.RawLink;
import bss.proto.v1.Hello;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/// A plain socket for the tests of the tests.
final class TrialLink implements RawLink {

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String token;

    TrialLink(InetSocketAddress address, String token) throws IOException {
        this.token = token;
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = socket.getOutputStream();
    }

    @Override
    public void send(ToServer message) throws IOException {
        sendBytes(Frames.frame(message.toByteArray()));
    }

    @Override
    public void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    @Override
    public Optional<ToClient> read(Duration within) throws IOException {
        socket.setSoTimeout((int) within.toMillis());
        try {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return Optional.of(ToClient.parseFrom(frame));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    @Override
    public ToClient hello() throws IOException {
        send(Frames.message(
                Hello.newBuilder().setMajor(Frames.MAJOR).setSoftware("trial").setToken(token)));
        ToClient answer = read(Duration.ofSeconds(10)).orElseThrow(() -> new IOException("closed before the welcome"));
        if (!answer.hasWelcome()) {
            throw new IOException("refused: " + answer.getRefusal().getMessage());
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
