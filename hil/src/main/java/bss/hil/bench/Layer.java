package bss.hil.bench;

/// What of an endpoint a test is about, from the outside in.
public enum Layer {
    SESSION,
    LEASE,
    /// The link's own promises, in the place of HostARQ's.
    LINK,
    IDENTITY,
    INITIALISATION,
    CONFIGURATION,
    PULSES,
    NEURON,
    ANALOG
}
