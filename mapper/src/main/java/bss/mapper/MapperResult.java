package bss.mapper;

import bss.mapper.optimise.Outcome;
import bss.mapper.report.MappingReport;
import bss.spec.mapping.Mapping;
import java.util.List;

/// What a mapping gives.
///
/// @param notices lines that the user should see
/// @param clipped values of neurons that are out of reach
/// @param layout where everything is, for [Mapper#translate]
public record MapperResult(Mapping mapping, MappingReport report, List<String> notices, int clipped, Outcome layout) {

    public MapperResult {
        notices = List.copyOf(notices);
    }
}
