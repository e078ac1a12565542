package bss.emulator.kernel;

/// The two synaptic inputs of a denmem; which row drives which of them is configuration.
public enum Receptor {
    /// The input with reversal potential E_synx.
    EXCITATORY,
    /// The input with reversal potential E_syni.
    INHIBITORY
}
