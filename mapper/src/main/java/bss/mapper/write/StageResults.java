package bss.mapper.write;

import bss.mapper.parameters.ParameterResult;
import bss.mapper.problem.MappingProblem;
import bss.mapper.rows.RowAssignment;
import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;

/// What all stages found: everything that bits and back-annotation follow from.
public record StageResults(
        MappingProblem problem,
        Placement placement,
        Buses buses,
        Routing routing,
        DriverAllocation drivers,
        RowAssignment rows,
        ParameterResult parameters) {}
