package bss.tools.reference;

/// The spikes of a source in the order of time. A train may go on for ever: it is asked as far as time
/// goes.
@FunctionalInterface
public interface SpikeTrain {

    /// Time of spike `n` in ms, 0 or above and not before spike `n - 1`; infinite if there are fewer.
    double timeMs(int n);
}
