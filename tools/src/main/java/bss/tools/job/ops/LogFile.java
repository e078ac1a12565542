package bss.tools.job.ops;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/// A file of the log. When a line would make it too long, or is of another day (UTC) than the one before, it
/// becomes `FILE.1`, the one of that name `FILE.2`, and so on; the last goes.
final class LogFile extends Handler {

    private final Path file;
    private final long mostBytes;
    private final int kept;
    private OutputStream out;
    private long bytes;
    private LocalDate day;

    /// @param mostBytes of a file, unless one line has more
    /// @param kept former files, 1 and above
    LogFile(Path file, Formatter format, long mostBytes, int kept) throws IOException {
        this.file = file;
        this.mostBytes = mostBytes;
        this.kept = kept;
        setFormatter(format);
        bytes = Files.exists(file) ? Files.size(file) : 0;
        day = bytes > 0 ? day(Files.getLastModifiedTime(file).toInstant()) : LocalDate.MIN;
        out = open();
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private OutputStream open() throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public synchronized void publish(LogRecord log) {
        if (!isLoggable(log)) {
            return;
        }
        try {
            byte[] line = getFormatter().format(log).getBytes(StandardCharsets.UTF_8);
            LocalDate today = day(log.getInstant());
            if (bytes > 0 && (bytes + line.length > mostBytes || !today.equals(day))) {
                rotate();
            }
            out.write(line);
            out.flush();
            bytes += line.length;
            day = today;
        } catch (IOException | RuntimeException e) {
            reportError(null, e, ErrorManager.WRITE_FAILURE);
        }
    }

    private void rotate() throws IOException {
        out.close();
        for (int i = kept; i > 1; i--) {
            Path older = numbered(i - 1);
            if (Files.exists(older)) {
                Files.move(older, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        bytes = 0;
        out = open();
    }

    private Path numbered(int i) {
        return file.resolveSibling(file.getFileName() + "." + i);
    }

    @Override
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            reportError(null, e, ErrorManager.FLUSH_FAILURE);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            reportError(null, e, ErrorManager.CLOSE_FAILURE);
        }
    }
}
