package bss.tools.reference;

/// The synaptic input a synapse acts on: PyNN's `receptor_type`.
public enum Receptor {
    EXCITATORY,
    INHIBITORY
}
