package bss.tools.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between host and server and does to the byte stream what networks do: splits and merges segments,
/// holds them
/// back, and cuts connections at random offsets. What it does follows from its seed and from the bytes.
public final class UnreliableProxy implements AutoCloseable {

    private final ServerSocket listener;
    private volatile int target;
    private final long seed;
    private final long meanBytesToCut;
    private final int maxDelayMicros;
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger cutsLeft;
    private final AtomicLong pumps = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// @param target port on this machine
    /// @param meanBytesToCut bytes in one direction after which a connection is cut, in the mean
    /// @param cuts how many at most
    /// @param maxDelayMicros before a segment goes on
    public UnreliableProxy(int target, long seed, long meanBytesToCut, int cuts, int maxDelayMicros)
            throws IOException {
        this.target = target;
        this.seed = seed;
        this.meanBytesToCut = meanBytesToCut;
        this.maxDelayMicros = maxDelayMicros;
        cutsLeft = new AtomicInteger(cuts);
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Where hosts connect to.
    public int port() {
        return listener.getLocalPort();
    }

    /// Connections cut so far.
    public int cuts() {
        return cuts.get();
    }

    /// Sends new connections elsewhere.
    void redirect(int to) {
        target = to;
    }

    /// Cuts all connections that are open now.
    void cutAll() {
        open.forEach(this::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket host = listener.accept();
                Socket server;
                try {
                    server = new Socket(InetAddress.getLoopbackAddress(), target);
                } catch (IOException e) {
                    host.close();
                    continue;
                }
                host.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(host);
                open.add(server);
                Thread.ofVirtual().start(() -> pump(host, server));
                Thread.ofVirtual().start(() -> pump(server, host));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pump(Socket from, Socket to) {
        SplittableRandom random = new SplittableRandom(seed + pumps.getAndIncrement() * 0x9e3779b97f4a7c15L);
        long left = (long) (-Math.log(1 - random.nextDouble()) * meanBytesToCut);
        byte[] bytes = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                // small reads split segments, large ones merge them
                int most = random.nextInt(4) == 0 ? 1 + random.nextInt(64) : 1 + random.nextInt(bytes.length);
                int n = in.read(bytes, 0, most);
                if (n < 0) {
                    break;
                }
                if (maxDelayMicros > 0 && random.nextInt(16) == 0) {
                    Thread.sleep(0, 1000 * random.nextInt(Math.min(999, maxDelayMicros)));
                }
                boolean cut = n >= left && cutsLeft.getAndUpdate(c -> Math.max(0, c - 1)) > 0;
                out.write(bytes, 0, cut ? (int) left : n);
                if (cut) {
                    cuts.incrementAndGet();
                    break;
                }
                left = n >= left ? Long.MAX_VALUE : left - n;
            }
        } catch (IOException | InterruptedException e) {
            // the other direction was cut
        } finally {
            close(from);
            close(to);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(this::close);
    }
}
