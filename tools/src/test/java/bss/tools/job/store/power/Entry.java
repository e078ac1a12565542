package bss.tools.job.store.power;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One record of `writelog.c`: what was done to files.
final class Entry {

    /// A process begins: it has no files open.
    static final char START = 'X';

    /// A file or folder was opened; the flags of `open` and its path.
    static final char OPEN = 'O';

    static final char CLOSE = 'C';
    static final char WRITE = 'W';
    static final char TRUNCATE = 'T';

    /// `fsync` or `fdatasync`.
    static final char SYNC = 'S';

    static final char RENAME = 'R';

    /// A name was removed.
    static final char DELETE = 'D';

    static final char MAKE_FOLDER = 'M';

    /// A file was mapped so that it can be written.
    static final char MAP = 'm';

    /// Something else.
    static final char UNKNOWN = 'U';

    private static final int HEAD = 1 + 4 + 8 + 4 + 4;

    final char what;
    final int fd;

    /// Place of a write, length after a truncation, or flags.
    final long at;

    private final byte[] first;
    private final byte[] second;

    private Entry(char what, int fd, long at, byte[] first, byte[] second) {
        this.what = what;
        this.fd = fd;
        this.at = at;
        this.first = first;
        this.second = second;
    }

    /// What was written; not a copy.
    byte[] bytes() {
        return first;
    }

    /// The bytes as text: a path from the folder of the log on, or what was written.
    String text() {
        return new String(first, StandardCharsets.UTF_8);
    }

    /// The new path of what was renamed.
    String target() {
        return new String(second, StandardCharsets.UTF_8);
    }

    /// Every record of a log.
    static List<Entry> read(Path log) {
        List<Entry> entries = new ArrayList<>();
        try {
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.nativeOrder());
            while (in.hasRemaining()) {
                if (in.remaining() < HEAD) {
                    throw new EOFException(log + " ends within a record");
                }
                char what = (char) in.get();
                int fd = in.getInt();
                long at = in.getLong();
                byte[] first = new byte[in.getInt()];
                byte[] second = new byte[in.getInt()];
                in.get(first).get(second);
                entries.add(new Entry(what, fd, at, first, second));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
