package bss.emulator;

/// Sees the spikes that enter the priority encoders.
interface SpikeObserver {

    /// A spike at time `clock - lag / 2^14` cycles.
    ///
    /// @param clock in which it enters
    /// @param lag 0 to 2^14 - 1
    void spike(int hicann, int denmem, long clock, int lag, int address);
}
