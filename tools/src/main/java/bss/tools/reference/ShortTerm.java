package bss.tools.reference;

/// The state of one synapse whose transmission depends on its own earlier spikes.
interface ShortTerm {

    /// What a presynaptic spike at `timeMs` transmits; spikes come in the order of time.
    double transmit(double timeMs);
}
