package bss.tools.job.queue;

import bss.tools.bench.jobs.CallFrames;
import io.grpc.Status;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client that can do wrong: writes and reads the bytes of HTTP with a plain socket.
final class Peer implements AutoCloseable {

    static final byte[] PREFACE = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static final Pattern LENGTH =
            Pattern.compile("(?is)\\ncontent-length: (\\d+)\\r\\n(?:[^\\r\\n]+\\r\\n)*\\r\\n");
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW = 8;
    static final int CONTINUATION = 9;

    /// A frame of HTTP/2.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int type, int flags, int stream, byte[] content) {}

    /// What an HTTP/2 call was answered: the metadata of head and end, and the content.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(Map<String, String> metadata, byte[] content) {
        int grpcStatus() {
            return Integer.parseInt(metadata.getOrDefault("grpc-status", "-1"));
        }

        String message() {
            return metadata.getOrDefault("grpc-message", "");
        }

        @Override
        public String toString() {
            return metadata + " " + new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    final Socket socket;
    private final DataInputStream in;
    private final ArrayDeque<Frame> ahead = new ArrayDeque<>();
    private long window = 65_535;
    private long windowOfStream;
    private final CallFrames frames = new CallFrames();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true, 1 << 20);

    Peer(int port) throws IOException {
        this(port, 0);
    }

    /// @param buffer of what came, 0: as usual
    Peer(int port, int buffer) throws IOException {
        socket = new Socket();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    Peer send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Peer send(String text) throws IOException {
        return send(ascii(text));
    }

    /// The preface, and these settings.
    Peer http2(int... settings) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(3 * settings.length);
        for (int s = 0; s < settings.length; s += 2) {
            bytes.putShort((short) settings[s]).putInt(settings[s + 1]);
        }
        return send(PREFACE).frame(SETTINGS, 0, 0, bytes.array());
    }

    static byte[] bytes(int type, int flags, int stream, byte[] content) {
        return CallFrames.frame(type, flags, stream, content);
    }

    Peer frame(int type, int flags, int stream, byte[] content) throws IOException {
        return send(bytes(type, flags, stream, content));
    }

    byte[] head(String path, String token, String... more) throws Exception {
        return frames.head(path, token, more);
    }

    /// A call of gRPC whose message is there as it is.
    Peer call(int stream, String method, String token, byte[] message) throws Exception {
        frame(HEADERS, 4, stream, head("/bss.v1.JobQueue/" + method, token));
        return content(stream, framed(message, message.length));
    }

    /// The content of a call, as fast as the server takes it, unless it is answered before.
    Peer content(int stream, byte[] bytes) throws IOException {
        int at = 0;
        while (true) {
            int length = Math.min(16_384, bytes.length - at);
            while (length > Math.min(window, at == 0 ? window : windowOfStream)) {
                Frame frame = receive();
                ahead.add(frame);
                if (frame.stream() == stream && frame.type() != WINDOW) {
                    return this;
                }
            }
            boolean last = at + length == bytes.length;
            frame(DATA, last ? 1 : 0, stream, Arrays.copyOfRange(bytes, at, at + length));
            at += length;
            window -= length;
            windowOfStream = (at == length ? 1 << 20 : windowOfStream) - length;
            if (last) {
                return this;
            }
        }
    }

    static byte[] framed(byte[] message, int length) {
        return CallFrames.message(message, length);
    }

    Frame frame() throws IOException {
        Frame before = ahead.poll();
        return before == null ? receive() : before;
    }

    private Frame receive() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] content = in.readNBytes(length);
        int more = type == WINDOW ? ByteBuffer.wrap(content).getInt() : 0;
        window += stream == 0 ? more : 0;
        windowOfStream += stream == 0 ? 0 : more;
        return new Frame(type, flags, stream, content);
    }

    /// The answer to a call, or to why it was reset.
    Answer answer(int stream) throws Exception {
        Map<String, String> metadata = new LinkedHashMap<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (true) {
            Frame frame = frame();
            if (frame.type() == GOAWAY) {
                metadata.put("goaway", new String(frame.content(), StandardCharsets.ISO_8859_1));
            }
            // also those of others: what they say is what the next ones refer to
            Http2Headers headers = frame.type() == HEADERS
                    ? decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.content()))
                    : null;
            if (frame.stream() != stream) {
                continue;
            }
            if (headers != null) {
                for (Map.Entry<CharSequence, CharSequence> header : headers) {
                    metadata.put(header.getKey().toString(), header.getValue().toString());
                }
            } else if (frame.type() == DATA) {
                content.writeBytes(frame.content());
                if (frame.content().length > 0) {
                    frame(
                            WINDOW,
                            0,
                            0,
                            ByteBuffer.allocate(4)
                                    .putInt(frame.content().length)
                                    .array());
                }
            } else if (frame.type() == RESET) {
                metadata.put(
                        "reset",
                        Integer.toString(ByteBuffer.wrap(frame.content()).getInt()));
                return new Answer(metadata, content.toByteArray());
            }
            if ((frame.flags() & 1) != 0 && frame.type() <= HEADERS) {
                return new Answer(metadata, content.toByteArray());
            }
        }
    }

    /// One answer of HTTP/1.1 with a length, or what came of it until the server closed the connection.
    String reply() throws IOException {
        StringBuilder all = new StringBuilder();
        Matcher length = LENGTH.matcher(all);
        int end = Integer.MAX_VALUE;
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                all.append((char) b);
                if (end == Integer.MAX_VALUE && b == '\n' && length.reset().find()) {
                    end = length.end() + Integer.parseInt(length.group(1));
                }
                if (all.length() >= end) {
                    break;
                }
            }
        } catch (SocketException e) {
            all.append("(reset)");
        }
        return all.toString();
    }

    /// Everything until the server closes the connection, or says nothing for so long.
    String rest(int silenceMs) throws IOException {
        socket.setSoTimeout(silenceMs);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                all.write(b);
            }
        } catch (SocketTimeoutException | SocketException e) {
            all.writeBytes(ascii(""));
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /// Reads until the server has closed the connection.
    ///
    /// @return false if it has not within a minute
    boolean closes() throws IOException {
        socket.setSoTimeout(60_000);
        byte[] some = new byte[8192];
        try {
            int got;
            do {
                got = in.read(some);
            } while (got >= 0);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException | EOFException e) {
            return true;
        }
    }

    static Status.Code code(Answer answer) {
        return Status.fromCodeValue(answer.grpcStatus()).getCode();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
