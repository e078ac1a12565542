package bss.mapper.picture;

import bss.mapper.network.Network;
import bss.mapper.network.ResolvedNetwork;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.RealisedCells;
import java.util.ArrayList;
import java.util.List;

/// The parameters of neurons as asked for and as realised.
final class ParameterRanges {

    private ParameterRanges() {}

    /// All populations of neurons that have a cell on the wafer, in the order of the network.
    static List<ParameterRange> of(Network network, Mapping mapping) {
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        List<ParameterRange> ranges = new ArrayList<>();
        for (RealisedCells realised : mapping.realised()) {
            int p = network.indexOf(realised.label()).orElseThrow();
            List<String> asked =
                    network.populations().get(p).cell().parameters().names();
            for (String name : realised.names()) {
                if (asked.contains(name)) {
                    ParameterRange.Builder range = new ParameterRange.Builder();
                    add(range, mapping.cells().get(p), resolved.parameter(p, name), realised.values(name));
                    if (!range.isEmpty()) {
                        ranges.add(range.build(realised.label(), name));
                    }
                }
            }
        }
        return ranges;
    }

    private static void add(ParameterRange.Builder range, CellSites cells, double[] requested, double[] realised) {
        for (int cell = 0; cell < cells.count(); cell++) {
            if (cells.placed(cell)) {
                range.add(requested[cell], realised[cell]);
            }
        }
    }
}
