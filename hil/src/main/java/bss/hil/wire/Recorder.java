package bss.hil.wire;

import bss.proto.v1.Request;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps what passes a tap: the last frames for messages, all of them in a transcript; and reads from it what the
/// harness must know of an endpoint.
final class Recorder {

    /// A frame of the last ones.
    ///
    /// @param bytes its beginning
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(int connection, long micros, boolean up, Entry.Kind kind, byte[] bytes, int size) {}

    private static final int FRAMES = 24;
    private static final int COMPLAINTS = 16;
    private static final int REQUEST = 0x12;
    private static final int REFUSAL = 0x12;
    private static final int ANSWER = 0x1a;
    private static final int PONG = 0x32;

    /// Requests have no data, answers some.
    private static final int MOST_PARSED = 1 << 14;

    /// Rows of a chip's floating gates: 4 blocks of 24.
    private static final int ROWS_OF_CHIP = 4 * 24;

    private final Secrets secrets;
    private final Optional<TranscriptWriter> transcript;
    private final long start = System.nanoTime();
    private final Deque<Kept> last = new ArrayDeque<>();
    private final Deque<String> complaints = new ArrayDeque<>();
    private final Map<Integer, FrameScanner> scannersDown = new HashMap<>();
    private final Set<ByteString> sessions = new LinkedHashSet<>();
    private boolean closed;
    private @Nullable String trouble;
    private @Nullable String unreached;
    private long floatingGateRows;
    private long frames;

    Recorder(Secrets secrets, Optional<TranscriptWriter> transcript) {
        this.secrets = secrets;
        this.transcript = transcript;
    }

    /// Gets the frames of a direction of a connection. Not for two threads at once.
    synchronized FrameScanner scanner(int connection, boolean up) {
        FrameScanner scanner = new FrameScanner(new FrameScanner.Sink() {
            @Override
            public void frame(byte[] bytes, int from, int length) {
                keep(connection, up, Entry.Kind.FRAME, bytes, from, length);
            }

            @Override
            public void bytes(byte[] bytes, int from, int length) {
                keep(connection, up, Entry.Kind.BYTES, bytes, from, length);
            }
        });
        if (!up) {
            scannersDown.put(connection, scanner);
        }
        return scanner;
    }

    /// Bytes that are about to be passed on.
    synchronized void passing(FrameScanner scanner, byte[] bytes, int length) {
        scanner.feed(bytes, 0, length);
    }

    /// A direction of a connection is over.
    synchronized void ended(FrameScanner scanner, int connection, Entry.End end) {
        scanner.end();
        scannersDown.remove(connection, scanner);
        write(new Entry(Entry.Kind.CLOSED, connection, micros(), false, new byte[] {(byte) end.ordinal()}));
    }

    synchronized void opened(int connection) {
        write(new Entry(Entry.Kind.OPENED, connection, micros(), false, new byte[0]));
    }

    synchronized void unreached(int connection, String why) {
        unreached = why;
        complain(why);
        write(new Entry(
                Entry.Kind.CLOSED, connection, micros(), false, new byte[] {(byte) Entry.End.UNREACHED.ordinal()}));
        note(connection, why);
    }

    /// Why the endpoint could not be reached the last time that it could not.
    synchronized Optional<String> unreached() {
        return Optional.ofNullable(unreached);
    }

    synchronized void note(int connection, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        push(new Kept(connection, micros(), true, Entry.Kind.NOTE, bytes, bytes.length));
        write(new Entry(Entry.Kind.NOTE, connection, micros(), false, bytes));
    }

    private void keep(int connection, boolean up, Entry.Kind kind, byte[] bytes, int from, int length) {
        FrameScanner down = scannersDown.get(connection);
        if (up && down != null && kind == Entry.Kind.FRAME && bytes[from] == REFUSAL) {
            // what was refused may be a frame that is not whole: it goes before its refusal
            down.abandon();
        }
        frames++;
        long now = micros();
        boolean whole = length <= FrameText.DECODED_BYTES;
        // what is kept of a long frame must be without tokens too
        byte[] head = Arrays.copyOfRange(bytes, from, from + (whole ? length : FrameText.DECODED_BYTES));
        byte[] shown = up ? head : kind == Entry.Kind.BYTES || !whole ? secrets.bytes(head) : secrets.frame(head);
        push(new Kept(connection, now, up, kind, shown, whole ? shown.length : length));
        if (kind == Entry.Kind.FRAME && length <= MOST_PARSED) {
            listen(up, bytes, from, length);
        }
        if (transcript.isPresent() && !transcript.get().isFull()) {
            byte[] all = whole ? shown : written(up, kind, Arrays.copyOfRange(bytes, from, from + length));
            write(new Entry(kind, connection, now, up, all));
        }
    }

    private byte[] written(boolean up, Entry.Kind kind, byte[] bytes) {
        return up ? bytes : kind == Entry.Kind.BYTES ? secrets.bytes(bytes) : secrets.frame(bytes);
    }

    private void push(Kept kept) {
        if (last.size() == FRAMES) {
            last.removeFirst();
        }
        last.addLast(kept);
    }

    private void listen(boolean up, byte[] bytes, int from, int length) {
        int first = bytes[from];
        try {
            if (up && (first == REFUSAL || first == ANSWER)) {
                ToClient message = ToClient.parser().parseFrom(bytes, from, length);
                if (message.hasRefusal()) {
                    complain(message.getRefusal().getMessage());
                } else if (message.getAnswer().hasFailed()) {
                    complain(message.getAnswer().getFailed().getMessage());
                }
            } else if (!up && first == REQUEST) {
                request(ToServer.parser().parseFrom(bytes, from, length).getRequest());
            }
        } catch (InvalidProtocolBufferException e) {
            // no message: the frames show it
        }
    }

    private void request(Request request) {
        if (request.hasOpen() && !request.getOpen().getSessionKey().isEmpty()) {
            sessions.add(request.getOpen().getSessionKey());
        } else if (request.hasConfigure() && (request.getConfigure().getStages() & 1) != 0) {
            floatingGateRows += (long) ROWS_OF_CHIP * Math.clamp(request.getBlocks(), 0, 384);
        }
    }

    private void complain(String text) {
        if (complaints.size() == COMPLAINTS) {
            complaints.removeFirst();
        }
        complaints.addLast(text);
    }

    /// A transcript that cannot be written is given up; the test goes on.
    private void write(Entry entry) {
        if (transcript.isEmpty() || closed) {
            return;
        }
        try {
            transcript.get().write(entry);
        } catch (IOException e) {
            unwritten(e);
        }
    }

    private void unwritten(IOException e) {
        closed = true;
        trouble = "the transcript could not be written: " + e.getMessage();
    }

    private long micros() {
        return (System.nanoTime() - start) / 1000;
    }

    /// Whether the endpoint said a text in a refusal or in an answer that failed, of late.
    synchronized boolean said(String text) {
        return complaints.stream().anyMatch(c -> !c.isEmpty() && text.contains(c));
    }

    /// The last frames, oldest first, without pongs.
    synchronized List<String> lastFrames(int most) {
        List<String> lines = last.stream()
                .filter(k -> !(k.up && k.kind == Entry.Kind.FRAME && k.bytes.length > 0 && k.bytes[0] == PONG))
                .flatMap(k -> Stream.of("%9.3f ms  #%d %s %s"
                        .formatted(k.micros * 1e-3, k.connection, k.up ? "endpoint:" : "host:    ", text(k))))
                .toList();
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    private static String text(Kept kept) {
        return switch (kept.kind) {
            case FRAME -> FrameText.of(kept.up, kept.bytes, kept.size);
            case NOTE -> new String(kept.bytes, StandardCharsets.UTF_8);
            default -> "%d bytes that are no frame: %s".formatted(kept.size, FrameText.hex(kept.bytes, kept.size));
        };
    }

    /// Keys of the sessions that hosts opened, or tried to.
    synchronized List<ByteString> sessions() {
        return List.copyOf(sessions);
    }

    /// Rows of floating gates that hosts asked to write, one of 129 cells each. A request that is sent again after a
    /// cut counts again.
    synchronized long floatingGateRows() {
        return floatingGateRows;
    }

    synchronized long frames() {
        return frames;
    }

    /// What the transcript lacks; empty if nothing.
    synchronized Optional<String> trouble() {
        if (transcript.isPresent() && transcript.get().isFull()) {
            return Optional.of(
                    "the transcript has the first %d MiB alone".formatted(RecordingTap.TRANSCRIPT_BYTES >> 20));
        }
        return Optional.ofNullable(trouble);
    }

    synchronized void close() {
        if (!closed && transcript.isPresent()) {
            closed = true;
            try {
                transcript.get().close();
            } catch (IOException e) {
                unwritten(e);
            }
        }
    }
}
