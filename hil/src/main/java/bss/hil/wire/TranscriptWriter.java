package bss.hil.wire;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes what passes a tap to a file, under another name until it is whole.
///
/// The file is 8 bytes `BSSHIL1\n`, then entries: a byte (kind, plus 8 if it went up), then as protobuf's varints the
/// connection, the microseconds since the last entry and the length, then so many bytes.
final class TranscriptWriter {

    static final byte[] MAGIC = {'B', 'S', 'S', 'H', 'I', 'L', '1', '\n'};
    static final int UP = 8;

    private final Path file;
    private final Path aside;
    private final OutputStream stream;
    private final CodedOutputStream out;
    private final long most;
    private long last;
    private boolean full;

    /// @param most bytes of the file, about
    TranscriptWriter(Path file, long most) throws IOException {
        this.file = file;
        this.most = most;
        aside = file.resolveSibling(file.getFileName() + ".part");
        stream = Files.newOutputStream(aside);
        out = CodedOutputStream.newInstance(stream, 1 << 16);
        out.writeRawBytes(MAGIC);
    }

    void write(Entry entry) throws IOException {
        if (full) {
            return;
        }
        Entry kept = entry;
        if (out.getTotalBytesWritten() + entry.payload().length > most) {
            full = true;
            kept = new Entry(Entry.Kind.FULL, entry.connection(), entry.micros(), false, new byte[0]);
        }
        out.writeRawByte(kept.kind().ordinal() + (kept.up() ? UP : 0));
        out.writeUInt32NoTag(kept.connection());
        out.writeUInt64NoTag(Math.max(0, kept.micros() - last));
        out.writeUInt32NoTag(kept.payload().length);
        out.writeRawBytes(kept.payload());
        last = Math.max(last, kept.micros());
    }

    /// Whether something is left out.
    boolean isFull() {
        return full;
    }

    void close() throws IOException {
        try (stream) {
            out.flush();
        }
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
