package bss.hil;

import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stands in front of a server and hands what passes to a fault, frame by frame.
public final class Relay implements AutoCloseable {

    /// Most bytes of a frame before the welcome, and of the server's.
    private static final int HELLO_BYTES = 4096;

    private static final int MOST_BYTES = 1 << 24;

    private static final int BUFFER_BYTES = 1 << 16;

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final Supplier<FrameFault> faults;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// @param faults of each connection
    public Relay(InetSocketAddress server, Supplier<FrameFault> faults) throws IOException {
        this.server = server;
        this.faults = faults;
        listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket host = listening.accept();
                open.add(host);
                Socket there = new Socket();
                open.add(there);
                there.connect(server);
                new Connection(host, there, faults.get()).start();
            } catch (IOException e) {
                // closed, or no server: the next one is tried
            }
        }
    }

    /// Ends all connections and takes no more.
    @Override
    public void close() {
        closeQuietly(listening);
        open.forEach(Relay::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            // it is closed then
        }
    }

    // a message that a fault hands on as it got it goes as the bytes that came
    @SuppressWarnings("ReferenceEquality")
    private final class Connection implements FrameFault.Ends {

        private final Socket host;
        private final Socket there;
        private final FrameFault fault;
        private final DataInputStream fromHost;
        private final DataInputStream fromServer;
        private final OutputStream toHost;
        private final OutputStream toServer;
        private final AtomicInteger directions = new AtomicInteger(2);
        /// Bytes of a frame that the server takes now.
        private volatile int most = HELLO_BYTES;

        private @Nullable ToServer down;
        private byte[] downBytes = new byte[0];
        private @Nullable ToClient up;
        private byte[] upBytes = new byte[0];

        Connection(Socket host, Socket there, FrameFault fault) throws IOException {
            this.host = host;
            this.there = there;
            this.fault = fault;
            host.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            fromHost = new DataInputStream(new BufferedInputStream(host.getInputStream(), BUFFER_BYTES));
            fromServer = new DataInputStream(new BufferedInputStream(there.getInputStream(), BUFFER_BYTES));
            toHost = new BufferedOutputStream(host.getOutputStream(), BUFFER_BYTES);
            toServer = new BufferedOutputStream(there.getOutputStream(), BUFFER_BYTES);
        }

        void start() {
            Thread.ofVirtual().start(this::downwards);
            Thread.ofVirtual().start(this::upwards);
        }

        private void downwards() {
            try {
                while (true) {
                    byte[] frame = frame(fromHost, fault.most(most));
                    if (frame.length < 5) {
                        bytesToServer(frame);
                        pass();
                    }
                    ToServer message;
                    try {
                        message = ToServer.parser().parseFrom(frame, 4, frame.length - 4);
                    } catch (InvalidProtocolBufferException e) {
                        fault.garbage(frame, this);
                        flush();
                        continue;
                    }
                    down = message;
                    downBytes = frame;
                    fault.down(message, this);
                    if (fromHost.available() == 0) {
                        flush();
                    }
                }
            } catch (IOException e) {
                try {
                    flush();
                    fault.hostGone(this);
                } catch (IOException gone) {
                    closeQuietly(there);
                }
                ended();
            }
        }

        private void upwards() {
            try {
                while (true) {
                    byte[] frame = frame(fromServer, MOST_BYTES);
                    ToClient message = ToClient.parser().parseFrom(frame, 4, frame.length - 4);
                    if (message.hasWelcome()) {
                        most = message.getWelcome().getLimits().getMaxFrameBytes();
                    }
                    up = message;
                    upBytes = frame;
                    fault.up(message, this);
                    if (fromServer.available() == 0) {
                        flush();
                    }
                }
            } catch (IOException e) {
                try {
                    flush();
                    host.shutdownOutput();
                } catch (IOException gone) {
                    // nobody hears it
                }
                ended();
            }
        }

        /// One direction has; after both the connection is over.
        private void ended() {
            if (directions.decrementAndGet() == 0) {
                cut();
                open.remove(host);
                open.remove(there);
            }
        }

        /// The next frame with its length; the four bytes alone if that is no length.
        private static byte[] frame(DataInputStream from, int most) throws IOException {
            int length = from.readInt();
            if (length < 1 || length > most) {
                return ByteBuffer.allocate(4).putInt(length).array();
            }
            byte[] frame = ByteBuffer.allocate(4 + length).putInt(length).array();
            from.readFully(frame, 4, length);
            return frame;
        }

        /// What follows a wrong length are no frames any more.
        private void pass() throws IOException {
            flush();
            while (true) {
                int next = fromHost.read();
                if (next < 0) {
                    throw new IOException("end of the host's stream");
                }
                bytesToServer(new byte[] {(byte) next});
                flush();
            }
        }

        private void flush() throws IOException {
            synchronized (toServer) {
                toServer.flush();
            }
            synchronized (toHost) {
                toHost.flush();
            }
        }

        @Override
        public void toServer(ToServer message) throws IOException {
            bytesToServer(message == down ? downBytes : framed(message.toByteArray()));
        }

        @Override
        public void toHost(ToClient message) throws IOException {
            byte[] bytes = message == up ? upBytes : framed(message.toByteArray());
            synchronized (toHost) {
                toHost.write(bytes);
            }
        }

        @Override
        public void bytesToServer(byte[] bytes) throws IOException {
            synchronized (toServer) {
                toServer.write(bytes);
            }
        }

        @Override
        public void endServer() throws IOException {
            there.shutdownOutput();
        }

        @Override
        public void cut() {
            closeQuietly(host);
            closeQuietly(there);
        }

        private static byte[] framed(byte[] message) {
            return ByteBuffer.allocate(4 + message.length)
                    .putInt(message.length)
                    .put(message)
                    .array();
        }
    }
}
