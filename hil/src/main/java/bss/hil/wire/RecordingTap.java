package bss.hil.wire;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The tap of a test, with what the harness reads from it.
public final class RecordingTap implements Tap {

    /// Bytes of a transcript, about.
    public static final long TRANSCRIPT_BYTES = 8 << 20;

    private static final int BACKLOG = 1024;

    private final Endpoint endpoint;
    private final ServerSocket listening;
    private final Recorder recorder;
    private final Gate gate = new Gate();
    private final Set<TapConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong down = new AtomicLong();
    private final AtomicLong up = new AtomicLong();
    private volatile int piece;

    /// Listens at a free port of this machine.
    ///
    /// @param transcript file for all that passes, up to [#TRANSCRIPT_BYTES]
    public RecordingTap(Endpoint endpoint, Secrets secrets, Optional<Path> transcript) throws IOException {
        this.endpoint = endpoint;
        recorder = new Recorder(
                secrets,
                transcript.isPresent()
                        ? Optional.of(new TranscriptWriter(transcript.get(), TRANSCRIPT_BYTES))
                        : Optional.empty());
        listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("tap").start(this::accept);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket host = listening.accept();
                int number = connections.getAndIncrement();
                TapConnection connection = new TapConnection(this, number, host);
                recorder.opened(number);
                open.add(connection);
                connection.start();
            } catch (IOException e) {
                // closed, or a host that went away at once
            }
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Recorder recorder() {
        return recorder;
    }

    Gate gate() {
        return gate;
    }

    int piece() {
        return piece;
    }

    void passed(boolean upwards, int bytes) {
        (upwards ? up : down).addAndGet(bytes);
    }

    void forget(TapConnection connection) {
        open.remove(connection);
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    @Override
    public void cut() {
        open.forEach(TapConnection::cut);
    }

    @Override
    public void cutAfter(long bytes) {
        gate.cutAfter(bytes);
    }

    @Override
    public void pieces(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("pieces of %d bytes, must be 0 or more".formatted(bytes));
        }
        piece = bytes;
    }

    @Override
    public void holdUp(boolean hold) {
        gate.hold(hold);
    }

    /// Disturbs nothing any more.
    public void release() {
        gate.hold(false);
        gate.cutAfter(Long.MAX_VALUE);
        piece = 0;
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

    /// Frames that passed, and pieces of what is none.
    public long frames() {
        return recorder.frames();
    }

    /// The last frames that passed, oldest first, decoded and shortened.
    public List<String> lastFrames(int most) {
        return recorder.lastFrames(most);
    }

    /// Whether a message says what the endpoint said in a refusal or in an answer that failed.
    public boolean said(String message) {
        return recorder.said(message);
    }

    /// Why the endpoint could not be reached, if once it could not.
    public Optional<String> unreached() {
        return recorder.unreached();
    }

    /// Keys of all sessions that hosts opened, or tried to.
    public List<ByteString> sessions() {
        return recorder.sessions();
    }

    /// Rows of floating gates that hosts asked the endpoint to write: 96 for each chip.
    public long floatingGateRows() {
        return recorder.floatingGateRows();
    }

    /// What the transcript lacks; empty if nothing.
    public Optional<String> transcriptTrouble() {
        return recorder.trouble();
    }

    /// Cuts what is open and ends the transcript.
    @Override
    public void close() {
        try (listening) {
            release();
            cut();
        } catch (IOException e) {
            // nobody can connect any more
        }
        recorder.close();
    }
}
