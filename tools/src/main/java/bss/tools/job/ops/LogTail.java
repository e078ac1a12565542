package bss.tools.job.ops;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The end of a file of text.
public final class LogTail {

    private static final int BYTES = 2_000;

    private LogTail() {}

    /// Its last lines, at most 2000 bytes; empty if it cannot be read.
    public static String of(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - BYTES);
            in.seek(from);
            byte[] tail = new byte[(int) Math.min(BYTES, in.length() - from)];
            in.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8);
            // not from the middle of a line
            int line = from == 0 ? 0 : text.indexOf('\n') + 1;
            return text.substring(line).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
