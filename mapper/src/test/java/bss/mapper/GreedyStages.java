package bss.mapper;

import bss.mapper.merge.BusAssignment;
import bss.mapper.merge.MergerRouter;
import bss.mapper.network.Network;
import bss.mapper.place.InputPlacer;
import bss.mapper.place.NeuronPlacer;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.route.BackboneRouter;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import java.util.OptionalInt;

/// The results of the greedy stages from the network to the routes, for tests.
public record GreedyStages(
        MappingProblem problem, WaferResources wafer, Placement placement, Buses buses, Routing routing) {

    public static GreedyStages of(Network network, WaferResources wafer) {
        return of(network, wafer, OptionalInt.empty());
    }

    public static GreedyStages of(Network network, WaferResources wafer, OptionalInt neuronSize) {
        try {
            MappingProblem problem = MappingProblem.of(network);
            Placement placement = NeuronPlacer.place(problem, wafer, neuronSize);
            BusAssignment assignment = MergerRouter.route(problem, placement, wafer);
            InputPlacer.place(problem, placement, wafer, assignment, 10_000);
            Buses buses = assignment.buses();
            Routing routing = BackboneRouter.route(problem, placement, buses, wafer);
            return new GreedyStages(problem, wafer, placement, buses, routing);
        } catch (MappingException e) {
            throw new AssertionError(e);
        }
    }
}
