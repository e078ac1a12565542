package bss.tools.reference;

/// Quantities that can be recorded, by PyNN's names.
public enum Recordable {
    /// Membrane potential in mV.
    V,
    /// Adaptation current in nA; 0 for kinds without adaptation.
    W,
    /// Excitatory conductance in uS (current in nA for current-based kinds).
    GSYN_EXC,
    /// Inhibitory conductance in uS (current in nA for current-based kinds).
    GSYN_INH
}
