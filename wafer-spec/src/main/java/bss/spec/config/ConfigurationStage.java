package bss.spec.config;

/// Parts of a chip's configuration, in the order in which the silicon needs them written.
///
/// Floating gates come first (they are slow and everything depends on them), then what can be written while the L1
/// network is silent, then the regular events and the repeaters and drivers that lock on them, and the neurons last,
/// so that nothing fires into a half-configured network.
/// Source: sthal, `sthal/ConfigurationStages.h`.
public enum ConfigurationStage {
    FLOATING_GATES,
    SYNAPSES,
    PLASTICITY,
    MERGER_TREE,
    L1_ROUTING,
    SYNAPSE_DRIVERS,
    NEURONS,
    ANALOG,
    CURRENT_STIMULUS
}
