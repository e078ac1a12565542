package bss.mapper.extract;

/// Where events come from.
public sealed interface Source {

    int hicann();

    /// L1 address of its events.
    int address();

    /// A circuit that fires into the merger tree.
    ///
    /// @param denmem the denmem that fires for it
    record Neuron(int hicann, int denmem, int address) implements Source {}

    /// Events from the FPGA.
    ///
    /// @param link Gbit link that they come through
    record External(int hicann, int link, int address) implements Source {}
}
