package bss.mapper.network;

/// Synapses from one population to another.
///
/// @param source index of the population in the network
/// @param target index of the population in the network, of neurons
/// @param sourceCells the view that the connector sees as its sources
/// @param targetCells the view that the connector sees as its targets
public record Projection(
        String label,
        int source,
        int target,
        Receptor receptor,
        Connector connector,
        Synapse synapse,
        Cells sourceCells,
        Cells targetCells) {

    /// A projection between whole populations.
    public static Projection of(
            String label, int source, int target, Receptor receptor, Connector connector, Synapse synapse) {
        return new Projection(label, source, target, receptor, connector, synapse, Cells.all(), Cells.all());
    }
}
