package bss.mapper.optimise;

import bss.mapper.rows.RowAssignment;
import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import java.util.stream.IntStream;

/// A complete legal mapping of all stages before the parameters.
///
/// @param lost synapses
/// @param routedBound no choice of drivers and rows loses fewer with this placement, these buses and this routing
public record Outcome(
        Placement placement,
        Buses buses,
        Routing routing,
        DriverAllocation drivers,
        RowAssignment rows,
        long lost,
        long routedBound) {

    /// A mapping with its loss.
    public static Outcome of(
            Placement placement,
            Buses buses,
            Routing routing,
            DriverAllocation drivers,
            RowAssignment rows,
            long routedBound) {
        long lost =
                IntStream.range(0, rows.size()).filter(s -> !rows.realised(s)).count();
        return new Outcome(placement, buses, routing, drivers, rows, lost, routedBound);
    }
}
