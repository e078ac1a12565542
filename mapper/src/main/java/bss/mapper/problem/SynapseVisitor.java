package bss.mapper.problem;

/// Takes the synapses of a cell one by one.
@FunctionalInterface
public interface SynapseVisitor {

    /// Takes one synapse.
    ///
    /// @param projection index in the network
    /// @param synapse index in the projection's [bss.mapper.network.connect.Connections]
    /// @param targetCell numbered through all populations
    void synapse(int projection, int synapse, int targetCell);
}
