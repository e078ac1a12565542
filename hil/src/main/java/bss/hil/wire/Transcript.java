package bss.hil.wire;

import com.google.protobuf.CodedInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What passed a tap during a test, in order.
public record Transcript(List<Entry> entries) {

    public Transcript {
        entries = List.copyOf(entries);
    }

    /// Reads a file.
    ///
    /// @throws IOException that says what is wrong with it
    public static Transcript read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            if (!Arrays.equals(stream.readNBytes(TranscriptWriter.MAGIC.length), TranscriptWriter.MAGIC)) {
                throw new IOException("begins otherwise, must begin with BSSHIL1 and a new line");
            }
            CodedInputStream in = CodedInputStream.newInstance(stream);
            in.setSizeLimit(Integer.MAX_VALUE);
            long micros = 0;
            while (!in.isAtEnd()) {
                int head = in.readRawByte() & 0xff;
                int kind = head & (TranscriptWriter.UP - 1);
                if (head >= 2 * TranscriptWriter.UP || kind >= Entry.Kind.values().length) {
                    throw new IOException("entry %d has kind %d".formatted(entries.size(), head));
                }
                int connection = in.readUInt32();
                micros += in.readUInt64();
                byte[] payload = in.readRawBytes(in.readUInt32());
                entries.add(new Entry(
                        Entry.Kind.values()[kind], connection, micros, (head & TranscriptWriter.UP) != 0, payload));
            }
        } catch (IOException e) {
            throw new IOException("%s is no transcript: %s".formatted(file, e.getMessage()), e);
        }
        return new Transcript(entries);
    }

    /// What happened, an entry on a line, for people.
    public Stream<String> lines() {
        return entries.stream().map(Transcript::line);
    }

    private static String line(Entry entry) {
        byte[] bytes = entry.payload();
        String what = switch (entry.kind()) {
            case OPENED -> "opened";
            case FRAME -> who(entry) + FrameText.of(entry.up(), bytes, bytes.length);
            case BYTES ->
                "%s%d bytes that are no frame: %s"
                        .formatted(who(entry), bytes.length, FrameText.hex(bytes, bytes.length));
            case CLOSED -> "closed: " + Entry.End.values()[bytes[0]];
            case NOTE -> new String(bytes, StandardCharsets.UTF_8);
            case FULL -> "the rest was not kept";
        };
        return "%9.3f ms  #%d %s".formatted(entry.micros() * 1e-3, entry.connection(), what);
    }

    private static String who(Entry entry) {
        return entry.up() ? "endpoint: " : "host:     ";
    }
}
