package bss.tools.job.ops;

import java.util.logging.LogRecord;

/// Lines of the log for tests of other packages.
public final class LogLines {

    private LogLines() {}

    /// As `--log json` has it.
    public static String json(LogRecord log) {
        return LogFormats.json().format(log);
    }
}
