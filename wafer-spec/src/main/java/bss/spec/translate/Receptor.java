package bss.spec.translate;

/// The two synaptic inputs of a denmem. The excitatory one is the left input (E_synx), the inhibitory the right
/// (E_syni).
public enum Receptor {
    /// tau_syn_E, e_rev_E; input x, `syn_in` left.
    EXCITATORY,
    /// tau_syn_I, e_rev_I; input i, `syn_in` right.
    INHIBITORY
}
