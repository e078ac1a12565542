package bss.tools.job.ops;

import java.util.logging.LogManager;

/// Logs until the process is gone: Java's own stops as soon as the process is asked to end, and what the end of a
/// server
/// is like would not be told. Java makes it by its name.
public final class KeptLogManager extends LogManager {

    /// For Java alone.
    public KeptLogManager() {}

    @Override
    public void reset() {
        // which is what Java calls at the end
    }
}
