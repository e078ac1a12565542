package bss.tools.job.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/// Passes bytes between clients and a server, and cuts the connection once after so many from the server.
final class CuttingProxy implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final ServerSocket listening;
    private final int port;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong cuts = new AtomicLong();

    CuttingProxy(int port) throws IOException {
        this.port = port;
        listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofPlatform().daemon().name("proxy").start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /// Cuts once `bytes` more have come from the server.
    void cutAfter(long bytes) {
        left.set(bytes);
    }

    /// Bytes that came from the server and were given to a client.
    long passed() {
        return passed.get();
    }

    long cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> pass(client, server, false));
                Thread.ofPlatform().daemon().start(() -> pass(server, client, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, boolean down) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int most = down ? (int) Math.min(n, left.get()) : n;
                out.write(buffer, 0, most);
                if (down) {
                    passed.addAndGet(most);
                    if (left.addAndGet(-most) == 0) {
                        left.set(Long.MAX_VALUE);
                        cuts.incrementAndGet();
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // the other side went
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
