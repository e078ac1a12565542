package bss.spec.mapping;

/// Why a synapse was not realised.
public enum LossCause {
    /// Source or target neuron found no place.
    NEURON_UNPLACED,
    /// The target neuron has fewer synapse circuits than inputs.
    NEURON_SIZE,
    /// The source's chip has no free sending repeater or L1 address.
    EGRESS,
    /// The external source found no link with rate to spare.
    INPUT_RATE,
    /// The source's bus does not reach the target chip.
    L1_ROUTE,
    /// The bus found no, or too few, synapse drivers at the target chip.
    SYNAPSE_DRIVER,
    /// No synapse with the right row, decoder and column was free.
    SYNAPSE_ROW,
    /// A component that would have been used is defect.
    DEFECT,
    /// A restriction that the user asked for.
    USER_LIMIT;

    /// Name in reports: lower case.
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
