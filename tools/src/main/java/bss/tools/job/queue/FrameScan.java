package bss.tools.job.queue;

import io.netty.buffer.ByteBuf;

/// Finds the frames in one direction of an HTTP/2 connection, without keeping any of it.
final class FrameScan {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final int HEAD_BYTES = 9;

    /// Hears of frames.
    interface Frames {
        /// The head of a frame is there.
        void begins(int type, int flags, int stream);

        /// So is the rest of it.
        void ends(int type, int flags, int stream);
    }

    private int inHead;
    private long head;
    private int stream;
    private int left;
    private boolean inFrame;

    /// Whether the last byte was amid a frame.
    boolean isAmid() {
        return inHead > 0 || inFrame;
    }

    /// The kind of the frame that is under way; other than [#isAmid]: meaningless.
    int type() {
        return inFrame ? type(head) : -1;
    }

    private static int type(long head) {
        return (int) (head >>> 8) & 0xff;
    }

    private static int flags(long head) {
        return (int) head & 0xff;
    }

    /// Goes on from a place in the bytes to their end.
    ///
    /// @return whether there was something of the content of an answer or a request among them
    boolean read(ByteBuf bytes, int from, Frames heard) {
        boolean data = false;
        int at = from;
        int end = bytes.writerIndex();
        while (at < end) {
            if (inFrame) {
                int skip = Math.min(left, end - at);
                data |= skip > 0 && type(head) == DATA;
                at += skip;
                left -= skip;
            } else {
                at++;
                next(bytes.getUnsignedByte(at - 1), heard);
            }
            if (inFrame && left == 0) {
                inFrame = false;
                heard.ends(type(head), flags(head), stream);
            }
        }
        return data;
    }

    private void next(int value, Frames heard) {
        if (inHead < 5) {
            head = inHead == 0 ? value : head << 8 | value;
        } else {
            stream = inHead == 5 ? value & 0x7f : stream << 8 | value;
        }
        inHead++;
        if (inHead == HEAD_BYTES) {
            inHead = 0;
            inFrame = true;
            left = (int) (head >>> 16) & 0xffffff;
            heard.begins(type(head), flags(head), stream);
        }
    }
}
