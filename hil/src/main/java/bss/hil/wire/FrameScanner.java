package bss.hil.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Cuts one direction of a connection into frames: a length of 4 bytes, big-endian, and so many bytes.
final class FrameScanner {

    /// Who gets what is found. Arrays are used again afterwards.
    interface Sink {
        /// A frame without its length.
        void frame(byte[] bytes, int from, int length);

        /// Bytes that are no frame.
        void bytes(byte[] bytes, int from, int length);
    }

    /// More than any endpoint takes or sends, so that frames that are too long are seen as frames.
    private static final int MOST_BYTES = 1 << 24;

    private static final int LENGTH_BYTES = 4;

    private static final VarHandle LENGTH = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Sink sink;
    private byte[] partial = new byte[64];
    private int kept;
    private boolean lost;

    FrameScanner(Sink sink) {
        this.sink = sink;
    }

    /// Takes the next bytes of the stream.
    void feed(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end && !lost) {
            if (kept > 0) {
                at += complete(bytes, at, end);
                continue;
            }
            if (end - at < LENGTH_BYTES) {
                keep(bytes, at, end - at);
                return;
            }
            int size = size(bytes, at);
            if (size < 1 || size > MOST_BYTES) {
                lost = true;
            } else if (end - at < LENGTH_BYTES + size) {
                keep(bytes, at, end - at);
                return;
            } else {
                sink.frame(bytes, at + LENGTH_BYTES, size);
                at += LENGTH_BYTES + size;
            }
        }
        if (lost && at < end) {
            sink.bytes(bytes, at, end - at);
        }
    }

    /// Adds to a frame that began before.
    ///
    /// @return how many bytes belong to it
    private int complete(byte[] bytes, int from, int end) {
        if (kept < LENGTH_BYTES) {
            int take = Math.min(LENGTH_BYTES - kept, end - from);
            keep(bytes, from, take);
            if (kept == LENGTH_BYTES) {
                int size = size(partial, 0);
                if (size < 1 || size > MOST_BYTES) {
                    lost = true;
                    flush();
                }
            }
            return take;
        }
        int size = size(partial, 0);
        int take = Math.min(LENGTH_BYTES + size - kept, end - from);
        keep(bytes, from, take);
        if (kept == LENGTH_BYTES + size) {
            kept = 0;
            sink.frame(partial, LENGTH_BYTES, size);
            if (partial.length > 1 << 16) {
                partial = new byte[64];
            }
        }
        return take;
    }

    private void keep(byte[] bytes, int from, int length) {
        if (kept + length > partial.length) {
            partial = Arrays.copyOf(partial, Math.max(2 * partial.length, kept + length));
        }
        System.arraycopy(bytes, from, partial, kept, length);
        kept += length;
    }

    /// Nobody will read the rest of a frame: what is kept, and what comes, are bytes.
    void abandon() {
        lost = true;
        flush();
    }

    /// The stream is over: what is kept is no frame.
    void end() {
        flush();
    }

    private void flush() {
        if (kept > 0) {
            int length = kept;
            kept = 0;
            sink.bytes(partial, 0, length);
        }
    }

    private static int size(byte[] bytes, int at) {
        return (int) LENGTH.get(bytes, at);
    }
}
