package bss.hil.wire;

import bss.proto.v1.Hello;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// A bare connection over a plain socket.
public final class SocketLink implements RawLink {

    /// Protocol of this harness.
    private static final int MAJOR = 1;

    private static final int MOST_BYTES = 1 << 24;
    private static final int LENGTH_BYTES = 4;
    private static final int CONNECT_MILLIS = 5000;
    private static final Duration WELCOME = Duration.ofSeconds(5);

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String token;
    private final byte[] length = new byte[LENGTH_BYTES];
    private byte[] body = new byte[0];
    private int have;

    /// @param token for [#hello]
    public SocketLink(InetSocketAddress address, String token) throws IOException {
        this.token = token;
        try {
            socket.connect(address, CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void send(ToServer message) throws IOException {
        byte[] bytes = message.toByteArray();
        sendBytes(ByteBuffer.allocate(LENGTH_BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array());
    }

    @Override
    public void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// What arrived of a frame when the time was up is kept for the next call.
    @Override
    public Optional<ToClient> read(Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            while (have < LENGTH_BYTES) {
                have += more(length, have, LENGTH_BYTES - have, deadline);
            }
            int size = ByteBuffer.wrap(length).getInt();
            if (size < 1 || size > MOST_BYTES) {
                throw new IOException("the endpoint sent a frame of %s bytes, must have 1 to %d"
                        .formatted(Integer.toUnsignedString(size), MOST_BYTES));
            }
            if (body.length != size) {
                body = new byte[size];
            }
            while (have < LENGTH_BYTES + size) {
                int at = have - LENGTH_BYTES;
                have += more(body, at, size - at, deadline);
            }
        } catch (EOFException | SocketException e) {
            if (have == 0) {
                return Optional.empty();
            }
            throw new IOException(
                    "the stream of the endpoint ended in the middle of a frame, after %d bytes".formatted(have), e);
        }
        have = 0;
        byte[] message = body;
        body = new byte[0];
        try {
            return Optional.of(ToClient.parseFrom(message));
        } catch (IOException e) {
            throw new IOException(
                    "the endpoint sent %d bytes that are no message: %s".formatted(message.length, e.getMessage()), e);
        }
    }

    private int more(byte[] to, int at, int most, long deadline) throws IOException {
        if (in.available() == 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("the endpoint sent nothing in time");
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        }
        int count;
        try {
            count = in.read(to, at, most);
        } catch (SocketTimeoutException e) {
            throw new SocketTimeoutException("the endpoint sent nothing in time");
        }
        if (count < 0) {
            throw new EOFException();
        }
        return count;
    }

    /// A connection that is reset while nothing of a frame has arrived counts as one that ended.
    @Override
    public ToClient hello() throws IOException {
        return hello(Hello.newBuilder());
    }

    /// Says hello with the token and what else is given.
    public ToClient hello(Hello.Builder hello) throws IOException {
        send(ToServer.newBuilder()
                .setHello(hello.setMajor(MAJOR).setSoftware("bss-hil").setToken(token))
                .build());
        ToClient first = read(WELCOME).orElseThrow(() -> new IOException("the endpoint closed instead of a welcome"));
        if (first.hasRefusal()) {
            throw new IOException("the endpoint refused: " + first.getRefusal().getMessage());
        }
        if (!first.hasWelcome()) {
            throw new IOException("the endpoint sent %s, must be a welcome".formatted(first.getBodyCase()));
        }
        return first;
    }

    /// Sends nothing more, but still reads.
    public void endDown() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
