package bss.tools.job.ops;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;

/// Where all that this process logs goes, and how.
public final class Logging {

    /// A file of the log is at most this long.
    public static final long FILE_BYTES = 64L << 20;

    private Logging() {}

    /// Has Java log until the process is gone; to be called before anything is logged.
    public static void keep() {
        System.setProperty("java.util.logging.manager", KeptLogManager.class.getName());
    }

    /// From now on every line goes there alone.
    ///
    /// @param json an object in each line, else text
    /// @param file null: standard error
    /// @param kept former files that stay, 1 and above
    /// @throws IOException if the file cannot be written
    public static void set(boolean json, @Nullable Path file, int kept) throws IOException {
        Formatter format = json ? LogFormats.json() : LogFormats.text();
        Handler handler = file == null ? new Flushed(System.err, format) : new LogFile(file, format, FILE_BYTES, kept);
        Logger root = Logger.getLogger("");
        for (Handler before : root.getHandlers()) {
            root.removeHandler(before);
        }
        root.addHandler(handler);
        root.setLevel(Level.INFO);
    }

    /// Every line at once.
    private static final class Flushed extends StreamHandler {

        Flushed(OutputStream out, Formatter format) {
            super(out, format);
        }

        @Override
        public synchronized void publish(LogRecord log) {
            super.publish(log);
            flush();
        }
    }
}
