package bss.tools.job.queue;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Watches the bytes of a connection for how long its client has been sending a request, in HTTP/1.1 or HTTP/2.
///
/// It decides nothing about a request: that is done behind it. What it says of times holds even where a request
/// is handed on as a whole only, and where nothing is handed on at all.
final class RequestScan {

    /// No such time.
    static final long NEVER = Long.MAX_VALUE;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INTERIM = "HTTP/1.1 1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SWITCH = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);

    private final int mostStreams;
    private final FrameScan in = new FrameScan();
    private final FrameScan out = new FrameScan();
    private boolean http2;

    // HTTP/1.1: a request whose head, then content is under way
    private boolean inContent;
    private long began = NEVER;
    private int newLines;
    /// How much of the preface the head is; below 0: it is none.
    private int preface;

    // HTTP/2
    private long frameBegan = NEVER;
    private long headBegan = NEVER;
    /// When those requests began whose end has not come, oldest first.
    private final Map<Integer, Long> streams = new LinkedHashMap<>();

    private long now;

    private final FrameScan.Frames fromClient = new FrameScan.Frames() {
        @Override
        public void begins(int type, int flags, int stream) {
            // the second frame of a buffer has no time of its own: it came now
            long since = Math.min(frameBegan, now);
            if (type == FrameScan.HEADERS) {
                headBegan = Math.min(headBegan, since);
                if ((flags & FrameScan.END_STREAM) == 0) {
                    streams.putIfAbsent(stream, since);
                }
            }
        }

        @Override
        public void ends(int type, int flags, int stream) {
            frameBegan = NEVER;
            boolean head = type == FrameScan.HEADERS || type == FrameScan.CONTINUATION;
            if (head && (flags & FrameScan.END_HEADERS) != 0) {
                headBegan = NEVER;
            }
            forget(type, flags, stream);
        }
    };

    private final FrameScan.Frames toClient = new FrameScan.Frames() {
        @Override
        public void begins(int type, int flags, int stream) {}

        @Override
        public void ends(int type, int flags, int stream) {
            forget(type, flags, stream);
        }
    };

    /// @param mostStreams that a client may open
    RequestScan(int mostStreams) {
        this.mostStreams = mostStreams;
    }

    private void forget(int type, int flags, int stream) {
        boolean content = type == FrameScan.HEADERS || type == FrameScan.DATA;
        if (type == FrameScan.RESET || (content && (flags & FrameScan.END_STREAM) != 0)) {
            streams.remove(stream);
        }
    }

    /// Bytes came; they stay as they are.
    void came(ByteBuf bytes, long nanos) {
        now = nanos;
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end && !http2) {
            one(bytes.getByte(at++));
        }
        if (at < end) {
            in.read(bytes, at, fromClient);
            frameBegan = in.isAmid() ? Math.min(frameBegan, now) : NEVER;
        }
    }

    private void one(byte value) {
        if (began == NEVER) {
            began = now;
            newLines = 0;
            preface = 0;
        }
        if (preface >= 0) {
            preface = value == PREFACE[preface] ? preface + 1 : -1;
            if (preface == PREFACE.length) {
                http2 = true;
                began = NEVER;
            }
            if (preface > 0) {
                return;
            }
        }
        if (inContent) {
            return;
        }
        if (value == '\n') {
            newLines++;
        } else if (value != '\r') {
            newLines = 0;
        }
        inContent = newLines == 2;
    }

    /// Bytes go out; they stay as they are.
    ///
    /// @return whether they are of an answer
    boolean goes(ByteBuf bytes) {
        if (http2) {
            return out.read(bytes, bytes.readerIndex(), toClient);
        }
        if (!starts(bytes, INTERIM) || starts(bytes, SWITCH)) {
            began = NEVER;
            inContent = false;
        }
        return bytes.isReadable();
    }

    private static boolean starts(ByteBuf bytes, byte[] with) {
        if (bytes.readableBytes() < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /// Since when the head of a request, or a frame that is no content, is under way.
    long headSince() {
        if (!http2) {
            return inContent ? NEVER : began;
        }
        return in.isAmid() && in.type() != FrameScan.DATA ? Math.min(headBegan, frameBegan) : headBegan;
    }

    /// Since when the oldest request is under way.
    long requestSince() {
        if (!http2) {
            return began;
        }
        long oldest = streams.isEmpty() ? NEVER : streams.values().iterator().next();
        return Math.min(oldest, frameBegan);
    }

    /// Whether the client opens more than it may, whatever it is told.
    boolean isTooMany() {
        return streams.size() > 4 * mostStreams;
    }
}
