package bss.mapper.optimise;

/// Hears what the search is at.
@FunctionalInterface
public interface Phases {

    /// A phase begins; it may have done so before.
    ///
    /// @param stage as in the report
    /// @param fraction of the whole mapping that is done, 0 to 1
    /// @throws InterruptedException if the thread is interrupted
    void begin(String stage, double fraction) throws InterruptedException;
}
