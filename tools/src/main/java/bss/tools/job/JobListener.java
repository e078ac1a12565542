package bss.tools.job;

/// Hears what an engine does, on the engine's thread.
public interface JobListener {

    /// How far a stage is.
    ///
    /// @param fraction 0 to 1 of the stage
    void progress(String stage, double fraction);

    /// A line that the user should read.
    ///
    /// @param warning it needs attention
    void notice(boolean warning, String text);
}
