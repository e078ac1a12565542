package bss.mapper.extract;

/// Takes the hits of a sender's events, one call per synapse and synaptic input.
@FunctionalInterface
public interface HitVisitor {

    /// Takes one hit.
    ///
    /// @param address L1 address of the event that hits
    /// @param hicann chip of the synapse
    /// @param row synapse row, 0 to 447
    /// @param column 0 to 255
    /// @param right whether through the right input (E_syni), else the left (E_synx)
    /// @param weight 4-bit weight
    /// @param conductanceNs step of the denmem's conductance [nS, hardware]
    /// @param chips chips on the route, both ends counted
    void hit(int address, int hicann, int row, int column, boolean right, int weight, double conductanceNs, int chips);
}
