package bss.hil.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A host's connection through a tap, with a thread for each direction.
final class TapConnection {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int CONNECT_MILLIS = 5000;

    private final RecordingTap tap;
    private final int number;
    private final Socket host;
    private final AtomicInteger open = new AtomicInteger(2);
    private @Nullable Socket wafer;
    private volatile boolean cut;

    TapConnection(RecordingTap tap, int number, Socket host) {
        this.tap = tap;
        this.number = number;
        this.host = host;
    }

    void start() {
        Thread.ofPlatform().daemon().name("tap-" + number).start(this::connect);
    }

    private void connect() {
        Socket there;
        try {
            host.setTcpNoDelay(true);
            there = tap.endpoint().security().connect(tap.endpoint().address(), CONNECT_MILLIS);
        } catch (IOException | RuntimeException e) {
            tap.recorder().unreached(number, "%s cannot be reached: %s".formatted(tap.endpoint(), e.getMessage()));
            end();
            return;
        }
        synchronized (this) {
            wafer = there;
            if (cut) {
                end();
                return;
            }
        }
        Thread.ofPlatform().daemon().name("tap-up-" + number).start(() -> pump(there, host, true));
        pump(host, there, false);
    }

    private void pump(Socket from, Socket to, boolean up) {
        FrameScanner scanner = tap.recorder().scanner(number, up);
        Entry.End end = up ? Entry.End.ENDPOINT : Entry.End.HOST;
        boolean whole = false;
        try {
            pass(from.getInputStream(), to.getOutputStream(), scanner, up);
            whole = true;
        } catch (IOException | InterruptedException | RuntimeException e) {
            // cut, or reset; whatever it is, both ends hear of it
        }
        try {
            // before the other end hears of it, so that its answer to it is kept after it
            tap.recorder().ended(scanner, number, cut ? Entry.End.CUT : end);
            if (whole) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            whole = false;
        } finally {
            if (open.decrementAndGet() == 0 || !whole) {
                end();
            }
        }
    }

    private void pass(InputStream in, OutputStream out, FrameScanner scanner, boolean up)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (true) {
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            if (up) {
                tap.gate().awaitRelease();
            }
            if (cut) {
                throw new IOException("cut");
            }
            int pass = tap.gate().pass(count);
            int length = pass < 0 ? -1 - pass : pass;
            // before the last byte leaves, so that nothing comes back for it
            cut |= pass < 0;
            // before it is passed on, so that an answer is never kept before its request
            tap.recorder().passing(scanner, buffer, length);
            tap.passed(up, length);
            write(out, buffer, length);
            if (pass < 0) {
                cut();
                throw new IOException("cut");
            }
        }
    }

    private void write(OutputStream out, byte[] buffer, int length) throws IOException {
        int piece = tap.piece();
        if (piece == 0) {
            out.write(buffer, 0, length);
            return;
        }
        for (int at = 0; at < length; at += piece) {
            out.write(buffer, at, Math.min(piece, length - at));
            out.flush();
        }
    }

    /// Cuts it as a network would.
    void cut() {
        cut = true;
        end();
    }

    private void end() {
        tap.forget(this);
        close(host);
        synchronized (this) {
            if (wafer != null) {
                close(wafer);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed then
        }
    }
}
