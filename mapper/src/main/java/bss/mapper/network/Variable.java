package bss.mapper.network;

/// What can be recorded of a cell. Units as in PyNN: `v` mV, `w` nA, conductances uS.
public enum Variable {
    SPIKES("spikes"),
    V("v"),
    W("w"),
    GSYN_EXC("gsyn_exc"),
    GSYN_INH("gsyn_inh");

    private final String label;

    Variable(String label) {
        this.label = label;
    }

    /// PyNN's name.
    public String label() {
        return label;
    }
}
