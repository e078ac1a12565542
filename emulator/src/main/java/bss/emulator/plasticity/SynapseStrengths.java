package bss.emulator.plasticity;

/// What the synapses of a chip do to the circuits that they feed.
public interface SynapseStrengths {

    /// The conductance that one event adds, as the kernel takes it; 0 if the synapse does not feed this input.
    ///
    /// @param row 0 to 447
    /// @param column 0 to 255
    /// @param weight 0 to 15
    /// @param right the right (E_syni) instead of the left (E_synx) input
    int conductance(int row, int column, int weight, boolean right);
}
