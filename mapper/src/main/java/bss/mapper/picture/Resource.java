package bss.mapper.picture;

/// Components of a chip whose use is shown.
public enum Resource {
    /// Membrane circuits that belong to placed neurons.
    DENMEMS("denmems", "denmems"),
    /// Enabled synapse drivers.
    SYNAPSE_DRIVERS("synapse_drivers", "synapse drivers"),
    /// Synapse circuits that realise a synapse of the network.
    SYNAPSES("synapses", "synapses"),
    /// Horizontal L1 lines that carry a sender's events.
    HLINES("hlines", "horizontal L1 lines"),
    /// Vertical L1 lines that carry a sender's events.
    VLINES("vlines", "vertical L1 lines"),
    CROSSBAR_SWITCHES("crossbar_switches", "crossbar switches"),
    SYNAPSE_SWITCHES("synapse_switches", "synapse switches"),
    /// Buses that begin on the chip: sending repeaters in use.
    BUSES_SENT("buses_sent", "buses sent"),
    /// Buses that reach synapse drivers of the chip; each takes one driver at least.
    BUSES_LANDING("buses_landing", "buses landing");

    private final String key;
    private final String words;

    Resource(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /// Name in data: as in the report where that counts them too.
    String key() {
        return key;
    }

    /// Name for people.
    String words() {
        return words;
    }
}
