package bss.hil.run;

import bss.hil.wire.Endpoint;
import bss.proto.link.LinkSecurity;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A relay in front of a healthy endpoint that goes wrong with one of the frames from it.
final class FaultyRelay implements AutoCloseable {

    enum Fault {
        NONE,
        /// Closes everything, and listens no more.
        DIES,
        /// Passes nothing any more, in no connection, but lets hosts connect.
        HANGS,
        /// Passes nothing any more in the connection that met it.
        HANGS_ONCE,
        /// Sends bytes that are no frame in its place.
        GARBAGE,
        /// Sends a frame that is no message in its place.
        NO_MESSAGE,
        /// Sends a frame that ends too early, and closes.
        TRUNCATED
    }

    private final Endpoint endpoint;
    private final Fault fault;
    private final int at;
    private final SplittableRandom random;
    private final ServerSocket listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger frames = new AtomicInteger();
    private volatile boolean hangs;

    /// @param at number of the frame from the endpoint, over all connections, from 0
    FaultyRelay(Endpoint endpoint, Fault fault, int at, long seed) throws IOException {
        this.endpoint = endpoint;
        this.fault = fault;
        this.at = at;
        random = new SplittableRandom(seed);
        Thread.ofPlatform().daemon().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket host = listening.accept();
                open.add(host);
                Socket wafer = endpoint.security().connect(endpoint.address(), 5000);
                host.setTcpNoDelay(true);
                open.add(wafer);
                Thread.ofPlatform().daemon().start(() -> down(host, wafer));
                Thread.ofPlatform().daemon().start(() -> up(wafer, host));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void down(Socket host, Socket wafer) {
        try {
            host.getInputStream().transferTo(wafer.getOutputStream());
            wafer.shutdownOutput();
        } catch (IOException e) {
            close(wafer);
        }
    }

    private void up(Socket wafer, Socket host) {
        try {
            DataInputStream in = new DataInputStream(wafer.getInputStream());
            DataOutputStream out = new DataOutputStream(host.getOutputStream());
            while (true) {
                byte[] frame = in.readNBytes(in.readInt());
                boolean now = frames.getAndIncrement() == at;
                while (hangs || (now && fault == Fault.HANGS_ONCE)) {
                    hangs |= fault == Fault.HANGS;
                    Thread.sleep(50);
                }
                if (!now || !goWrong(frame, out)) {
                    out.writeInt(frame.length);
                    out.write(frame);
                }
            }
        } catch (IOException | InterruptedException e) {
            close(host);
            close(wafer);
        }
    }

    /// @return false if the frame is to be sent as it is
    private boolean goWrong(byte[] frame, DataOutputStream out) throws IOException, InterruptedException {
        byte[] garbage = new byte[100];
        random.nextBytes(garbage);
        switch (fault) {
            case DIES -> {
                close();
                throw new IOException("dead");
            }
            case HANGS -> {
                hangs = true;
                Thread.sleep(1_000_000);
            }
            case GARBAGE -> {
                garbage[0] = (byte) 0x80;
                out.write(garbage);
            }
            case NO_MESSAGE -> {
                // field 1 of type 7, which there is not
                garbage[0] = 0x0f;
                out.writeInt(garbage.length);
                out.write(garbage);
            }
            case TRUNCATED -> {
                out.writeInt(frame.length + 10);
                out.write(frame);
                throw new IOException("closed");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    int frames() {
        return frames.get();
    }

    Endpoint endpoint() {
        return new Endpoint(
                (InetSocketAddress) listening.getLocalSocketAddress(),
                LinkSecurity.Client.PLAIN,
                endpoint.expiredToken());
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed before
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            // closed before
        }
        open.forEach(FaultyRelay::close);
    }
}
