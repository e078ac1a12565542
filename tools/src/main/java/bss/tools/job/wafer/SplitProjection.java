package bss.tools.job.wafer;

import java.util.List;

/// The projections of a network that one projection of a job became: one for each set of short-term parameters among
/// its connections, since a projection of a network has one.
///
/// @param first index of the first of them in the network; the others follow it
/// @param size connections of the projection of the job
/// @param members by part, the connections of the projection of the job that it holds, in its order; empty: one part
///     holds all in their order
public record SplitProjection(int first, int size, List<int[]> members) {

    public SplitProjection {
        members = List.copyOf(members);
    }

    /// Projections of the network.
    public int parts() {
        return Math.max(1, members.size());
    }

    /// Connections of a part.
    public int size(int part) {
        return members.isEmpty() ? size : members.get(part).length;
    }

    /// Which connection of the projection of the job is connection `synapse` of a part.
    public int connection(int part, int synapse) {
        return members.isEmpty() ? synapse : members.get(part)[synapse];
    }
}
