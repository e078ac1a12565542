package bss.hil.suite;

import bss.hil.wire.Tap;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A small relay for the tests of the tests: cuts, pieces, holds up, and plants faults of single messages.
final class TrialTap implements Tap {

    private final ServerSocket listening;
    private final InetSocketAddress endpoint;
    private final Optional<FrameFault> fault;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong down = new AtomicLong();
    private final AtomicLong up = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    private final Object lock = new Object();
    private long untilCut = Long.MAX_VALUE;
    private boolean held;
    private volatile int pieces;

    TrialTap(InetSocketAddress endpoint, Optional<FrameFault> fault) throws IOException {
        this.endpoint = endpoint;
        this.fault = fault;
        listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("trial-tap").start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket host = listening.accept();
                Socket wafer = new Socket(endpoint.getAddress(), endpoint.getPort());
                host.setTcpNoDelay(true);
                wafer.setTcpNoDelay(true);
                connections.incrementAndGet();
                sockets.add(host);
                sockets.add(wafer);
                Thread.ofPlatform().daemon().start(() -> relay(host, wafer, false));
                Thread.ofPlatform().daemon().start(() -> relay(wafer, host, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void relay(Socket from, Socket to, boolean upwards) {
        try {
            if (fault.isPresent()) {
                frames(fault.get(), from, to, upwards);
            } else {
                bytes(from.getInputStream(), to.getOutputStream(), upwards);
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            close(from);
            close(to);
        }
    }

    private void bytes(InputStream in, OutputStream out, boolean upwards) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        while (true) {
            int most = pieces > 0 ? pieces : buffer.length;
            int count = in.read(buffer, 0, most);
            if (count < 0) {
                return;
            }
            int pass = pass(count, upwards);
            out.write(buffer, 0, pass);
            (upwards ? up : down).addAndGet(pass);
            if (pass < count) {
                throw new IOException("cut");
            }
        }
    }

    /// How many of so many bytes may pass before the cut.
    private int pass(int count, boolean upwards) throws InterruptedException {
        synchronized (lock) {
            while (upwards && held) {
                lock.wait();
            }
            if (untilCut <= count) {
                int pass = (int) untilCut - 1;
                untilCut = Long.MAX_VALUE;
                return pass;
            }
            untilCut -= untilCut == Long.MAX_VALUE ? 0 : count;
            return count;
        }
    }

    private static void frames(FrameFault fault, Socket from, Socket to, boolean upwards) throws IOException {
        DataInputStream in = new DataInputStream(from.getInputStream());
        DataOutputStream out = new DataOutputStream(to.getOutputStream());
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException e) {
                return;
            }
            if (length < 1 || length > 1 << 21) {
                out.writeInt(length);
                in.transferTo(out);
                return;
            }
            byte[] frame = in.readNBytes(length);
            if (frame.length < length) {
                out.writeInt(length);
                out.write(frame);
                return;
            }
            List<? extends MessageLite> messages;
            try {
                messages = upwards ? fault.up(ToClient.parseFrom(frame)) : fault.down(ToServer.parseFrom(frame));
            } catch (InvalidProtocolBufferException e) {
                out.writeInt(length);
                out.write(frame);
                continue;
            }
            for (MessageLite message : messages) {
                byte[] bytes = message.toByteArray();
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed before
        }
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    @Override
    public void cut() {
        sockets.forEach(TrialTap::close);
        sockets.clear();
    }

    @Override
    public void cutAfter(long bytes) {
        synchronized (lock) {
            untilCut = bytes;
        }
    }

    @Override
    public void pieces(int bytes) {
        pieces = bytes;
    }

    @Override
    public void holdUp(boolean hold) {
        synchronized (lock) {
            held = hold;
            lock.notifyAll();
        }
    }

    @Override
    public long bytesDown() {
        return down.get();
    }

    @Override
    public long bytesUp() {
        return up.get();
    }

    @Override
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            // closed before
        }
        cut();
    }
}
