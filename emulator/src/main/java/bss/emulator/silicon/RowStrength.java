package bss.emulator.silicon;

/// The strength of the 256 synapses of one row, with the row's present setting.
public interface RowStrength {

    /// The conductance that one event adds to an input of the synapse's denmem [S], not negative.
    ///
    /// @param column 0 to 255
    /// @param weight 0 to 15
    /// @param right the right (E_syni) instead of the left (E_synx) input
    double siemens(int column, int weight, boolean right);
}
