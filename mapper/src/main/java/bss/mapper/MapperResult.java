package bss.mapper;

import bss.mapper.report.MappingReport;
import bss.spec.mapping.Mapping;
import java.util.List;

/// What a mapping gives.
///
/// @param notices lines that the user should see
public record MapperResult(Mapping mapping, MappingReport report, List<String> notices) {

    public MapperResult {
        notices = List.copyOf(notices);
    }
}
