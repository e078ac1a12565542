package bss.emulator;

/// Sees each spike that enters a priority encoder; for tests that feed the same spikes to another model.
interface SpikeObserver {

    /// A spike enters its encoder.
    ///
    /// @param clock in which the spike enters its encoder
    /// @param lag by which it is older than that clock [2^-14 cycles]
    /// @param address L1 address of the neuron
    void spike(int hicann, int denmem, long clock, int lag, int address);
}
