package bss.mapper.network;

/// The synaptic input that a projection ends on; it gives the sign of the weights.
public enum Receptor {
    EXCITATORY("excitatory"),
    INHIBITORY("inhibitory");

    private final String label;

    Receptor(String label) {
        this.label = label;
    }

    /// PyNN's name.
    public String label() {
        return label;
    }
}
